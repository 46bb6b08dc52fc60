"""Labelling: order kept, nothing lost, threads followed, the same chunk always the same."""

import json

import pandas as pd
import pytest
from datasets import Dataset

from pipeline import Record, Rejected
from pipeline.curve import stages
from pipeline.errors import UsageError
from pipeline.ingest import message_from
from pipeline.label import CHUNK, Labeller


def messages(count, **common):
    return [
        message_from({"id": f"m{number}", "text": f"message {number}: " + "where is it? " * (number % 7), "lang": "en"} | common)
        for number in range(count)
    ]


def test_every_message_comes_back_once_and_in_order(tiny_triage):
    items = messages(CHUNK + 30)
    items[5] = Rejected("broken.eml", "empty", "no text")
    found = list(Labeller(tiny_triage.scorer).stream(items))
    assert [item.source if isinstance(item, Rejected) else item.id for item in found] == [
        "broken.eml" if number == 5 else f"m{number}" for number in range(CHUNK + 30)
    ]


def test_a_record_holds_every_facet_and_is_json(tiny_triage, taxonomy):
    record = tiny_triage("I have now written three times …")
    assert set(record.labels) == set(record.scores) == set(taxonomy.facets)
    assert list(taxonomy.faults(record.labels)) == []
    assert Record.from_dict(json.loads(json.dumps(record.to_dict()))) == record
    assert record.model == "tiny@1"


def test_scores_are_probabilities(tiny_triage, taxonomy):
    scores = tiny_triage("Where is my parcel?").scores
    assert sum(scores["intent"].values()) == pytest.approx(1, abs=1e-3)
    assert sum(scores["hostility"]) == pytest.approx(1, abs=1e-3)
    assert len(scores["hostility"]) == len(taxonomy.facets["hostility"].labels)
    assert all(0 <= value <= 1 for value in scores["types"].values())


def test_stages_follow_the_customers_messages_of_a_thread(tiny_triage):
    texts = ["where?", "WHERE??", "a" * 90, "ok thanks", "我要退款", "no!"]
    rows = [{"id": str(n), "text": text, "thread": "t1", "lang": "en"} for n, text in enumerate(texts)]
    rows.insert(2, {"id": "a", "text": "we are looking into it", "thread": "t1", "role": "agent", "lang": "en"})
    found = tiny_triage.records(rows)
    ours = [record for record in found if record.role == "customer"]
    assert [record.stage for record in ours] == stages([record.labels["hostility"] for record in ours])
    company = found[2]
    assert company.labels is company.scores is company.stage is None


def test_a_message_without_thread_is_a_thread_of_one(tiny_triage):
    found = tiny_triage.records(["where?", "WHERE??", "ok thanks"])
    assert [record.stage for record in found] == [stages([record.labels["hostility"]])[0] for record in found]


def test_a_chunk_gives_the_same_records_every_time(tiny_triage):
    items = messages(40)
    first, second = (Labeller(tiny_triage.scorer).label_chunk(items) for _ in range(2))
    assert first == second


def test_an_unmeasured_language_is_never_answered_in_silence(tiny_triage):
    record = tiny_triage({"text": "Mijn pakket is nog steeds niet aangekomen en niemand antwoordt.", "lang": "nl"})
    assert record.review
    assert "language nl: never measured" in record.review_why


def test_a_text_too_long_to_be_read_whole_says_so(tiny_triage):
    record = tiny_triage({"text": "abcdefgh " * 400, "lang": "en"})
    assert any(reason.startswith("length: the last ") for reason in record.review_why)


def test_the_same_kind_comes_back(tiny_triage):
    rows = [{"id": "1", "text": "where is it?", "lang": "en"}, {"id": "2", "text": "thank you", "lang": "en"}]
    frame = tiny_triage.label(pd.DataFrame(rows))
    assert list(frame["id"]) == ["1", "2"]
    assert frame["labels"][0]["intent"] in ("complaint", "inquiry", "suggestion", "praise", "other")
    dataset = tiny_triage.label(Dataset.from_list(rows))
    assert isinstance(dataset, Dataset)
    assert dataset[1]["labels"]["intent"] == frame["labels"][1]["intent"]
    records = tiny_triage.label(rows)
    assert [record.labels["intent"] for record in records] == [labels["intent"] for labels in frame["labels"]]


def test_nothing_to_read_is_an_error_with_a_remedy(tiny_triage):
    with pytest.raises(UsageError, match="text"):
        tiny_triage("   ")


def test_a_doc_carries_its_record(tiny_model):
    import spacy

    import pipeline.spacy_component  # noqa: F401 - registers the factory where the package is not installed

    nlp = spacy.blank("en")
    nlp.add_pipe("complaints", config={"model": str(tiny_model)})
    alone = nlp("Where is my parcel?")._.complaints
    piped = [doc._.complaints for doc in nlp.pipe(["Where is my parcel?", "thank you"])]
    assert alone.labels == piped[0].labels
    assert alone.model == "tiny@1"
