"""Which labels are most likely wrong: a review list by confident learning (Northcutt et al. 2021, arXiv:1911.00068).

In: labelled examples and probabilities from a model that has not learned from them: of another fold (`out_of_fold`), or of a
model that has not seen them. Out: `Suspicion` records, the surest first. An example counts as labelled j by the model where
its probability of j reaches the mean that j has among the examples that carry j, so that a model which is shy of a rare
label is heard; of several the likeliest. Where that is not the given label, the label is suspicious, ranked by the
normalised margin: probability of the likelier label less that of the given one. Each label of a ``many`` facet is a question
of its own, yes or no. Of an ordinal facet only levels two or more apart are told: neighbours are what annotators differ in.
Nothing is changed: a person decides. Needs scikit-learn only where folds are fitted.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.data import Example
from pipeline.errors import TrainingError
from pipeline.outputs import guarded
from pipeline.targets import encode
from pipeline.taxonomy import Facet, Taxonomy

Rows = NDArray[np.float32]
FOLDS = 5
LEAST = 5
"""A given label that fewer examples carry is left alone: no model can have learned it."""
_EXCERPT = 400  # characters of a text that are shown
COLUMNS = ("id", "facet", "given", "likelier", "sure", "lang", "source", "text")


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A facet of an example that looks mislabelled; ``sure`` is the margin, above 0 and at most 1."""

    example: Example
    facet: str
    given: str
    likelier: str
    sure: float


def out_of_fold(examples: Sequence[Example], taxonomy: Taxonomy, *, seed: int, folds: int = FOLDS) -> Rows:
    """The linear baseline's probabilities [examples, width], each from a fit without the example's fold.

    Threads stay whole, and so do copies of one text: they would vouch for each other.

    Raises:
        TrainingError: there are too few examples to fold.
    """
    from pipeline.baseline import LinearBaseline

    fold_of = np.array([_fold(example, seed, folds) for example in examples])
    if len(np.unique(fold_of)) < 2:
        raise TrainingError(f"{len(examples)} examples are too few to fold", hint="give some dozens of labelled messages")
    rows = np.zeros((len(examples), taxonomy.layout.width), np.float32)
    for fold in np.unique(fold_of):
        rest, own = np.flatnonzero(fold_of != fold).tolist(), np.flatnonzero(fold_of == fold).tolist()
        texts, labels = [examples[index].text for index in rest], [examples[index].labels for index in rest]
        rows[own] = LinearBaseline.fit(texts, labels, taxonomy, seed=seed).score([examples[index].text for index in own])
    return rows


def _fold(example: Example, seed: int, folds: int) -> int:
    """By thread; a message alone by its text, so that copies fall together."""
    key = example.group if example.group != example.id else example.key
    return int.from_bytes(hashlib.blake2b(f"{seed}:{key}".encode(), digest_size=8).digest(), "big") % folds


def suspicious(examples: Sequence[Example], probabilities: Rows, taxonomy: Taxonomy, *, least: int = LEAST) -> list[Suspicion]:
    """The suspicious labels of all facets, the surest first; ``least``: see `LEAST`."""
    if not examples:
        return []
    truth = np.stack([encode(example.labels, taxonomy) for example in examples])
    found: list[Suspicion] = []
    for name, columns in taxonomy.layout.slices.items():
        facet = taxonomy.facets[name]
        find = _tags if facet.kind == "many" else _choices
        for row, given, likelier, sure in find(facet, truth[:, columns], probabilities[:, columns], least):
            found.append(Suspicion(examples[row], name, given, likelier, sure))
    return sorted(found, key=lambda suspicion: -suspicion.sure)


def _choices(facet: Facet, truth: Rows, scores: Rows, least: int) -> Iterator[tuple[int, str, str, float]]:
    """Of a ``one`` or ordinal facet: row, given label, likelier label, margin."""
    rows = np.flatnonzero(truth.sum(axis=1) == 1)
    given, known = truth[rows].argmax(axis=1), scores[rows]
    support = np.bincount(given, minlength=len(facet.labels))
    for row, label, likelier in zip(rows, given, _counted_as(known, given), strict=True):
        margin = float(scores[row, likelier] - scores[row, label])
        far = abs(int(likelier) - int(label)) >= 2 or facet.kind != "ordinal"
        if margin > 0 and far and support[label] >= least:
            yield int(row), _name(facet, int(label)), _name(facet, int(likelier)), margin


def _tags(facet: Facet, truth: Rows, scores: Rows, least: int) -> Iterator[tuple[int, str, str, float]]:
    """Of a ``many`` facet: row, given labels, likelier labels, the largest margin of those that change."""
    margins = np.zeros(truth.shape)
    for column in range(truth.shape[1]):
        rows = np.flatnonzero(np.isfinite(truth[:, column]))
        yes, given = scores[rows, column], truth[rows, column].astype(np.intp)
        both = np.stack([1 - yes, yes], axis=1)
        other = _counted_as(both, given)
        told = (other != given) & ((yes > 0.5) == (other == 1)) & ((given == 0) | (given.sum() >= least))
        margins[rows, column] = np.where(told, np.abs(2 * yes - 1), 0.0)
    for row in np.flatnonzero((margins > 0).any(axis=1)):
        flipped = np.where(margins[row] > 0, 1 - truth[row], truth[row])
        yield int(row), _listed(facet, truth[row]), _listed(facet, flipped), float(margins[row].max())


def _counted_as(scores: Rows, given: NDArray[np.intp]) -> NDArray[np.intp]:
    """The label that each row counts as: the likeliest of those that reach their threshold, else the given one."""
    thresholds = np.array([scores[given == label, label].mean() if (given == label).any() else np.inf for label in range(scores.shape[1])])
    reached = np.where(scores >= thresholds, scores, -1.0)
    found: NDArray[np.intp] = np.where((reached >= 0).any(axis=1), reached.argmax(axis=1), given)
    return found


def _name(facet: Facet, index: int) -> str:
    return str(index) if facet.kind == "ordinal" else facet.label_names[index]


def _listed(facet: Facet, row: Rows) -> str:
    return ";".join(label for label, value in zip(facet.label_names, row, strict=True) if value == 1)


def write_review_list(found: Sequence[Suspicion], path: Path) -> None:
    """A CSV for a spreadsheet, the surest first; it appears whole or not at all, and guards against formulas."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            writer.writerows(_row(suspicion) for suspicion in found)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _row(found: Suspicion) -> list[str]:
    example = found.example
    text = " ".join(example.text.split())
    shown = text if len(text) <= _EXCERPT else text[:_EXCERPT].rstrip() + " …"
    cells = (
        example.id,
        found.facet,
        found.given,
        found.likelier,
        f"{found.sure:.3f}",
        example.lang,
        example.origin or example.source,
        shown,
    )
    return [str(guarded(cell)) for cell in cells]
