"""What to trust and what to hand to a person: risk against coverage, and the limit a model ships with.

In: gold and decided labels, probabilities, languages and the model's `Decisions`. Out: per facet the risk-coverage curve
(El-Yaniv and Wiener 2010; Geifman and El-Yaniv 2017, arXiv:1705.08500), the area under it with its interval (AURC: mean
error over all coverages, the surest first), and the operating point: what share the facet's limit hands over, the error of
what is kept, and the share that is wrong and kept, beside the bound that calibration promised (conformal risk control,
Angelopoulos et al. 2022, arXiv:2208.02814). The promise holds on average for messages like those of calibration, not for
each set. Wrong is: another label; two levels off or more; not exactly the labels of a ``many`` facet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline import metrics
from pipeline.decide import Decider, Decisions
from pipeline.evaluate.as_json import interval_json, rounded
from pipeline.evaluate.scores import encode_all, known_rows
from pipeline.metrics import Array, Interval, Statistic
from pipeline.taxonomy import Facet, Taxonomy

Rows = NDArray[np.float32]
_STEPS = 50  # of a curve


@dataclass(frozen=True, slots=True)
class Point:
    """Of the ``coverage`` surest messages, the share that is wrong."""

    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Selective:
    """One facet: the curve, and its limit. ``limit`` 0 hands nothing over; ``bound`` is None where none was calibrated.

    ``unseen`` is the error of the messages that no facet and no language hands to a person.
    """

    n: int
    aurc: Interval
    curve: tuple[Point, ...]
    limit: float
    error: Interval
    handed_over: Interval
    kept_error: Interval
    kept_wrong: Interval
    bound: float | None
    unseen: Interval


@dataclass(frozen=True, slots=True)
class Handover:
    """All facets, and over all: the share that goes to a person for any reason, and for the language alone."""

    facets: Mapping[str, Selective]
    any_reason: Interval
    language: Interval


@dataclass(frozen=True, slots=True)
class _Sample:
    """Confidence, right or wrong and who looks [messages], of one facet."""

    sure: Array
    wrong: Array
    looked_at: Array
    groups: Sequence[str]
    samples: int
    seed: int

    def interval(self, statistic: Statistic) -> Interval:
        return metrics.bootstrap(statistic, self.groups, samples=self.samples, seed=self.seed)


def selective(
    gold: Sequence[Mapping[str, Any]],
    said: Sequence[Mapping[str, Any]],
    probabilities: Rows,
    languages: Sequence[str],
    groups: Sequence[str],
    taxonomy: Taxonomy,
    decisions: Decisions,
    *,
    seed: int,
    samples: int = 1000,
) -> Handover:
    """Measure what a limit is worth, on messages the model has not seen; all sequences run alike."""
    decider, threads = Decider(taxonomy, decisions), np.asarray(groups, dtype=np.str_)
    reasons = [decider.review_reasons(row, language) for row, language in zip(probabilities, languages, strict=True)]
    looked_at = np.array([bool(found) for found in reasons], np.float64)
    truth, answers, facets = encode_all(gold, taxonomy), encode_all(said, taxonomy), {}
    for name, columns in taxonomy.layout.slices.items():
        known = known_rows(truth[:, columns], taxonomy.facets[name])
        if known.any():
            sure = np.array([decider.confidence(name, row) for row in probabilities[known]])
            wrong = wrong_rows(taxonomy.facets[name], truth[known][:, columns], answers[known][:, columns])
            sample = _Sample(sure, wrong, looked_at[known], threads[known].tolist(), samples, seed)
            facets[name] = _facet(sample, decisions.limits.get(name, 0.0), decisions.risks.get(name))
    by_language = np.array([any(why.startswith("language ") for why in found) for found in reasons], np.float64)
    whole = [metrics.bootstrap(metrics.mean(column), groups, samples=samples, seed=seed) for column in (looked_at, by_language)]
    return Handover(facets, *whole)


def wrong_rows(facet: Facet, truth: Rows, said: Rows) -> Array:
    """1 where an answer is an error worth a person's look, else 0 [messages]; unknown labels count as right."""
    far = np.abs(truth.argmax(axis=1) - said.argmax(axis=1)) >= 2
    wrong = far if facet.kind == "ordinal" else (np.isfinite(truth) & (truth != said)).any(axis=1)
    found: Array = wrong.astype(np.float64)
    return found


def _facet(sample: _Sample, limit: float, bound: float | None) -> Selective:
    kept = (sample.sure >= limit).astype(np.float64)
    unseen = 1 - sample.looked_at
    return Selective(
        n=len(sample.sure),
        aurc=sample.interval(area(sample.sure, sample.wrong)),
        curve=tuple(_curve(sample.sure, sample.wrong)),
        limit=limit,
        error=sample.interval(metrics.mean(sample.wrong)),
        handed_over=sample.interval(metrics.mean(1 - kept)),
        kept_error=sample.interval(metrics.mean(sample.wrong * kept, kept)),
        kept_wrong=sample.interval(metrics.mean(sample.wrong * kept)),
        bound=bound,
        unseen=sample.interval(metrics.mean(sample.wrong * unseen, unseen)),
    )


def area(sure: Array, wrong: Array) -> Statistic:
    """The area under the risk-coverage curve, of at most `_STEPS` steps of like size; equal confidence shares a step."""

    def of(sums: Array) -> Array:
        seen, mistakes = sums[:, 0].cumsum(axis=1), sums[:, 1].cumsum(axis=1)
        risk = np.divide(mistakes, seen, out=np.zeros_like(seen), where=seen > 0)
        found: Array = (risk * sums[:, 0]).sum(axis=1) / sums[:, 0].sum(axis=1)
        return found

    return Statistic(_steps(sure, wrong), of)


def _steps(sure: Array, wrong: Array) -> Array:
    """Per message [messages, 2, steps]: one in its step, and whether it is wrong; the surest step first."""
    edges = np.unique(np.quantile(-sure, np.linspace(0, 1, _STEPS + 1)[1:-1], method="lower"))
    step = np.searchsorted(edges, -sure, side="left")
    counts = np.zeros((len(sure), 2, len(edges) + 1))
    counts[np.arange(len(sure)), 0, step] = 1
    counts[np.arange(len(sure)), 1, step] = wrong
    return counts


def _curve(sure: Array, wrong: Array) -> Iterator[Point]:
    seen, mistakes = _steps(sure, wrong).sum(axis=0).cumsum(axis=1)
    for count, errors in zip(seen, mistakes, strict=True):
        if count:
            yield Point(float(count / len(sure)), float(errors / count))


def to_json(found: Handover) -> dict[str, Any]:
    """As ``metrics.json`` holds it."""
    named = ("aurc", "error", "handed_over", "kept_error", "kept_wrong", "unseen")
    facets = {
        name: {key: interval_json(getattr(part, key)) for key in named}
        | {
            "n": part.n,
            "limit": rounded(part.limit),
            "bound": rounded(part.bound),
            "curve": [[rounded(point.coverage), rounded(point.risk)] for point in part.curve],
        }
        for name, part in found.facets.items()
    }
    return {"facets": facets, "handed_over": interval_json(found.any_reason), "by_language": interval_json(found.language)}
