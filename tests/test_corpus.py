"""The corpus: every record fits the taxonomy, splits are fixed, threads never straddle them."""

from collections import Counter
from pathlib import Path

from pipeline import corpus, data
from pipeline.config import DataConfig, SourceUse
from pipeline.languages import FIRST_CLASS
from pipeline.splits import message_key, split_of


def test_every_message_fits_the_taxonomy_and_every_id_is_its_own(taxonomy):
    records = list(corpus.messages(taxonomy))
    assert len(records) == 3503
    assert len({record["id"] for record in records}) == len(records)


def test_every_first_class_language_is_there_in_every_split(taxonomy):
    for split in ("train", "dev", "test"):
        counts = Counter(record["lang"] for record in corpus.messages(taxonomy, split))
        assert min(counts[code] for code in FIRST_CLASS) >= 10, (split, counts)


def test_the_splits_partition_the_corpus(taxonomy):
    ids = [record["id"] for split in ("train", "dev", "test") for record in corpus.messages(taxonomy, split)]
    assert sorted(ids) == sorted(record["id"] for record in corpus.messages(taxonomy))


def test_messages_of_a_thread_share_its_split(taxonomy):
    for message in corpus.thread_messages(taxonomy, "dev"):
        assert split_of(message["thread"]) == "dev"


def test_a_split_never_changes():
    known = {
        "en-0001": "train",
        "en-0010": "dev",
        "zh-0003": "dev",
        "ja-t01": "train",
        "de-t02": "test",
        "ar-0007": "train",
        "ko-0011": "train",
        "ru-0012": "test",
    }
    assert {key: split_of(key) for key in known} == known


def test_the_loader_gives_a_dataset_with_the_labels_as_a_struct(taxonomy):
    dataset = corpus.load(taxonomy, "test")
    assert {"id", "lang", "text", "labels"} <= set(dataset.column_names)
    assert set(dataset[0]["labels"]) >= {"intent", "types", "hostility", "threats", "style", "loyalty", "needs", "loss"}


def test_no_text_of_the_test_split_stands_in_the_training_split(taxonomy):
    train = {message_key(record["text"]) for record in corpus.messages(taxonomy, "train")}
    test = {message_key(record["text"]) for record in corpus.messages(taxonomy, "test")}
    assert not train & test


def test_the_supplement_fits_the_taxonomy_and_is_for_training_alone(taxonomy):
    records = list(corpus.supplement(taxonomy))
    assert {record["lang"] for record in records} >= set(FIRST_CLASS)
    ids = [record["id"] for record in (*records, *corpus.messages(taxonomy))]
    assert len(ids) == len(set(ids))
    config = DataConfig(folder=Path("nowhere"), sources=[SourceUse(use="corpus"), SourceUse(use="supplement")], at_most=None)
    splits = data.load(config, taxonomy, seed=1)
    assert sum(example.source == "supplement" for example in splits.train) == len(records)
    assert not [example for example in (*splits.dev, *splits.test) if example.source == "supplement"]
