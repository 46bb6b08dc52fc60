"""Every shipped recipe, in every language, for every combination of stage, style, loyalty and group."""

import pytest

from pipeline.assets import shipped
from pipeline.linter import Linter
from pipeline.replies.templates import OPEN_MARKS
from tests.replies.cases import HEATED, TODAY, all_cases, telling_cases

LANGUAGES = sorted(path.parent.name for path in shipped("configs/replies").glob("*/language.yaml"))
MESSAGE = {"name": "Almut Brandes"}


@pytest.fixture(scope="module")
def replies(desk):
    """The suggestions for every case, per language."""
    return {
        language: {case: (record, desk.suggest(record, message=MESSAGE, today=TODAY)) for case, record in all_cases(language)}
        for language in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_gets_three_different_suggestions_in_every_language(replies, language):
    for case, (_, suggestions) in replies[language].items():
        assert len({suggestion.text for suggestion in suggestions}) == 3, case


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_template_is_left_but_marked_open_slots(desk, language, taxonomy):
    for record in telling_cases(language, taxonomy):
        for suggestion in desk.suggest(record, message=MESSAGE, today=TODAY):
            assert not set("{}") & set(suggestion.text)
            assert suggestion.text == suggestion.text.strip()
            assert "  " not in suggestion.text
            shown = suggestion.text.count(OPEN_MARKS[0])
            assert shown == suggestion.text.count(OPEN_MARKS[1]) >= len(suggestion.open_slots) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_best_reply_differs_by_stage_style_loyalty_and_group(replies, language):
    best = [suggestions[0].text for _, suggestions in replies[language].values()]
    assert len(set(best)) == len(best)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reply_apologises_once(desk, replies, language):
    templates = desk._book.languages[language].templates
    apologies = {template.literals[0] for block in ("own", "own_short") for template in templates[block].values()}
    for case, (_, suggestions) in replies[language].items():
        for suggestion in suggestions:
            said = {apology for apology in apologies if apology in suggestion.text}
            assert len({apology for apology in said if not any(apology in other for other in said - {apology})}) <= 1, case


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_take_off_and_peak_the_feeling_comes_first_and_no_solution_follows(desk, replies, language):
    templates = desk._book.languages[language].templates
    feelings = tuple(template.literals[0] for template in templates["feeling"].values())
    solving = {literal.strip() for name in ("action", "ask", "facts") for one in templates[name].values() for literal in one.literals}
    sentences = [sentence for sentence in solving if len(sentence) > 12]
    for (stage, *_), (_, suggestions) in replies[language].items():
        for suggestion in suggestions if stage in HEATED else ():
            assert suggestion.text.split("\n\n")[1].startswith(feelings)
            assert not any(sentence in suggestion.text for sentence in sentences)


LINTED = sorted({code.partition("-")[0] for code in Linter.load().languages})


def _findings(desk, language, records):
    linter = Linter.load()
    seen, found = set(), []
    for record in records:
        message = {"text": "", "labels": dict(record.labels), **MESSAGE}
        for suggestion in desk.suggest(record, message=MESSAGE, today=TODAY):
            if (suggestion.text, record.labels["hostility"]) not in seen:
                seen.add((suggestion.text, record.labels["hostility"]))
                for finding in linter.check(suggestion.text, lang=language, message=message):
                    if finding.rule != "residue" or finding.severity != "hint":
                        found.append((finding.rule, finding.span or suggestion.text))
    return found


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code.partition("-")[0] in LINTED])
def test_every_variant_passes_the_own_linter(desk, language, taxonomy):
    assert _findings(desk, language, telling_cases(language, taxonomy)) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", [code for code in LANGUAGES if code.partition("-")[0] in LINTED])
def test_every_case_passes_the_own_linter(desk, language):
    assert _findings(desk, language, (record for _, record in all_cases(language))) == []


def test_between_them_the_telling_cases_let_every_variant_speak(desk, taxonomy):
    spoken = set()
    for name, block in desk._book.blocks.items():
        for record in telling_cases("en", taxonomy):
            for known in (
                (),
                ("again=yes",),
                ("known=amount", "known=goodwill"),
                ("known=name", "known=given", "known=family"),
                ("known=family", "gender=f"),
                ("known=family", "gender=m"),
            ):
                situation = desk._situation(record, {}, "en", TODAY)
                spoken |= {(name, variant.key) for variant in block.speaking(situation.case | frozenset(known), situation.labels)}
    assert {(name, key) for name, block in desk._book.blocks.items() for key in block.variants} - spoken == set()
