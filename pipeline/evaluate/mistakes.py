"""The errors most worth reading: where the model was surest of what is wrong.

In: messages with gold labels, decided labels and probabilities. Out: `Mistake` records, per facet the worst first.
How wrong: the probability that the model withheld from the truth; of a ``many`` facet, of its worst label; of an
``ordinal`` facet, the distance in levels comes first. Texts are cut and made harmless for a page here (control
characters and bidirectional overrides go, Unicode TR 36 section 2), and escaped there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluate.scores import encode_all
from pipeline.targets import is_covered
from pipeline.taxonomy import Facet, Taxonomy

Rows = NDArray[np.float32]

_LONGEST = 320
_JOINERS = "\u200c\u200d"  # hold words and emoji together: the only format characters kept
_NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong answer, in words: ``confidence`` is the probability that the model withheld from the truth."""

    id: str
    lang: str
    facet: str
    excerpt: str
    gold: str
    predicted: str
    confidence: float


def worst_mistakes(
    ids: Sequence[str],
    texts: Sequence[str],
    languages: Sequence[str],
    gold: Sequence[Mapping[str, Any]],
    predicted: Sequence[Mapping[str, Any]],
    probabilities: NDArray[np.float32],
    taxonomy: Taxonomy,
    *,
    per_facet: int = 5,
) -> list[Mistake]:
    """At most ``per_facet`` mistakes of each facet, in the taxonomy's order; all sequences run alike."""
    truth, said, found = encode_all(gold, taxonomy), encode_all(predicted, taxonomy), []
    for name, columns in taxonomy.layout.slices.items():
        worst = _worst_first(taxonomy.facets[name], truth[:, columns], said[:, columns], probabilities[:, columns])
        for row, withheld in worst[:per_facet]:
            right, wrong = (_in_words(taxonomy, name, labels[row][name]) for labels in (gold, predicted))
            shown = excerpt(texts[row])
            found.append(Mistake(excerpt(ids[row]), languages[row], name, shown, gold=right, predicted=wrong, confidence=withheld))
    return found


def _worst_first(facet: Facet, truth: Rows, said: Rows, scores: Rows) -> list[tuple[int, float]]:
    """The wrong rows with the probability withheld from the truth, by distance, probability and order."""
    judged = [(_wrongness(facet, truth[row], said[row], scores[row]), row) for row in range(len(truth))]
    wrong = sorted((-found[0], -found[1], row) for found, row in judged if found is not None)
    return [(row, -withheld) for _, withheld, row in wrong]


def _wrongness(facet: Facet, truth: Rows, said: Rows, scores: Rows) -> tuple[int, float] | None:
    """Distance in levels (1 without levels) and the probability withheld from the truth; None if right or unknown."""
    if facet.kind == "many":
        missed = np.isfinite(truth) & (truth != said)
        return (1, float(np.abs(truth - scores)[missed].max())) if missed.any() else None
    if not is_covered(truth, facet) or truth[said.argmax()] == 1:
        return None
    distance = int(np.abs(np.flatnonzero(truth) - said.argmax()).min()) if facet.kind == "ordinal" else 1
    return distance, max(0.0, float(1 - scores[truth == 1].sum()))


def excerpt(text: str) -> str:
    """One harmless line of at most 320 characters; never cut between a letter and its marks."""
    line = " ".join("".join(_harmless(text)).split())
    if len(line) <= _LONGEST:
        return line
    end = _LONGEST
    while end > 0 and (unicodedata.category(line[end])[0] == "M" or line[end] in _JOINERS or line[end - 1] in _JOINERS):
        end -= 1
    return line[:end].rstrip() + " …"


def _harmless(text: str) -> Iterator[str]:
    for char in text:
        category = unicodedata.category(char)
        if category in ("Cc", "Cs", "Zl", "Zp"):
            yield " "
        elif category != "Cf" or char in _JOINERS:
            yield char


def _in_words(taxonomy: Taxonomy, facet: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_in_words(taxonomy, facet, labels)}" for key, labels in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(taxonomy.name_of(facet, label) for label in value) or _NOTHING
    return f"{value} {taxonomy.name_of(facet, value)}" if isinstance(value, int) else taxonomy.name_of(facet, value)
