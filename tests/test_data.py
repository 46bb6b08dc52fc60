"""Examples from many sources: splits hold, masks hold, nothing held out is trained on."""

import json

import pytest

from pipeline import data
from pipeline.config import DataConfig, SourceUse
from pipeline.errors import ConfigError, InputError, TrainingError
from pipeline.splits import message_key, split_of


@pytest.fixture(autouse=True)
def _no_data_folder_of_the_machine(monkeypatch):
    monkeypatch.delenv("COMPLAINTS_DATA", raising=False)


def config(tmp_path, *uses, at_most=None):
    return DataConfig(folder=tmp_path, at_most=at_most, sources=[use if isinstance(use, SourceUse) else SourceUse(use=use) for use in uses])


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


MAPPING = """
name: tweets
files: public/tweets.jsonl
licence: CC0
ship: true
only: {keep: true}
rules:
  angry:
    "1": {hostility: {any_of: [3, 4]}, intent: complaint}
    "*": {hostility: {any_of: [0, 1]}}
"""


@pytest.fixture
def tweets(tmp_path):
    rows = [{"id": f"t{n}", "lang": "en", "text": f"tweet {n}", "labels": {"angry": n % 2}, "keep": n % 3 > 0} for n in range(60)]
    write(tmp_path / "public" / "tweets.jsonl", rows)
    (tmp_path / "tweets.yaml").write_text(MAPPING)
    return str(tmp_path / "tweets.yaml")


def test_the_corpus_and_its_threads_split_as_their_ids_say(taxonomy, tmp_path):
    splits = data.load(config(tmp_path, "corpus", "threads"), taxonomy, seed=1)
    for name in ("train", "dev", "test"):
        assert {split_of(example.group) for example in getattr(splits, name)} == {name}
    threads = [example for example in splits.train if example.source == "threads"]
    assert threads
    assert {tuple(example.labels) for example in threads} == {("hostility",)}


def test_a_mapping_says_only_what_the_source_knows(taxonomy, tmp_path, tweets):
    splits = data.load(config(tmp_path, "corpus", tweets), taxonomy, seed=1)
    found = {example.id: example.labels for example in splits.train if example.source == tweets}
    assert found
    for number, labels in ((int(name[1:]), labels) for name, labels in found.items()):
        assert number % 3 > 0
        assert labels == ({"hostility": {"any_of": [3, 4]}, "intent": "complaint"} if number % 2 else {"hostility": {"any_of": [0, 1]}})


def test_a_text_that_is_judged_on_is_never_trained_on(taxonomy, tmp_path):
    from pipeline import corpus

    judged = next(record for record in corpus.messages(taxonomy, "test") if not record["subject"])
    trained = next(f"x{n}" for n in range(99) if split_of(f"x{n}") == "train")
    copy = write(
        tmp_path / "mine.jsonl", [{"id": trained, "lang": "en", "text": "  " + judged["text"].upper(), "labels": {"intent": "praise"}}]
    )
    splits = data.load(config(tmp_path, "corpus", copy), taxonomy, seed=1)
    assert message_key(judged["text"]) not in {message_key(example.text) for example in splits.train}


def test_a_user_s_csv_of_corrections_joins_the_training(taxonomy, tmp_path):
    rows = "".join(f"c{n},where is parcel {n}?,complaint,delivery,2\n" for n in range(40))
    (tmp_path / "fixed.csv").write_text("id,text,labels.intent,labels.types,labels.hostility\n" + rows)
    splits = data.load(config(tmp_path, str(tmp_path / "fixed.csv")), taxonomy, seed=1)
    assert splits.train[0].labels == {"intent": "complaint", "types": ["delivery"], "hostility": 2}
    assert len(splits.train) + len(splits.dev) + len(splits.test) == 40


def test_sources_may_be_bounded_and_weighed(taxonomy, tmp_path, tweets):
    uses = (SourceUse(use="corpus"), SourceUse(use=tweets, at_most=5, weight=0.25, dev=False))
    splits = data.load(config(tmp_path, *uses), taxonomy, seed=1)
    found = [example for example in splits.train if example.source == tweets]
    assert len(found) == 5
    assert {example.weight for example in found} == {0.25}
    assert not [example for example in (*splits.dev, *splits.test) if example.source == tweets]


def test_the_digest_tells_data_apart(taxonomy, tmp_path, tweets):
    first, again = (data.load(config(tmp_path, "corpus"), taxonomy, seed=1).digest for _ in range(2))
    assert first == again != data.load(config(tmp_path, "corpus", tweets), taxonomy, seed=1).digest


def test_labels_that_do_not_fit_stop_the_run_with_their_place(taxonomy, tmp_path):
    bad = write(tmp_path / "bad.jsonl", [{"id": "1", "text": "hello", "labels": {"intent": "complain"}}])
    with pytest.raises(ConfigError, match="unknown label 'complain'") as fault:
        data.load(config(tmp_path, bad), taxonomy, seed=1)
    assert "bad.jsonl#1" in str(fault.value)


def test_a_file_without_labels_is_told(taxonomy, tmp_path):
    bad = write(tmp_path / "bad.jsonl", [{"id": "1", "text": "hello"}])
    with pytest.raises(InputError, match="has no labels"):
        data.load(config(tmp_path, bad), taxonomy, seed=1)


def test_a_source_that_is_not_there_says_where_it_was_looked_for(taxonomy, tmp_path):
    (tmp_path / "s.yaml").write_text(MAPPING)
    with pytest.raises(ConfigError, match="COMPLAINTS_DATA"):
        data.load(config(tmp_path, str(tmp_path / "s.yaml")), taxonomy, seed=1)


def test_too_little_to_learn_from_is_told(taxonomy, tmp_path):
    few = write(tmp_path / "few.jsonl", [{"id": "1", "text": "hello", "labels": {"intent": "praise"}}])
    with pytest.raises(TrainingError, match="too few"):
        data.load(config(tmp_path, few), taxonomy, seed=1)


def test_every_shipped_source_reads_and_says_something(taxonomy, root, data_folder):
    for path in sorted((root / "configs" / "sources").glob("*.yaml")):
        examples = data.read_examples(str(path), taxonomy, folder=data_folder)
        assert len(examples) > 50, path.name
        assert any(example.labels for example in examples)
