"""Judge a scorer on labelled examples: the very decisions that labelling ships, measured.

In: a `Scorer` and `Example` records it has not seen. Out: a `Verdict` (scores, worst mistakes, and in full what a report
tells besides), or quick scores for the training loop. The linear baseline is trained here on the same examples, to stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline import metrics
from pipeline.data import Example
from pipeline.decide import Decider
from pipeline.evaluate.deletion import DeletionTest, deletion_test
from pipeline.evaluate.mistakes import Mistake, worst_mistakes
from pipeline.evaluate.scores import Scores, evaluate
from pipeline.evaluate.selective import Handover, selective
from pipeline.evaluate.slices import slices_of
from pipeline.scoring import Scorer
from pipeline.taxonomy import Facet, Taxonomy

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a scorer did: all scores, the mistakes most worth reading, what it said, what it hands over, and its evidence."""

    scores: Scores
    mistakes: tuple[Mistake, ...]
    said: tuple[Mapping[str, Any], ...] = ()
    handover: Handover | None = None
    deletion: DeletionTest | None = None


def judge(scorer: Scorer, examples: Sequence[Example], *, samples: int, seed: int, in_full: bool = False) -> Verdict:
    """Score, decide and measure ``examples``; intervals resample threads.

    ``in_full``: also slices, what goes to a person, and the test of the evidence, which scores some messages anew.
    """
    texts, languages = [example.text for example in examples], [example.lang for example in examples]
    rows, decider = scorer.score(texts, languages), Decider(scorer.taxonomy, scorer.decisions)
    gold, said = [dict(example.labels) for example in examples], [decider.labels(row) for row in rows]
    groups, slices = [example.group for example in examples], slices_of(examples) if in_full else {}
    scores = evaluate(gold, said, rows, languages, groups, scorer.taxonomy, seed=seed, samples=samples, slices=slices)
    mistakes = worst_mistakes([example.id for example in examples], texts, languages, gold, said, rows, scorer.taxonomy)
    if not in_full:
        return Verdict(scores, tuple(mistakes), tuple(said))
    handover = selective(gold, said, rows, languages, groups, scorer.taxonomy, scorer.decisions, seed=seed, samples=samples)
    return Verdict(scores, tuple(mistakes), tuple(said), handover, deletion_test(scorer, examples, seed=seed, samples=samples))


def fit_baseline(examples: Sequence[Example], taxonomy: Taxonomy, *, seed: int) -> Scorer:
    """The linear baseline, trained on ``examples`` (sets of allowed labels are skipped, facet by facet)."""
    from pipeline.baseline import LinearBaseline

    return LinearBaseline.fit([example.text for example in examples], [example.labels for example in examples], taxonomy, seed=seed)


def quick_scores(rows: Rows, targets: Rows, taxonomy: Taxonomy) -> dict[str, float]:
    """One number per facet, for choosing the best epoch; no thresholds or temperatures are needed.

    ``one``: macro-F1. ``ordinal``: quadratic kappa. ``many``: mean average precision over labels with support.
    Rows whose target leaves a facet open are left out of it.
    """
    decider, found = Decider(taxonomy), dict[str, float]()
    for name, columns in taxonomy.layout.slices.items():
        value = _quick_score(taxonomy.facets[name], name, decider, rows, targets[:, columns], columns)
        if value is not None:
            found[name] = value
    return found


def _quick_score(facet: Facet, name: str, decider: Decider, rows: Rows, truth: Rows, columns: slice) -> float | None:
    if facet.kind == "many":
        return _mean_average_precision(rows[:, columns], truth)
    known = truth.sum(axis=1) == 1
    if not known.any():
        return None
    said = np.zeros((int(known.sum()), len(facet.labels)), np.float32)
    for position, row in enumerate(rows[known]):
        said[position, _index(facet, decider.choose(name, row))] = 1
    if facet.kind == "ordinal":
        return metrics.quadratic_kappa(truth[known].argmax(1), said.argmax(1), len(facet.labels)).value
    return metrics.macro_f1(truth[known], said).value


def _index(facet: Facet, label: Any) -> int:
    return int(label) if facet.kind == "ordinal" else facet.label_names.index(label)


def _mean_average_precision(scores: Rows, truth: Rows) -> float | None:
    from sklearn.metrics import average_precision_score

    found = []
    for column in range(truth.shape[1]):
        known = np.isfinite(truth[:, column])
        if (truth[known, column] == 1).any():
            found.append(average_precision_score(truth[known, column] == 1, scores[known, column]))
    return float(np.mean(found)) if found else None
