"""How well sentences find their translations: the first measure of a multilingual encoder.

In: an encoder and a benchmark of pairs that no training saw. Out: accuracy@1, the share of sentences whose nearest
vector is that of their own translation: among all English ones, from English among all of one language, and in one
pool of all languages, where a translation into any language counts (Roy et al. 2020, arXiv:2004.05484).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from pipeline.encoder.distillation import SentenceEncoder
from pipeline.encoder.texts import Pair

Benchmark = Mapping[str, Sequence[Pair]]
Scores = dict[str, float]
"""Accuracy@1 per language."""


def accuracy_at_1(student: SentenceEncoder, benchmark: Benchmark, *, english: SentenceEncoder | None = None) -> Scores:
    """Accuracy@1 of xx → en for each language; ``english`` encodes the English side (default: the student)."""
    answers = _english(english or student, benchmark)
    return {
        language: _nearest_is_own(student.encode([pair.translation for pair in pairs]), answers[language])
        for language, pairs in benchmark.items()
    }


def three_ways(student: SentenceEncoder, benchmark: Benchmark) -> dict[str, Scores]:
    """``xx-en``, ``en-xx`` and ``pool``: accuracy@1 per language of the query (in ``en-xx``: of the answer)."""
    vectors = {language: student.encode([pair.translation for pair in pairs]) for language, pairs in benchmark.items()}
    english = _english(student, benchmark)
    return {
        "xx-en": {language: _nearest_is_own(vectors[language], english[language]) for language in benchmark},
        "en-xx": {language: _nearest_is_own(english[language], vectors[language]) for language in benchmark},
        "pool": _pool(vectors, benchmark),
    }


def _english(encoder: SentenceEncoder, benchmark: Benchmark) -> dict[str, Tensor]:
    """The vectors of the English sides per language; a sentence that has many translations is encoded once."""
    texts = list(dict.fromkeys(pair.english for pairs in benchmark.values() for pair in pairs))
    place = {text: index for index, text in enumerate(texts)}
    vectors = encoder.encode(texts)
    return {language: vectors[[place[pair.english] for pair in pairs]] for language, pairs in benchmark.items()}


def _nearest_is_own(queries: Tensor, answers: Tensor) -> float:
    nearest = (queries @ answers.T).argmax(1)
    return float((nearest == torch.arange(len(queries))).float().mean())


def _pool(vectors: Mapping[str, Tensor], benchmark: Benchmark) -> Scores:
    """Each sentence among all others of all languages; right where the nearest one translates it."""
    meanings: dict[str, int] = {}
    of = {
        language: torch.tensor([meanings.setdefault(pair.english, len(meanings)) for pair in pairs])
        for language, pairs in benchmark.items()
    }
    everything, meaning = torch.cat(list(vectors.values())), torch.cat(list(of.values()))
    scores, start = Scores(), 0
    for language, queries in vectors.items():
        similarity = queries @ everything.T
        rows = torch.arange(len(queries))
        similarity[rows, start + rows] = -1.0  # a sentence does not find itself
        scores[language] = float((meaning[similarity.argmax(1)] == of[language]).float().mean())
        start += len(queries)
    return scores
