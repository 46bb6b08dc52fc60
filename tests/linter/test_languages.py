"""The linter in thirteen written languages: it finds what a trainer would mark, and leaves good replies alone."""

import json
from pathlib import Path

import pytest

from pipeline.languages import FIRST_CLASS
from pipeline.linter import Linter

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def linter():
    return Linter.load()


def cases(language, *kinds):
    rows = [json.loads(line) for line in (DATA / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["kind"] in kinds]


def found(linter, row):
    """Rules by reply; a single sentence has no next step by itself, so that one is left out there."""
    rules = {finding.rule for finding in linter.check(row["reply"], lang=row["lang"], message=row.get("message"))}
    return rules if row["kind"] != "sentence" or "no_action" in row["findings"] else rules - {"no_action"}


@pytest.mark.parametrize("language", FIRST_CLASS)
def test_every_language_has_enough_to_judge_by(language):
    assert len(cases(language, "sentence", "bad")) >= 20
    assert len(cases(language, "good")) >= 10


@pytest.mark.parametrize("language", FIRST_CLASS)
def test_good_replies_get_no_finding(linter, language):
    alarms = {row["id"]: sorted(found(linter, row)) for row in cases(language, "good")}
    assert {name: rules for name, rules in alarms.items() if rules} == {}


@pytest.mark.parametrize("language", FIRST_CLASS)
def test_most_faults_are_found_and_little_else(linter, language):
    right = wrong = missed = 0
    for row in cases(language, "sentence", "bad", "good"):
        rules, wanted = found(linter, row), set(row["findings"])
        right, wrong, missed = right + len(rules & wanted), wrong + len(rules - wanted), missed + len(wanted - rules)
    assert right / (right + missed) >= 0.9
    assert right / (right + wrong) >= 0.9


@pytest.mark.parametrize("language", FIRST_CLASS)
def test_a_finding_says_where_it_is(linter, language):
    for row in cases(language, "sentence", "bad"):
        for finding in linter.check(row["reply"], lang=language, message=row.get("message")):
            assert (finding.span is None) == (finding.start is None) == (finding.end is None)
            assert finding.span is None or row["reply"][finding.start : finding.end] == finding.span


def test_every_rule_has_a_case_in_some_language(linter):
    told = {rule for language in FIRST_CLASS for row in cases(language, "sentence", "bad") for rule in row["findings"]}
    assert linter.rules.rules.keys() - told == set()


def test_every_phrase_file_can_be_read(linter):
    assert set(linter.languages) == {code.partition("-")[0] for code in FIRST_CLASS}
    for code in linter.languages:
        linter.phrasebook(code).compile()
        assert linter.phrasebook(code).rules <= linter.rules.rules.keys()
