"""How good are labels, and how sure can one be of that number? Pure numpy.

In: gold and predicted labels as 0/1 arrays [messages, labels], as levels [messages], or as confidences with
right/wrong. Out: a `Statistic`: counts per message, and the function of their sums that is the metric. `bootstrap` turns
it into an `Interval` (`bootstrap_each` into several) by drawing whole groups (threads) with replacement: only the sums of
counts change from draw to draw, so a thousand draws are one matrix product.

What is undefined is said so: NaN inside a statistic, ``None`` outside. A macro average runs over the labels with
gold support, in each draw anew. Nothing here knows a taxonomy, reads a file or chooses a threshold.

Sources: quadratic weighted kappa, Cohen (1968); F1, van Rijsbergen (1979); percentile bootstrap, Efron and
Tibshirani (1993, chapter 13), by clusters as Field and Welsh (2007); calibration error, Naeini et al. (2015), with
bins of equal mass as Nguyen and O'Connor (2015).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_MOST_CELLS = 4_000_000  # draws × groups held at once: 32 MB
_DEFINED_SHARE = 0.5  # an interval needs this share of draws in which the statistic is defined
_TAILS = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Statistic:
    """A metric that depends on the messages only through sums of counts.

    ``counts`` [messages, …]; ``of`` maps sums [draws, …] to values [draws], NaN where undefined.
    """

    counts: Array
    of: Callable[[Array], Array]

    @property
    def value(self) -> float | None:
        """The metric over all messages; None where it is undefined."""
        return _plain(self.of(self.counts.sum(axis=0)[None])[0])


@dataclass(frozen=True, slots=True)
class Interval:
    """A metric with its 95 % bootstrap interval; None stands for undefined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class LabelScore:
    """One label: precision is None where it was never predicted, recall and F1 where it has no gold support.

    ``interval`` is that of F1, where one was drawn.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    support: int
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Bin:
    """Of one bin of a reliability diagram: mean confidence, share that was right, how many."""

    confidence: float
    accuracy: float
    n: int


def bootstrap(statistic: Statistic, groups: Sequence[str], *, samples: int = 1000, seed: int, centred: bool = False) -> Interval:
    """The 95 % percentile interval of ``statistic`` when ``groups`` [messages] are drawn with replacement.

    Draws in which the statistic is undefined are left out. There is no interval where that is more than half of
    them, or where all messages are of one group. ``centred`` shifts the draws so that their mean is the value, none
    below 0: for a calibration error, which the noise of drawing can only raise.
    """
    values = resampled(statistic, groups, samples=samples, seed=seed)
    if centred and statistic.value is not None and len(values):
        shifted = values + statistic.value - np.nanmean(values)
        return _interval(statistic.value, np.maximum(0.0, shifted))
    return _interval(statistic.value, values)


def bootstrap_each(statistic: Statistic, groups: Sequence[str], *, samples: int = 1000, seed: int) -> tuple[Interval, ...]:
    """As `bootstrap`, of a statistic with several values [draws, k]: an interval for each, from the same draws."""
    whole, values = statistic.of(statistic.counts.sum(axis=0)[None])[0], resampled(statistic, groups, samples=samples, seed=seed)
    return tuple(_interval(_plain(value), values[:, column] if len(values) else values) for column, value in enumerate(whole))


def resampled(statistic: Statistic, groups: Sequence[str], *, samples: int, seed: int) -> Array:
    """The statistic's value in each draw of ``groups`` [draws, …], NaN where undefined; empty if all are of one group.

    The same groups, samples and seed make the same draws: what is computed from them may be paired.
    """
    _, group_of = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    if len(group_of) != len(statistic.counts):
        raise ValueError(f"{len(groups)} groups for {len(statistic.counts)} messages")
    sums = _group_sums(statistic.counts, group_of)
    return np.concatenate([statistic.of(drawn) for drawn in _draws(sums, samples, seed)]) if len(sums) > 1 else np.empty(0)


def _interval(value: float | None, values: Array) -> Interval:
    """The percentile interval of drawn ``values``; none where too few of them are defined."""
    known = values[np.isfinite(values)]
    if not len(known) or len(known) < _DEFINED_SHARE * len(values):
        return Interval(value, None, None)
    low, high = np.percentile(known, _TAILS)
    return Interval(value, float(low), float(high))


def _group_sums(counts: Array, group_of: NDArray[np.intp]) -> Array:
    sums = np.zeros((int(group_of.max(initial=-1)) + 1, *counts.shape[1:]))
    np.add.at(sums, group_of, counts)
    return sums


def _draws(sums: Array, samples: int, seed: int) -> Iterator[Array]:
    """Sums of counts [draws, …] of resampled groups, in blocks that bound memory."""
    rng, size = np.random.default_rng(seed), len(sums)
    flat, block = sums.reshape(size, -1), max(1, _MOST_CELLS // size)
    for start in range(0, samples, block):
        draws = min(block, samples - start)
        picked = rng.integers(size, size=(draws, size)) + size * np.arange(draws)[:, None]
        times = np.bincount(picked.ravel(), minlength=draws * size).reshape(draws, size)
        yield (times.astype(np.float64) @ flat).reshape(draws, *sums.shape[1:])


def macro_f1(gold: ArrayLike, predicted: ArrayLike) -> Statistic:
    """Mean F1 over the labels with gold support, of 0/1 arrays [messages, labels]; NaN in ``gold`` is unknown."""
    return Statistic(agreement_counts(gold, predicted), lambda sums: _mean_of_defined(_f1(sums)))


def micro_f1(gold: ArrayLike, predicted: ArrayLike) -> Statistic:
    """F1 of all label decisions pooled; undefined where gold holds no label at all."""
    return Statistic(agreement_counts(gold, predicted).sum(axis=2, keepdims=True), lambda sums: _f1(sums)[..., 0])


def label_f1(gold: ArrayLike, predicted: ArrayLike, column: int) -> Statistic:
    """F1 of one label against all others (binary F1, "is it a complaint?")."""
    return Statistic(agreement_counts(gold, predicted)[..., [column]], lambda sums: _f1(sums)[..., 0])


def yes_no_macro_f1(gold: ArrayLike, predicted: ArrayLike, column: int) -> Statistic:
    """Mean of the F1 of "has the label" and the F1 of "has it not"."""
    yes, said = (np.asarray(values, dtype=np.float64)[:, column] for values in (gold, predicted))
    return macro_f1(np.stack([yes, 1 - yes], axis=1), np.stack([said, 1 - said], axis=1))


def each_f1(gold: ArrayLike, predicted: ArrayLike) -> Statistic:
    """F1 of every label, [draws, labels]: for `bootstrap_each`."""
    return Statistic(agreement_counts(gold, predicted), _f1)


def exact_match(gold: ArrayLike, predicted: ArrayLike) -> Statistic:
    """Share of messages with every label right; messages with an unknown label are left out."""
    truth, said = np.asarray(gold, dtype=np.float64), np.asarray(predicted, dtype=np.float64)
    right, known = np.all(truth == said, axis=1).astype(np.float64), np.all(np.isfinite(truth), axis=1).astype(np.float64)
    return mean(right * known, known)


def quadratic_kappa(gold: ArrayLike, predicted: ArrayLike, levels: int) -> Statistic:
    """Cohen's kappa with quadratic weights; undefined where chance alone leaves nothing to disagree about."""
    costs = np.subtract.outer(np.arange(levels), np.arange(levels)) ** 2.0

    def kappa(tables: Array) -> Array:
        by_chance = np.einsum("sg,sp,gp->s", tables.sum(axis=2), tables.sum(axis=1), costs)
        return 1 - _ratio((tables * costs).sum(axis=(1, 2)) * tables.sum(axis=(1, 2)), by_chance)

    return Statistic(confusion_counts(gold, predicted, levels), kappa)


def mean_absolute_error(gold: ArrayLike, predicted: ArrayLike) -> Statistic:
    """Mean distance in levels."""
    return mean(np.abs(np.subtract(gold, predicted, dtype=np.float64)))


def within_one(gold: ArrayLike, predicted: ArrayLike) -> Statistic:
    """Share of messages at most one level off."""
    return mean((np.abs(np.subtract(gold, predicted, dtype=np.float64)) <= 1).astype(np.float64))


def off_by_two(gold: ArrayLike, predicted: ArrayLike) -> Statistic:
    """Share of messages two levels off or more."""
    return mean((np.abs(np.subtract(gold, predicted, dtype=np.float64)) >= 2).astype(np.float64))


def expected_calibration_error(confidence: Array, right: Array, *, bins: int = 15) -> Statistic:
    """Mean gap of confidence and accuracy over bins of equal mass, weighted by their size.

    ``confidence`` and ``right`` (0/1) are [messages] or [messages, labels]; NaN in ``right`` is left out. The bins
    are those of all messages; draws keep them.
    """

    def error(sums: Array) -> Array:
        return _ratio(np.abs(sums[:, 1] - sums[:, 2]).sum(axis=1), sums[:, 0].sum(axis=1))

    return Statistic(_bin_counts(confidence, right, bins), error)


def reliability(confidence: Array, right: Array, *, bins: int = 15) -> tuple[Bin, ...]:
    """The filled bins of a reliability diagram, the least confident first."""
    sums = _bin_counts(confidence, right, bins).sum(axis=0)
    return tuple(Bin(float(sure / n), float(hit / n), int(n)) for n, sure, hit in sums.T if n)


def label_scores(gold: ArrayLike, predicted: ArrayLike) -> list[LabelScore]:
    """Precision, recall, F1 and support of each column of 0/1 arrays [messages, labels]."""
    sums = agreement_counts(gold, predicted).sum(axis=0)
    hits, false_alarms, misses = sums
    parts = zip(_ratio(hits, hits + false_alarms), _ratio(hits, hits + misses), _f1(sums), hits + misses, strict=True)
    return [LabelScore(_plain(precision), _plain(recall), _plain(f1), int(support)) for precision, recall, f1, support in parts]


def agreement_counts(gold: ArrayLike, predicted: ArrayLike) -> Array:
    """Per message [messages, 3, labels]: hits, false alarms, misses; all zero where gold is unknown (NaN)."""
    truth, said = np.asarray(gold, dtype=np.float64), np.asarray(predicted, dtype=np.float64)
    if truth.shape != said.shape:
        raise ValueError(f"gold has shape {truth.shape}, predicted {said.shape}")
    yes, no = truth == 1, truth == 0
    return np.stack([yes & (said == 1), no & (said == 1), yes & (said != 1)], axis=1).astype(np.float64)


def confusion_counts(gold: ArrayLike, predicted: ArrayLike, levels: int) -> Array:
    """Per message a table [messages, levels, levels] with a single 1 at (gold, predicted)."""
    truth, said = np.asarray(gold, dtype=np.intp), np.asarray(predicted, dtype=np.intp)
    if truth.shape != said.shape:
        raise ValueError(f"gold has shape {truth.shape}, predicted {said.shape}")
    tables = np.zeros((len(truth), levels, levels))
    tables[np.arange(len(truth)), truth, said] = 1
    return tables


def _bin_counts(confidence: Array, right: Array, bins: int) -> Array:
    """Per message [messages, 3, bins]: how many, their summed confidence, how many right."""
    sure, hit = (np.asarray(values, dtype=np.float64) for values in (confidence, right))
    if sure.ndim == 1:
        sure, hit = sure[:, None], hit[:, None]
    message, column = np.nonzero(np.isfinite(hit))
    sure, hit = sure[message, column], hit[message, column]
    # Edges between distinct values: equal confidences share a bin, whatever the order of the messages.
    edges = np.unique(np.quantile(sure, np.linspace(0, 1, bins + 1)[1:-1], method="lower")) if len(sure) else np.empty(0)
    bin_of = np.searchsorted(edges, sure, side="left")
    counts = np.zeros((len(confidence), bins, 3))
    np.add.at(counts, (message, bin_of), np.stack([np.ones_like(sure), sure, hit], axis=1))
    return counts.transpose(0, 2, 1)


def _f1(sums: Array) -> Array:
    """F1 […, labels] of summed agreement counts […, 3, labels]; NaN without gold support."""
    hits, false_alarms, misses = sums[..., 0, :], sums[..., 1, :], sums[..., 2, :]
    return np.where(hits + misses > 0, _ratio(2 * hits, 2 * hits + false_alarms + misses), np.nan)


def _mean_of_defined(values: Array) -> Array:
    known = np.isfinite(values)
    return _ratio(np.where(known, values, 0).sum(axis=-1), known.sum(axis=-1).astype(np.float64))


def mean(values: Array, weights: Array | None = None) -> Statistic:
    """The mean of ``values`` [messages], or the ratio of their sum to that of ``weights``."""
    weights = np.ones_like(values) if weights is None else weights
    return Statistic(np.stack([values, weights], axis=1), lambda sums: _ratio(sums[:, 0], sums[:, 1]))


def _ratio(top: Array, bottom: Array) -> Array:
    filled = np.full(np.broadcast_shapes(top.shape, bottom.shape), np.nan)
    np.divide(top, bottom, out=filled, where=bottom > 0)
    return filled


def _plain(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None
