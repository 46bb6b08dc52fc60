"""The part of a letter that is another letter: quoted history, or a letter passed on.

In: a normalised body. Out: the one range to set aside next, always at the end or at the beginning, or None. Rules,
from sure to less sure; where none fits nothing is cut, because a lost sentence is worse than a kept quotation:

1. A divider, a header block or an intro with address and date, with unmarked text below: all below is history.
2. A block of ">" lines at the end, with an intro or of at least two lines: the block, with its intro.
3. A block of ">" lines with an intro at the very beginning: the answer stands below it, and stays.
4. Several blocks with own words between them: an answer line by line. It stays whole.

History is a forward where a marker or the subject says so, or where above it stands nothing, or no more than "FYI".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from pipeline.clean.markers import Marker, find_markers, header_block, is_for_information, is_quoted, unquoted
from pipeline.clean.normalization import normalize
from pipeline.records import Forwarded

_HEADING_LINES = 30
_WRAPPED_FROM = 60
"""Length of a quoted line from which on an unmarked line below it may be its wrapped rest."""


@dataclass(frozen=True, slots=True)
class History:
    """Characters ``start`` to ``end`` of a text, to be set aside."""

    start: int
    end: int
    reason: Literal["quoted", "forwarded"]
    forwarded: Forwarded | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    """Quoted lines ``start`` to ``end``; ``marker`` is what announces them, if anything does."""

    start: int
    end: int
    marker: Marker | None

    @property
    def first(self) -> int:
        """The first line that goes with the block."""
        return self.marker.start if self.marker else self.start


def find_history(text: str, *, forward_subject: bool) -> History | None:
    """What of ``text`` is to be set aside next; None where nothing is, for certain enough."""
    lines = text.split("\n")
    structure = _structure(lines)
    offsets = [0, *accumulate(len(line) + 1 for line in lines)]
    for marker in structure.boundaries:
        found = _suffix(text, lines, offsets[marker.start], marker, forward_subject=forward_subject)
        if found:
            return found
    if len(structure.blocks) != 1:
        return None
    (block,) = structure.blocks
    above, below = "\n".join(lines[: block.first]), "\n".join(lines[block.end :])
    if not below.strip() and (block.marker or block.end - block.start > 1):
        return _suffix(text, lines, offsets[block.first], block.marker or _bare(block), forward_subject=forward_subject)
    if below.strip() and not above.strip() and block.marker and not block.marker.forwarded:
        return History(0, offsets[block.end], "quoted")
    return None


def holds_history(text: str) -> bool:
    """Whether ``text`` looks as if history were left in it: a sure marker, or two quoted lines in a row."""
    structure = _structure(text.split("\n"))
    return bool(structure.boundaries) or any(block.marker or block.end - block.start > 1 for block in structure.blocks)


def _bare(block: _Block) -> Marker:
    """Stands for the marker that a block lacks."""
    return Marker(block.start, block.start, strong=False, heading=False)


@dataclass(frozen=True, slots=True)
class _Structure:
    """Forwards and markers with unmarked text below them, and blocks, neighbouring ones taken together."""

    boundaries: list[Marker]
    blocks: list[_Block]


def _structure(lines: Sequence[str]) -> _Structure:
    markers = list(find_markers(lines))
    below = {_next_filled(lines, marker.end): marker for marker in markers}
    blocks: list[_Block] = []
    for start, end in _runs(lines):
        block = _Block(start, end, below.pop(start, None))
        if blocks and not any(line.strip() for line in lines[blocks[-1].end : block.first]):
            blocks[-1] = _Block(blocks[-1].start, end, blocks[-1].marker)
        else:
            blocks.append(block)
    unmarked = {marker.start for marker in below.values()}
    return _Structure([marker for marker in markers if marker.forwarded or (marker.strong and marker.start in unmarked)], blocks)


def _next_filled(lines: Sequence[str], number: int) -> int:
    while number < len(lines) and not lines[number].strip():
        number += 1
    return number


def _runs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches of quoted lines, with the wrapped rests of long ones."""
    runs: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        if not is_quoted(line):
            continue
        if runs and (runs[-1][1] == number or (runs[-1][1] == number - 1 and _is_rest(lines, number - 1))):
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs


def _is_rest(lines: Sequence[str], number: int) -> bool:
    """Whether a line between two quoted ones is what was wrapped off the one above."""
    return bool(lines[number].strip()) and len(lines[number - 1]) >= _WRAPPED_FROM and len(lines[number]) < len(lines[number - 1])


def _suffix(text: str, lines: Sequence[str], start: int, marker: Marker, *, forward_subject: bool) -> History | None:
    """Everything from ``start`` on, as history or forward; None where that would leave nothing and is no forward."""
    own = text[:start].strip()
    rest, inner = _heading_within(lines[marker.end :])
    heading = marker.heading or (inner is not None and inner.heading)
    passed_on = marker.forwarded or (inner and inner.forwarded) or is_for_information(own) or (heading and not own)
    passed_on = passed_on or (forward_subject and (heading or marker.strong))
    if passed_on:
        forwarded = _forwarded(rest, {**marker.fields, **(inner.fields if inner else {})})
        if forwarded.text:
            return History(start, len(text), "forwarded", forwarded)
    return History(start, len(text), "quoted") if own else None


def _heading_within(lines: Sequence[str]) -> tuple[Sequence[str], Marker | None]:
    """The lines below a marker, without their quote marks and without the heading they may begin with; that heading."""
    first = _next_filled(lines, 0)
    if first < len(lines) and is_quoted(lines[first]):
        lines = [unquoted(line) for line in lines]
    first = _next_filled(lines, 0)
    inner = next(find_markers(lines[first : first + _HEADING_LINES]), None)
    if inner and inner.start == 0 and inner.heading:
        return lines[first + inner.end :], inner
    end, fields = header_block(lines, first)
    return lines[end:], (Marker(first, end, strong=False, heading=False, fields=fields) if fields else None)


def _forwarded(lines: Sequence[str], fields: Mapping[str, str]) -> Forwarded:
    return Forwarded(_address(fields.get("from")), fields.get("subject"), fields.get("date"), normalize("\n".join(lines)))


def _address(value: str | None) -> str | None:
    """The address in a From line, or else the whole line."""
    words = (value or "").replace("mailto:", " ").translate(dict.fromkeys(map(ord, "<>()[]\"'"), " ")).split()
    return next((word for word in words if "@" in word), value)
