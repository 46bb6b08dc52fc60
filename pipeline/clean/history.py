"""The part of a letter that is another letter: quoted history, or a letter passed on.

In: a normalised body. Out: the one range to set aside next, or None. Rules, from sure to less sure; where none fits nothing
is cut, because a lost sentence is worse than a kept quotation:

1. A divider, a header block or an intro with address and date, with unmarked text below: all below is history, unless the
   sender says that the answers stand in it. With nothing above, such an intro alone is set aside, and the text below it stays.
2. A block of ">" lines at the end, with an intro or of at least two lines: the block, with its intro.
3. One block of ">" lines with an intro, and words below it: the block, with its intro; the answer below it stays, and so
   does what stands above.
4. Several blocks with own words between them: an answer line by line. It stays whole, but for a quotation at its end.

History is a forward where a marker or the subject says so, or where above it stands nothing, or no more than "FYI".
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pipeline.clean.header_blocks import header_block
from pipeline.clean.lines import split_lines
from pipeline.clean.markers import Marker, find_markers, is_for_information, is_quoted, unquoted
from pipeline.clean.normalization import normalize
from pipeline.clean.phrases import fold, words
from pipeline.records import Forwarded

_HEADING_LINES = 30
_WRAPPED_FROM = 60
"""Length of a quoted line from which on an unmarked line below it may be its wrapped rest."""
_LINK_ALONE = re.compile(r"[<(\[]?(?:https?://|www\.)\S+|\S+[>)\]][.,]?")
_RULE_FIRST = re.compile(r"^[-_=]{4,}\n")
_END_OF_FORWARD = re.compile(
    r"\n-{3,} ?[^\n-]{0,60}\b(?:ends?|конец|завершение|ende|fin|fine|fim|終わり|ここまで|结束|結束|끝)\b[^\n-]{0,60} ?-{3,}\s*$",
    re.IGNORECASE,
)
"""Becky! and Yandex say where the letter that was passed on ends."""
_MOST_BOUNDARIES = 20
"""Places looked at where history may begin; the first is nearly always the one."""
_ANNOUNCED_WITHIN = 600
"""How much of what stands above is searched for "my answers are below"."""


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

    @property
    def is_sure(self) -> bool:
        """Whether it is a quotation for certain: announced, or of several lines."""
        return self.marker is not None or self.end - self.start > 1


class _Text:
    """A text, its lines, and where they begin."""

    __slots__ = ("lines", "starts", "text")

    def __init__(self, text: str) -> None:
        split = split_lines(text)
        self.text = text
        self.lines: Sequence[str] = [line.text for line in split]
        self.starts = [*(line.start for line in split), len(text)]

    def filled(self, start: int, end: int) -> bool:
        """Whether anything stands on lines ``start`` to ``end``."""
        return any(line.strip() for line in self.lines[start:end])


def find_history(text: str, *, forward_subject: bool) -> History | None:
    """What of ``text`` is to be set aside next; None where nothing is, for certain enough."""
    split, structure = _analysed(text)
    for marker in structure.boundaries[:_MOST_BOUNDARIES]:
        found = _suffix(split, marker.start, marker, forward_subject=forward_subject)
        if found:
            return found
    if not structure.blocks:
        return None
    last = structure.blocks[-1]
    if last.is_sure and not split.filled(last.end, len(split.lines)):
        return _suffix(split, last.first, last.marker or _bare(last), forward_subject=forward_subject)
    if len(structure.blocks) == 1 and last.marker and not last.marker.forwarded:
        return History(split.starts[last.first], split.starts[last.end], "quoted")
    return None


def holds_history(text: str) -> bool:
    """Whether ``text`` looks as if history were left in it: a sure marker, or two quoted lines in a row."""
    _, structure = _analysed(text)
    return bool(structure.boundaries) or any(block.is_sure for block in structure.blocks)


def _bare(block: _Block) -> Marker:
    """Stands for the marker that a block lacks."""
    return Marker(block.start, block.start, strong=False, heading=False)


@dataclass(frozen=True, slots=True)
class _Structure:
    """Forwards and markers with unmarked text below them, and blocks, neighbouring ones taken together."""

    boundaries: list[Marker]
    blocks: list[_Block]


@lru_cache(maxsize=2)
def _analysed(text: str) -> tuple[_Text, _Structure]:
    """A text and its structure; kept for a moment, for what was found to hold no more history is asked whether it holds some."""
    split = _Text(text)
    return split, _structure(split)


def _structure(split: _Text) -> _Structure:
    lines = split.lines
    markers = list(find_markers(lines))
    below = {_next_filled(lines, marker.end): marker for marker in markers}
    blocks: list[_Block] = []
    for start, end in _runs(lines, {number for marker in markers for number in range(marker.start, marker.end)}):
        block = _Block(start, end, below.pop(start, None))
        if blocks and not split.filled(blocks[-1].end, block.first):
            blocks[-1] = _Block(blocks[-1].start, end, blocks[-1].marker)
        else:
            blocks.append(block)
    unmarked = {marker.start for marker in below.values()}
    return _Structure([marker for marker in markers if marker.forwarded or (marker.strong and marker.start in unmarked)], blocks)


def _next_filled(lines: Sequence[str], number: int) -> int:
    while number < len(lines) and not lines[number].strip():
        number += 1
    return number


def _runs(lines: Sequence[str], announcing: Container[int]) -> list[tuple[int, int]]:
    """Stretches of quoted lines, with the wrapped rests of long ones; lines of markers are none."""
    runs: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        if number in announcing or not is_quoted(line) or "\n" in line:
            continue
        if runs and (runs[-1][1] == number or (runs[-1][1] == number - 1 and _is_rest(lines, number - 1))):
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs


def _is_rest(lines: Sequence[str], number: int) -> bool:
    """Whether a line between two quoted ones is what was wrapped off the one above: words, or a link too long to wrap."""
    line, above = lines[number].strip(), lines[number - 1]
    return bool(line) and ((len(above) >= _WRAPPED_FROM and len(line) < len(above)) or _LINK_ALONE.fullmatch(line) is not None)


def _suffix(split: _Text, first: int, marker: Marker, *, forward_subject: bool) -> History | None:
    """Everything from line ``first`` on, as history or forward; None where that would leave nothing and is no forward."""
    start = split.starts[first]
    own = split.text[:start].strip()
    letter = _passed_on(split.lines, own, marker, forward_subject=forward_subject)
    if letter:
        return History(start, len(split.text), "forwarded", letter)
    if own:
        return None if marker.strong and _answers_within(own) else History(start, len(split.text), "quoted")
    return _intro_alone(split, start, marker)


def _passed_on(lines: Sequence[str], own: str, marker: Marker, *, forward_subject: bool) -> Forwarded | None:
    """The letter below ``marker`` where it was passed on; None where it is history, or empty."""
    rest, inner = _heading_within(lines[marker.end :], announced=marker.forwarded and not marker.fields)
    heading = marker.heading or (inner is not None and inner.heading)
    said = marker.forwarded or (inner and inner.forwarded) or (forward_subject and (heading or marker.strong))
    if not (said or is_for_information(own) or (heading and not own)):
        return None
    letter = _forwarded(rest, {**marker.fields, **(inner.fields if inner else {})})
    return letter if letter.text else None


def read_letter(own: str, letter: str, *, passed_on: bool, forward_subject: bool) -> Forwarded | None:
    """A letter that markup sets apart below ``own``, where it was passed on; None where it is history, or empty."""
    lines = _Text(letter.strip("\n")).lines
    first = _next_filled(lines, 0)
    marker = next((found for found in find_markers(lines[first : first + _HEADING_LINES]) if found.start == 0), None)
    found = marker or Marker(0, 0, strong=True, heading=False)
    return _passed_on(lines[first:], own, replace(found, forwarded=found.forwarded or passed_on), forward_subject=forward_subject)


def _answers_within(own: str) -> bool:
    """Whether the sender says that the answers stand in the letter below."""
    return words().answers_within.search(fold(own[-_ANNOUNCED_WITHIN:])) is not None


def _intro_alone(split: _Text, start: int, marker: Marker) -> History | None:
    """An intro at the very top, with unmarked text below: the intro, for the text may be the answer."""
    below = _next_filled(split.lines, marker.end)
    if not marker.strong or marker.heading or below >= len(split.lines) or is_quoted(split.lines[below]):
        return None
    return History(start, split.starts[marker.end], "quoted")


def _heading_within(lines: Sequence[str], *, announced: bool) -> tuple[Sequence[str], Marker | None]:
    """The lines below a marker, without their quote marks and without the heading they may begin with; that heading."""
    first = _next_filled(lines, 0)
    if first < len(lines) and is_quoted(lines[first]):
        lines = [unquoted(line) for line in lines]
    first = _next_filled(lines, 0)
    inner = next(find_markers(lines[first : first + _HEADING_LINES]), None)
    if inner and inner.start == 0 and (inner.heading or (announced and inner.strong)):
        return _unquoted_below(lines[first + inner.end :]), inner
    end, fields = header_block(lines, first)
    found = Marker(first, end, strong=False, heading=False, fields=fields) if fields else None
    return _unquoted_below(lines[end:]), found


def _unquoted_below(lines: Sequence[str]) -> Sequence[str]:
    """A letter whose heading is unmarked, but whose text is (Missive)."""
    filled = [line for line in lines if line.strip()]
    return [unquoted(line) for line in lines] if filled and is_quoted(filled[0]) and is_quoted(filled[-1]) else lines


def _forwarded(lines: Sequence[str], fields: Mapping[str, str]) -> Forwarded:
    text = _END_OF_FORWARD.sub("", _RULE_FIRST.sub("", normalize("\n".join(lines))))
    return Forwarded(_address(fields.get("from")), fields.get("subject"), fields.get("date"), text.strip())


def _address(value: str | None) -> str | None:
    """The address in a From line, or else the whole line."""
    split = (value or "").replace("mailto:", " ").translate(dict.fromkeys(map(ord, "<>()[]\"'"), " ")).split()
    return next((word for word in split if "@" in word), value)
