"""Scores of one model: per facet and label, per language and slice, and how far its probabilities can be trusted.

In: gold and decided labels of the same messages (what the `Decider` gave out, so the shipped decision is what is
measured), the probabilities if there are any, each message's language, group and slices. Out: frozen `Scores`. A message
whose gold lacks a facet, or knows it only in part (``any_of``), is left out of that facet; ``n`` says how many
remained. Intervals resample groups: a thread or an id. Nothing is read, split, decided or drawn here.

Headline: macro-F1 for ``one`` and ``many``, quadratic weighted kappa for ``ordinal``. For a facet ``intent`` with
the label ``complaint`` also the F1 of that label and the mean F1 of yes and no. Calibration: for ``one`` and
``ordinal`` the likeliest label's probability against whether it is right (Guo et al. 2017), for ``many`` each label's
probability against whether it holds, pooled. A language has fewer bins where it has few messages: small bins would find
an error in mere noise (Nixon et al. 2019, arXiv:1904.01685).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline import metrics
from pipeline.errors import InputError
from pipeline.metrics import Array, Bin, Interval, LabelScore, Statistic
from pipeline.targets import encode, is_covered
from pipeline.taxonomy import Facet, Kind, Taxonomy

HEADLINE: Mapping[Kind, str] = {"one": "macro_f1", "many": "macro_f1", "ordinal": "qwk"}
FEW = 20
"""Below this many messages a number is marked: read it as an anecdote."""

_BINS = 15  # of a reliability diagram, at most
Confusion = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class FacetScores:
    """One facet over one set of messages. ``confusion`` [gold][predicted] is None for ``many``."""

    kind: Kind
    n: int
    metrics: Mapping[str, Interval]
    labels: Mapping[str, LabelScore]
    confusion: Confusion | None

    @property
    def headline(self) -> Interval:
        """The facet's first metric, see `HEADLINE`."""
        return self.metrics[HEADLINE[self.kind]]

    @property
    def few(self) -> bool:
        """Whether there are too few messages to trust the numbers."""
        return self.n < FEW


@dataclass(frozen=True, slots=True)
class LanguageError:
    """The expected calibration error of one language, of ``n`` messages."""

    ece: Interval
    n: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Of one facet: the expected calibration error, over all and per language, and the bins of its reliability diagram."""

    ece: Interval
    n: int
    bins: tuple[Bin, ...]
    languages: Mapping[str, LanguageError] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scores:
    """All numbers of one model on one set of ``n`` messages; ``calibration`` is empty without probabilities.

    ``slices``: what messages were parted by (source, length …) → part → facets.
    """

    taxonomy: Taxonomy
    n: int
    facets: Mapping[str, FacetScores]
    languages: Mapping[str, Mapping[str, FacetScores]]
    calibration: Mapping[str, Calibration]
    slices: Mapping[str, Mapping[str, Mapping[str, FacetScores]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Draws:
    """How intervals are drawn: by group, how often, from which seed."""

    groups: NDArray[np.str_]
    samples: int
    seed: int

    def interval(self, statistic: Statistic, *, centred: bool = False) -> Interval:
        return metrics.bootstrap(statistic, self.groups.tolist(), samples=self.samples, seed=self.seed, centred=centred)

    def intervals(self, statistic: Statistic) -> tuple[Interval, ...]:
        return metrics.bootstrap_each(statistic, self.groups.tolist(), samples=self.samples, seed=self.seed)

    def of(self, rows: NDArray[np.bool_]) -> _Draws:
        return _Draws(self.groups[rows], self.samples, self.seed)


def evaluate(
    gold: Sequence[Mapping[str, Any]],
    predicted: Sequence[Mapping[str, Any]],
    probabilities: NDArray[np.float32] | None,
    languages: Sequence[str],
    groups: Sequence[str],
    taxonomy: Taxonomy,
    *,
    seed: int,
    samples: int = 1000,
    slices: Mapping[str, Sequence[str]] | None = None,
) -> Scores:
    """Measure ``predicted`` against ``gold``, message by message; all sequences run in the same order.

    ``slices``: what messages are parted by → the part of each message, empty where it is in none.

    Raises:
        InputError: a prediction lacks a facet of the taxonomy that gold has.
    """
    slices = slices or {}
    _check_lengths(gold, predicted, languages, groups, *slices.values(), *([] if probabilities is None else [probabilities]))
    truth, said = encode_all(gold, taxonomy), encode_all(predicted, taxonomy)
    draws = _Draws(np.asarray(groups, dtype=np.str_), samples, seed)
    return Scores(
        taxonomy=taxonomy,
        n=len(gold),
        facets=_all_facets(truth, said, taxonomy, draws),
        languages=_parted(languages, truth, said, taxonomy, draws),
        calibration={} if probabilities is None else dict(_calibrations(truth, probabilities, languages, taxonomy, draws)),
        slices={kind: _parted(parts, truth, said, taxonomy, draws) for kind, parts in slices.items() if any(parts)},
    )


def _parted(
    parts: Sequence[str], truth: NDArray[np.float32], said: NDArray[np.float32], taxonomy: Taxonomy, draws: _Draws
) -> dict[str, dict[str, FacetScores]]:
    """The facets of each part of the messages."""
    of, found = np.asarray(parts, dtype=np.str_), {}
    for part in dict.fromkeys(sorted(parts)):
        rows = of == part
        if part:
            found[part] = _all_facets(truth[rows], said[rows], taxonomy, draws.of(rows), only_supported=True)
    return found


def _check_lengths(*columns: Sequence[Any] | NDArray[Any]) -> None:
    lengths = [len(column) for column in columns]
    if len(set(lengths)) > 1:
        raise ValueError(f"gold, predictions, languages, groups, slices and probabilities differ in length: {lengths}")


def encode_all(records: Sequence[Mapping[str, Any]], taxonomy: Taxonomy) -> NDArray[np.float32]:
    """Label records as rows [messages, width] of the taxonomy's layout, see `targets.encode`."""
    if not records:
        return np.empty((0, taxonomy.layout.width), np.float32)
    return np.stack([encode(labels, taxonomy) for labels in records])


def known_rows(rows: NDArray[np.float32], facet: Facet) -> NDArray[np.bool_]:
    """Which rows [messages, labels] of one facet can be measured."""
    if facet.kind == "many":
        return np.array([is_covered(row, facet) for row in rows], dtype=np.bool_)
    known: NDArray[np.bool_] = rows.sum(axis=1) == 1
    return known


def _all_facets(
    truth: NDArray[np.float32], said: NDArray[np.float32], taxonomy: Taxonomy, draws: _Draws, *, only_supported: bool = False
) -> dict[str, FacetScores]:
    """The facets that at least one gold record has."""
    found = {}
    for name, columns in taxonomy.layout.slices.items():
        facet = taxonomy.facets[name]
        rows = known_rows(truth[:, columns], facet)
        if not rows.any():
            continue
        gold, answers = truth[rows][:, columns], said[rows][:, columns]
        if not known_rows(answers, facet).all():
            raise InputError(f"predictions lack the facet '{name}', which gold labels have", hint="compare models of one taxonomy")
        found[name] = _facet_scores(name, facet, gold, answers, draws.of(rows), only_supported)
    return found


def _facet_scores(
    name: str, facet: Facet, gold: NDArray[np.float32], said: NDArray[np.float32], draws: _Draws, only_supported: bool
) -> FacetScores:
    per_label = dict(zip(facet.label_names, _label_scores(gold, said, None if only_supported else draws), strict=True))
    return FacetScores(
        kind=facet.kind,
        n=len(gold),
        metrics={metric: draws.interval(statistic) for metric, statistic in _statistics(name, facet, gold, said)},
        labels={label: score for label, score in per_label.items() if score.support or not only_supported},
        confusion=None if facet.kind == "many" else _confusion(gold, said),
    )


def _label_scores(gold: NDArray[np.float32], said: NDArray[np.float32], draws: _Draws | None) -> list[LabelScore]:
    """Each label's numbers; the interval of its F1 where ``draws`` are given."""
    found = metrics.label_scores(gold, said)
    if draws is None:
        return found
    return [replace(score, interval=interval) for score, interval in zip(found, draws.intervals(metrics.each_f1(gold, said)), strict=True)]


def _statistics(name: str, facet: Facet, gold: NDArray[np.float32], said: NDArray[np.float32]) -> Iterator[tuple[str, Statistic]]:
    """The metrics of a facet, its headline first."""
    yield HEADLINE[facet.kind], headline_statistic(facet, gold, said)
    if facet.kind == "ordinal":
        level, guess = gold.argmax(axis=1), said.argmax(axis=1)
        yield "mae", metrics.mean_absolute_error(level, guess)
        yield "within_one", metrics.within_one(level, guess)
        yield "off_by_two", metrics.off_by_two(level, guess)
        return
    if facet.kind == "many":
        yield "micro_f1", metrics.micro_f1(gold, said)
        yield "exact_match", metrics.exact_match(gold, said)
        return
    yield "accuracy", metrics.exact_match(gold, said)
    if name == "intent" and "complaint" in facet.labels:
        complaint = facet.label_names.index("complaint")
        yield "complaint_f1", metrics.label_f1(gold, said, complaint)
        yield "complaint_macro_f1", metrics.yes_no_macro_f1(gold, said, complaint)


def headline_statistic(facet: Facet, gold: NDArray[np.float32], said: NDArray[np.float32]) -> Statistic:
    """The headline metric of one facet, of 0/1 rows [messages, labels]."""
    if facet.kind == "ordinal":
        return metrics.quadratic_kappa(gold.argmax(axis=1), said.argmax(axis=1), len(facet.labels))
    return metrics.macro_f1(gold, said)


def _confusion(gold: NDArray[np.float32], said: NDArray[np.float32]) -> Confusion:
    return tuple(tuple(int(count) for count in row) for row in gold.T @ said)


def _calibrations(
    truth: NDArray[np.float32], probabilities: NDArray[np.float32], languages: Sequence[str], taxonomy: Taxonomy, draws: _Draws
) -> Iterator[tuple[str, Calibration]]:
    spoken = np.asarray(languages, dtype=np.str_)
    for name, columns in taxonomy.layout.slices.items():
        rows = known_rows(truth[:, columns], taxonomy.facets[name])
        if rows.any():
            sure, right = _confidences(truth[rows][:, columns], probabilities[rows][:, columns], taxonomy.facets[name])
            own, by = draws.of(rows), {}
            for code in sorted(set(spoken[rows].tolist())):
                here = spoken[rows] == code
                by[code] = LanguageError(_calibration_error(sure[here], right[here], own.of(here)), int(here.sum()))
            yield name, Calibration(_calibration_error(sure, right, own), int(rows.sum()), metrics.reliability(sure, right), by)


def _calibration_error(sure: Array, right: Array, draws: _Draws) -> Interval:
    bins = min(_BINS, max(1, len(sure) // FEW))
    return draws.interval(metrics.expected_calibration_error(sure, right, bins=bins), centred=True)


def _confidences(gold: NDArray[np.float32], scores: NDArray[np.float32], facet: Facet) -> tuple[Array, Array]:
    """Confidence and right/wrong: [messages] of the likeliest label, or [messages, labels] for ``many``."""
    if facet.kind == "many":
        return scores.astype(np.float64), gold.astype(np.float64)
    likeliest = scores.argmax(axis=1)[:, None]
    picked = (np.take_along_axis(values, likeliest, axis=1)[:, 0].astype(np.float64) for values in (scores, gold))
    sure, right = picked
    return sure, right
