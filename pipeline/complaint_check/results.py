"""Pass rates of a check: per function, per language, and for each function in each language.

In: the outcome of every case. Out: `Rate` records with Wilson's score interval (Wilson 1927; unlike the normal one it
holds for few cases and for rates near 0 and 1), and JSON for programs. Skipped cases are counted, and are in no rate.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from pipeline.complaint_check.requirements import Case
from pipeline.records import LabelValue

Key = TypeVar("Key")

_Z = 1.959964  # of 95 %


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case: ``faults`` is empty where it passed; ``said`` are the labels of its text."""

    case: Case
    faults: tuple[str, ...] = ()
    said: Mapping[str, LabelValue] = field(default_factory=dict)
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """``passed`` of ``n`` cases that could be asked; ``skipped`` could not."""

    passed: int
    n: int
    skipped: int = 0

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Rate:
        """The rate of some outcomes."""
        found = list(outcomes)
        asked = [outcome for outcome in found if not outcome.skipped]
        return cls(sum(not outcome.faults for outcome in asked), len(asked), len(found) - len(asked))

    @property
    def value(self) -> float | None:
        """The share that passed; None where nothing could be asked."""
        return self.passed / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the share."""
        if not self.n:
            return None
        share, square = self.passed / self.n, _Z**2
        middle = (share + square / (2 * self.n)) / (1 + square / self.n)
        half = _Z / (1 + square / self.n) * math.sqrt(share * (1 - share) / self.n + square / (4 * self.n**2))
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class CheckResult:
    """What a model made of the cases, in their order."""

    model: str
    outcomes: tuple[Outcome, ...]

    @property
    def rate(self) -> Rate:
        """Over all cases."""
        return Rate.of(self.outcomes)

    @cached_property
    def functions(self) -> Mapping[str, Rate]:
        """Function → rate."""
        return self._by(lambda case: case.function)

    @cached_property
    def languages(self) -> Mapping[str, Rate]:
        """Language → rate."""
        return self._by(lambda case: case.language)

    @cached_property
    def cells(self) -> Mapping[tuple[str, str], Rate]:
        """(function, language) → rate."""
        return self._by(lambda case: (case.function, case.language))

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The cases that did not pass."""
        return tuple(outcome for outcome in self.outcomes if outcome.faults)

    def _by(self, key: Callable[[Case], Key]) -> dict[Key, Rate]:
        parts: dict[Key, list[Outcome]] = {}
        for outcome in self.outcomes:
            parts.setdefault(key(outcome.case), []).append(outcome)
        return {name: Rate.of(part) for name, part in parts.items()}


def to_json(result: CheckResult) -> dict[str, Any]:
    """The part ``check`` of ``metrics.json``: rates, and every failed case with what was said."""
    return {
        "model": result.model,
        **_rate_json(result.rate),
        "functions": {name: _rate_json(rate) | {"languages": _row_json(result, name)} for name, rate in result.functions.items()},
        "languages": {code: _rate_json(rate) for code, rate in result.languages.items()},
        "failed": [_failure_json(outcome) for outcome in result.failed],
    }


def _row_json(result: CheckResult, function: str) -> dict[str, Any]:
    return {code: _rate_json(rate) for (name, code), rate in result.cells.items() if name == function}


def _rate_json(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval or (None, None)
    numbers = {"value": rate.value, "low": low, "high": high}
    shown = {name: None if number is None else round(number, 4) for name, number in numbers.items()}
    return {**shown, "n": rate.n, "passed": rate.passed, "skipped": rate.skipped}


def _failure_json(outcome: Outcome) -> dict[str, Any]:
    case = outcome.case
    named = {"id": case.id, "function": case.function, "language": case.language, "text": case.text}
    return {**named, "faults": list(outcome.faults), "said": dict(outcome.said)}
