"""Is one model better than another on the same messages, or is it chance?

In: gold labels and those that two models decided. Out: per facet, and per language and facet, the difference of the
headline metric with its interval, a p-value and a word for it. The test is a paired bootstrap by thread: both models are
measured on the same draws (Efron and Tibshirani 1993, chapter 16; in language technology Koehn 2004, "Statistical
significance tests for machine translation evaluation"). The p-value is two-sided: twice the lesser share of draws on
either side of 0, never below 1 in the number of draws. Nothing is corrected for many comparisons: about one in twenty
looks different by chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline import metrics
from pipeline.evaluate.as_json import interval_json, rounded
from pipeline.evaluate.scores import FEW, HEADLINE, encode_all, headline_statistic, known_rows
from pipeline.metrics import Interval, Statistic
from pipeline.taxonomy import Facet, Taxonomy

BETTER, WORSE, SAME = "better", "worse", "no difference shown"

Labels = Sequence[Mapping[str, Any]]
Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Difference:
    """The first model's value less the second's, over ``n`` messages; ``p`` is None where nothing can be drawn."""

    value: Interval
    p: float | None
    n: int

    @property
    def word(self) -> str:
        """What is shown at the 95 % level: better, worse or no difference; a bootstrap of few messages shows nothing."""
        if self.few or self.value.low is None or self.value.high is None:
            return SAME
        return BETTER if self.value.low > 0 else WORSE if self.value.high < 0 else SAME

    @property
    def few(self) -> bool:
        """Whether there are too few messages to trust it."""
        return self.n < FEW


@dataclass(frozen=True, slots=True)
class Comparison:
    """A model beside the model ``other``: facet → difference, and language → facet → difference."""

    other: str
    facets: Mapping[str, Difference]
    languages: Mapping[str, Mapping[str, Difference]]


def compare(
    gold: Labels,
    said: Labels,
    others: Labels,
    languages: Sequence[str],
    groups: Sequence[str],
    taxonomy: Taxonomy,
    *,
    other: str,
    seed: int,
    samples: int = 1000,
) -> Comparison:
    """Test what a model ``said`` against what the ``others`` said, message by message."""
    encoded = [encode_all(records, taxonomy) for records in (gold, said, others)]
    spoken, threads = np.asarray(languages, dtype=np.str_), np.asarray(groups, dtype=np.str_)

    def differences(rows: NDArray[np.bool_]) -> dict[str, Difference]:
        truth, mine, theirs = (part[rows] for part in encoded)
        found = {}
        for name, columns in taxonomy.layout.slices.items():
            facet = taxonomy.facets[name]
            known = known_rows(truth[:, columns], facet)
            if known.any():
                parts = (part[known][:, columns] for part in (truth, mine, theirs))
                found[name] = _difference(facet, *parts, groups=threads[rows][known].tolist(), seed=seed, samples=samples)
        return found

    by_language = {code: differences(spoken == code) for code in sorted(set(languages))}
    return Comparison(other, differences(np.ones(len(spoken), np.bool_)), by_language)


def _difference(facet: Facet, truth: Rows, mine: Rows, theirs: Rows, *, groups: Sequence[str], seed: int, samples: int) -> Difference:
    paired = pair(headline_statistic(facet, truth, mine), headline_statistic(facet, truth, theirs))
    draws = metrics.resampled(paired, groups, samples=samples, seed=seed)
    return Difference(metrics.bootstrap(paired, groups, samples=samples, seed=seed), p_value(draws), len(truth))


def pair(first: Statistic, second: Statistic) -> Statistic:
    """The difference of two statistics of the same messages."""
    return Statistic(np.stack([first.counts, second.counts], axis=1), lambda sums: first.of(sums[:, 0]) - second.of(sums[:, 1]))


def p_value(draws: NDArray[np.float64]) -> float | None:
    """Two-sided: how often drawn differences lie on the other side of 0; None without draws."""
    known = draws[np.isfinite(draws)]
    if not len(known):
        return None
    lesser = min((known <= 0).sum(), (known >= 0).sum())
    return float(min(1.0, 2 * (int(lesser) + 1) / (len(known) + 1)))


def to_json(found: Comparison) -> dict[str, Any]:
    """As ``metrics.json`` holds it."""

    def shown(facets: Mapping[str, Difference]) -> dict[str, Any]:
        return {
            name: interval_json(part.value) | {"p": rounded(part.p), "n": part.n, "few": part.few, "verdict": part.word}
            for name, part in facets.items()
        }

    return {
        "other": found.other,
        "metric": dict(HEADLINE),
        "facets": shown(found.facets),
        "languages": {code: shown(facets) for code, facets in found.languages.items()},
    }
