"""What a stream of labelled messages says, counted in constant memory.

In: records and rejected inputs, one at a time, with labels of any taxonomy. Out: counts per label, group,
level, stage, language, channel and day; review reasons; the hottest messages; the threads that rise.
The first ordinal facet is the heat; without one there are no hot messages. Only customers' messages are
counted, the company's only close threads. Not here: words, percentages, drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.records import LabelValue, Record, Rejected
from pipeline.report.bounded import OTHER, Hottest, RejectedInputs, Tally, Threads
from pipeline.report.excerpt import one_line
from pipeline.taxonomy import Taxonomy

_MOST_DAYS = 4000
_MOST_LANGUAGES = 100
_PLAUSIBLE_YEARS = range(1980, 2101)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(slots=True)
class LanguageCount:
    """One language's messages: how many, how many complaints and reviews, and how many at each level."""

    levels: list[int]
    messages: int = 0
    complaints: int = 0
    review: int = 0

    @property
    def mean_level(self) -> float | None:
        """The mean level of heat; None where no message has a level."""
        total = sum(self.levels)
        return sum(level * count for level, count in enumerate(self.levels)) / total if total else None


@dataclass(slots=True)
class Days:
    """Messages per calendar day and level; ``undated`` counts those with no readable date, or past the cap."""

    width: int
    counts: dict[str, list[int]] = field(default_factory=dict)
    undated: int = 0

    def add(self, date: str | None, level: int) -> None:
        """One message of ``date`` (ISO 8601), on the writer's own calendar day."""
        day = _day(date)
        if day is None or (day not in self.counts and len(self.counts) >= _MOST_DAYS):
            self.undated += 1
        else:
            self.counts.setdefault(day, [0] * self.width)[level] += 1


class Summary:
    """Counts of everything `add` was given.

    ``counts``: facet → label → messages. ``hot_counts``: the same for hot messages only. ``groups``: facet →
    group → messages with a label of it. ``filled``: facet → messages with any label of it. ``unknown_labels``
    counts labels that the taxonomy lacks; they are counted nowhere else.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        facets = taxonomy.facets
        self.taxonomy = taxonomy
        self.heat = next((name for name, facet in facets.items() if facet.kind == "ordinal"), None)
        self.levels = len(facets[self.heat].labels) if self.heat else 1
        self.messages = self.from_company = self.review = self.unknown_labels = 0
        self.counts = {name: dict.fromkeys(facet.labels, 0) for name, facet in facets.items()}
        self.hot_counts = {name: dict.fromkeys(facet.labels, 0) for name, facet in facets.items()}
        self.groups = {name: dict.fromkeys(facet.groups, 0) for name, facet in facets.items() if facet.groups}
        self.filled = dict.fromkeys(facets, 0)
        self.languages: dict[str, LanguageCount] = {}
        self.days = Days(self.levels)
        self.stages, self.channels, self.review_reasons = Tally(50), Tally(50), Tally(100)
        self.hottest = Hottest()
        self.threads = Threads()
        self.rejected = RejectedInputs()

    @property
    def hot_from(self) -> int:
        """The level from which a message is hot: the upper half of the scale (3 of 0 to 5)."""
        return (self.levels + 1) // 2

    @property
    def hot(self) -> int | None:
        """Messages at `hot_from` or above; None without an ordinal facet."""
        return sum(self.level_counts[self.hot_from :]) if self.heat else None

    @property
    def level_counts(self) -> list[int]:
        """Messages at each level of heat, the calm ones first; empty without an ordinal facet."""
        return list(self.counts[self.heat].values()) if self.heat else []

    @property
    def complaints(self) -> int | None:
        """Messages whose intent is a complaint; None where the taxonomy has no such label."""
        return self.counts.get("intent", {}).get("complaint")

    def add(self, item: Record | Rejected) -> None:
        """Count one labelled message, or one input that could not be read."""
        if isinstance(item, Rejected):
            self.rejected.add(item)
        elif item.labels is None:
            self.from_company += 1
            self.threads.answer(item.thread)
        else:
            self._add_message(item)

    def _add_message(self, record: Record) -> None:
        self.messages += 1
        codes = self._known(record.labels or {})
        level = self._level(record)
        self._count_labels(codes, hot=self.heat is not None and level >= self.hot_from)
        self._count_language(record, level, complaint="complaint" in codes.get("intent", ()))
        self._count_review(record)
        self.days.add(record.date, level)
        if record.stage:
            self.stages.add(record.stage)
        if record.channel:
            self.channels.add(one_line(record.channel, 60))
        if self.heat:
            self.hottest.add(record, level, self.heat, self.messages)
            self.threads.add(record, level, self.heat)

    def _known(self, labels: Mapping[str, LabelValue]) -> dict[str, set[str]]:
        """The labels that the taxonomy has, by facet; the others are counted."""
        self.unknown_labels += len(labels.keys() - self.counts.keys())
        return {name: set(self._codes(name, labels[name])) for name in self.counts if name in labels}

    def _codes(self, name: str, value: LabelValue) -> Iterator[str]:
        facet = self.taxonomy.facets[name]
        for code in value if isinstance(value, list) else [value]:
            is_level = isinstance(code, int) and 0 <= code < len(facet.labels)
            known = is_level if facet.kind == "ordinal" else code in facet.labels
            self.unknown_labels += not known
            if known:
                yield facet.label_names[code] if isinstance(code, int) else code

    def _level(self, record: Record) -> int:
        value = (record.labels or {}).get(self.heat or "")
        return value if isinstance(value, int) and 0 <= value < self.levels else 0

    def _count_labels(self, codes: dict[str, set[str]], *, hot: bool) -> None:
        for name, found in codes.items():
            self.filled[name] += bool(found)
            for code in found:
                self.counts[name][code] += 1
                self.hot_counts[name][code] += hot
            for group in {self.taxonomy.facets[name].group_of(code) for code in found} - {None}:
                self.groups[name][str(group)] += 1

    def _count_language(self, record: Record, level: int, *, complaint: bool) -> None:
        name = one_line(record.lang, 40)
        known = name in self.languages or len(self.languages) < _MOST_LANGUAGES
        count = self.languages.setdefault(name if known else OTHER, LanguageCount([0] * self.levels))
        count.messages += 1
        count.levels[level] += 1
        count.complaints += complaint
        count.review += record.review

    def _count_review(self, record: Record) -> None:
        if record.review:
            self.review += 1
            for reason in {self._reason(why) for why in record.review_why}:
                self.review_reasons.add(reason)

    def _reason(self, why: str) -> str:
        """What a reason has in common with others of its kind: its facet, else its words without the figures."""
        head = why.partition(":")[0]
        return head if head in self.counts else one_line(_NUMBER.sub("…", why), 80)


def _day(date: str | None) -> str | None:
    """The calendar day of an ISO date; None for what is unreadable or can only be a wrong clock."""
    try:
        found = datetime.fromisoformat(date).date() if date else None
    except ValueError:
        return None
    return found.isoformat() if found and found.year in _PLAUSIBLE_YEARS else None
