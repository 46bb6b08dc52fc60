"""Reading pairs and sentences: benchmarks stay out, compressed files are read, faults are named."""

import gzip
import json
import lzma

import pytest

from pipeline.encoder.texts import Pair, Sentence, join_short, read_benchmark, read_pairs, read_sentences
from pipeline.errors import InputError


@pytest.fixture
def folder(tmp_path):
    rows = [
        {"en": f"sentence number {n}", "xx": f"Satz Nummer {n}", "lang": "de", "source": "flores200" if n % 4 == 0 else "shop"}
        for n in range(40)
    ]
    with lzma.open(tmp_path / "de.jsonl.xz", "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)
    with gzip.open(tmp_path / "fr.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({"text": "où est mon colis", "lang": "fr", "source": "shop"}) + "\n")
    return tmp_path


def pairs(folder, **changes):
    settings = {"held_out": ["flores200"], "per_language": 100, "min_chars": 1, "seed": 1} | changes
    return read_pairs(folder, ["de"], **settings)


def test_no_benchmark_is_ever_trained_on(folder):
    assert {pair.source for pair in pairs(folder)} == {"shop"}
    assert {pair.source for pair in read_benchmark(folder, ["de"], "flores200")["de"]} == {"flores200"}


def test_the_same_seed_gives_the_same_sample(folder):
    assert pairs(folder, per_language=5) == pairs(folder, per_language=5)
    assert len(pairs(folder, per_language=5)) == 5
    assert pairs(folder) != pairs(folder, seed=2)


def test_sentences_come_with_their_language(folder):
    assert list(read_sentences(folder, ["fr"], held_out=[])) == [Sentence("où est mon colis", "fr", "shop")]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="is no folder"):
        read_pairs(tmp_path / "none", ["de"], held_out=[], per_language=1, min_chars=1, seed=1)


def test_short_pairs_are_joined_within_their_language_and_side_by_side():
    buttons = [Pair(f"button {number}", f"Knopf {number}", "de", "shop") for number in range(20)]
    keys = [Pair(f"key {number}", f"鍵{number}", "ja", "shop") for number in range(20)]
    long = Pair("a sentence that is long enough as it is", "ein Satz, der lang genug ist", "de", "shop")
    mixed = [pair for both in zip(buttons, keys, strict=True) for pair in both] + [long]
    joined = join_short(mixed, share=1.0, chars=30, seed=1)
    assert long in joined
    assert all(len(pair.english) >= 30 for pair in joined)
    assert joined[0] == Pair("button 0 button 1 button 2 button 3", "Knopf 0 Knopf 1 Knopf 2 Knopf 3", "de", "shop")
    assert {pair.translation for pair in joined if pair.language == "ja"} >= {"鍵0鍵1鍵2鍵3鍵4鍵5"}
    assert join_short(mixed, share=0.0, chars=30, seed=1) == mixed
