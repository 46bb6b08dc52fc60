"""From probabilities to labels, and when to ask a person.

In: one row [width] of calibrated probabilities. Out: labels of every facet, and the reasons why a person
should look. ``one``: the likeliest, after rare labels were given their due. ``ordinal``: the level nearest to all likely
ones, after the same. ``many``: all above their threshold, likeliest first, within ``at_most``. ``only_if`` of the
taxonomy holds last. This is the one place where thresholds are applied: labelling, evaluation and serving all come here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.records import LabelValue, ScoreValue
from pipeline.taxonomy import Facet, Taxonomy

Row = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a model needs to decide: measured on its dev split, kept in its folder.

    ``thresholds``: of ``many`` facets, facet → label → probability. ``limits``: facet → confidence below
    which a person should look. ``languages``: language → dev messages it was measured on; below
    ``language_floor`` of them a language counts as never measured. ``biases``: of ``one`` and ``ordinal`` facets, facet →
    label → what is added to its log-probability before one is chosen (logit adjustment, Menon et al. 2021,
    arXiv:2007.07314). ``risks``: facet → the share of messages that are wrong and not handed to a person, at most.
    """

    thresholds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    biases: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    risks: Mapping[str, float] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    language_floor: int = 0


class Decider:
    """Applies `Decisions` to rows of probabilities."""

    def __init__(self, taxonomy: Taxonomy, decisions: Decisions | None = None) -> None:
        self.taxonomy = taxonomy
        self.decisions = decisions or Decisions()
        self._slices = taxonomy.layout.slices

    def labels(self, row: Row) -> dict[str, LabelValue]:
        """A value for every facet."""
        chosen = {name: self.choose(name, row) for name in self.taxonomy.facets}
        for name, facet in self.taxonomy.facets.items():
            if any(chosen[other] not in allowed for other, allowed in facet.only_if.items()):
                chosen[name] = _nothing(facet)
        return chosen

    def choose(self, name: str, row: Row) -> LabelValue:
        """The value of one facet, before ``only_if`` is applied."""
        facet, scores = self.taxonomy.facets[name], row[self._slices[name]]
        if facet.kind == "one":
            return facet.label_names[self.likeliest(name, scores)]
        if facet.kind == "ordinal":
            return self.level(name, scores)
        thresholds = self.thresholds(name)
        passed = [index for index in np.argsort(-scores, kind="stable") if scores[index] >= thresholds[index]]
        return [facet.label_names[index] for index in passed[: facet.at_most]]

    def likeliest(self, name: str, scores: Row) -> int:
        """The index of the label of a ``one`` facet that wins."""
        return int((np.log(np.maximum(scores, 1e-9)) + self._biases(name)).argmax())

    def level(self, name: str, scores: Row) -> int:
        """The level of an ``ordinal`` facet that is said."""
        return nearest_level(scores, self._biases(name))

    def _biases(self, name: str) -> Row:
        known = self.decisions.biases.get(name, {})
        return np.array([known.get(label, 0.0) for label in self.taxonomy.facets[name].label_names], np.float32)

    def thresholds(self, name: str) -> Row:
        """The thresholds of a ``many`` facet, in label order; 0.5 where none was measured."""
        known = self.decisions.thresholds.get(name, {})
        return np.array([known.get(label, 0.5) for label in self.taxonomy.facets[name].labels], np.float32)

    def confidence(self, name: str, row: Row) -> float:
        """How sure the model is of a facet: the probability that what it says is right.

        ``one``: of its label. ``ordinal``: that the truth is within one level. ``many``: the least sure
        of its yes-or-no answers.
        """
        facet, scores = self.taxonomy.facets[name], row[self._slices[name]]
        if facet.kind == "one":
            return float(scores[self.likeliest(name, scores)])
        if facet.kind == "ordinal":
            level = self.level(name, scores)
            return float(scores[max(0, level - 1) : level + 2].sum())
        return float(np.where(scores >= self.thresholds(name), scores, 1 - scores).min())

    def review_reasons(self, row: Row, language: str) -> tuple[str, ...]:
        """Why a person should look at this message; empty where none needs to."""
        reasons = []
        measured = self.decisions.languages.get(language, 0)
        if measured < max(1, self.decisions.language_floor):
            reasons.append(f"language {language}: never measured" if not measured else f"language {language}: measured on {measured} only")
        for name, limit in self.decisions.limits.items():
            sure = self.confidence(name, row)
            if sure < limit:
                reasons.append(f"{name}: {sure:.2f} sure, limit {limit:.2f}")
        return tuple(reasons)

    def scores(self, row: Row) -> dict[str, ScoreValue]:
        """The row as the contract shows it, to four digits."""
        shown: dict[str, ScoreValue] = {}
        for name, facet in self.taxonomy.facets.items():
            values = [round(float(value), 4) for value in row[self._slices[name]]]
            shown[name] = values if facet.kind == "ordinal" else dict(zip(facet.label_names, values, strict=True))
        return shown


def nearest_level(scores: Row, biases: Row) -> int:
    """The level of least expected distance from the truth, when the odds of each are multiplied by exp(``biases``)."""
    odds = np.maximum(scores, 1e-9) * np.exp(biases)
    levels = np.arange(len(scores))
    return int((np.abs(levels[:, None] - levels[None, :]) @ odds).argmin())


def _nothing(facet: Facet) -> LabelValue:
    if facet.kind == "many":
        return []
    return 0 if facet.kind == "ordinal" else facet.label_names[0]
