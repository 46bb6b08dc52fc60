"""What a case asks of a model, as data: claims about one text, and relations between texts.

In: values as they stand in the YAML, then decided labels. Out: sentences that say what does not hold. Nothing is read,
scored or counted here. Kinds of test as in CheckList (Ribeiro et al. 2020): minimum functionality (`Case.expect`),
invariance (`Case.same_as`) and direction (`Case.hotter_than`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.records import LabelValue
from pipeline.strict_yaml import StrictModel
from pipeline.taxonomy import Facet, Taxonomy

HEAT = "hostility"
"""The facet of directions: ``hotter_than`` compares its levels."""


class Bounds(StrictModel):
    """A claim as a mapping: ``one_of`` for any facet, the levels for an ordinal one, the sets for many labels."""

    one_of: tuple[str | int, ...] | None = None
    at_least: int | None = None
    at_most: int | None = None
    contains: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


Stated = str | int | list[str] | Bounds
"""A claim as the YAML states it: a value, a set of labels, or bounds."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a facet's value must be. ``equals``: a set means that order does not count."""

    equals: str | int | frozenset[str] | None = None
    bounds: Bounds = field(default_factory=Bounds)

    @classmethod
    def of(cls, stated: Stated) -> Claim:
        """The claim that the YAML states."""
        if isinstance(stated, Bounds):
            return cls(bounds=stated)
        return cls(equals=frozenset(stated) if isinstance(stated, list) else stated)

    def holds(self, value: LabelValue) -> bool:
        """Whether ``value`` is as claimed."""
        if self.equals is not None:
            return _comparable(value) == self.equals
        bounds = self.bounds
        if isinstance(value, list):
            return {*bounds.contains} <= {*value} and not {*bounds.excludes} & {*value}
        if bounds.one_of is not None:
            return value in bounds.one_of
        return isinstance(value, int) and _within(value, bounds)

    def fits(self, facet: Facet) -> bool:
        """Whether a model with this ``facet`` can be asked: its kind, its labels and the height of its scale."""
        if facet.kind == "ordinal":
            return self._levels() <= {*range(len(facet.labels))} and not self._labels()
        many = isinstance(self.equals, frozenset) or bool(self.bounds.contains or self.bounds.excludes)
        return many == (facet.kind == "many") and self._labels() <= {*facet.labels} and not self._levels()

    def _labels(self) -> set[str]:
        stated = self.equals if isinstance(self.equals, frozenset) else {self.equals}
        listed = (*stated, *(self.bounds.one_of or ()), *self.bounds.contains, *self.bounds.excludes)
        return {label for label in listed if isinstance(label, str)}

    def _levels(self) -> set[int]:
        listed = (self.equals, *(self.bounds.one_of or ()), self.bounds.at_least, self.bounds.at_most)
        return {level for level in listed if isinstance(level, int)}

    def __str__(self) -> str:
        if self.equals is not None:
            return shown(sorted(self.equals)) if isinstance(self.equals, frozenset) else str(self.equals)
        stated = self.bounds.model_dump(exclude_defaults=True)
        return ", ".join(f"{name.replace('_', ' ')} {shown(value)}" for name, value in stated.items())


@dataclass(frozen=True, slots=True)
class Case:
    """One case. ``expect``: of ``text``. ``hotter_than``: texts that it must lie ``hotter_by`` levels above.

    ``same_as``: texts whose labels must be its own, facet by facet of ``same``; the number is how far a level may move.
    """

    id: str
    function: str
    language: str
    text: str
    expect: Mapping[str, Claim] = field(default_factory=dict)
    hotter_than: tuple[str, ...] = ()
    hotter_by: int = 1
    same_as: tuple[str, ...] = ()
    same: Mapping[str, int] = field(default_factory=dict)
    channel: str | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text of the case, the judged one first."""
        return (self.text, *self.hotter_than, *self.same_as)

    def fits(self, taxonomy: Taxonomy) -> bool:
        """Whether a model of this ``taxonomy`` can be asked."""
        compared = {*(self.same if self.same_as else ()), *([HEAT] if self.hotter_than else ())}
        if not {*self.expect, *compared} <= {*taxonomy.facets}:
            return False
        if self.hotter_than and taxonomy.facets[HEAT].kind != "ordinal":
            return False
        return all(claim.fits(taxonomy.facets[name]) for name, claim in self.expect.items())

    def faults(self, said: Mapping[str, Mapping[str, LabelValue]]) -> Iterator[str]:
        """What does not hold of the labels ``said`` of each text, a sentence each."""
        own = said[self.text]
        for name, claim in self.expect.items():
            if not claim.holds(own[name]):
                yield f"{name} is {shown(own[name])}, expected {claim}"
        for other in self.hotter_than:
            if int(_level(own)) - int(_level(said[other])) < self.hotter_by:
                yield f"{HEAT} is {_level(own)}, not above {_level(said[other])} of «{other}»"
        for other in self.same_as:
            for name, tolerance in self.same.items():
                if not _alike(own[name], said[other][name], tolerance):
                    yield f"{name} moves from {shown(own[name])} to {shown(said[other][name])} with «{other}»"


def shown(value: Any) -> str:
    """A value in words: no label is "none"."""
    return ", ".join(map(str, value)) or "none" if isinstance(value, list | tuple) else str(value)


def _within(level: int, bounds: Bounds) -> bool:
    lowest = level if bounds.at_least is None else bounds.at_least
    highest = level if bounds.at_most is None else bounds.at_most
    return lowest <= level <= highest


def _comparable(value: LabelValue) -> str | int | frozenset[str]:
    return frozenset(value) if isinstance(value, list) else value


def _alike(first: LabelValue, second: LabelValue, tolerance: int) -> bool:
    if isinstance(first, int) and isinstance(second, int):
        return abs(first - second) <= tolerance
    return _comparable(first) == _comparable(second)


def _level(labels: Mapping[str, LabelValue]) -> Any:
    return labels[HEAT]
