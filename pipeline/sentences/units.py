"""Brackets and quotations of a text: passages that a sentence is not cut in.

In: a text. Out: the outermost pairs of one line, of at most `_LONGEST` characters, in order. A pair that is never
closed is none. Not here: whether a given stop in one counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.sentences.scripts import BRACKETS, PAIRS

_LONGEST = 240
_MARKS = re.compile("[" + re.escape("".join(sorted({*PAIRS, *"".join(PAIRS.values()), '"', "\n"}))) + "]")
_FACE_EYES = frozenset(":;=-'")


@dataclass(frozen=True, slots=True)
class Unit:
    """Characters ``start`` to ``end`` with both marks."""

    start: int
    end: int
    bracket: bool


def units(text: str) -> list[Unit]:
    """The outermost quotations and brackets of ``text``."""
    found: list[Unit] = []
    open_marks: list[tuple[int, str]] = []
    for match in _MARKS.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            open_marks.clear()
        elif (place := _opened(open_marks, mark)) is not None:
            start, opener = open_marks[place]
            del open_marks[place:]
            _keep(found, Unit(start, at + 1, opener in BRACKETS))
        elif _opens(text, at, mark):
            open_marks.append((at, mark))
    return found


def _opened(open_marks: list[tuple[int, str]], mark: str) -> int | None:
    """Which open mark ``mark`` closes; the innermost few are looked at, so that time stays linear."""
    for place in range(len(open_marks) - 1, max(-1, len(open_marks) - 5), -1):
        opener = open_marks[place][1]
        if mark in PAIRS.get(opener, opener):
            return place
    return None


def _opens(text: str, at: int, mark: str) -> bool:
    if mark in BRACKETS and at and text[at - 1] in _FACE_EYES:
        return False
    return mark in PAIRS or (mark == '"' and (at == 0 or not text[at - 1].isalnum()))


def _keep(found: list[Unit], unit: Unit) -> None:
    """Add ``unit`` in place of those inside it."""
    if unit.end - unit.start > _LONGEST:
        return
    while found and found[-1].start > unit.start:
        found.pop()
    found.append(unit)
