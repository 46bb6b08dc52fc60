"""How well sentences find their translations: the first measure of a multilingual encoder.

In: an encoder and a benchmark of pairs that no training saw. Out: accuracy@1 per language: the share of
sentences whose nearest English vector, among all of the benchmark, is that of their own translation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

from pipeline.encoder.distillation import SentenceEncoder
from pipeline.encoder.texts import Pair


def accuracy_at_1(
    student: SentenceEncoder, benchmark: Mapping[str, Sequence[Pair]], *, english: SentenceEncoder | None = None
) -> dict[str, float]:
    """Accuracy@1 of xx → en for each language; ``english`` encodes the English side (default: the student)."""
    scores: dict[str, float] = {}
    for language, pairs in benchmark.items():
        queries = student.encode([pair.translation for pair in pairs])
        answers = (english or student).encode([pair.english for pair in pairs])
        nearest = (queries @ answers.T).argmax(1)
        scores[language] = float((nearest == torch.arange(len(pairs))).float().mean())
    return scores
