"""Days into the columns of a chart: by day, week, month or year, whatever shows the period best.

In: messages per ISO day and level. Out: consecutive buckets, empty ones included, so that a gap in time is
a gap on paper. Stray dates far from the rest (a wrong clock, 1970) would flatten the chart; at most 1% at
either end are set aside, and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.report import wording

_MOST_COLUMNS = 62
_STRAY_SHARE = 0.01
_STRAY_FACTOR = 3


@dataclass(frozen=True, slots=True)
class Bucket:
    """A day, week, month or year: "in Mar 2026", the short form for the axis, its messages per level."""

    when: str
    tick: str
    counts: list[int]

    @property
    def messages(self) -> int:
        """All levels together."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Timeline:
    """``grain`` is the word for one bucket; ``strays`` counts messages that lie outside the drawn period."""

    grain: str
    buckets: list[Bucket]
    strays: int


@dataclass(frozen=True, slots=True)
class _Grain:
    word: str
    start: Callable[[date], date]
    following: Callable[[date], date]
    when: Callable[[date], str]
    tick: Callable[[date], str]


def _new_year(day: date) -> date:
    return day.replace(month=1, day=1)


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _month_after(start: date) -> date:
    return (start.replace(day=28) + timedelta(days=4)).replace(day=1)


_GRAINS = (
    _Grain("day", lambda day: day, lambda day: day + timedelta(1), lambda day: f"on {wording.day(day)}", wording.day_short),
    _Grain("week", _monday, lambda day: day + timedelta(7), lambda day: f"in the week of {wording.day(day)}", wording.day_short),
    _Grain("month", lambda day: day.replace(day=1), _month_after, lambda day: f"in {wording.month(day)}", wording.month),
    _Grain("year", _new_year, lambda day: day.replace(year=day.year + 1), lambda day: f"in {day.year}", lambda day: str(day.year)),
)


def timeline(days: Mapping[str, Sequence[int]]) -> Timeline | None:
    """The columns of ``days``; None where there are none."""
    if not days:
        return None
    dated = {date.fromisoformat(iso): list(counts) for iso, counts in sorted(days.items())}
    first, last = _window(dated)
    grain = next((grain for grain in _GRAINS if _columns(grain, first, last) <= _MOST_COLUMNS), _GRAINS[-1])
    starts = list(_starts(grain, first, last))[-_MOST_COLUMNS:]
    inside = {day: counts for day, counts in dated.items() if starts[0] <= day <= last}
    buckets = {start: [0] * len(next(iter(dated.values()))) for start in starts}
    for day, counts in inside.items():
        bucket = buckets[grain.start(day)]
        bucket[:] = [before + more for before, more in zip(bucket, counts, strict=True)]
    strays = _total(dated) - _total(inside)
    return Timeline(grain.word, [Bucket(grain.when(start), grain.tick(start), counts) for start, counts in buckets.items()], strays)


def _total(days: Mapping[date, Sequence[int]]) -> int:
    return sum(map(sum, days.values()))


def _window(days: Mapping[date, Sequence[int]]) -> tuple[date, date]:
    """The first and last day to draw."""
    every = list(days)
    allowed = int(_total(days) * _STRAY_SHARE)
    first, last = _inner(days, every, allowed), _inner(days, every[::-1], allowed)
    whole, kept = (every[-1] - every[0]).days, (last - first).days
    return (first, last) if whole > _STRAY_FACTOR * max(kept, 7) else (every[0], every[-1])


def _inner(days: Mapping[date, Sequence[int]], order: Sequence[date], allowed: int) -> date:
    """The first day of ``order`` before which more than ``allowed`` messages would be lost."""
    passed = 0
    for day in order:
        passed += sum(days[day])
        if passed > allowed:
            return day
    return order[-1]


def _columns(grain: _Grain, first: date, last: date) -> int:
    """About how many columns a grain needs, without walking them."""
    days = (last - first).days
    return {"day": days + 1, "week": days // 7 + 2, "month": days // 30 + 1}.get(grain.word, days // 365 + 1)


def _starts(grain: _Grain, first: date, last: date) -> Iterator[date]:
    start = grain.start(first)
    while start <= last:
        yield start
        start = grain.following(start)
