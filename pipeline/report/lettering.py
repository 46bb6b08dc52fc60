"""Text in SVG: how wide a line will be, and where to break it, without a font at hand.

In: a label in any script. Out: lines that fit a room in pixels. Widths are estimates on the safe side per
class of character (East Asian Width, Unicode UAX 11; the rest from the metrics of common system fonts).
SVG 1.1 does not wrap text, so the page has to know before it draws.
"""

from __future__ import annotations

import unicodedata

from pipeline.report.excerpt import ELLIPSIS

_EM_WIDE, _EM_CAPITAL, _EM_NARROW, _EM_USUAL = 1.02, 0.70, 0.34, 0.56
_NARROW = frozenset(" .,:;!|'’()[]ijlIftr·-")


def text_width(text: str, size: float) -> float:
    """The estimated width of ``text`` in pixels, set at ``size`` pixels."""
    return size * sum(map(_em, text))


def wrap(text: str, room: float, size: float, *, lines: int = 2) -> list[str]:
    """``text`` in at most ``lines`` lines no wider than ``room``; what does not fit ends in an ellipsis."""
    rows: list[str] = []
    rest = text.strip()
    while rest and len(rows) < lines:
        last = len(rows) == lines - 1
        cut = len(rest) if text_width(rest, size) <= room else _break_at(rest, room, size)
        if cut < len(rest) and last:
            rows.append(_shorten(rest, room, size))
            break
        rows.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return rows or [""]


def _em(character: str) -> float:
    if unicodedata.category(character)[0] == "M" or unicodedata.category(character) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return _EM_WIDE
    if character in _NARROW:
        return _EM_NARROW
    return _EM_CAPITAL if character.isupper() or character in "mw%—" else _EM_USUAL


def _break_at(text: str, room: float, size: float) -> int:
    """Where the first line ends: after a space, else before the character that is too much."""
    fits = _fitting(text, room, size)
    space = text.rfind(" ", 0, fits + 1)
    return space if space > 0 else max(1, fits)


def _fitting(text: str, room: float, size: float) -> int:
    """How many characters of ``text`` fit the room."""
    used = 0.0
    for index, character in enumerate(text):
        used += size * _em(character)
        if used > room:
            return index
    return len(text)


def _shorten(text: str, room: float, size: float) -> str:
    return text[: _fitting(text, room - text_width(ELLIPSIS, size), size)].rstrip() + ELLIPSIS
