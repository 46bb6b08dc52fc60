"""What can score text: a trained network, the linear baseline, or a user's own.

In: texts. Out: calibrated probabilities [texts, width] in the columns of the taxonomy's layout. Everything
behind this seam is interchangeable: labelling, evaluation and serving know only `Scorer`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.decide import Decisions
from pipeline.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Reading:
    """Probabilities [texts, width]; per text by how much each label's log-odds would fall without a sentence [sentences, width]."""

    scores: NDArray[np.float32]
    falls: Sequence[NDArray[np.float32]]


class Scorer(Protocol):
    """Scores texts by one taxonomy; ``name`` goes into every record (``default@0.1.0``)."""

    @property
    def name(self) -> str:
        """Name and version."""

    @property
    def taxonomy(self) -> Taxonomy:
        """What the columns mean."""

    @property
    def decisions(self) -> Decisions:
        """Thresholds and limits."""

    def score(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> NDArray[np.float32]:
        """Probabilities [texts, width]; ``one`` and ``ordinal`` slices sum to 1. ``languages``: whose calibration to use."""
        ...

    def read(self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]], languages: Sequence[str] | None = None) -> Reading:
        """As `score`, and what each of the ``sentences`` (ranges of characters of each text) does for each label."""
        ...

    def unread(self, texts: Sequence[str]) -> list[int]:
        """How many tokens of each text were too many to be read."""
        ...


def model_text(subject: str, text: str) -> str:
    """What a model reads of a message: the subject as its first line, where there is one."""
    subject = " ".join(subject.split())
    return f"{subject}\n{text}" if subject and not text.startswith(subject) else text
