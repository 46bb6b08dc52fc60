"""The curve of a thread and of a letter: from labels where there are any, else from a model."""

import json

import pytest

from pipeline import Triage, corpus
from pipeline.conversation import curve_of, forecast
from pipeline.conversation.judging import refit, stage_scores
from pipeline.errors import UsageError
from tests.conversation.conftest import levels_of, no_model


def test_a_thread_with_labels_needs_no_model_and_names_take_off_and_peak(thread):
    found = curve_of(thread, no_model).to_dict()
    assert [message["stage"] for message in found["messages"]] == [
        "rational",
        None,
        "take_off",
        None,
        "peak",
        None,
        "cool_down",
        None,
        "resolved",
    ]
    assert (found["take_off"], found["peak"]) == ("m3", "m5")
    assert found["messages"][1] == {"id": "m2", "role": "agent", "hostility": None, "scores": None, "stage": None}
    assert found["messages"][4]["scores"] == [0.0, 0.0, 0.0, 0.0, 1.0, 0.0]
    assert json.loads(json.dumps(found)) == found


def test_a_calm_thread_has_neither_take_off_nor_peak():
    found = curve_of([{"text": "a", "labels": {"hostility": 1}}, {"text": "b", "labels": {"hostility": 0}}], no_model).to_dict()
    assert (found["take_off"], found["peak"]) == (None, None)


def test_the_uncertainty_of_the_levels_reaches_the_stages(thread):
    thread[2]["scores"] = {"hostility": [0.1, 0.3, 0.6, 0.0, 0.0, 0.0]}
    found = curve_of(thread, no_model).to_dict()["messages"]
    assert found[2]["stage_scores"] == {"rational": 0.4, "take_off": 0.6, "peak": 0.0, "cool_down": 0.0, "resolved": 0.0}
    assert (found[2]["take_off_score"], found[4]["take_off_score"]) == (0.6, 0.4)


def test_messages_without_labels_are_labelled_by_the_model(tiny_triage, thread):
    bare = [{name: value for name, value in message.items() if name != "labels"} for message in thread]
    found = tiny_triage.curve(bare)
    expected = tiny_triage.records([message for message in bare if message["role"] == "customer"])
    assert [found.turns[place].level for place in found.customers] == [record.labels["hostility"] for record in expected]
    assert [found.turns[place].stage for place in found.customers] == [record.stage for record in expected]


def test_records_texts_and_an_object_with_messages_give_the_same_curve(tiny_triage):
    texts = ["I want my money back.", "Nobody answers!", "thanks"]
    records = tiny_triage.label([{"text": text, "thread": "t"} for text in texts])
    shapes = [
        texts,
        records,
        [record.to_dict() for record in records],
        {"messages": [{"role": "customer", "text": text} for text in texts]},
    ]
    curves = [[turn.level for turn in tiny_triage.curve(shape).turns] for shape in shapes]
    assert curves == [curves[0]] * 4


def test_one_letter_is_followed_sentence_by_sentence(tiny_triage):
    text = "It worked for two weeks. Then it flooded my kitchen! I want a technician today."
    found = tiny_triage.curve(text)
    assert [text[slice(*turn.span)] for turn in found.turns] == [turn.text for turn in found.turns]
    assert len(found.turns) == 3
    assert found.to_dict()["unit"] == "sentence"


@pytest.mark.parametrize(
    "wrong",
    [[], [{"text": ""}, {"text": "a"}], [{"text": "a", "labels": {"hostility": 9}}, {"text": "b"}], [{"role": "agent"}, {"text": "b"}]],
)
def test_what_is_no_thread_is_told(wrong):
    with pytest.raises(UsageError):
        curve_of(wrong, no_model)


def test_stages_from_gold_levels_are_all_right_on_the_corpus(taxonomy):
    threads = list(corpus.threads(taxonomy))
    gold = [levels_of(thread) for thread in threads]
    rows = {row.name: row for row in stage_scores(threads, gold)}
    assert {row.stage for row in rows.values()} == {row.take_off for row in rows.values()} == {1.0}
    assert set(rows) >= {"zh-Hans", "zh-Hant", "en", "ar", "held out", "all"}


def test_stages_from_wrong_levels_are_counted_as_wrong(taxonomy):
    threads = list(corpus.threads(taxonomy))
    calm = [[0 for _ in levels_of(thread)] for thread in threads]
    row = next(row for row in stage_scores(threads, calm) if row.name == "all")
    assert row.stage < 0.5


def test_the_forecast_ships_the_weights_that_the_corpus_gives(taxonomy):
    assert refit(taxonomy) == {"BEFORE_REPLY": forecast.BEFORE_REPLY, "AFTER_REPLY": forecast.AFTER_REPLY}


def test_the_library_offers_the_curve_at_its_front_door():
    assert callable(Triage.curve)
