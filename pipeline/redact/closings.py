"""The name under a letter: after a closing, or alone on one of the last lines.

In: a text and the words of names known beforehand. Out: spans. After a closing ("Best regards", "С уважением", "مع التحية") the rest of
the line or the next filled line is a name if it looks like one and nothing else; so is the last line after a dash ("-Ann"), where
the line above is empty. Otherwise a last line counts only if it begins with a common given name, a known name or a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache

from pipeline.redact.name_runs import Words, end_of, has_others, is_arabic, is_given, may_be_name, name_words
from pipeline.redact.name_words import WORDS
from pipeline.redact.spans import Span

_LAST_LINES = 8
"""Filled lines from the end in which a closing is looked for."""
_BARE_LINES = 4
_LONGEST = 60
_DASHED = re.compile(r"\n[ \t]*\n[ \t]*(?:-{1,2}|[–—~]) ?[^\W\d_][^\n]*\Z")
_BEFORE = r"[ \t(~*_>/–—\-]{0,6}"
_AFTER = re.compile(r"[ \t]{0,3}(?:[,(/|،–—\-].{0,80})?[ \t).!*_]{0,4}$")
_SIGNED = frozenset({"د.", "أ.", "م.", "الحاج", "المهندس", "الدكتور", "الدكتورة", "المهندسة"})
"""Arabic titles with which people sign."""
_THANKS = re.compile(
    r"(?:many |muito |muchas |mil |vielen |herzlichen |besten |çok |şimdiden |заранее |و?لكم )?"
    r"(?:thank|thx|dank|merci|gracias|grazie|obrigad|gratos?\b|grata|спасибо|благодар|شكر|وشكر|"
    r"الشكر|teşekkür|best$|yours$|cheers|ваша?$|ihre?$|eure?$)",
    re.IGNORECASE,
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A closing, at the start of a line or sentence, and the titles before a name."""
    closings = "|".join(words.closings for words in WORDS.values() if words.closings)
    titles = "|".join(words.titles for words in WORDS.values()).replace(r"M\.|", r"Familie|Fam\.|")  # under a letter it is an initial
    closing = re.compile(
        rf"(?:^|(?<=[.!?…,;] )|(?<=[\t(*_–—-])){_BEFORE}(?P<closing>{closings})(?![^\W_])(?P<mark>[ \t]*[,.!:;،–—\-*_]*)[ \t]*",
        re.IGNORECASE,
    )
    return closing, re.compile(rf"{_BEFORE}(?P<titles>(?:(?:{titles})[ \u00a0]){{0,3}})")


def find_closing_names(text: str, known: Set[str]) -> Iterator[Span]:
    """Names below or beside a closing, and names alone on the last lines."""
    lines = _last_lines(text)
    pattern, _ = _patterns()
    expected = ""
    for number, (start, end) in enumerate(lines):
        name = None
        if expected or (number + 1 == len(lines) and _DASHED.search(text, 0, end)):
            name = _line_name(text, start, end, known, sure=not _THANKS.match(expected))
        elif len(lines) - number <= _BARE_LINES and start > 0:
            name = _bare_name(text, start, end, known)
        if name:
            yield name
        expected = ""
        for found in pattern.finditer(text[start:end]):
            expected = found["closing"] if start + found.end() >= end else ""
            if not expected and not name:
                yield from _beside(text, start, end, found, known)
    yield from _last_sentence(text, known)


def _last_lines(text: str) -> list[tuple[int, int]]:
    """The ranges of the last filled lines, in order."""
    lines: list[tuple[int, int]] = []
    end = len(text)
    while end > 0 and len(lines) < _LAST_LINES:
        start = text.rfind("\n", 0, end) + 1
        if text[start:end].strip():
            lines.append((start, end))
        end = start - 1
    return lines[::-1]


def _read(text: str, start: int, end: int) -> tuple[str, Words]:
    """The titles that stand at ``start``, and the words after them up to the end of the line, if they are all there is."""
    head = _patterns()[1].match(text, start, end)
    place = head.end() if head else start
    words = name_words(text, place, end, most=5)
    if (
        not words
        or not may_be_name(words[0].group())
        or end - place > _LONGEST
        or has_others(words)
        or not _AFTER.match(text[end_of(words, text) : end])
    ):
        return "", []
    return head["titles"] if head else "", words


def _line_name(text: str, start: int, end: int, known: Set[str], *, sure: bool) -> Span | None:
    """The name that a line after a closing is; after thanks alone it must have two words or be a common one."""
    titled, words = _read(text, start, end)
    if words and (sure or titled or len(words) > 1 or is_given(words[0].group(), known)):
        return Span(words[0].start(), end_of(words, text), "name")
    line = text[start:end].strip(" \t.!~*-–—")
    if line and line.isalpha() and is_given(line, known):
        place = text.index(line, start)
        return Span(place, place + len(line), "name")
    return None


def _bare_name(text: str, start: int, end: int, known: Set[str]) -> Span | None:
    titled, words = _read(text, start, end)
    if words and (is_given(words[0].group(), known) or (titled and (titled.strip() in _SIGNED or not is_arabic(words[0].group())))):
        return Span(words[0].start(), end_of(words, text), "name")
    return None


def _beside(text: str, start: int, end: int, found: re.Match[str], known: Set[str]) -> Iterator[Span]:
    """The name on the line of the closing: "Viele Grüße Hans", "Thanks, Ruth"."""
    titled, words = _read(text, start + found.end(), end)
    if not words:
        word = text[start + found.end() : end].strip(" \t.!")
        if word.isalpha() and is_given(word, known):
            place = text.index(word, start + found.end())
            yield Span(place, place + len(word), "name")
        return
    closing = found["closing"]
    sure = not _THANKS.match(closing) and (
        " " in closing or found["mark"].strip() != "" or closing.casefold() in ("mfg", "lg", "vg", "gruß", "grüße")
    )
    if titled or sure or is_given(words[0].group(), known):
        yield Span(words[0].start(), end_of(words, text), "name")


_LAST = re.compile(r"[.!?…] +(?=[^.!?…\n]{3,60}$)")


def _last_sentence(text: str, known: Set[str]) -> Iterator[Span]:
    """Two or three words after the last sentence, the first a given name: "Could I have another? Ruth Adeyemi"."""
    body = text.rstrip()
    found = _LAST.search(body, max(0, len(body) - _LONGEST - 3))
    if found:
        words = name_words(body, found.end(), len(body), most=3)
        whole = words and not body[end_of(words, body) :].strip(" .!")
        if whole and len(words) > 1 and is_given(words[0].group(), known) and not has_others(words):
            yield Span(words[0].start(), end_of(words, body), "name")
