"""The hostility curve: from the levels of a thread's messages to the stage of each.

In: levels (0 calm … 5 abusive) of the customer's messages, in order, or the probabilities of each level. Out: a
stage each, or the probability of each stage, which depends on the levels up to and including it, never on later ones:
rational → take_off → peak → cool_down → resolved (``docs/annotation.md``); where it took off, where it peaked. Pure
functions; the running state is one small record per thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Stage = Literal["rational", "take_off", "peak", "cool_down", "resolved"]
STAGES: tuple[Stage, ...] = ("rational", "take_off", "peak", "cool_down", "resolved")
RISING: frozenset[str] = frozenset({"take_off", "peak"})
_HEAT = 2  # from this level on a message is heated
_PEAK = 3  # from this level on it is a peak, where nothing before was hotter


@dataclass(frozen=True, slots=True)
class CurveState:
    """A thread so far: the hottest level since its start or since the last ``resolved``."""

    hottest: int = 0

    def follow(self, level: int) -> tuple[Stage, CurveState]:
        """The stage of the next message at ``level``, and the state after it."""
        if level < _HEAT:
            return ("resolved", CurveState()) if self.hottest >= _HEAT else ("rational", self)
        if level < self.hottest:
            return "cool_down", self
        return ("peak" if level >= _PEAK else "take_off"), CurveState(level)


def stages(levels: Iterable[int]) -> list[Stage]:
    """The stage of each message of one thread.

    >>> stages([1, 2, 4, 2, 0, 1])
    ['rational', 'take_off', 'peak', 'cool_down', 'resolved', 'rational']
    """
    state, found = CurveState(), []
    for level in levels:
        stage, state = state.follow(level)
        found.append(stage)
    return found


def stage_probabilities(levels: Iterable[Sequence[float]]) -> list[dict[Stage, float]]:
    """The probability of each stage of each message, from the probabilities of its levels [messages][levels].

    Exact: all curves the levels allow are summed over, by the hottest level so far (the forward algorithm of a
    Markov chain whose states are `CurveState`). Levels of different messages are taken as independent. A row is
    scaled to sum to 1.

    >>> [row["peak"] for row in stage_probabilities([[0, 0, 1.0, 0, 0, 0], [0, 0.5, 0, 0.5, 0, 0]])]
    [0.0, 0.5]
    """
    reached, found = {CurveState(): 1.0}, []
    for row in levels:
        share = _scaled(row)
        chances: dict[Stage, float] = dict.fromkeys(STAGES, 0.0)
        following: dict[CurveState, float] = {}
        for state, chance in reached.items():
            for level, probability in enumerate(share):
                stage, after = state.follow(level)
                chances[stage] += chance * probability
                following[after] = following.get(after, 0.0) + chance * probability
        reached = following
        found.append(chances)
    return found


def take_off_probabilities(levels: Iterable[Sequence[float]]) -> list[float]:
    """The probability of each message that the thread took off with it; what is missing to 1: that it never did.

    >>> take_off_probabilities([[1.0, 0, 0, 0, 0, 0], [0, 0.5, 0, 0.5, 0, 0]])
    [0.0, 0.5]
    """
    calm, found = 1.0, []
    for row in levels:
        heated = sum(_scaled(row)[_HEAT:])
        found.append(calm * heated)
        calm *= 1.0 - heated
    return found


def take_off(stages_found: Sequence[str | None]) -> int | None:
    """Which message the thread took off with: the first at take-off or peak."""
    return next((index for index, stage in enumerate(stages_found) if stage in RISING), None)


def peak(levels: Sequence[int | None]) -> int | None:
    """Which message is the peak: the first of the hottest, if it reaches the level of a peak."""
    known = [level for level in levels if level is not None]
    top = max(known, default=0)
    return list(levels).index(top) if top >= _PEAK else None


def _scaled(row: Sequence[float]) -> list[float]:
    total = sum(row)
    return [probability / total for probability in row] if total > 0 else [1.0, *[0.0] * (len(row) - 1)]
