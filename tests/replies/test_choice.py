"""Which reply is chosen, and why: the strategy of the teaching."""

import datetime
from dataclasses import replace

import pytest

from tests.replies.cases import HEATED, STAGES, TODAY, record


def _best(desk, case, **message):
    return desk.suggest(case, message=message, today=TODAY)[0]


def _said(desk, block, variant, language="en"):
    return desk._book.languages[language].templates[block][variant].literals[0]


@pytest.mark.parametrize("stage", HEATED)
def test_while_the_customer_is_heated_nothing_is_solved_yet(desk, stage):
    best = _best(desk, record(stage))
    assert best.id == "heated"
    assert _said(desk, "action", "billing") not in best.text
    assert "Monday, 23 November" in best.text


def test_after_cooling_down_the_matter_is_solved(desk):
    assert _said(desk, "action", "billing") in _best(desk, record("cool_down")).text


def test_the_aggressive_get_admission_action_and_date(desk):
    text = _best(desk, record("peak", style="aggressive")).text
    for block, variant in (("stance", "aggressive_heated"), ("step", "aggressive")):
        assert _said(desk, block, variant) in text
    assert "23 November" in text


def test_the_meek_are_drawn_out_and_the_volatile_asked(desk):
    assert _said(desk, "stance", "meek") in _best(desk, record("rational", style="meek")).text
    assert _best(desk, record("rational", style="volatile")).text.count("?") >= 1


def test_a_rip_off_gets_exact_figures_from_the_agent_and_no_gesture(desk):
    best = _best(desk, record("rational", style="rip_off"))
    assert "loss_amount" in best.open_slots
    assert _said(desk, "atonement", "personal") not in best.text


def test_the_chronic_get_limits_and_a_concrete_question(desk):
    text = _best(desk, record("rational", style="chronic")).text
    for block, variant in (("stance", "chronic"), ("ask", "first_point"), ("invitation", "chronic")):
        assert _said(desk, block, variant) in text


@pytest.mark.parametrize("stage", STAGES)
def test_haters_get_a_shorter_reply_than_others(desk, stage):
    assert len(_best(desk, record(stage, loyalty="hater")).text) < len(_best(desk, record(stage)).text)


def test_a_threat_of_violence_is_held_for_a_person(desk):
    suggestions = desk.suggest(record("peak", threats=["violence", "legal"], hostility=5), today=TODAY)
    assert len(suggestions) == 3
    assert all(suggestion.hold and "responsible" in suggestion.open_slots for suggestion in suggestions)


def test_only_violence_is_held(desk):
    assert not any(suggestion.hold for suggestion in desk.suggest(record("peak", threats=["legal"], hostility=5), today=TODAY))


def test_a_legal_threat_is_given_a_contact(desk):
    assert "legal_contact" in _best(desk, record("peak", threats=["legal"])).open_slots


@pytest.mark.parametrize("channel", ["chat", "sms", "phone_transcript"])
@pytest.mark.parametrize("stage", STAGES)
def test_fast_channels_get_the_short_answer_first(desk, channel, stage):
    suggestions = desk.suggest(record(stage, channel=channel), today=TODAY)
    assert suggestions[0].id.endswith("_short")
    assert "\n\n" not in suggestions[0].text


def test_on_fast_channels_the_customer_hears_on_the_same_day(desk):
    assert "by the end of today" in _best(desk, record("peak", channel="chat")).text


def test_a_formal_letter_is_offered_a_personal_talk(desk):
    assert _said(desk, "invitation", "letter") in _best(desk, record("rational", channel="letter")).text


def test_in_public_no_facts_are_given_back(desk):
    text = "Order no. 4711-88 is late."
    assert "4711-88" in _best(desk, record("rational", text=text)).text
    assert all("4711-88" not in one.text for one in desk.suggest(record("rational", text=text, channel="review"), today=TODAY))


@pytest.mark.parametrize(
    "need", ["trust", "convenience", "promise", "respect", "autonomy", "choice", "knowledge", "recognition", "benefit", "status"]
)
def test_each_need_has_its_sentence_and_its_reason(desk, need):
    best = _best(desk, record("rational", needs=[need]))
    assert _said(desk, "need", need) in best.text
    assert any(f"need.{need}" in reason for reason in best.why)


def test_reasons_name_the_rule_and_the_labels(desk):
    best = _best(desk, record("peak", loyalty="at_risk"))
    assert "recipe heated: stage=peak" in best.why[0]
    assert any("loyalty at_risk" in reason for reason in best.why)


@pytest.mark.parametrize("intent", ["praise", "inquiry", "suggestion", "other"])
def test_other_intents_get_three_replies_without_apology(desk, intent):
    suggestions = desk.suggest(record("rational", intent=intent, types=[], hostility=0), today=TODAY)
    assert len(suggestions) == 3
    assert not any("apologise" in suggestion.text for suggestion in suggestions)


def test_an_angry_question_is_acknowledged_like_a_complaint(desk):
    assert _best(desk, record("peak", intent="inquiry", types=[])).id == "heated"


def test_the_company_answered_before_so_thanks_are_for_writing_again(desk):
    thread = [{"role": "customer", "text": "Hello?"}, {"role": "agent", "text": "We are looking."}]
    assert _said(desk, "thanks", "again") in _best(desk, record("rational"), thread=thread).text


def test_what_was_last_sent_is_not_suggested_again(desk):
    case = record("peak")
    first = _best(desk, case)
    again = desk.suggest(case, message={"thread": [{"role": "agent", "text": first.text}]}, today=TODAY)
    assert first.text not in [suggestion.text for suggestion in again]
    assert again


def test_messages_of_the_company_get_no_suggestion(desk):
    assert desk.suggest(replace(record(), role="agent", labels=None, stage=None)) == []


def test_a_record_without_stage_is_a_thread_of_one(desk):
    assert _best(desk, record(None, hostility=3)).id == "heated"


def test_labels_of_another_taxonomy_still_get_a_receipt(desk):
    assert [one.id for one in desk.suggest(replace(record(), labels={"urgency": 1, "topics": ["noise"]}))] == [
        "other",
        "other_short",
        "other_ask",
    ]


def test_a_language_the_desk_lacks_falls_back_to_english_and_says_so(desk):
    best = _best(desk, record("peak", lang="nl"))
    assert best.text.startswith("Hello,")
    assert "'nl'" in best.why[-1]


def test_n_bounds_the_number_of_suggestions(desk):
    assert [len(desk.suggest(record("peak"), n=n, today=TODAY)) for n in (0, 1, 2, 3)] == [0, 1, 2, 3]


def test_questions_are_offered_for_what_is_missing(desk):
    asked = desk._book.languages["en"].questions
    plain, filled = record("rational"), record("rational", text="Order no. 4711-88", loss=["money"], needs=["trust"])
    assert set(_best(desk, plain).questions) == {asked[name] for name in ("issue", "consequence", "data", "evidence", "outcome", "value")}
    assert set(_best(desk, filled).questions) == {asked[name] for name in ("issue", "evidence", "outcome")}
    assert set(_best(desk, record("peak")).questions) == {asked["issue"], asked["consequence"]}
    assert asked["rational"] in _best(desk, record("rational", style="rip_off")).questions


def test_the_same_case_gives_the_same_replies(desk):
    assert desk.suggest(record("peak"), today=TODAY) == desk.suggest(record("peak"), today=datetime.date(2026, 11, 20))


def test_uncertain_labels_are_said_beside_the_suggestion(desk):
    doubtful = replace(record("peak"), review=True, review_why=("style: 0.41",))
    assert any("style: 0.41" in reason for reason in _best(desk, doubtful).why)
    assert not any("uncertain" in reason for reason in _best(desk, record("peak")).why)
