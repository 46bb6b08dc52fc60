"""The walk over a text from mark to mark that finds where sentences end.

In: a text and its language. Out: ranges of characters. Each mark (stop, line break, emoji, bullet; `scripts.marks`) is
looked at once, in order; what speaks for or against an end lies in `full_stop`, `lines`, `korean`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.sentences import full_stop, korean, lines
from pipeline.sentences.context import following
from pipeline.sentences.rules import rules_for
from pipeline.sentences.scripts import CLOSERS, CONTINUING, DOT, ELLIPSIS, FACES, OPENERS, caseless, marks, stops, wide
from pipeline.sentences.units import Unit, units

_FACES = re.compile(rf"[ \u00a0]*(?:{FACES})")
_HESITATION = 5
"""A segment shorter than this before an ellipsis is a hesitation ("我……"), no sentence."""
_PARTICLES = frozenset("的地之等呢吗嗎吧啊么麼とっはがをにもでのなやかだじよねさへ")
"""What a Chinese or Japanese sentence goes on with, right after a quotation."""
_DASHES = frozenset("—–-")
_VISIBLE, _WORD = re.compile(r"\S"), re.compile(r"[^\W_]")
_ALL_CLOSED = re.compile(r"[\s\u00a0]*[»”]")
_SPACED_SCRIPTS = frozenset({"zh", "ja", "ko"})


def split(text: str, lang: str) -> list[tuple[int, int]]:
    """The sentences of ``text`` as ranges of its characters, in order.

    >>> split("Dr. Weber called. No answer!", "en")
    [(0, 17), (18, 28)]
    """
    found, start = [], 0
    for end in [*_Scan(text, lang).ends(), len(text)]:
        first, last = start, end
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            found.append((first, last))
        start = end
    return found


class _Scan:
    """One pass over one text; ``start`` is where the sentence at hand begins."""

    def __init__(self, text: str, lang: str) -> None:
        self.text = text
        self.rules = rules_for(lang)
        self.start = 0
        first = next((letter for letter in text if letter.isupper() or letter.islower()), "")
        self.casual = first.islower()
        self.width = lines.wrap_width(text)
        self.units = units(text)
        self._unit = 0
        self._first: dict[re.Pattern[str], tuple[int, int]] = {}

    def ends(self) -> Iterator[int]:
        """Where sentences end."""
        pattern, place = marks(self.rules.lang), 0
        while match := pattern.search(self.text, place):
            unit = self._unit_around(match.start())
            if unit is not None and self._shut(unit):
                end, place = self._after_unit(unit), unit.end
            else:
                end, place = self._end_at(match), match.end()
            if end is not None:
                yield end
                self.start, place = end, max(place, end)

    def _unit_around(self, place: int) -> Unit | None:
        """The quotation or bracket that ``place`` lies in; asked in ascending order."""
        while self._unit < len(self.units) and self.units[self._unit].end <= place:
            self._unit += 1
        unit = self.units[self._unit] if self._unit < len(self.units) else None
        return unit if unit and unit.start < place else None

    def _begun(self, pattern: re.Pattern[str], place: int) -> bool:
        """Whether the sentence at hand has what ``pattern`` finds before ``place``; looked for once a sentence."""
        start, found = self._first.get(pattern, (-1, 0))
        if start != self.start:
            match = pattern.search(self.text, self.start)
            found = match.start() if match else len(self.text)
            self._first[pattern] = (self.start, found)
        return found < place

    def _shut(self, unit: Unit) -> bool:
        """Whether ``unit`` is part of a sentence that began before it, or goes on after it."""
        if self._begun(_VISIBLE, unit.start):
            return True
        after = following(self.text, unit.end)
        return not after.ends and (self._goes_on(unit.end) or self._joined_to_next(unit.end))

    def _joined_to_next(self, place: int) -> bool:
        """Whether a second quotation touches the one that ends at ``place``, and the sentence goes on after it."""
        beside = self.units[self._unit + 1 : self._unit + 2]
        return bool(beside) and beside[0].start == place and self._goes_on(beside[0].end)

    def _goes_on(self, place: int) -> bool:
        """Whether what stands after a closing mark at ``place`` goes on with the same sentence."""
        after = following(self.text, place)
        if after.character in CONTINUING:
            return True
        if after.new_line:
            return False
        if after.character in _DASHES:
            return following(self.text, after.at + 1).lower
        touching = not after.gap and (after.character in _PARTICLES or (self.rules.lang == "ko" and wide(after.character or " ")))
        return after.lower or touching

    def _after_unit(self, unit: Unit) -> int | None:
        inner = self.text[unit.start : unit.end - 1].rstrip()
        if unit.bracket or inner[-1:] not in stops() or self._goes_on(unit.end) or self._joined_to_next(unit.end):
            return None
        after = following(self.text, unit.end)
        if after.character in stops() or (not after.gap and not after.fresh and not after.ends):
            return None
        return self._with_faces(unit.end)

    def _end_at(self, match: re.Match[str]) -> int | None:
        start, end = match.span()
        kind = match.lastgroup
        if kind == "stop":
            return self._end_at_stop(start, end)
        if kind == "line":
            return start if lines.ends_sentence(self.text, start, end, self.width, self.rules.calls, casual=self.casual) else None
        if kind == "face":
            return self._end_at_face(start, end)
        if kind == "bullet":
            return start if self._begun(_VISIBLE, start) else None
        return start if self._end_at_space(start, end) else None

    def _end_at_stop(self, start: int, end: int) -> int | None:
        run, closed = self.text[start:end], self._closed(end)
        after = following(self.text, closed)
        dashed = after.character in _DASHES and not after.new_line and following(self.text, after.at + 1).lower
        if dashed or after.character in CONTINUING or (after.character in stops() and not after.gap):
            return None
        if len(run) == 1 and run in DOT and closed == end:
            ended = full_stop.ends_sentence(self.text, start, self.start, after, self.rules, casual=self.casual)
        elif closed > end and not after.new_line and self._goes_on(closed):
            ended = False
        elif all(mark in ELLIPSIS for mark in run) and len(run) + ("…" in run) + ("⋯" in run) > 1:
            ended = self._ends_at_ellipsis(start, closed)
        else:
            ended = after.gap or after.ends or self._touching(run, after.character, after.letter)
        return self._with_faces(closed) if ended else None

    def _closed(self, place: int) -> int:
        """Behind the closing marks at ``place``."""
        opening = self.units[self._unit].start if self._unit < len(self.units) else -1
        while place < len(self.text) and self.text[place] in CLOSERS and place != opening:
            place += 1
            opening = next((unit.start for unit in self.units[self._unit : self._unit + 2] if unit.start >= place), -1)
        spaced = _ALL_CLOSED.match(self.text, place)
        inside = self._unit < len(self.units) and self.units[self._unit].start < place < self.units[self._unit].end
        return spaced.end() if spaced and inside and spaced.end() == self.units[self._unit].end else place

    def _touching(self, run: str, character: str, letter: str) -> bool:
        """Whether a stop other than a full stop ends a sentence with no space after it."""
        if run[-1] > "\u2fff" or caseless(letter or " "):
            return True
        return letter.isupper() and (character.isalpha() or character in OPENERS)

    def _ends_at_ellipsis(self, start: int, closed: int) -> bool:
        after = following(self.text, closed)
        if after.ends or after.upper:
            return True
        if after.gap:
            return after.new_line or (not after.lower and (self.rules.lang != "ko" or self.text[start - 1] in korean.FINAL))
        said = self.text[max(self.start, start - _HESITATION) : start]
        return wide(after.letter or " ") and len(said.strip()) >= _HESITATION and not set(said) & CONTINUING

    def _end_at_face(self, start: int, end: int) -> int | None:
        after = following(self.text, end)
        if not self._begun(_WORD, start) or _FACES.match(self.text, end):
            return None
        if after.ends or after.new_line or (after.gap and (after.fresh or after.letter.isdecimal())):
            return end
        return end if wide(after.character or " ") and self.text[start] not in "❤♥💯" else None

    def _end_at_space(self, start: int, end: int) -> bool:
        if self.text[start - 1] in "~～":
            return self.rules.lang in _SPACED_SCRIPTS and start > 1 and self.text[start - 2].isalpha()
        return korean.ends_sentence(self.text, start, end)

    def _with_faces(self, end: int) -> int:
        """Behind the faces that follow a stop: they belong to what they comment."""
        face = _FACES.match(self.text, end)
        return face.end() if face else end
