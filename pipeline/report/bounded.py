"""Collectors that stay the same size however many records pass: tallies, the hottest messages, open threads.

In: keys and records, one at a time, in input order. Out: exact answers while the caps hold, and where one
is passed a visible count of what was left out, never a silent loss. Not here: what the answers mean.
"""

from __future__ import annotations

import heapq
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pipeline.records import LabelValue, Record, Rejected
from pipeline.report.excerpt import Excerpt, excerpt, one_line

OTHER = "(other)"
"""The key under which a full `Tally` counts what has no place of its own."""
RISING = frozenset({"take_off", "peak"})
_NAME_LENGTH = 120
_TRAIL = 16


@dataclass(slots=True)
class Tally:
    """Counts per key, for at most ``limit`` keys; later ones are counted together as `OTHER`."""

    limit: int
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, key: str) -> None:
        """Count one more of ``key``."""
        self.counts[key if key in self.counts or len(self.counts) < self.limit else OTHER] += 1

    def ranked(self) -> list[tuple[str, int]]:
        """Keys with their counts, the most frequent first."""
        return self.counts.most_common()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One message as a card shows it."""

    id: str
    source: str
    lang: str
    level: int
    stage: str | None
    channel: str | None
    date: str | None
    review: bool
    labels: Mapping[str, LabelValue]
    excerpt: Excerpt


def quote(record: Record, level: int, heat: str) -> Quoted:
    """The card of ``record``; its excerpt lies around the first evidence for facet ``heat``."""
    spans = next((spans for name, spans in record.evidence.items() if name.startswith(f"{heat}.") and spans), None)
    return Quoted(
        id=one_line(record.id, _NAME_LENGTH),
        source=one_line(record.source, _NAME_LENGTH),
        lang=one_line(record.lang, _NAME_LENGTH),
        level=level,
        stage=record.stage,
        channel=record.channel and one_line(record.channel, _NAME_LENGTH),
        date=record.date,
        review=record.review,
        labels=record.labels or {},
        excerpt=excerpt(record.text, spans[0] if spans else None),
    )


class Hottest:
    """The ``size`` messages of the highest level above 0; of equals the earlier ones."""

    def __init__(self, size: int = 12) -> None:
        self.size = size
        self._heap: list[tuple[int, int, Quoted]] = []

    def __len__(self) -> int:
        return len(self._heap)

    def add(self, record: Record, level: int, heat: str, order: int) -> None:
        """Offer a record; ``order`` is its place in the input, so that no two ranks are equal."""
        if level < 1 or (len(self._heap) == self.size and (level, -order) < self._heap[0][:2]):
            return
        entry = (level, -order, quote(record, level, heat))
        (heapq.heappushpop if len(self._heap) == self.size else heapq.heappush)(self._heap, entry)

    def ranked(self) -> list[Quoted]:
        """The hottest first."""
        return [entry[2] for entry in sorted(self._heap, key=lambda entry: entry[:2], reverse=True)]


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread so far: the levels of its last customer messages, where it stands, who spoke last."""

    id: str
    levels: tuple[int, ...]
    messages: int
    answered: bool
    last: Quoted

    @property
    def rising(self) -> bool:
        """Whether its last customer message stands at take-off or peak."""
        return self.last.stage in RISING


class Threads:
    """The threads seen last: up to ``rising`` that stand at take-off or peak, up to ``calm`` of the rest.

    ``forgotten`` counts rising threads that had to make room: then the list is not complete.
    """

    def __init__(self, *, rising: int = 2000, calm: int = 4000) -> None:
        self.forgotten = 0
        self._caps = {True: rising, False: calm}
        self._open: dict[bool, OrderedDict[str, Thread]] = {True: OrderedDict(), False: OrderedDict()}

    def __len__(self) -> int:
        return sum(map(len, self._open.values()))

    def add(self, record: Record, level: int, heat: str) -> None:
        """A customer's message; those without a thread are left out."""
        if record.thread is None:
            return
        before = self._take(record.thread)
        levels = (*before.levels, level)[-_TRAIL:] if before else (level,)
        count = before.messages + 1 if before else 1
        self._put(record.thread, Thread(one_line(record.thread, _NAME_LENGTH), levels, count, False, quote(record, level, heat)))

    def answer(self, key: str | None) -> None:
        """The company's message: the thread's last word is no longer the customer's."""
        before = self._take(key) if key is not None else None
        if before and key is not None:
            self._put(key, replace(before, answered=True))

    def rising(self) -> list[Thread]:
        """Threads of two or more customer messages that end at take-off or peak, the hottest and longest first."""
        found = [thread for thread in self._open[True].values() if thread.messages > 1]
        return sorted(found, key=lambda thread: (-thread.last.level, -thread.messages))

    def _take(self, key: str) -> Thread | None:
        return self._open[True].pop(key, None) or self._open[False].pop(key, None)

    def _put(self, key: str, thread: Thread) -> None:
        shelf = self._open[thread.rising]
        shelf[key] = thread
        if len(shelf) > self._caps[thread.rising]:
            _, gone = shelf.popitem(last=False)
            self.forgotten += gone.rising


@dataclass(slots=True)
class RejectedInputs:
    """All counted by reason; the first ``size`` kept to be shown."""

    size: int = 50
    total: int = 0
    first: list[Rejected] = field(default_factory=list)
    reasons: Tally = field(default_factory=lambda: Tally(50))

    def add(self, rejected: Rejected) -> None:
        """One more input that could not be read."""
        self.total += 1
        self.reasons.add(one_line(rejected.reason, _NAME_LENGTH))
        if len(self.first) < self.size:
            kept = (one_line(part, 2 * _NAME_LENGTH) for part in (rejected.source, rejected.reason, rejected.detail))
            self.first.append(Rejected(*kept))
