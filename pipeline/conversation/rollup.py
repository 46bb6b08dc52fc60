"""Many conversations at a glance: customers whose recent messages are hot, threads that rise now.

In: label records in order. Out: small frozen rows. What is added up is the heat of messages, and it fades: a message
counts half after `HALF_LIFE` days. Archetypes (style, loyalty) are never added up: they tell how one message is written
and are no verdict on a person. Not here: who the customer of a record is (the caller says), storing anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.conversation.forecast import Forecast, forecast
from pipeline.conversation.labelling import curve_of
from pipeline.conversation.turns import HostilityCurve
from pipeline.curve import RISING
from pipeline.errors import UsageError
from pipeline.records import Record
from pipeline.scoring import Scorer

HALF_LIFE = 30.0
"""Days after which a message counts half."""
NOTE = (
    "Heat is that of recent messages and fades by half every {days:g} days. It says how messages were written, "
    "never what a person is like; archetypes are not kept with a customer."
)
_DAY = 86400.0


@dataclass(frozen=True, slots=True)
class CustomerHeat:
    """``heat``: the mean level of a customer's messages, recent ones counting more. ``weight``: how many recent messages
    that rests on. ``undated`` messages could not be weighed and are left out.
    """

    customer: str
    heat: float
    weight: float
    messages: int
    undated: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class RisingThread:
    """A thread whose last customer message stands at take-off or peak."""

    thread: str
    curve: HostilityCurve
    forecast: Forecast | None

    @property
    def answered(self) -> bool:
        """Whether the company has written since."""
        return self.curve.turns[-1].level is None

    @property
    def level(self) -> int:
        """The level of the customer's last message."""
        return self.curve.turns[self.curve.customers[-1]].level or 0


def by_customer(
    records: Iterable[Record], customer: Callable[[Record], str | None], *, now: datetime, half_life: float = HALF_LIFE
) -> list[CustomerHeat]:
    """Customers by the heat of their recent messages, the hottest first; say `note` where it is shown.

    ``customer`` names a record's customer (a hash of the address is enough), or None to leave it out.

    Raises:
        UsageError: ``half_life`` is not above 0.
    """
    if not half_life > 0:
        raise UsageError(f"a half-life of {half_life} days is none", hint="give a number of days above 0")
    dated: dict[str, list[tuple[datetime, int]]] = {}
    undated: dict[str, int] = {}
    for record in records:
        name, level = customer(record), _level(record)
        if name is None or level is None:
            continue
        moment = _moment(record.date)
        if moment is None:
            undated[name] = undated.get(name, 0) + 1
        else:
            dated.setdefault(name, []).append((moment, level))
    rows = [_weighed(name, found, undated.get(name, 0), now, half_life) for name, found in dated.items()]
    return sorted(rows, key=lambda row: (-row.heat * min(1.0, row.weight), row.customer))


def note(half_life: float = HALF_LIFE) -> str:
    """What must be said beside `by_customer`."""
    return NOTE.format(days=half_life)


def rising_now(records: Iterable[Record]) -> list[RisingThread]:
    """The threads that end at take-off or peak: unanswered ones first, then the hottest, then the likeliest to rise."""
    threads: dict[str, list[Record]] = {}
    for record in records:
        if record.thread is not None:
            threads.setdefault(record.thread, []).append(record)
    found = [_thread(name, members) for name, members in threads.items()]
    rising = [thread for thread in found if thread.curve.customers and thread.curve.turns[thread.curve.customers[-1]].stage in RISING]
    return sorted(rising, key=lambda thread: (thread.answered, -thread.level, -(thread.forecast.hotter if thread.forecast else 0.0)))


def _thread(name: str, members: Sequence[Record]) -> RisingThread:
    found = curve_of(members, _no_model, sentences=False)
    return RisingThread(name, found, forecast(found))


def _no_model() -> Scorer:
    raise UsageError("a record has no labels", hint="label the messages first")


def _weighed(name: str, found: Sequence[tuple[datetime, int]], undated: int, now: datetime, half_life: float) -> CustomerHeat:
    weights = [0.5 ** (max(0.0, (now - moment).total_seconds()) / _DAY / half_life) for moment, _ in found]
    total = sum(weights)
    heat = sum(weight * level for weight, (_, level) in zip(weights, found, strict=True)) / total if total else 0.0
    return CustomerHeat(name, heat, total, len(found), undated, max(moment for moment, _ in found))


def _level(record: Record) -> int | None:
    level = (record.labels or {}).get("hostility")
    return level if isinstance(level, int) else None


def _moment(date: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(date) if date else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)
