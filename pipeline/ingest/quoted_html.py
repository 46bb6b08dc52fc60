"""Which lines of an HTML mail are set aside because its markup says so: history, letters passed on, signatures.

In: the lines of a page, each with the roles of the elements it stood in (`html_roles`). Out: `resolve`, the lines
with those roles weighed against one another, and `decide`, ranges of lines at the end or beginning of the page. It
holds in every language, for words are not read, only the shape of intros and header blocks. No mark is trusted
alone: quotations with own words between them are an answer line by line and stay; a bare ``blockquote`` that a colon
leads up to, or with something else below it, is the writer's own; a container is history as far as its ``blockquote`` goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from pipeline.ingest.html_roles import Role

_HISTORY = Role.CITE | Role.INTRO | Role.AFTER | Role.FORWARD
_SET_ASIDE = _HISTORY | Role.WEAK | Role.SIGNATURE


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page: ``depth`` of quotation, the roles it stood in, and the number of its outermost container."""

    text: str
    depth: int = 0
    role: int = Role.OWN
    container: int = 0

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands on it."""
        return not self.text.strip()


Reason = Literal["quoted", "forwarded", "signature"]
Range = tuple[int, int, Reason]
"""Lines from, up to (exclusive), and why."""

_MOST_SIGNATURE_LINES = 40
_INTRO_LINES = 4
_LONGEST_INTRO = 320
_TIME = re.compile(r"\d{1,2}[:.h：]\d{2}|\d{1,2} ?[時时点시]")
_DATE = re.compile(r"\b\d{4}\b|\d{4} ?[年년]|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_ENDS_WITH_COLON = re.compile(r"[:：]\s*$")
_LABEL = re.compile(r"[^\s:：][^:：]{0,30}[:：](?:\s|$)")
_DIVIDER = re.compile(r"\s*[-–—_=]{3,}.*[-–—_=]{3,}\s*|[-–—_=]{8,}")
_WORDED_DIVIDER = re.compile(r"\s*[-–—=]{3,}\s*\w.*[-–—=]{3,}\s*")


def resolve(lines: Sequence[Line]) -> list[Line]:
    """The lines with roles as their neighbours make them; quotations of the writer's own lose their depth."""
    return _without_own_quotations(_with_intros(list(_with_headers(list(_with_containers(lines))))))


def decide(lines: Sequence[Line]) -> list[Range]:
    """What of `resolve`'s lines is set aside, in order: stretches at the end, or a quotation at the beginning."""
    first, top = _beginning_of_own(lines), _end_of_own(lines)
    above, between = _holds_quotation(lines[:first]), _holds_quotation(lines[first:top])
    if not top or not ((above or between) and _holds_quotation(lines[top:])):
        quotation: list[Range] = [(0, _end_above(lines, first), "quoted")] if above and top and not between else []
        return quotation + _stretches(lines, top)
    return _stretches(lines, top if _is_announced(lines[top:]) else _trailing_signature(lines, top))


def _with_containers(lines: Sequence[Line]) -> Iterator[Line]:
    """Containers resolved: what stands before their quotation is its intro, what stands after it is own."""
    for container, group in groupby(lines, key=lambda line: line.container):
        members = list(group)
        if not container:
            yield from members
            continue
        quotes = [number for number, line in enumerate(members) if line.role & (Role.CITE | Role.WEAK | Role.TYPED)]
        forwarded = Role.FORWARD if not quotes and _begins_forward(members) else Role.OWN
        for number, line in enumerate(members):
            if line.role & (Role.WEAK | Role.TYPED):
                yield replace(line, role=line.role | Role.CITE)
            elif not quotes:
                yield replace(line, role=line.role | Role.CITE | forwarded)
            else:
                yield replace(line, role=line.role | Role.INTRO) if number < quotes[0] else line


def _begins_forward(lines: Sequence[Line]) -> bool:
    """Gmail's and Yahoo's forwards: a divider, then a header block, with nothing that marks the text as quoted."""
    filled = [line.text[:_LONGEST_INTRO] for line in lines[:20] if not line.is_blank][:6]
    return len(filled) > 3 and _WORDED_DIVIDER.fullmatch(filled[0]) is not None and sum(map(bool, map(_LABEL.match, filled[1:5]))) >= 3


def _with_headers(lines: Sequence[Line]) -> Iterator[Line]:
    """Outlook for Windows and its kin: below a rule a block of From, Sent, To, Subject; from there on all is history."""
    after = False
    for number, line in enumerate(lines):
        inside = line.role & (Role.CITE | Role.FORWARD)
        if not after and not inside and line.role & Role.RULE:
            after = _is_header_block(lines, number)
        after = after or (not inside and bool(line.role & Role.AFTER))
        yield replace(line, role=line.role | Role.AFTER) if after and not line.role & Role.FORWARD else line


def _is_header_block(lines: Sequence[Line], number: int) -> bool:
    """Whether fields of a mail's header begin at or right below ``number``: three at least, with a time
    in the first two (forms that customers fill in have fields as well, but seldom that one), and an address or a fourth.
    """
    filled = [line.text[:_LONGEST_INTRO] for line in lines[number : number + 12] if not line.is_blank]
    if filled and _DIVIDER.fullmatch(filled[0]):
        filled = filled[1:]
    fields = [text for text in filled[:6] if _LABEL.match(text)]
    if len(fields) < 3 or not _LABEL.match(filled[0]):
        return False
    timed = any(_TIME.search(text) for text in fields[:2])
    return timed and (len(fields) > 3 or any("@" in text for text in fields))


def _with_intros(lines: list[Line]) -> list[Line]:
    """Lines right above a quotation that have the shape of an intro ("…, 10:11, Ann <ann@…>:") belong to it."""
    for number, line in enumerate(lines):
        begins = line.role & (Role.CITE | Role.WEAK | Role.TYPED) and (number == 0 or not lines[number - 1].role & _SET_ASIDE)
        if begins and (start := _intro_above(lines, number)) is not None:
            for above in range(start, number):
                lines[above] = replace(lines[above], role=lines[above].role | Role.INTRO)
            for below in range(number, _end_of_block(lines, number)):
                lines[below] = replace(lines[below], role=lines[below].role | Role.CITE)
    return lines


def _end_of_block(lines: Sequence[Line], number: int) -> int:
    while number < len(lines) and lines[number].role & (Role.CITE | Role.WEAK | Role.TYPED):
        number += 1
    return number


def _intro_above(lines: Sequence[Line], number: int) -> int | None:
    """The first line of the intro that ends right above ``number``; None where there is none."""
    last = number - 1
    while last >= 0 and lines[last].is_blank:
        last -= 1
    if last < 0 or not _ENDS_WITH_COLON.search(lines[last].text[-_LONGEST_INTRO:]):
        return None
    joined = ""
    for start in range(last, max(-1, last - _INTRO_LINES), -1):
        line = lines[start]
        if line.is_blank or line.role & _SET_ASIDE:
            return None
        joined = f"{line.text} {joined}"
        if len(joined) > _LONGEST_INTRO:
            return None
        if _DATE.search(joined) and (_TIME.search(joined) or "@" in joined):
            return start
    return None


def _without_own_quotations(lines: list[Line]) -> list[Line]:
    """A typed or bare ``blockquote`` with no intro, above something else or below a colon, is the writer's own."""
    end = next((number for number in range(len(lines) - 1, -1, -1) if _counts(lines[number]) and not _is_bare(lines[number])), -1)
    for is_bare, group in groupby(range(len(lines)), key=lambda number: _is_bare(lines[number])):
        numbers = list(group)
        if is_bare and (numbers[-1] < end or lines[numbers[0]].role & Role.TYPED or _colon_above(lines, numbers[0])):
            for number in numbers:
                lines[number] = replace(lines[number], role=Role.OWN, depth=0)
    return lines


def _counts(line: Line) -> bool:
    return not line.is_blank and not _is_signature(line)


def _is_bare(line: Line) -> bool:
    return bool(line.role & (Role.WEAK | Role.TYPED)) and not line.role & _HISTORY


def _colon_above(lines: Sequence[Line], number: int) -> bool:
    above = next((line.text for line in reversed(lines[:number]) if not line.is_blank), "")
    return _ENDS_WITH_COLON.search(above[-_LONGEST_INTRO:]) is not None


def _beginning_of_own(lines: Sequence[Line]) -> int:
    return next((number for number, line in enumerate(lines) if _is_own(line)), len(lines))


def _end_of_own(lines: Sequence[Line]) -> int:
    """The line after the last one that nothing marks."""
    return next((number + 1 for number in range(len(lines) - 1, -1, -1) if _is_own(lines[number])), 0)


def _end_above(lines: Sequence[Line], number: int) -> int:
    """The line after the last filled one above ``number``."""
    while number and lines[number - 1].is_blank:
        number -= 1
    return number


def _is_own(line: Line) -> bool:
    return not line.is_blank and not line.role & _SET_ASIDE and not _is_rule(line)


def _is_rule(line: Line) -> bool:
    return bool(line.role & Role.RULE) and not line.text.strip("_")


def _holds_quotation(lines: Sequence[Line]) -> bool:
    return any(line.role & _HISTORY and not line.is_blank for line in lines)


def _is_announced(lines: Sequence[Line]) -> bool:
    """Whether the first quotation in ``lines`` has an intro of its own."""
    first = next((line for line in lines if not line.is_blank and not line.role & (Role.SIGNATURE | Role.RULE)), None)
    return first is not None and bool(first.role & (Role.INTRO | Role.AFTER | Role.FORWARD))


def _trailing_signature(lines: Sequence[Line], top: int) -> int:
    """Where at the end of ``lines`` nothing but a signature stands."""
    number = len(lines)
    while number > top and (lines[number - 1].is_blank or _is_signature(lines[number - 1])):
        number -= 1
    return number


def _is_signature(line: Line) -> bool:
    return bool(line.role & Role.SIGNATURE) and not line.role & _HISTORY


def _stretches(lines: Sequence[Line], start: int) -> list[Range]:
    """The lines from ``start`` on by reason; a rule goes with what is below it, a signature in a quotation with that."""
    found: list[Range] = []
    for number in range(len(lines) - 1, start - 1, -1):
        reason = _reason(lines[number])
        if lines[number].is_blank:
            continue
        if found and (reason is None or reason == found[-1][2] or (reason == "forwarded" and found[-1][2] == "quoted")):
            found[-1] = (number, found[-1][1], reason or found[-1][2])
        elif reason:
            found.append((number, number + 1, reason))
    found.reverse()
    return _merged(found)


def _reason(line: Line) -> Reason | None:
    if _is_rule(line):
        return None
    return "signature" if _is_signature(line) else "forwarded" if line.role & Role.FORWARD else "quoted"


def _merged(found: Sequence[Range]) -> list[Range]:
    """One signature and one history at most: a signature below history belongs to it, an endless one is none."""
    if not found:
        return []
    signature = found[0] if found[0][2] == "signature" else None
    rest = found[1:] if signature else found
    history: list[Range] = [(rest[0][0], rest[-1][1], rest[0][2])] if rest else []
    if signature and signature[1] - signature[0] > _MOST_SIGNATURE_LINES:
        return history
    return [signature, *history] if signature else history
