"""The lines of a printed page to paragraphs.

In: pieces of text with their places, as pypdf finds them on a page (`PageLines`), or lines. Out: text, in which an
empty line stands where the page has a gap, and the lines of a paragraph are one (`join_lines`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")
_ENDS = re.compile(r"[.!?:;。！？：；؟…][\"'”’»)\]）」』]*$")
_BEGINS_ITEM = re.compile(r"(?:[-–—•*·▪◦>]|\(?\d{1,3}[.)]|\(?[^\W\d_][.)])\s")
_FULL_LINE = 0.75
"""Of the usual length of long lines: shorter lines end where their author ended them."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff65、。]")
"""Thai, Lao, Japanese and Chinese, which put no blank between words."""
_GAP = 1.4
"""Of the usual distance between lines: a larger one is a gap between paragraphs."""


class PageLines:
    """Collects the pieces of one page in the order of the page's content."""

    def __init__(self) -> None:
        self._lines: list[str] = [""]
        self._heights: list[float | None] = [None]

    def take(self, text: str, current: Sequence[float], matrix: Sequence[float], *_: Any) -> None:
        """A piece of text, with the transformations of the page and of the text (ISO 32000-1, 9.4.4)."""
        for number, piece in enumerate(text.split("\n")):
            if number:
                self._lines.append("")
                self._heights.append(None)
            self._lines[-1] += piece
            if piece.strip() and self._heights[-1] is None:
                self._heights[-1] = matrix[4] * current[1] + matrix[5] * current[3] + current[5]

    def text(self) -> str:
        """The lines, with an empty one in each gap."""
        gaps = [above - below if above is not None and below is not None else 0.0 for above, below in pairwise(self._heights)]
        usual = sorted(gap for gap in gaps if gap > 1)
        most = _GAP * usual[len(usual) // 4] if usual else float("inf")
        return "\n".join(line + ("\n" if gap > most else "") for line, gap in zip(self._lines, [*gaps, 0.0], strict=True))


def join_lines(text: str) -> str:
    """``text`` with the lines of a paragraph joined, and words that a line end has parted.

    A line goes on in the next one if it is about as long as lines are here, does not end a sentence short of that,
    and the next one begins no list item; an empty line always ends the paragraph.
    """
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    full = _FULL_LINE * _usual_length(lines)
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line and not _BEGINS_ITEM.match(line):
            joined[-1] = _joined(joined[-1], line)
        else:
            joined.append(line)
        goes_on = bool(line) and (bool(_HYPHEN.search(line)) or len(line) >= full + (full / 6 if _ENDS.search(line) else 0))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(joined)).strip("\n")


def _usual_length(lines: list[str]) -> int:
    """The length that nine in ten lines with text do not pass; at least 40, below which lines are no running text."""
    lengths = sorted(len(line) for line in lines if line)
    return max(40, lengths[len(lengths) * 9 // 10]) if lengths else 40


def _joined(before: str, after: str) -> str:
    if _HYPHEN.search(before) and after[:1].islower():
        return before[:-1] + after
    unspaced = _UNSPACED.match(before[-1:]) and _UNSPACED.match(after)
    return before + after if unspaced or before.endswith("-") else f"{before} {after}"
