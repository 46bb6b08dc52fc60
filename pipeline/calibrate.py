"""Make a model's probabilities honest, and say when it should not be trusted alone.

In: logits of the dev split and its targets. Out: `model.Calibration`. One temperature per facet (Guo et al.
2017, arXiv:1706.04599) that gives the least negative log-likelihood; a threshold per label of ``many``
facets that gives the best F1, drawn towards the facet's common one where support is small; a confidence limit
per facet below which a person should look. Pure functions of arrays; the test split is never seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.config import CalibrateConfig
from pipeline.decide import Decider, Decisions, least_cost_level
from pipeline.model import Calibration
from pipeline.network import negative_log_likelihood, probabilities
from pipeline.targets import is_covered
from pipeline.taxonomy import Facet, Taxonomy

Rows = NDArray[np.float32]
_TEMPERATURES = np.geomspace(0.4, 4.0, 47)
_GRID = np.linspace(0.1, 0.9, 33)


def calibrate(logits: Rows, targets: Rows, languages: Sequence[str], taxonomy: Taxonomy, config: CalibrateConfig) -> Calibration:
    """Everything a model needs to decide, measured on dev ``logits`` and ``targets`` [messages, width]."""
    temperatures = {
        name: _temperature(facet, logits[:, taxonomy.layout.slices[name]], targets[:, taxonomy.layout.slices[name]])
        for name, facet in taxonomy.facets.items()
    }
    scores = probabilities(torch.from_numpy(logits), taxonomy, temperatures).numpy()
    thresholds = {
        name: _thresholds(facet, scores[:, taxonomy.layout.slices[name]], targets[:, taxonomy.layout.slices[name]], config.min_support)
        for name, facet in taxonomy.facets.items()
        if facet.kind == "many"
    }
    measured = dict(sorted(Counter(languages).items()))
    unlimited = Decider(taxonomy, Decisions(thresholds))
    limits = {
        name: limit
        for name, error in config.review.target_error.items()
        if name in taxonomy.facets and (limit := _limit(name, unlimited, scores, targets, error, config.review.at_most)) is not None
    }
    return Calibration(temperatures, Decisions(thresholds, limits, measured, config.language_floor))


def _temperature(facet: Facet, logits: Rows, targets: Rows) -> float:
    covered = np.array([is_covered(row, facet) for row in targets])
    if not covered.any():
        return 1.0
    scores, truth = torch.from_numpy(logits[covered]), torch.from_numpy(targets[covered])
    losses = [float(negative_log_likelihood(facet, scores / temperature, truth).mean()) for temperature in _TEMPERATURES]
    return round(float(_TEMPERATURES[int(np.argmin(losses))]), 4)


def _thresholds(facet: Facet, scores: Rows, targets: Rows, min_support: int) -> dict[str, float]:
    """A threshold per label: its own best, weighed by its support against the facet's common best."""
    known = np.isfinite(targets)
    common = _best_threshold(scores[known], targets[known])
    found = {}
    for index, label in enumerate(facet.labels):
        rows = known[:, index]
        support = int((targets[rows, index] == 1).sum())
        own = _best_threshold(scores[rows, index], targets[rows, index]) if support >= min_support else common
        share = support / (support + 4 * min_support)
        found[label] = round(share * own + (1 - share) * common, 3)
    return found


def _best_threshold(scores: Rows, targets: Rows) -> float:
    """The middle of the thresholds that give the best F1."""
    values = np.array([_f1(scores >= threshold, targets == 1) for threshold in _GRID])
    return float(_GRID[values >= values.max() - 1e-9].mean())


def _f1(said: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    right = float((said & truth).sum())
    return 2 * right / max(1.0, float(said.sum() + truth.sum()))


def _limit(name: str, decider: Decider, scores: Rows, targets: Rows, error: float, at_most: float) -> float | None:
    """The least confidence limit above which errors on dev stay within ``error``; hands over ``at_most`` of all.

    None where the facet needs no limit: all of it is within the error already, or nothing covers it.
    """
    facet, columns = decider.taxonomy.facets[name], decider.taxonomy.layout.slices[name]
    rows = [index for index in range(len(targets)) if is_covered(targets[index, columns], facet)]
    if not rows:
        return None
    confidence = np.array([decider.confidence(name, scores[index]) for index in rows])
    wrong = np.array([is_wrong(facet, decider, name, scores[index], targets[index, columns]) for index in rows])
    order = np.argsort(confidence, kind="stable")
    for dropped in range(int(at_most * len(rows)) + 1):
        kept = order[dropped:]
        if wrong[kept].mean() <= error:
            break
    return round(float(confidence[order[dropped]]), 4) if dropped else None


def is_wrong(facet: Facet, decider: Decider, name: str, row: Rows, target: Rows) -> bool:
    """An error worth a person's look: a wrong label, a level off by two or more, a wrong set of labels."""
    columns = decider.taxonomy.layout.slices[name]
    if facet.kind == "one":
        return bool(target[int(row[columns].argmax())] == 0)
    if facet.kind == "ordinal":
        level = least_cost_level(row[columns])
        return not target[max(0, level - 1) : level + 2].any()
    said = row[columns] >= decider.thresholds(name)
    return bool(((target == 1) != said)[np.isfinite(target)].any())
