"""Own recipes, languages and limits without code; what is wrong is said with file, line and remedy."""

import shutil
from dataclasses import replace

import pytest

from pipeline.assets import shipped
from pipeline.errors import ConfigError, UsageError
from pipeline.replies import ReplyDesk
from tests.replies.cases import TODAY, record

_REST = "    kind: a\n    title: a\n    priority: 1\n    paragraphs: [[own]]\n    why: a\n"


def _write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _dutch(folder):
    for name in ("language.yaml", "texts.yaml"):
        (folder / "nl").mkdir(exist_ok=True)
        shutil.copy(shipped("configs/replies") / "en" / name, folder / "nl" / name)
    return folder / "nl" / "texts.yaml"


def test_an_own_text_is_laid_over_the_shipped_one(tmp_path):
    _write(tmp_path, "en/own.yaml", 'greeting:\n  named: "Good day {name},"\n')
    best = ReplyDesk.load(tmp_path).suggest(record("peak"), message={"name": "Ruth Adeyemi"}, today=TODAY)[0]
    assert best.text.startswith("Good day Ruth Adeyemi,\n\n")


def test_an_own_language_needs_no_code(tmp_path):
    texts = _dutch(tmp_path)
    texts.write_text(texts.read_text(encoding="utf-8").replace("Kind regards", "Met vriendelijke groet"), encoding="utf-8")
    best = ReplyDesk.load(tmp_path).suggest(record("peak", "nl"), today=TODAY)[0]
    assert "Met vriendelijke groet" in best.text
    assert not any("'nl'" in reason for reason in best.why)


def test_own_recipes_are_added_replaced_and_taken_out(tmp_path):
    mine = "{id: mine, kind: mine, title: Mine, when: {stage: peak}, priority: 999, paragraphs: [[greeting], [own]], why: mine}"
    own = f"version: 1\nwithout: [heated_call]\nrecipes:\n  - {mine}\n"
    _write(tmp_path, "recipes.yaml", own)
    found = [one.id for one in ReplyDesk.load(tmp_path).suggest(record("peak"), n=9, today=TODAY)]
    assert found[0] == "mine"
    assert "heated_call" not in found


def test_limits_name_who_signs_what_is_offered_and_the_days(tmp_path):
    _write(
        tmp_path,
        "limits.yaml",
        'goodwill: {en: "a voucher for 10 euros"}\nagent_name: Bea Holloway\ncompany: Paws\nsettle_days: {default: 2}\n',
    )
    best = ReplyDesk.load(tmp_path).suggest(record("rational"), today=TODAY)[0]
    assert best.text.endswith("Kind regards\nBea Holloway\nPaws")
    assert "you receive a voucher for 10 euros." in best.text
    assert "By Tuesday, 24 November" in best.text
    assert best.open_slots == ()


def test_by_default_nothing_of_value_is_offered(desk):
    for stage in ("rational", "cool_down"):
        assert all("you receive" not in one.text for one in desk.suggest(record(stage, loyalty="at_risk"), today=TODAY))


def test_the_folder_may_be_named_by_the_environment(tmp_path, monkeypatch):
    _write(tmp_path, "limits.yaml", "agent_name: Bea Holloway\n")
    monkeypatch.setenv("COMPLAINTS_REPLIES", str(tmp_path))
    assert "Bea Holloway" in ReplyDesk.load().suggest(record("peak"), today=TODAY)[0].text


@pytest.mark.parametrize(
    ("name", "text", "line", "told"),
    [
        ("en/own.yaml", 'greeting:\n  named: "Dear {nam},"\n', 2, "unknown slot '{nam}'"),
        ("en/own.yaml", 'greeting:\n  nmaed: "Dear"\n', 2, "'nmaed'"),
        ("en/own.yaml", "\ngreting:\n  named: x\n", 2, "'greting'"),
        ("en/own.yaml", "greeting:\n  named: 3\n", 2, "no text"),
        ("en/own.yaml", "greeting: x\n", 1, "no variants"),
        (
            "recipes.yaml",
            "version: 1\nrecipes:\n  - {id: a, kind: a, title: a, priority: 1, paragraphs: [[nothing]], why: a}\n",
            3,
            "'nothing'",
        ),
        (
            "recipes.yaml",
            f"version: 1\nrecipes:\n  - id: a\n    when:\n      style: angry\n{_REST}",
            5,
            "'angry'",
        ),
        ("recipes.yaml", "version: 1\nwithout:\n  - solv\n", 3, "'solv'"),
        ("blocks.yaml", "version: 1\nblocks:\n  own:\n    variants:\n      value: {when: {grupp: value}}\n", 5, "'grupp'"),
    ],
)
def test_a_fault_is_told_with_file_line_and_remedy(tmp_path, name, text, line, told):
    path = _write(tmp_path, name, text)
    with pytest.raises(ConfigError) as caught:
        ReplyDesk.load(tmp_path)
    assert caught.value.where == f"{path}:{line}"
    assert told in caught.value.what
    assert caught.value.hint


def test_a_text_that_a_language_lacks_is_told(tmp_path):
    texts = _dutch(tmp_path)
    texts.write_text(texts.read_text(encoding="utf-8").replace("  waiting:", "  wating:", 1), encoding="utf-8")
    with pytest.raises(ConfigError, match="wating"):
        ReplyDesk.load(tmp_path)
    kept = [line for line in texts.read_text(encoding="utf-8").splitlines() if not line.startswith("  wating:")]
    texts.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"missing: cause\.waiting") as caught:
        ReplyDesk.load(tmp_path)
    assert str(texts) in caught.value.where


def test_a_language_without_its_language_file_is_told(tmp_path):
    _dutch(tmp_path)
    (tmp_path / "nl" / "language.yaml").unlink()
    with pytest.raises(ConfigError, match=r"language\.yaml"):
        ReplyDesk.load(tmp_path)


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError):
        ReplyDesk.load(tmp_path / "nowhere")


def test_own_recipes_may_name_the_labels_of_an_own_taxonomy(tmp_path):
    from pipeline.taxonomy import Taxonomy

    own = Taxonomy.model_validate({"version": 1, "facets": {"urgency": {"kind": "ordinal", "labels": ["low", "high"]}}})
    recipe = "{id: now, kind: full, title: Now, when: {urgency: 1}, priority: 999, paragraphs: [[greeting], [own]], why: urgent}"
    _write(tmp_path, "recipes.yaml", f"version: 1\nrecipes:\n  - {recipe}\n")
    urgent = replace(record(), labels={"urgency": 1})
    assert ReplyDesk.load(tmp_path, taxonomy=own).suggest(urgent, today=TODAY)[0].id == "now"
    with pytest.raises(ConfigError, match="urgency"):
        ReplyDesk.load(tmp_path)
