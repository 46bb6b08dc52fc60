"""The chance that the next message is hotter: it wins in cross-validation, and reads as one would expect."""

import pytest

from pipeline import corpus
from pipeline.conversation import curve_of
from pipeline.conversation.forecast import MEASURED, forecast, outlook
from pipeline.conversation.judging import forecast_cases, forecast_score
from tests.conversation.conftest import levels_of, no_model


@pytest.mark.parametrize("after_reply", [False, True])
def test_the_forecast_beats_same_as_last_and_the_share_of_rises_and_states_its_false_alarms(taxonomy, after_reply):
    threads = list(corpus.threads(taxonomy))
    heights = [[float(level) for level in levels_of(thread)] for thread in threads]
    score = forecast_score("", forecast_cases(threads, heights, after_reply=after_reply))
    assert score.wins
    assert score.brier < score.brier_share < score.brier_same
    assert (score.hits, score.hits + score.false, score.rises) == MEASURED[after_reply]


def test_a_forecast_without_knowledge_does_not_win(taxonomy):
    threads = list(corpus.threads(taxonomy))
    blank = [[1.0 for _ in levels_of(thread)] for thread in threads]
    assert not forecast_score("", forecast_cases(threads, blank, after_reply=False)).wins


def test_a_brush_off_is_more_dangerous_than_an_answer_with_a_date(thread):
    brushed = forecast(curve_of(thread[:2], no_model))
    solved = forecast(curve_of([thread[0], thread[5]], no_model))
    assert brushed.answered
    assert solved.answered
    assert brushed.hotter > 0.8 > solved.hotter > 0


def test_an_unanswered_thread_is_foretold_as_such_and_says_what_it_is_worth(thread):
    ahead = forecast(curve_of(thread[:3], no_model))
    assert not ahead.answered
    assert "39 of 131 warnings were false" in outlook(ahead)


def test_there_is_no_forecast_within_a_letter_or_before_the_customer_wrote(tiny_triage):
    assert forecast(tiny_triage.curve("One. Two! Three?")) is None
    assert forecast(curve_of([{"role": "agent", "text": "Hello"}, {"role": "agent", "text": "?"}], no_model)) is None
    assert outlook(None) == ""
