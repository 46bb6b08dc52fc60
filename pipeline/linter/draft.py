"""A reply as the rules read it: the greeting, the sentences of its body with what they touch, the closing lines.

In: the reply's text, its phrasebook, and a sentence splitter. Out: a frozen `Draft`. Places are characters of the reply.
A greeting is whatever stands before the first comma, colon or line break where a greeting word, a title or the customer's
name is part of it; closing lines are short last lines without a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.linter.phrasebook import Marks, Phrasebook
from pipeline.linter.tokens import SIGN_LANGUAGES, fold

Splitter = Callable[[str, str], list[tuple[int, int]]]

_SEPARATOR = re.compile(r"[,:;!?.\n，：；！？。、،؛\u3000—–]+")
_ENDS = re.compile(r"[.!?…。！？؟:：;؛，,)）」』”»\"]\s*$")
_CLAUSE = re.compile(r"[,;:!?.\n，；：！？。،؛؟()（）—–…、]")
_TITLE_DOT = re.compile(r"(?:^|[\s,])[^\W\d_]{1,4}$")
_LEADING = " ,:!.，：！。،、\n\u3000"
_LONGEST_GREETING = 70
_LONGEST_ADDRESS = 14
_REST = 6
_CLOSING_WORDS, _CLOSING_SIGNS = 8, 18


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters ``start`` to ``end`` of the reply and what they touch; ranges in ``marks`` count from ``start``."""

    text: str
    start: int
    end: int
    marks: Marks

    def touches(self, *names: str) -> bool:
        """Whether one of these lists of the lexicon is touched."""
        return any(f"<{name}>" in self.marks for name in names)

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return bool(re.search(r"[?？؟]", self.text))

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause around characters ``start`` to ``end`` of this sentence, in characters of the reply."""
        first = max((found.end() for found in _CLAUSE.finditer(self.text, 0, start)), default=0)
        after = _CLAUSE.search(self.text, end)
        last = after.start() if after else len(self.text)
        whole = self.text[first:last]
        return self.start + first + len(whole) - len(whole.lstrip()), self.start + first + len(whole.rstrip())


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply in its parts; ``greeting`` is None where there is none."""

    text: str
    phrasebook: Phrasebook
    greeting: Sentence | None
    body: tuple[Sentence, ...]
    closing: tuple[Sentence, ...]

    @property
    def by_sign(self) -> bool:
        """Whether the language is read sign by sign."""
        return self.phrasebook.language in SIGN_LANGUAGES


def read_draft(text: str, *, code: str, phrasebook: Phrasebook, split: Splitter, name: str | None) -> Draft:
    """The draft in ``text``, whose language is ``code``; ``name`` is the customer's, if known."""
    first, last = _greeting_end(text, phrasebook, name), _closing_start(text, phrasebook)
    greeting = _sentence(text, 0, first, phrasebook) if first else None
    last = max(last, first)
    first += len(text[first:last]) - len(text[first:last].lstrip(_LEADING))
    body = tuple(_sentences(text, first, last, code, phrasebook, split))
    closing = tuple(_sentences(text, last, len(text), code, phrasebook, split))
    return Draft(text, phrasebook, greeting, body, closing)


def _sentences(text: str, start: int, end: int, code: str, phrasebook: Phrasebook, split: Splitter) -> Iterator[Sentence]:
    for line in re.finditer(r"[^\n]+", text[start:end]):
        for a, b in split(line[0], code):
            sentence = _sentence(text, start + line.start() + a, start + line.start() + b, phrasebook)
            if any(character.isalnum() for character in sentence.text):
                yield sentence


def _sentence(text: str, start: int, end: int, phrasebook: Phrasebook) -> Sentence:
    inner = text[start:end]
    start, end = start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())
    found = text[start:end]
    return Sentence(found, start, end, phrasebook.marks(found))


def _greeting_end(text: str, phrasebook: Phrasebook, name: str | None) -> int:
    """Where the greeting ends, 0 if there is none. "Hello, Ruth," has two parts."""
    end = 0
    for _ in range(2):
        following = _segment_end(text, end, phrasebook)
        if following is None or not _is_greeting(text[end:following], phrasebook, name):
            break
        end = following
        if "\n" in text[end : end + 1]:
            break
    return end


def _segment_end(text: str, start: int, phrasebook: Phrasebook) -> int | None:
    begin = start + len(text[start:]) - len(text[start:].lstrip(_LEADING))
    for found in _SEPARATOR.finditer(text, begin, begin + _LONGEST_GREETING):
        if found[0] == "." and _TITLE_DOT.search(text[begin : found.start()]):
            continue
        return found.start()
    return None


def _is_greeting(segment: str, phrasebook: Phrasebook, name: str | None) -> bool:
    tokens = phrasebook.tokens(segment)
    by_sign = phrasebook.language in SIGN_LANGUAGES
    if not tokens or len(tokens) > (22 if by_sign else 9):
        return False
    marks = phrasebook.marks(segment.strip())
    if any(len(segment.strip()) - end <= _REST for key in ("<crowd>", "<anonymous>") for _, end in marks.get(key, ())):
        return True
    named = _names_customer(segment, [token.form for token in tokens], name, by_sign=by_sign)
    if by_sign:
        return len(tokens) <= _LONGEST_ADDRESS and (named or _addresses(segment.strip(), marks))
    rest = _uncovered(segment.strip(), phrasebook, marks)
    if ("<greeting>" in marks or "<title>" in marks) and len(tokens) <= 7:
        return all(word[:1].isupper() for word in rest) or (not segment.strip()[:1].isupper() and len(rest) <= 3 and _opens(marks))
    return named and len(tokens) <= 3


def _opens(marks: Marks) -> bool:
    """Of scripts without capitals: a greeting or title comes first."""
    return any(start == 0 for key in ("<greeting>", "<title>") for start, _ in marks.get(key, ()))


def _addresses(segment: str, marks: Marks) -> bool:
    """Whether ``segment`` begins with a greeting, or ends with one or with a title."""
    return any(start == 0 or end == len(segment) for start, end in marks.get("<greeting>", ())) or any(
        end == len(segment) and start > 0 for start, end in marks.get("<title>", ())
    )


def _names_customer(segment: str, forms: list[str], name: str | None, *, by_sign: bool) -> bool:
    if not name:
        return False
    return fold(name) in fold(segment) if by_sign else bool({fold(part) for part in name.split()} & set(forms))


def _uncovered(segment: str, phrasebook: Phrasebook, marks: Marks) -> list[str]:
    spans = [span for key in ("<greeting>", "<title>", "<opening>") for span in marks.get(key, ())]
    tokens = phrasebook.tokens(segment)
    return [segment[token.start : token.end] for token in tokens if not any(a <= token.start < b for a, b in spans)]


def _closing_start(text: str, phrasebook: Phrasebook) -> int:
    """Where the closing lines begin: the first line never belongs to them."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    start = len(text)
    for a, b in reversed(lines[1:]):
        line = text[a:b]
        short = len(phrasebook.tokens(line)) <= (_CLOSING_SIGNS if phrasebook.language in SIGN_LANGUAGES else _CLOSING_WORDS)
        if not short or (_ENDS.search(line) and start == len(text) and not line.rstrip().endswith((",", "，", "،"))):
            break
        if _ENDS.search(line) and not line.rstrip().endswith((",", "，", "،", ")")):
            break
        start = a
    return start
