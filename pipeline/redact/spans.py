"""What was masked in a text, and where: `Span`, `Redacted`, and the way back to the original.

In: a text and the ranges that were found. Out: the text with a placeholder for each, and the ranges, sorted and
apart from each other. Placeholders are one fixed set for all languages (`PLACEHOLDERS`), short words in square
brackets, which a reader understands in a sentence and a model reads as plain words. None of them matches what is
masked, so masking twice equals masking once. Offsets count characters. Nothing is searched for here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["email", "url", "iban", "card", "id", "phone", "order", "name"]
PLACEHOLDERS: dict[Kind, str] = {
    "email": "[email]",
    "url": "[link]",
    "iban": "[IBAN]",
    "card": "[card]",
    "id": "[id]",
    "phone": "[phone]",
    "order": "[order]",
    "name": "[name]",
}
"""What stands in the text instead. In order of precedence: where two kinds claim the same characters, the earlier wins."""
_RANK = {kind: rank for rank, kind in enumerate(PLACEHOLDERS)}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` of the original text are of this ``kind``."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Redacted:
    """A masked text, and the ranges of the original that were masked, in order."""

    text: str
    spans: tuple[Span, ...] = ()

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original that characters ``start`` to ``end`` of the masked text stand for; a placeholder counts whole."""
        return self._original(start, at_end=False), self._original(end, at_end=True)

    def to_redacted(self, start: int, end: int) -> tuple[int, int]:
        """The range of the masked text in which characters ``start`` to ``end`` of the original stand."""
        return self._masked(start, at_end=False), self._masked(end, at_end=True)

    def _original(self, position: int, *, at_end: bool) -> int:
        grown = 0
        for span in self.spans:
            begins = span.start + grown
            ends = begins + len(PLACEHOLDERS[span.kind])
            if position <= begins:
                break
            if position < ends:
                return span.end if at_end else span.start
            grown += ends - begins - (span.end - span.start)
        return position - grown

    def _masked(self, position: int, *, at_end: bool) -> int:
        grown = 0
        for span in self.spans:
            width = len(PLACEHOLDERS[span.kind])
            if position <= span.start:
                break
            if position < span.end:
                return span.start + grown + (width if at_end else 0)
            grown += width - (span.end - span.start)
        return position + grown


def apply(text: str, found: Iterable[Span]) -> Redacted:
    """``text`` with a placeholder for each of ``found``; where two overlap, the kind that is surer wins whole."""
    spans = _apart(found)
    pieces, end = [], 0
    for span in spans:
        pieces += [text[end : span.start], PLACEHOLDERS[span.kind]]
        end = span.end
    return Redacted("".join([*pieces, text[end:]]), tuple(spans))


def _apart(found: Iterable[Span]) -> list[Span]:
    """The spans that stay, in order: each in the order of precedence, if nothing before it took its characters."""
    taken: list[Span] = []
    starts: list[int] = []
    for span in sorted(found, key=lambda span: (_RANK[span.kind], span.start, -span.end)):
        place = bisect_right(starts, span.start)
        before_is_free = place == 0 or taken[place - 1].end <= span.start
        after_is_free = place == len(taken) or taken[place].start >= span.end
        if span.start < span.end and before_is_free and after_is_free:
            taken.insert(place, span)
            starts.insert(place, span.start)
    return taken
