"""ComplaintCheck: the cases are complete and well formed, and the engine passes, fails and skips what it should."""

import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import binomtest

from pipeline import complaint_check, corpus
from pipeline.baseline import LinearBaseline
from pipeline.cli import main
from pipeline.complaint_check import Case, CheckResult, Claim, Outcome, Rate
from pipeline.complaint_check.loading import read_cases, visible
from pipeline.complaint_check.requirements import Bounds
from pipeline.errors import ConfigError, UsageError
from pipeline.languages import FIRST_CLASS, detect
from pipeline.splits import message_key
from pipeline.taxonomy import Facet, Taxonomy

DIRECTIONS = {"shouting", "emoji_anger"}
INVARIANCES = {"names", "dialect", "typos"}
CALM = {
    "intent": "complaint",
    "types": ["delivery"],
    "hostility": 1,
    "threats": [],
    "style": "neutral",
    "loyalty": "unknown",
    "needs": [],
    "loss": ["goods"],
    "sentiment": "negative",
}


@pytest.fixture(scope="module")
def shipped():
    return complaint_check.cases()


@pytest.fixture(scope="module")
def monotone(taxonomy):
    """A baseline that has only ever seen one answer, and gives it to everything."""
    return LinearBaseline.fit([f"the parcel number {number} is late" for number in range(8)], [CALM] * 8, taxonomy, seed=1)


@pytest.fixture(scope="module")
def always_the_same(monotone, shipped):
    return complaint_check.run(monotone, shipped)


def test_every_function_has_at_least_four_cases_in_every_language(shipped):
    count = Counter((case.language, case.function) for case in shipped)
    assert {case.language for case in shipped} == set(FIRST_CLASS)
    assert len(complaint_check.functions()) >= 18
    assert [key for code in FIRST_CLASS for function in complaint_check.functions() if count[key := (code, function)] < 4] == []


def test_every_case_asks_something_of_real_facets_labels_and_levels(shipped, taxonomy):
    assert [case.id for case in shipped if not case.fits(taxonomy)] == []
    assert [case.id for case in shipped if not (case.expect or case.hotter_than or case.same_as)] == []


def test_directions_and_invariances_have_something_to_be_compared_with(shipped):
    assert [case.id for case in shipped if case.function in DIRECTIONS and not case.hotter_than] == []
    assert [case.id for case in shipped if case.function in INVARIANCES and not (case.same_as and case.same)] == []


def test_ids_are_unique_and_no_text_stands_twice(shipped):
    assert len({case.id for case in shipped}) == len(shipped)
    texts = Counter(text for case in shipped for text in case.texts)
    assert [text for text, count in texts.items() if count > 1] == []
    assert [text for text in texts if "{" in text or text != text.strip()] == []


def test_names_of_many_origins_stand_in_every_names_case(shipped):
    for case in (case for case in shipped if case.function == "names"):
        assert len(case.texts) >= 6, case.id


@pytest.mark.parametrize("code", FIRST_CLASS)
def test_cases_are_written_in_their_language(code):
    words = " ".join(case.text for case in complaint_check.cases([code]) if case.function not in INVARIANCES)
    assert detect(words).code == code


def test_threat_and_type_cases_cover_what_they_tell_apart(shipped):
    for code in FIRST_CLASS:
        said = {name: set() for name in ("other_calm_threat", "complaint_types", "loyal_customer")}
        for case in shipped:
            if case.language == code and case.function in said:
                said[case.function] |= {str(claim) for facet, claim in case.expect.items() if facet in ("threats", "types", "loyalty")}
        assert said["other_calm_threat"] == {"regulator", "publicity", "leave"}
        assert said["complaint_types"] == {"delivery", "product_quality", "billing", "rudeness"}
        assert said["loyal_customer"] == {"at_risk", "enthusiast"}


def test_below_calm_words_the_letter_passed_on_is_set_aside(shipped):
    for case in (case for case in shipped if case.function == "forwarded_letter"):
        own = visible(case.text, case)
        assert case.text.startswith(own), case.id
        assert len(own) < 0.7 * len(case.text), case.id


def test_languages_can_be_chosen_and_strangers_are_refused():
    assert {case.language for case in complaint_check.cases(["zh", "pt-BR"])} == {"zh-Hans", "pt"}
    with pytest.raises(UsageError, match="there are no cases in nl"):
        complaint_check.cases(["nl"])


def test_a_scorer_that_always_says_the_same_fails_every_direction_and_passes_every_invariance(always_the_same):
    for name, rate in always_the_same.functions.items():
        if name in DIRECTIONS:
            assert rate.passed == 0, name
        if name in INVARIANCES or name == "denied_anger":
            assert rate.passed == rate.n, name
    assert always_the_same.functions["plain_praise"].passed == 0
    assert always_the_same.rate.skipped == 0


def test_a_scorer_that_hears_shouting_passes_cases_of_it(taxonomy):
    texts = [f"parcel {number}, {tone}" for number in range(20) for tone in ("where is it?", "WHERE IS IT!!!")]
    labels = [{**CALM, "hostility": 3 if "!!!" in text else 1} for text in texts]
    result = complaint_check.run(LinearBaseline.fit(texts, labels, taxonomy, seed=1), complaint_check.cases(["en", "de"]))
    assert result.functions["shouting"].passed >= 4


def test_what_a_taxonomy_lacks_is_skipped_and_counted(shipped):
    own = Taxonomy(version=1, facets={"intent": Facet(kind="one", labels=["complaint", "praise"])})
    scorer = LinearBaseline.fit(["late", "fine"] * 4, [{"intent": "complaint"}, {"intent": "praise"}] * 4, own, seed=1)
    result = complaint_check.run(scorer, shipped)
    assert result.functions["negated_praise"] == Rate(0, 0, 4 * 13)
    assert result.functions["shouting"].value is None
    assert result.rate.n + result.rate.skipped == len(shipped)
    assert "skipped" in complaint_check.table(result)


def test_a_scale_that_is_too_low_is_not_asked_for_its_top():
    own = Taxonomy(version=1, facets={"hostility": Facet(kind="ordinal", labels=["calm", "warm", "hot"])})
    assert not Case("x", "f", "en", "text", expect={"hostility": Claim.of(5)}).fits(own)
    assert Case("x", "f", "en", "text", hotter_than=("other",)).fits(own)


@pytest.mark.parametrize(
    ("stated", "right", "wrong"),
    [
        ("praise", "praise", "complaint"),
        (3, 3, 4),
        ([], [], ["legal"]),
        (["legal", "leave"], ["leave", "legal"], ["legal"]),
        (Bounds(one_of=("praise", "other")), "other", "complaint"),
        (Bounds(at_least=3), 5, 2),
        (Bounds(at_most=1), 0, 2),
        (Bounds(at_least=2, at_most=3), 3, 4),
        (Bounds(contains=("legal",)), ["leave", "legal"], ["leave"]),
        (Bounds(contains=("legal",), excludes=("leave",)), ["legal"], ["leave", "legal"]),
    ],
)
def test_a_claim_tells_right_from_wrong(stated, right, wrong):
    claim = Claim.of(stated)
    assert claim.holds(right)
    assert not claim.holds(wrong)
    assert str(claim)


def test_a_level_may_move_as_far_as_stated_and_no_further():
    case = Case("x", "f", "en", "a", same_as=("b",), same={"hostility": 1, "types": 0})
    alike = {"a": {"hostility": 1, "types": ["price", "billing"]}, "b": {"hostility": 2, "types": ["billing", "price"]}}
    assert list(case.faults(alike)) == []
    assert len(list(case.faults({**alike, "b": {"hostility": 3, "types": []}}))) == 2


def test_hotter_means_a_level_higher():
    case = Case("x", "f", "en", "a", hotter_than=("b",))
    assert list(case.faults({"a": {"hostility": 2}, "b": {"hostility": 1}})) == []
    assert len(list(case.faults({"a": {"hostility": 2}, "b": {"hostility": 2}}))) == 1
    assert len(list(replace(case, hotter_by=2).faults({"a": {"hostility": 2}, "b": {"hostility": 1}}))) == 1


@pytest.mark.parametrize(("passed", "n"), [(0, 4), (3, 4), (4, 4), (37, 52), (1, 1000)])
def test_intervals_are_wilson_s(passed, n):
    known = binomtest(passed, n).proportion_ci(method="wilson")
    assert Rate(passed, n).interval == pytest.approx((known.low, known.high), abs=1e-6)


def test_more_cases_give_narrower_intervals():
    widths = [np.diff(Rate(n // 2, n).interval).item() for n in (4, 40, 400)]
    assert all(wide > narrow for wide, narrow in pairwise(widths))


def test_keys_name_every_text_as_written_and_as_read(shipped, taxonomy):
    found = complaint_check.keys()
    assert {message_key(text) for case in shipped for text in case.texts} <= found
    letter = next(case for case in shipped if case.function == "forwarded_letter")
    assert message_key(visible(letter.text, letter)) in found
    assert [record["id"] for record in corpus.messages(taxonomy) if message_key(record["text"]) in found] == []


def test_numbers_for_machines_hold_rates_and_failures(always_the_same):
    numbers = json.loads(json.dumps(complaint_check.to_json(always_the_same)))
    assert numbers["functions"]["plain_praise"]["value"] == 0
    assert numbers["functions"]["names"]["languages"]["ar"]["passed"] == 4
    assert set(numbers["languages"]) == set(FIRST_CLASS)
    failure = numbers["failed"][0]
    assert set(failure) == {"id", "function", "language", "text", "faults", "said"}
    assert failure["faults"]
    assert len(numbers["failed"]) == numbers["n"] - numbers["passed"]


def test_the_table_for_people_has_a_row_for_each_function_and_a_column_for_each_language(always_the_same):
    head, rule, *rows = complaint_check.table(always_the_same).splitlines()[2:]
    assert head.split()[-13:] == sorted(FIRST_CLASS)
    assert set(rule) == {"─", " "}
    assert [row.split()[0] for row in rows] == [*complaint_check.functions(), "all"]


def test_the_page_s_section_escapes_what_it_shows():
    case = Case("x", "sarcasm", "en", "<script>alert(1)</script>", expect={"intent": Claim.of("praise")})
    result = CheckResult("<b>model</b>", (Outcome(case, faults=("intent is <i>, expected praise",)),))
    page = str(complaint_check.section(result))
    assert "&lt;script&gt;" in page
    assert not any(tag in page for tag in ("<script", "<b>model", "<i>"))


def test_a_function_that_is_not_there_or_names_that_are_missing_are_told(tmp_path):
    path = tmp_path / "xx.yaml"
    path.write_text("language: xx\ncases: {no_such: [text]}\n")
    with pytest.raises(ConfigError, match="unknown functions: no_such"):
        list(read_cases(path))
    path.write_text("language: xx\ncases: {names: ['I am {name}']}\n")
    with pytest.raises(ConfigError, match="there are no names"):
        list(read_cases(path))


def test_the_command_prints_and_writes_pass_rates_without_any_data(tiny_model, tmp_path, capsys):
    assert main(["evaluate", str(tiny_model), "--check", "--out", str(tmp_path / "out")]) == 0
    assert "ComplaintCheck of tiny@1" in capsys.readouterr().out
    numbers = json.loads((tmp_path / "out" / "metrics.json").read_text(encoding="utf-8"))
    assert set(numbers["check"]["functions"]) == set(complaint_check.functions())
    assert numbers["facets"] == {}
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "swearing at person" in page
    assert "What it gets right" not in page


def test_the_check_stands_beside_the_numbers_on_messages(tiny_model, shipped, tmp_path, capsys):
    rows = [{"id": f"m{number}", "text": f"where is parcel {number}?", "lang": "en", "labels": CALM} for number in range(6)]
    (tmp_path / "own.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = ["evaluate", str(tiny_model), str(tmp_path / "own.jsonl"), "--samples", "10", "--out", str(tmp_path / "out")]
    assert main([*command, "--check"]) == 0
    said = capsys.readouterr().out
    assert "intent" in said
    assert "ComplaintCheck" in said
    numbers = json.loads((tmp_path / "out" / "metrics.json").read_text(encoding="utf-8"))
    assert numbers["n"] == 6
    assert numbers["check"]["n"] == len(shipped)
    assert main(command) == 0
    assert "check" not in json.loads((tmp_path / "out" / "metrics.json").read_text(encoding="utf-8"))


def test_nothing_to_judge_on_is_wrong_usage(tiny_model, capsys):
    assert main(["evaluate", str(tiny_model)]) == 2
    assert "--check" in capsys.readouterr().err
