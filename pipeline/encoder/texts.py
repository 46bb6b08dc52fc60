"""The text an encoder is made from: translation pairs and plain sentences, from folders.

In: folders of ``<lang>.jsonl.xz`` (or ``.jsonl``/``.jsonl.gz``) with ``{"en", "xx", "lang",
"source"}`` or ``{"text", "lang", "source"}`` a line. Out: iterators, nothing held in memory that is
not asked for. Benchmarks named in ``held_out`` never come through `read_pairs`.
"""

from __future__ import annotations

import gzip
import json
import lzma
import random
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pipeline.errors import InputError
from pipeline.splits import split_of

_OPENERS: dict[str, Callable[..., IO[str]]] = {".xz": lzma.open, ".gz": gzip.open, ".jsonl": open}
_NO_BLANKS = ("ja", "zh-Hans", "zh-Hant")


@dataclass(frozen=True, slots=True)
class Pair:
    """An English text and its translation."""

    english: str
    translation: str
    language: str
    source: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A plain text in one language."""

    text: str
    language: str
    source: str


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with _OPENERS[path.suffix](path, "rt", encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            try:
                yield json.loads(line)
            except json.JSONDecodeError as fault:
                raise InputError("is no JSON", where=f"{path}:{number}", hint="fetch the file anew") from fault


def _files(folder: Path, languages: Collection[str]) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        raise InputError("is no folder", where=str(folder), hint="set data.* in the recipe to the folders that hold the text")
    for path in sorted(folder.iterdir()):
        language = path.name.split(".")[0]
        if language in languages and path.suffix in _OPENERS:
            yield language, path


def read_pairs(
    folder: Path,
    languages: Collection[str],
    *,
    held_out: Collection[str],
    per_language: int,
    min_chars: int,
    seed: int,
    long_chars: int = 0,
) -> list[Pair]:
    """At most ``per_language`` shuffled pairs of each language, none from a ``held_out`` source.

    Pairs of ``long_chars`` and more English characters, sentences rather than words on buttons, are taken first.
    """
    chosen: list[Pair] = []
    for language, path in _files(folder, languages):
        pairs = [
            Pair(row["en"], row["xx"], language, row["source"])
            for row in _lines(path)
            if row["source"] not in held_out and len(row["en"]) >= min_chars
        ]
        random.Random(f"{seed}:{language}").shuffle(pairs)
        pairs.sort(key=lambda pair: len(pair.english) < long_chars)
        chosen += pairs[:per_language]
    return chosen


def join_short(pairs: Sequence[Pair], *, share: float, chars: int, seed: int) -> list[Pair]:
    """``pairs`` with a ``share`` of those under ``chars`` English characters strung together, within their language, to
    passages of at least ``chars``: most pairs are words on buttons, and what is to be read are letters. In the end a passage
    that did not become long enough is left out.
    """
    order, joined, unfinished = random.Random(seed), list[Pair](), dict[str, Pair]()
    for pair in pairs:
        if len(pair.english) >= chars or order.random() >= share:
            joined.append(pair)
            continue
        begun = unfinished.pop(pair.language, None)
        passage = pair if begun is None else _strung(begun, pair)
        if len(passage.english) >= chars:
            joined.append(passage)
        else:
            unfinished[pair.language] = passage
    return joined


def _strung(first: Pair, second: Pair) -> Pair:
    blank = "" if first.language in _NO_BLANKS else " "
    return Pair(f"{first.english} {second.english}", f"{first.translation}{blank}{second.translation}", first.language, first.source)


def read_benchmark(folder: Path, languages: Collection[str], source: str) -> dict[str, list[Pair]]:
    """The pairs of one benchmark ``source`` per language, in file order."""
    return {
        language: [Pair(row["en"], row["xx"], language, source) for row in _lines(path) if row["source"] == source]
        for language, path in _files(folder, languages)
    }


def read_sentences(folder: Path, languages: Collection[str], *, held_out: Collection[str]) -> Iterator[Sentence]:
    """Every plain text, none from a ``held_out`` source."""
    for language, path in _files(folder, languages):
        for row in _lines(path):
            if row["source"] not in held_out:
                yield Sentence(row["text"], language, row["source"])


def read_texts(files: Collection[Path]) -> Iterator[tuple[str, str]]:
    """``(language, text)`` of the rows of labelled files whose id is of the train split."""
    for path in files:
        for row in _lines(path):
            if split_of(row["id"]) == "train":
                yield row["lang"], row["text"]
