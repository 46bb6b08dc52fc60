"""The hostility curve: from the levels of a thread's messages to the stage of each.

In: levels (0 calm … 5 abusive) of the customer's messages, in order. Out: a stage each, which depends on
the levels up to and including it, never on later ones: rational → take_off → peak → cool_down →
resolved (``docs/annotation.md``). Pure functions; the running state is one small record per thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Stage = Literal["rational", "take_off", "peak", "cool_down", "resolved"]
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
