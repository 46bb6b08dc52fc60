"""Lines with which mail programs announce another letter: intros, dividers, header blocks.

In: the lines of a body. Out: `Marker` records with the lines they cover. A marker alone proves nothing: what is cut
is decided in `history`. ``strong`` markers may stand before history that carries no ">" marks; the others
count only where ">" lines follow. Words are those of `patterns`; structure (a date, an address, a closing
colon) is asked for besides, so that a sentence which begins "On …" or a typed "From:" is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.clean.patterns import ALL_PHRASES
from pipeline.clean.phrases import APP, MORE, fold

_LONGEST_LINE = 400
_SHORT = 80
_SENTENCE_END = re.compile(r"[!?:。！？؟]$|[^\W\d_]\.$")
_INTRO_LINES = 4
"""Mailers wrap intros: the address, the verb or the colon comes on a later line."""
_QUOTE = re.compile(r"[ ]?[>＞]")
_COLON_AT_END = re.compile(r"[:：][\s*_]*$")
_DASHES = "-–—_="
_RULE = re.compile(r"[-–—_=*]{5,}")
_FIELD = re.compile(r"[\s*_]*([^\s:：*_][^:：]{0,30}?)[\s*_]*[:：][\s*_]*(.*)")
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']+@[^\s<>()\[\]:;,\"']+\.\w+")
_NAME_THEN_ADDRESS = re.compile(r"[^.!?<(]{0,60}[<(]\s*(?:mailto:)?[^\s<>]+@[^<>]+[>)]")
_DATE_FIRST = re.compile(r"(?:\w{1,12}[.,]{0,2} ?,? ?)?\d{1,4}(?:[./\-\s]|年|년|\u200f)")
_TIME = re.compile(r"\d{1,2}[:.：]\d{2}|\d{1,2} ?[時时点시h]")
_BRACKETED = re.compile(r"[<(\[] ?(?:mailto:)?[^\s<>]+@[^<>]+?[>)\]]")
_ADDRESS_THEN_COLON = re.compile(r"@[^<>]*[>)] ?:$")
_DIGIT = re.compile(r"\d")
_WORD_BEGINS = r"(?:(?<![^\W\d_])|(?<=[^\x00-\u2fff]))"
"""A word does not begin after a letter, but in scripts that write without blanks."""
_AUTHOR_ONLY = re.compile(r"\S+(?: \S+){0,3}")


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
    return _QUOTE.match(line) is not None


def unquoted(line: str) -> str:
    """The line without its first quote mark."""
    return re.sub(r"^ ?[>＞] ?", "", line)


def find_markers(lines: Sequence[str]) -> Iterator[Marker]:
    """All markers among the unquoted lines, from the top; none overlaps another."""
    number = floor = 0
    while number < len(lines):
        line, found = lines[number], None
        if line.strip() and len(line) <= _LONGEST_LINE and not is_quoted(line):
            found = _divider_marker(lines, number) or _header_marker(lines, number) or _intro_marker(lines, floor, number)
        if found:
            yield found
            floor = found.end
        number = max(number + 1, floor)


def _divider_marker(lines: Sequence[str], number: int) -> Marker | None:
    """A divider ("-----Original Message-----", "Begin forwarded message:") and the header block below, if there is one."""
    word = _divider_word(lines[number])
    if word is None:
        return None
    end, fields = header_block(lines, number + 1)
    return Marker(number, end, strong=True, forwarded=word == "forwarded", fields=fields)


def _divider_word(line: str) -> str | None:
    """``replied`` or ``forwarded`` for a divider in one of the languages, or for "---- On … wrote ----"."""
    words, bare = _words(), line.strip(" \t*")
    if _COLON_AT_END.search(bare) and fold(bare).rstrip(" :") in words.forward_lines:
        return "forwarded"
    if len(bare) < 3 or bare[0] not in _DASHES or bare[1] not in _DASHES:
        return None
    inner = fold(bare.strip(f"{_DASHES} \t*:："))
    if inner in words.forwarded or inner.startswith(("forwarded message from ", "forwarded by ")):
        return "forwarded"
    authored = bare[-1] in _DASHES and inner.endswith(tuple(f" {verb}" for verb in words.intro_verbs))
    return "replied" if inner in words.replied or authored else None


def header_block(lines: Sequence[str], number: int) -> tuple[int, dict[str, str]]:
    """The end and the fields of a block of "Name: value" lines from ``number`` on; unchanged where there is none.

    A value may go on for one line; one empty line may stand before the block and between its lines.
    """
    fields: dict[str, str] = {}
    end = position = number
    last = ""
    while position < len(lines) and position - end < 2:
        name, value = _field_of(lines[position])
        if name and (name == "other" or name not in fields):
            fields[name] = value
            last, end = name, position + 1
        elif lines[position].strip():
            if position > end or not last or not any(_field_of(line)[0] for line in lines[position + 1 : position + 2]):
                break
            fields[last] += " " + lines[position].strip()
        position += 1
    return (end, fields) if len(fields) >= 2 else (number, {})


def _field_of(line: str) -> tuple[str, str]:
    """The field that a header line names (``from date to subject other``) and its value; empty for other lines."""
    found = _FIELD.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    name = _words().fields.get(fold(found.group(1)), "") if found else ""
    return (name, found.group(2).strip(" *_")) if found and name else ("", "")


def _header_marker(lines: Sequence[str], number: int) -> Marker | None:
    """Outlook's way: a rule, or nothing, and then From, Sent, To, Subject. A typed form has neither address nor time."""
    start = number
    if _RULE.fullmatch(lines[number].strip()):
        number = next((later for later in range(number + 1, min(number + 3, len(lines))) if lines[later].strip()), number)
    if _field_of(lines[number])[0] != "from":
        return None
    end, fields = header_block(lines, number)
    sent = _TIME.search(fields.get("date", "")) is not None
    if len(fields) < 3 or not (sent or "@" in fields["from"]) or not {"subject", "date"} & fields.keys():
        return None
    return Marker(start, end, strong=True, fields=fields)


def _intro_marker(lines: Sequence[str], floor: int, last: int) -> Marker | None:
    """An intro ("On … wrote:") that ends on line ``last``, of the fewest lines that make one for certain, or else at all."""
    if not _COLON_AT_END.search(lines[last]):
        return None
    best, joined = (0, last), ""
    for start in range(last, max(floor, last - _INTRO_LINES + 1) - 1, -1):
        joined = f"{lines[start].strip(' *_')} {joined}".strip()
        if not lines[start].strip(" *_") or is_quoted(lines[start]) or len(joined) > _LONGEST_LINE:
            break
        best = max(best, (_intro_strength(fold(joined)), start), key=lambda found: found[0])
        if best[0] == _CERTAIN:
            break
    strength, start = best
    if not strength:
        return None
    start -= start > floor and _goes_on(lines, start)
    joined = " ".join(lines[start : last + 1])
    return Marker(start, last + 1, strong=strength == _CERTAIN, heading=False, fields=_author(joined))


def _goes_on(lines: Sequence[str], start: int) -> bool:
    """Whether the line above ``start`` is the wrapped beginning of the intro there: a short line that begins a
    paragraph as intros begin, with a date, or a name before an address, and that ends no sentence.
    """
    line, opens = fold(lines[start - 1]), start < 2 or not lines[start - 2].strip() or is_quoted(lines[start - 2])
    if not line or not opens or len(line) > _SHORT or is_quoted(line) or _SENTENCE_END.search(line):
        return False
    dated = _DIGIT.search(line) and (_words().intro_start.match(line) or _DATE_FIRST.match(line))
    return bool(dated or _words().intro_start.fullmatch(line) or lines[start].startswith(("<", "(<")))


_CERTAIN, _DATED, _AUTHOR_ALONE, _NONE = 3, 2, 1, 0


def _intro_strength(text: str) -> int:
    """How sure it is that folded ``text`` introduces a quotation: certain with address and date, else only before ">" lines."""
    words = _words()
    bracketed = _BRACKETED.search(text) is not None
    begins = words.intro_start.match(text) or _DATE_FIRST.match(text) or _NAME_THEN_ADDRESS.match(text)
    time = _TIME.search(text)
    verb = words.verb_then_colon.search(text)
    if verb and begins and _DIGIT.search(text):
        return _CERTAIN if bracketed or (time and _ADDRESS.search(text.replace(" ", ""))) else _DATED
    if begins and _DIGIT.search(text) and words.verb_then_author.search(text):
        return _CERTAIN if bracketed else _DATED
    if bracketed and time and _DATE_FIRST.match(text) and _ADDRESS_THEN_COLON.search(text):
        return _CERTAIN
    return _AUTHOR_ALONE if verb and _AUTHOR_ONLY.fullmatch(text[: verb.start()].strip()) else _NONE


def _author(joined: str) -> dict[str, str]:
    found = _ADDRESS.search(joined)
    return {"from": found.group()} if found else {}


def is_sent_from(line: str) -> bool:
    """Whether a whole line is a device's or program's "Sent from my …", in any language."""
    return len(line) <= 160 and _words().sent_from.fullmatch(re.sub(r"\s*[<(\[]?https?://\S+", "", fold(line)).strip(" .*_")) is not None


def is_for_information(text: str) -> bool:
    """Whether words above a forwarded letter say no more than "FYI"."""
    return len(text) <= 80 and re.sub(r"[\s.,:;!…。，！、()\-]+", " ", fold(text)).strip() in _words().for_information


def is_forward_subject(subject: str) -> bool:
    """Whether a subject begins "Fwd:", "WG:", "转发：" …"""
    prefix, colon, _ = fold(subject).partition(":")
    return bool(colon) and prefix.strip(" [(") in _words().forward_prefixes


@dataclass(frozen=True, slots=True)
class _Words:
    """`patterns`, folded and compiled."""

    replied: frozenset[str]
    forwarded: frozenset[str]
    forward_lines: frozenset[str]
    for_information: frozenset[str]
    forward_prefixes: frozenset[str]
    intro_verbs: tuple[str, ...]
    fields: Mapping[str, str]
    intro_start: re.Pattern[str]
    verb_then_colon: re.Pattern[str]
    verb_then_author: re.Pattern[str]
    sent_from: re.Pattern[str]


@cache
def _words() -> _Words:
    def union(name: str) -> frozenset[str]:
        return frozenset(fold(word) for phrases in ALL_PHRASES for word in getattr(phrases, name))

    names = {"from_": "from", "date": "date", "to": "to", "subject": "subject", "other_fields": "other"}
    starts, verbs = ("|".join(map(re.escape, sorted(union(name), reverse=True))) for name in ("intro_starts", "intro_verbs"))
    before_author = "|".join(
        sorted(re.escape(fold(verb)) for phrases in ALL_PHRASES if phrases.author_after_verb for verb in phrases.intro_verbs)
    )
    lines = "|".join(pattern.replace("{app}", APP).replace("{more}", MORE) for phrases in ALL_PHRASES for pattern in phrases.sent_from)
    return _Words(
        replied=union("replied"),
        forwarded=union("forwarded"),
        forward_lines=union("forward_lines"),
        for_information=frozenset(re.sub(r"[\s.,:;!…()\-]+", " ", word).strip() for word in union("for_information")),
        forward_prefixes=union("forward_prefixes"),
        intro_verbs=tuple(sorted(union("intro_verbs"))),
        fields={word: field_name for name, field_name in reversed(names.items()) for word in union(name)},
        intro_start=re.compile(rf"(?:{starts})(?:\b|(?=\d))"),
        verb_then_colon=re.compile(rf"{_WORD_BEGINS}(?:{verbs})(?: \([^()]{{4,60}}\))? ?:$"),
        verb_then_author=re.compile(rf"{_WORD_BEGINS}(?:{before_author})(?: [^\s<]+){{0,5}}(?: <[^<>]+>)? ?:$"),
        sent_from=re.compile(lines),
    )
