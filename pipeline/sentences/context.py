"""What stands before and after a place where a sentence may end.

In: a text and a place. Out: small facts about it: the word before, the next visible character, the first letter.
Every look goes a bounded way, so that splitting stays linear. Not here: any decision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.sentences.scripts import OPENERS, caseless

_WORD = 40
_TOKEN = re.compile(r"\S{1,40}")
_HARD = frozenset("\n\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Following:
    """What comes after a place. ``letter``: the first character that is no opening mark; "" at the end of the text."""

    at: int
    gap: bool
    new_line: bool
    character: str
    letter: str
    token: str

    @property
    def ends(self) -> bool:
        """Whether nothing comes."""
        return not self.character

    @property
    def upper(self) -> bool:
        """Whether the next word has a capital."""
        return self.letter.isupper() or self.letter.istitle()

    @property
    def lower(self) -> bool:
        """Whether the next word is small, in a script with capitals."""
        return self.letter.islower() and self.letter != self.letter.upper()

    @property
    def fresh(self) -> bool:
        """Whether the next word could begin a sentence: a capital, or a script without."""
        return self.upper or caseless(self.letter or " ")


def following(text: str, place: int) -> Following:
    """What comes after ``place``."""
    at, new_line = place, False
    while at < len(text) and text[at].isspace():
        new_line = new_line or text[at] in _HARD
        at += 1
    first = at
    while first < len(text) and first - at < 6 and text[first] in OPENERS:
        first += 1
    token = _TOKEN.match(text, at)
    letter = text[first] if first < len(text) else ""
    return Following(at, at > place, new_line, text[at : at + 1], letter, token.group() if token else "")


def word_before(text: str, place: int) -> str:
    """The characters before ``place`` back to a space or an opening mark."""
    start = place
    while start > 0 and place - start < _WORD and not text[start - 1].isspace() and text[start - 1] not in OPENERS:
        start -= 1
    return text[start:place]


def words_before(text: str, place: int, count: int) -> list[str]:
    """Up to ``count`` words that end before ``place``, the nearest first."""
    found: list[str] = []
    while len(found) < count:
        while place > 0 and text[place - 1].isspace() and text[place - 1] not in _HARD:
            place -= 1
        word = word_before(text, place)
        if not word:
            break
        found.append(word)
        place -= len(word)
    return found
