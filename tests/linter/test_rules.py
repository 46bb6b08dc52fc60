"""The linter finds what a trainer would mark, in thirteen codes, and leaves good replies alone."""

import json
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.linter import Linter

DATA = Path(__file__).parent / "data"
LANGUAGES = sorted(path.stem for path in DATA.glob("*.jsonl"))


@pytest.fixture(scope="module")
def linter():
    return Linter.load()


def cases(language, *, good):
    with (DATA / f"{language}.jsonl").open(encoding="utf-8") as lines:
        return [case for case in map(json.loads, lines) if (not case["findings"]) is good]


def found(linter, case):
    return {finding.rule for finding in linter.check(case["reply"], lang=case["lang"], message=case.get("message"))}


def wanted(case):
    return {finding["rule"] if isinstance(finding, dict) else finding for finding in case["findings"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_is_found(linter, language):
    missed = {case["id"]: wanted(case) - found(linter, case) for case in cases(language, good=False)}
    assert {name: rules for name, rules in missed.items() if rules} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_good_replies_have_no_finding(linter, language):
    good = cases(language, good=True)
    assert len(good) >= 10
    assert {case["id"]: found(linter, case) for case in good if found(linter, case)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_span_is_what_stands_at_its_place(linter, language):
    for case in cases(language, good=False):
        for finding in linter.check(case["reply"], lang=case["lang"], message=case.get("message")):
            assert finding.span is None or case["reply"][finding.start : finding.end] == finding.span
            assert finding.message
            assert finding.severity in ("error", "warning", "hint")


def test_a_rule_can_be_left_out_and_an_unknown_one_is_said(linter):
    draft = "Calm down. I will call you on Friday."
    assert "calm_down" in {finding.rule for finding in linter.check(draft, lang="en")}
    assert "calm_down" not in {finding.rule for finding in linter.check(draft, lang="en", ignore=["calm_down"])}
    with pytest.raises(UsageError, match="no_such_rule"):
        linter.check(draft, lang="en", ignore=["no_such_rule"])


def test_what_needs_the_message_is_silent_without_it(linter):
    draft = "Dear Bob,\n\nPlease send me the receipt. I will refund you on Friday.\n\nAnn"
    assert "wrong_name" not in {finding.rule for finding in linter.check(draft, lang="en")}
    message = {"text": "You are a disgrace!", "name": "Ruth Adeyemi", "labels": {"hostility": 4}}
    rules = {finding.rule for finding in linter.check(draft, lang="en", message=message)}
    assert {"wrong_name", "no_acknowledgement"} <= rules


def test_a_copy_of_the_last_answer_is_found(linter):
    last = "Dear Ruth, your parcel is being looked for and you hear from me on Friday. Kind regards, Ann"
    message = {"text": "Still nothing!", "thread": [{"role": "customer", "text": "Where is it?"}, {"role": "agent", "text": last}]}
    assert "copy_of_last" in {finding.rule for finding in linter.check(last, lang="en", message=message)}
