"""Short, safe pieces of text that strangers wrote, for a page.

In: any text of a message, a file name, an error's detail. Out: one line of bounded length without control
characters, lone surrogates or bidirectional overrides (Unicode TR 36, section 2: they could reorder the
page around them). Escaping for HTML is not done here: the template does it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

ELLIPSIS = "…"
_BIDI_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_JOINERS = {"\u200d", "\ufe0e", "\ufe0f"}
_WORD_BACKTRACK = 24
"""How far a cut goes back to end at a space; scripts without spaces are cut where the room ends."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage in three parts; ``marked`` holds the words that are evidence, if any are known."""

    before: str
    marked: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.before}{self.marked}{self.after}"


def one_line(text: str, limit: int) -> str:
    """``text`` on one line, at most ``limit`` characters, an ellipsis included."""
    return _keep_start(_flat(text[: limit * 4]).strip(), limit)


def excerpt(text: str, span: Sequence[int] | None = None, *, limit: int = 280) -> Excerpt:
    """The beginning of ``text``, or the passage around its characters ``span``; at most ``limit`` characters."""
    if span is None or not 0 <= span[0] < span[1] <= len(text):
        return Excerpt(one_line(text, limit))
    start, end = span
    marked = _keep_start(_flat(text[start : min(end, start + limit)]), limit // 2)
    room = limit - len(marked)
    after = _flat(text[end : end + limit]).rstrip()
    before = _keep_end(_flat(text[max(0, start - limit * 4) : start]).lstrip(), max(room // 2, room - len(after)))
    return Excerpt(before, marked, _keep_start(after, room - len(before)))


def _flat(text: str) -> str:
    return _SPACES.sub(" ", _UNPRINTABLE.sub(" ", text.translate(_BIDI_CONTROLS)))


def _keep_start(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    cut = _whole_character(text, limit - 1)
    space = text.rfind(" ", max(0, cut - _WORD_BACKTRACK), cut)
    return text[: space if space > 0 else cut].rstrip() + ELLIPSIS


def _keep_end(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    cut = len(text) - (limit - 1)
    while cut < len(text) and _joined(text, cut):
        cut += 1
    space = text.find(" ", cut, cut + _WORD_BACKTRACK)
    return ELLIPSIS + text[space + 1 if space >= 0 else cut :]


def _whole_character(text: str, cut: int) -> int:
    """``cut`` or the place before it where no accent or emoji part is torn from its base."""
    while cut > 0 and _joined(text, cut):
        cut -= 1
    return cut


def _joined(text: str, at: int) -> bool:
    return text[at] in _JOINERS or text[at - 1] == "\u200d" or unicodedata.category(text[at]).startswith("M")
