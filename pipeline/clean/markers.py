"""Lines with which mail programs announce another letter: intros, dividers, header blocks.

In: the lines of a body. Out: `Marker` records with the lines they cover. A marker alone proves nothing: what is cut
is decided in `history`. ``strong`` markers may stand before history that carries no ">" marks; the others
count only where ">" lines follow. What makes an intro is said in `intros`, what makes a header block in `header_blocks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.clean.header_blocks import field_of, header_block, heads_letter, tells_time
from pipeline.clean.headings import program_heading
from pipeline.clean.intros import (
    AUTHOR_ALONE,
    CERTAIN,
    DATED,
    LONGEST,
    NONE,
    author,
    may_be_intro,
    may_begin_intro,
    may_end_intro,
    strength,
)
from pipeline.clean.phrases import bare, fold, words

_SHORT = 80
_LONGEST_DIVIDER = 120
_MOST_MARKERS = 200
"""What announces more letters than that is no mail."""
_MOST_CANDIDATES = 1_000
"""Lines with a colon, or that no letter ends, among which markers are looked for; real mail has its first ones far above."""
_INTRO_LINES = 5
"""Mailers wrap intros: the address, the verb or the colon comes on a later line."""
_QUOTE = re.compile(r" {0,3}([^\W\d_]{0,3})[>＞] ?")
"""Also with the initials of whom it quotes: "AL> text" (The Bat!, news readers)."""
_SENTENCE_END = re.compile(r"[^\W\d_]{2,}\.$")
_COLON_AT_END = re.compile(r"[:：][\s*_]*$")
_DASHES = "-‐‑–—―－_=*"
_QUOTES = "\"'«»„“”‘’「"
_RULE = re.compile(r"[-‐‑–—―－_=*─━]{5,}")
_DIGIT = re.compile(r"\d")
_CLOSES_BRACKET = re.compile(r"[ ]?>\)?[,.]? ?\w")
_DECORATED = re.compile(r"[^\w\s]{2}|[^\w\s].*[^\w\s.!]$|_{2}")
_BY_DAVID = re.compile(r"\[?original message processed by ")
"""Tobit David, which writes this line in English in every language."""
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]{1,60})\]\(https?://[^()\s]{1,300}\)")
_GREETING_LINE = re.compile(r"[^\n]{1,40}[,，、:：!]\n")


@dataclass(frozen=True, slots=True)
class Marker:
    """Lines ``start`` to ``end`` (exclusive) announce another letter, with what they say of it."""

    start: int
    end: int
    strong: bool
    forwarded: bool = False
    heading: bool = True
    fields: Mapping[str, str] = field(default_factory=dict)


def is_quoted(line: str) -> bool:
    """Whether a line carries a quote mark (RFC 3676, section 4.5)."""
    mark = _QUOTE.match(line)
    return mark is not None and (not mark.group(1) or mark.group(1).isupper())


def unquoted(line: str) -> str:
    """The line without its first quote mark."""
    return line[mark.end() :] if (mark := _QUOTE.match(line)) and is_quoted(line) else line


def find_markers(lines: Sequence[str]) -> Iterator[Marker]:
    """All markers among the unquoted lines, from the top; none overlaps another."""
    number = floor = many = looked_at = 0
    while number < len(lines) and many < _MOST_MARKERS and looked_at < _MOST_CANDIDATES:
        line, found = lines[number], None
        if line.strip() and (not is_quoted(line) or _CLOSES_BRACKET.match(line)):
            looked_at += not line[-1].isalpha() or ":" in line or "：" in line
            found = (
                _heading_marker(lines, number)
                or _divider_marker(lines, number)
                or _header_marker(lines, number)
                or _intro_marker(lines, floor, number)
            )
        if found:
            yield found
            floor, many = found.end, many + 1
        number = max(number + 1, floor)


def _heading_marker(lines: Sequence[str], number: int) -> Marker | None:
    """A heading that only one program writes, and the header block below, if there is one."""
    found = program_heading(lines, number)
    if found is None:
        return None
    end, fields = header_block(lines, found[0])
    return Marker(number, end, strong=found[2], heading=False, fields={**found[1], **fields})


def _divider_marker(lines: Sequence[str], number: int) -> Marker | None:
    """A divider ("-----Original Message-----", "Begin forwarded message:") and the header block below, if there is one."""
    line = lines[number].strip(" \t*")
    last = number
    if _is_ruled(line) and line[-1] not in _DASHES and number + 1 < len(lines) and lines[number + 1].strip().endswith("--"):
        last, line = number + 1, f"{line} {lines[number + 1].strip()}"
    if not 2 < len(line) <= _LONGEST_DIVIDER:
        return None
    ruled = _is_ruled(line)
    if not ruled and len(line) > _SHORT:
        return None
    inner = fold(line.strip(f"{_DASHES}#[] \t:：\"'"))
    if inner.startswith("forwarded by ") and _is_ruled("".join(lines[number + 1 : number + 2]).strip()):
        return Marker(number, number + 1, strong=True, forwarded=True)
    word = _divider_word(line, inner, ruled=ruled)
    if word is None or (word == "reply above" and not _is_set_apart(lines, number)):
        return None
    end, fields = header_block(lines, last + 1)
    if word.startswith("perhaps") and not fields.get("from"):
        return None
    forwarded, heading = word.endswith("forwarded"), word != "reply above"
    start = number - (not heading and number > 0 and _RULE.fullmatch(lines[number - 1].strip()) is not None)
    return Marker(start, max(end, last + 1), strong=True, forwarded=forwarded, heading=heading, fields=fields)


def _is_set_apart(lines: Sequence[str], number: int) -> bool:
    """Whether the line of a help desk is decorated, or stands under a rule, at the end, or above a letter: others only speak of it."""
    if _DECORATED.match(lines[number].strip()) or (number > 0 and _RULE.fullmatch(lines[number - 1].strip())):
        return True
    below = next((later for later in range(number + 1, len(lines)) if lines[later].strip()), None)
    if below is None or is_quoted(lines[below]):
        return True
    found = next(find_markers(lines[below : below + _INTRO_LINES]), None)
    return found is not None and found.start == 0


def _is_ruled(line: str) -> bool:
    return len(line) > 2 and line[0] in _DASHES and line[1] in _DASHES


def _divider_word(line: str, inner: str, *, ruled: bool) -> str | None:
    """``replied`` or ``forwarded`` for a divider; ``perhaps …`` where a header block must follow to make it one."""
    known = words()
    if inner in known.forward_lines and _COLON_AT_END.search(line):
        return "forwarded"
    if not ruled:
        undecorated = "perhaps replied" if inner in known.replied else "perhaps forwarded" if inner in known.forwarded else None
        decorated = line[0] not in _QUOTES and known.reply_above.fullmatch(inner.strip(".!{}~ "))
        return "reply above" if decorated else "replied" if _BY_DAVID.match(inner) else undecorated
    if inner in known.forwarded or inner.startswith(tuple(f"{word} " for word in known.forwarded if " " in word)):
        return "forwarded"
    closed = line[-1] in _DASHES
    if closed and inner.startswith(known.forwarders):
        return "perhaps forwarded"
    if inner in known.replied:
        return "replied"
    if known.reply_above.fullmatch(inner.strip(".!{}~ ")):
        return "reply above"
    if closed and inner.endswith(tuple(f" {verb}" for verb in known.intro_verbs)):
        return "replied"
    return "perhaps replied" if closed and inner and not _DIGIT.search(inner) else None


def _header_marker(lines: Sequence[str], number: int) -> Marker | None:
    """Outlook's way: a rule, or nothing, and then From, Sent, To, Subject in whatever order the program has."""
    start = number
    if _RULE.fullmatch(lines[number].strip()):
        number = next((later for later in range(number + 1, min(number + 3, len(lines))) if lines[later].strip()), number)
    if field_of(lines[number])[0] not in ("from", "date", "to", "subject"):
        return None
    end, fields = header_block(lines, number)
    if not heads_letter(fields) or (not tells_time(fields) and _is_led_up_to(lines, start)):
        return None
    return Marker(start, end, strong=True, fields=fields)


def _is_led_up_to(lines: Sequence[str], number: int) -> bool:
    """Whether the writer leads up to what begins on a line: "These are the headers:"."""
    above = next((lines[earlier] for earlier in range(number - 1, max(-1, number - 3), -1) if lines[earlier].strip()), "")
    return _COLON_AT_END.search(above) is not None


def _intro_marker(lines: Sequence[str], floor: int, last: int) -> Marker | None:
    """An intro ("On … wrote:") that ends on line ``last``, of the fewest lines that make one for certain, or else at all."""
    if not may_end_intro(lines[last]):
        return None
    best, joined = (NONE, last), ""
    for start in range(last, max(floor, last - _INTRO_LINES + 1) - 1, -1):
        joined = f"{lines[start].strip(' *_')} {joined}".strip()
        if not _belongs(lines, start, last) or len(joined) > LONGEST:
            break
        if start == last or may_be_intro(joined):
            best = max(best, (strength(joined), start), key=lambda found: found[0])
        if best[0] == CERTAIN:
            break
    found, start = best
    if not found:
        return None
    if start > floor and words().own_letter.search(fold(f"{lines[start - 1]} {lines[start]}")):
        found = min(found, DATED)
    start -= start > floor and found > AUTHOR_ALONE and _goes_on(lines, start)
    start = _below_fields(lines, floor, start) if found == CERTAIN else start
    return Marker(start, last + 1, strong=found == CERTAIN, heading=False, fields=author(" ".join(lines[start : last + 1])))


def _below_fields(lines: Sequence[str], floor: int, start: int) -> int:
    """Where two or more header lines begin that stand right above an intro: Yandex for phones says "Кому:" and "Тема:" there."""
    first = start
    while first > floor and field_of(lines[first - 1])[0] in ("to", "subject", "other"):
        first -= 1
    return first if start - first > 1 else start


def _belongs(lines: Sequence[str], number: int, last: int) -> bool:
    """Whether a line may be part of an intro that ends on ``last``: filled, and unquoted but for a ">" that ends an address."""
    line = lines[number]
    return bool(line.strip(" *_")) and (not is_quoted(line) or (number == last and _CLOSES_BRACKET.match(line) is not None))


def _goes_on(lines: Sequence[str], start: int) -> bool:
    """Whether the line above ``start`` is the wrapped beginning of the intro there: a short line that begins a
    paragraph as intros begin, with a date, or a name before an address, and that ends no sentence.
    """
    line, opens = fold(lines[start - 1]), start < 2 or not lines[start - 2].strip() or is_quoted(lines[start - 2])
    if not line or not opens or len(line) > _SHORT or is_quoted(line) or line[-1] in "!?:。！？؟":
        return False
    return may_begin_intro(line) or (lines[start].startswith(("<", "(<")) and not _SENTENCE_END.search(line))


def is_sent_from(line: str) -> bool:
    """Whether a whole line is a device's or program's "Sent from my …", in any language."""
    if not 3 < len(line) <= 160:
        return False
    if "://" in line and len(line) <= 140 and re.search(r"https?://(?:aka\.ms/|\S{0,20}onelink\.me/|\S{0,20}overview\.mail\.)", line):
        return True
    text = re.sub(r"\s*[<(\[]?https?://\S+|\]\([^()]*\)", "", _MARKDOWN_LINK.sub(r"\1", fold(line))).strip(" .。*_!<>()[]-—–~\"'")
    first, _, rest = text.partition(". ")
    return _says_sent_from(text) or bool(rest and _says_sent_from(first) and _says_sent_from(rest.strip()))


def _says_sent_from(text: str) -> bool:
    known = words()
    if known.sent_from.fullmatch(text):
        return True
    return known.app.search(text) is not None and known.sent_from_after.fullmatch(text) is not None


def is_for_information(text: str) -> bool:
    """Whether words above a forwarded letter say no more than "FYI", a greeting and a closing apart."""
    if len(text) > 160:
        return False
    known = words()
    greeted = _GREETING_LINE.match(text)
    for said in (text, text[greeted.end() :] if greeted else text):
        filled = [line for line in said.split("\n") if line.strip()]
        while len(filled) > 1 and (bare(filled[-1]) in known.closings or (len(filled) > 2 and bare(filled[-2]) in known.closings)):
            filled = filled[: -1 if bare(filled[-1]) in known.closings else -2]
        if bare(" ".join(filled)) in known.for_information:
            return True
    return False


def is_forward_subject(subject: str) -> bool:
    """Whether a subject begins "Fwd:", "WG:", "转发：" …"""
    prefix, colon, _ = fold(subject).partition(":")
    return bool(colon) and prefix.strip(" [(") in words().forward_prefixes
