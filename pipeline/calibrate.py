"""Make a model's probabilities honest, and say when it should not be trusted alone.

In: logits of the dev split and its targets. Out: `model.Calibration`; the test split is never seen.

- A temperature per facet, and for ``one`` and ``ordinal`` an offset per label (vector scaling; Guo et al. 2017,
  arXiv:1706.04599) that is drawn towards none: the levels of a scale are not all equally over-confident.
- Per language a temperature that is drawn towards the facet's: languages are miscalibrated each in its own way (Ahuja et al.
  2022, arXiv:2210.12265), and have few messages each.
- ``one`` and ``ordinal``: the strength of logit adjustment that gives the best macro-F1, or quadratic kappa. ``many``: a
  threshold per label that gives the best F1, drawn towards the facet's common one where support is small.
- A confidence limit per facet by conformal risk control (Angelopoulos et al. 2022, arXiv:2208.02814): of messages like
  those of the dev split, the share that is wrong *and* not handed to a person is expected to stay within the stated error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.config import CalibrateConfig
from pipeline.decide import Decider, Decisions, nearest_level
from pipeline.metrics import quadratic_kappa
from pipeline.model import Calibration
from pipeline.network import negative_log_likelihood, probabilities
from pipeline.targets import is_covered
from pipeline.taxonomy import Facet, Taxonomy

Rows = NDArray[np.float32]
_TEMPERATURES = np.geomspace(0.4, 4.0, 47)
_PULL = 20.0  # nats per squared log-unit by which a language's temperature may leave the facet's
_HOLD = 5.0  # nats per squared logit by which an offset may move a label
_STRENGTHS = np.linspace(0.0, 1.2, 25)  # of logit adjustment
_AS_GOOD = {"one": 1e-9, "ordinal": 0.01}  # scores this near to the best count as the best
_GRID = np.linspace(0.1, 0.9, 33)


def calibrate(logits: Rows, targets: Rows, languages: Sequence[str], taxonomy: Taxonomy, config: CalibrateConfig) -> Calibration:
    """Everything a model needs to decide, measured on dev ``logits`` and ``targets`` [messages, width]."""
    offsets, temperatures = dict[str, list[float]](), dict[str, dict[str, float]]()
    for name, facet in taxonomy.facets.items():
        columns = taxonomy.layout.slices[name]
        offsets[name] = _offsets(facet, logits[:, columns], targets[:, columns])
        temperatures[name] = _temperatures(facet, logits[:, columns], targets[:, columns], languages, offsets[name])
    scores = probabilities(torch.from_numpy(logits), taxonomy, temperatures, languages, offsets=offsets).numpy()
    parts = {name: (scores[:, columns], targets[:, columns]) for name, columns in taxonomy.layout.slices.items()}
    kinds = {name: facet.kind for name, facet in taxonomy.facets.items()}
    thresholds = {
        name: _thresholds(taxonomy.facets[name], *part, config.min_support) for name, part in parts.items() if kinds[name] == "many"
    }
    biases = {name: _biases(taxonomy.facets[name], *part) for name, part in parts.items() if kinds[name] != "many"}
    unlimited = Decider(taxonomy, Decisions(thresholds, biases))
    found = {
        name: _limit(name, unlimited, scores, targets, error, config.review.at_most)
        for name, error in config.review.target_error.items()
        if name in taxonomy.facets
    }
    known = {name: limit for name, limit in found.items() if limit is not None}
    return Calibration(
        temperatures,
        Decisions(
            thresholds,
            biases,
            risks={name: risk for name, (_, risk) in known.items()},
            limits={name: limit for name, (limit, _) in known.items() if limit > 0},
            languages=dict(sorted(Counter(languages).items())),
            language_floor=config.language_floor,
        ),
        offsets,
    )


def _offsets(facet: Facet, logits: Rows, targets: Rows) -> list[float]:
    """What each label's logit is moved by, fitted together with one temperature; none for ``many``, which has thresholds."""
    covered = np.array([is_covered(row, facet) for row in targets])
    if facet.kind == "many" or not covered.any():
        return [0.0] * len(facet.labels)
    scores, truth = torch.from_numpy(logits[covered]), torch.from_numpy(targets[covered])
    sharpness, moved = torch.zeros(1, requires_grad=True), torch.zeros(len(facet.labels), requires_grad=True)
    search = torch.optim.LBFGS([sharpness, moved], max_iter=100, line_search_fn="strong_wolfe")

    def cost() -> torch.Tensor:
        search.zero_grad()
        total = negative_log_likelihood(facet, scores * sharpness.exp() + moved, truth).sum() + _HOLD * moved.square().sum()
        torch.autograd.backward(total)
        return total

    search.step(cost)
    return [round(value, 4) for value in moved.tolist()]


def _temperatures(facet: Facet, logits: Rows, targets: Rows, languages: Sequence[str], offsets: Sequence[float]) -> dict[str, float]:
    """``all`` and one per language: least negative log-likelihood, the languages' drawn towards ``all``."""
    covered = np.array([is_covered(row, facet) for row in targets])
    if not covered.any():
        return {"all": 1.0}
    scores, truth = torch.from_numpy(logits[covered]), torch.from_numpy(targets[covered])
    added = torch.tensor(offsets)
    losses = np.stack([negative_log_likelihood(facet, scores / float(value) + added, truth).numpy() for value in _TEMPERATURES])
    common = float(_TEMPERATURES[int(losses.sum(1).argmin())])
    pull = _PULL * np.log(_TEMPERATURES / common) ** 2
    of = np.array(languages)[covered]
    found = {"all": common}
    for language in sorted(set(of.tolist())):
        found[language] = float(_TEMPERATURES[int((losses[:, of == language].sum(1) + pull).argmin())])
    return {name: round(value, 4) for name, value in found.items()}


def _biases(facet: Facet, scores: Rows, targets: Rows) -> dict[str, float]:
    """-strength x log of each label's share on dev, for the strength of the best headline score: the middle of the good ones."""
    sure = targets.sum(1) == 1
    truth = targets[sure].argmax(1)
    if not len(truth):
        return {}
    shares = np.log((np.bincount(truth, minlength=len(facet.labels)) + 1) / (len(truth) + len(facet.labels)))
    if facet.kind == "one":
        logs = np.log(np.maximum(scores[sure], 1e-9))
        values = np.array([_macro_f1((logs - strength * shares).argmax(1), truth) for strength in _STRENGTHS])
    else:
        levels = [[nearest_level(row, -strength * shares) for row in scores[sure]] for strength in _STRENGTHS]
        values = np.array([quadratic_kappa(truth, said, len(facet.labels)).value or 0.0 for said in levels])
    best = float(_STRENGTHS[values >= values.max() - _AS_GOOD[facet.kind]].mean())
    return {label: round(-best * float(share), 4) for label, share in zip(facet.label_names, shares, strict=True)}


def _macro_f1(said: NDArray[np.intp], truth: NDArray[np.intp]) -> float:
    return float(np.mean([_f1(said == label, truth == label) for label in np.unique(truth)]))


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


def _limit(name: str, decider: Decider, scores: Rows, targets: Rows, error: float, at_most: float) -> tuple[float, float] | None:
    """The least confidence limit that keeps the risk within ``error``, handing over ``at_most`` of all; and the risk it keeps.

    The risk is the conformal bound (wrong and kept + 1) / (messages + 1). None where no message covers the facet.
    """
    facet, columns = decider.taxonomy.facets[name], decider.taxonomy.layout.slices[name]
    rows = [index for index in range(len(targets)) if is_covered(targets[index, columns], facet)]
    if not rows:
        return None
    confidence = np.array([decider.confidence(name, scores[index]) for index in rows])
    wrong = np.array([is_wrong(facet, decider, name, scores[index], targets[index, columns]) for index in rows])
    order = np.argsort(confidence, kind="stable")
    for dropped in range(int(at_most * len(rows)) + 1):
        risk = (int(wrong[order[dropped:]].sum()) + 1) / (len(rows) + 1)
        if risk <= error:
            break
    return (round(float(confidence[order[dropped]]), 4) if dropped else 0.0), round(risk, 4)


def is_wrong(facet: Facet, decider: Decider, name: str, row: Rows, target: Rows) -> bool:
    """An error worth a person's look: a wrong label, a level off by two or more, a wrong set of labels."""
    columns = decider.taxonomy.layout.slices[name]
    if facet.kind == "one":
        return bool(target[decider.likeliest(name, row[columns])] == 0)
    if facet.kind == "ordinal":
        level = decider.level(name, row[columns])
        return not target[max(0, level - 1) : level + 2].any()
    said = row[columns] >= decider.thresholds(name)
    return bool(((target == 1) != said)[np.isfinite(target)].any())
