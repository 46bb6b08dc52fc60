"""How numbers are written in a report: three digits, a dash for what is undefined, shades in percent.

In: numbers and intervals. Out: short texts, and cells of a table that is shaded by its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.metrics import Interval

NOTHING = "–"
METRIC_NAMES: Mapping[str, str] = {
    "macro_f1": "Macro-F1",
    "micro_f1": "Micro-F1",
    "accuracy": "Accuracy",
    "exact_match": "Exact match",
    "complaint_f1": "Complaint: F1",
    "complaint_macro_f1": "Complaint yes/no: macro-F1",
    "qwk": "Quadratic kappa",
    "mae": "Mean error in levels",
    "within_one": "Within one level",
    "off_by_two": "Off by two levels or more",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A number on a ground: ``shade`` is 0 to 100, None without a number; ``tone`` names the colour of the ground."""

    text: str
    shade: float | None
    few: bool = False
    title: str = ""
    tone: str = "good"


EMPTY = Cell(NOTHING, None)


def number(value: float | None) -> str:
    """Three digits."""
    return NOTHING if value is None else f"{value:.3f}"


def signed(value: float | None) -> str:
    """Three digits and a sign."""
    return NOTHING if value is None else f"{value:+.3f}"


def bounds(found: Interval) -> str:
    """The two ends of an interval."""
    return NOTHING if found.low is None else f"{number(found.low)} – {number(found.high)}"


def interval_text(found: Interval) -> str:
    """The value with its interval in brackets."""
    return number(found.value) if found.low is None else f"{number(found.value)} ({bounds(found)})"


def share(value: float | None) -> str:
    """In percent, without digits after the point where there are enough before it."""
    return NOTHING if value is None else f"{100 * value:.0f} %" if value >= 0.1 or not value else f"{100 * value:.1f} %"


def share_text(found: Interval) -> str:
    """A share with its interval."""
    return share(found.value) if found.low is None else f"{share(found.value)} ({share(found.low)} – {share(found.high)})"


def percent(value: float) -> float:
    """A place on a track of 0 to 100."""
    return round(100 * min(1.0, max(0.0, value)), 1)
