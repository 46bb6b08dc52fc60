"""The lines of a body as the rules of cleaning see them: with their places, and with what was glued apart again.

In: a normalised body. Out: `Line` records that cover it in order. Some programs lose line breaks around what they add:
Yahoo's web mail writes "----- Forwarded Message ----- From: A <a@b>To: …Subject: …" on one line, Outlook for phones glues
"From:" to its rule of underscores, and answers are typed in front of "On … wrote:". Such a line becomes several here; the
text itself is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.clean.intros import glued_at
from pipeline.clean.phrases import words

_MOST_GLUED = 1_000
"""Characters of a line that is looked through for glued dividers; longer ones are paragraphs."""
_MOST_LINES = 10_000
"""Lines of a body that are told apart; what is below them stays in one piece, in which no history is looked for."""
_LEAST_FIELDS = 3
_RULE_THEN_FIELD = re.compile(r"^[_\-]{10,}[ ]?(?=[^\W\d_][^:：\n]{1,20}[:：])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, without the line break, and where it begins in the body."""

    text: str
    start: int


def split_lines(body: str) -> list[Line]:
    """The lines of ``body``, glued ones taken apart."""
    found: list[Line] = []
    start = 0
    for text in body.split("\n", _MOST_LINES):
        if len(text) <= _MOST_GLUED and ("--" in text or "__" in text) and not text.startswith(">") and text.strip("-_ "):
            found.extend(_apart(text, start))
        elif text.endswith((":", "：")) and (place := glued_at(text)):
            found += [Line(text[:place].rstrip(), start), Line(text[place:], start + place)]
        else:
            found.append(Line(text, start))
        start += len(text) + 1
    return found


def _apart(text: str, start: int) -> Iterator[Line]:
    """The pieces of a line that holds a divider or a rule beside other things, or the line itself."""
    divider = words().glued_divider.search(text)
    rule = _RULE_THEN_FIELD.match(text)
    if divider and len(divider.group()) < len(text.strip(" >*")):
        yield from _pieces(text, start, [divider.start(), divider.end(), *_fields(text, divider.end())])
    elif rule:
        yield from _pieces(text, start, [rule.end(), *_fields(text, rule.end())])
    else:
        yield Line(text, start)


def _fields(text: str, begin: int) -> list[int]:
    """Where header names stand in the rest of a line, if at least three do: "From: …To: …Subject: …"."""
    places = [match.start() for match in words().glued_field.finditer(text, begin) if _begins_word(text, match.start())]
    return places if len(places) >= _LEAST_FIELDS else []


def _begins_word(text: str, place: int) -> bool:
    """Whether a word begins at ``place``, also where a capital is glued to what stands before; "mailto:" holds no "to:"."""
    return place == 0 or not text[place - 1].isalpha() or text[place : place + 2].istitle()


def _pieces(text: str, start: int, places: list[int]) -> Iterator[Line]:
    edges = sorted({0, len(text), *places})
    for begin, end in pairwise(edges):
        if text[begin:end].strip():
            yield Line(text[begin:end].rstrip(), start + begin)
