"""The chance that the customer's next message is hotter than the last.

In: a `HostilityCurve` so far. Out: a `Forecast`, or None where the customer has not written. A logistic regression of
five readable features, fitted on the threads of `pipeline.corpus` (97 conversations written for the project, so a real
inbox may differ; `pipeline.conversation.judging` refits and judges it by cross-validation against "same as the last
message" and prints the false alarms). Once the company has answered, its answer counts: its length, and whether it
holds a figure (a date, an amount, a number of hours). It shows what went with what; it does not know causes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.conversation.turns import HostilityCurve

FEATURES = ("level", "trend", "below_hottest", "reply_length", "reply_figure")
"""Levels in steps; the reply's length in hundreds of columns, of which `_LONGEST` count."""
AFTER_REPLY = (3.582, -0.838, 0.5, -0.879, -1.465, -1.11)
BEFORE_REPLY = (1.866, -0.988, 0.335, -0.799)
"""Intercept and a weight per feature; before a reply only the first three features count."""
WARN_FROM = 0.5
MEASURED = {False: (92, 131, 139), True: (106, 144, 139)}
"""Rises foretold, warnings, rises in all, in cross-validation, without (False) and with a reply (True)."""
_LONGEST = 4.0
_WIDE_FROM, _WIDE = "\u2e80", 2.5
"""A letter of Chinese, Japanese or Korean says about as much as two and a half of an alphabet."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """``hotter``: the chance from 0 to 1. ``answered``: whether the company has replied since the customer's last message."""

    hotter: float
    answered: bool

    @property
    def warns(self) -> bool:
        """Whether it is likelier than not."""
        return self.hotter >= WARN_FROM

    def to_dict(self) -> dict[str, float | bool]:
        """As it stands in the JSON of a curve."""
        return {"hotter": round(self.hotter, 4), "answered": self.answered}


def forecast(found: HostilityCurve) -> Forecast | None:
    """The forecast for the next message of a thread; None for a letter followed by sentence."""
    customers = found.customers
    if not customers or found.unit == "sentence":
        return None
    levels = [_expected(found.turns[place].scores or ()) for place in customers]
    replies = [turn.text for turn in found.turns[customers[-1] + 1 :]]
    values = features(levels, "\n".join(replies) if replies else None)
    weights = AFTER_REPLY if replies else BEFORE_REPLY
    total = weights[0] + sum(weight * value for weight, value in zip(weights[1:], values, strict=True))
    return Forecast(1 / (1 + math.exp(-total)), bool(replies))


def outlook(ahead: Forecast | None) -> str:
    """The forecast in words, with what it is worth; empty without one."""
    if ahead is None:
        return ""
    when = "after the company’s answer" if ahead.answered else "before an answer"
    right, warned, rises = MEASURED[ahead.answered]
    worth = f"in tests {warned - right} of {warned} warnings were false, and {right} of {rises} rises were found"
    return f"The chance that the customer’s next message is hotter, {when}: {ahead.hotter:.0%} ({worth})."


def features(levels: Sequence[float], reply: str | None) -> list[float]:
    """The values of `FEATURES` from the customer's levels so far; without a reply the first three."""
    last = levels[-1]
    values = [last, last - levels[-2] if len(levels) > 1 else 0.0, max(levels) - last]
    if reply is None:
        return values
    columns = sum(_WIDE if letter >= _WIDE_FROM else 1.0 for letter in reply)
    return [*values, min(columns / 100, _LONGEST), float(any(letter.isdecimal() for letter in reply))]


def _expected(scores: Sequence[float]) -> float:
    return sum(level * score for level, score in enumerate(scores)) / (sum(scores) or 1.0)
