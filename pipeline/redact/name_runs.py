"""A run of words that may be a person's name, read from a place where a name is expected.

In: a text, a place, and the names known beforehand. Out: where the name ends, or None. In scripts with capitals each word of a name
begins with one (small words such as "van der" inside excepted); Arabic has none, so there the place must be surer. Words that
stand in these places without being names ("Team", "Damen", "клиент") end a name or rule it out. Nothing is looked up
elsewhere; no statistics are used.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache

from pipeline.redact.given_names import GIVEN_NAMES
from pipeline.redact.name_parts import OFFICES, PARTICLES
from pipeline.redact.name_words import WORDS

_MARKS = "\u0300-\u036f\u064b-\u0652\u0670\u0640"
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}]|['’\-‐](?=[^\W\d_]))*")
_GAP = re.compile(r"[ \t\u00a0]{1,2}")
_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3]")
ARTICLES = frozenset({"le", "la", "les", "los", "las", "el", "do", "da", "dos", "du", "des", "der", "den", "zum", "zur", "y", "e"})
"""Small words that begin no name: "Monsieur le Directeur"."""
_LONGEST_WORD = 24
_OFFICE = re.compile(OFFICES)

Words = list[re.Match[str]]


def fold(word: str) -> str:
    """``word`` without regard to capitals; the Turkish dotted capital I is an i."""
    return word.replace("İ", "i").casefold()


def is_arabic(word: str) -> bool:
    """Whether a word is in Arabic script, which has no capitals to tell names by."""
    return _ARABIC.match(word) is not None


@cache
def others() -> frozenset[str]:
    """Words with a capital that are no names, of all languages, casefolded."""
    return frozenset(fold(word) for words in WORDS.values() for word in words.others.split())


def is_given(word: str, known: Set[str]) -> bool:
    """Whether ``word`` is a common given name or part of a name known from elsewhere (casefolded words)."""
    folded = fold(word)
    return folded in GIVEN_NAMES or folded in known or folded.partition("-")[0] in GIVEN_NAMES


def may_be_name(word: str) -> bool:
    """Whether a word is written as part of a name is: with a capital, or in Arabic script."""
    return len(word) <= _LONGEST_WORD and (word[0].isupper() or _ARABIC.match(word) is not None)


def name_words(text: str, start: int, end: int, most: int = 4) -> Words:
    """The words from ``start`` on that may be one name, at most ``most`` without small words; what follows is not looked at."""
    words: Words = []
    place, counted = start, 0
    while counted < most and (word := _WORD.match(text, place, end)):
        if may_be_name(word.group()):
            counted += 1
        elif word.group() not in PARTICLES or (not words and word.group() in ARTICLES):
            break
        words.append(word)
        place = word.end() + (len(word.group()) <= 2 and text[word.end() : word.end() + 1] == ".")
        gap = _GAP.match(text, place, end)
        if gap is None and place == word.end():
            break
        place = gap.end() if gap else place
    while words and not may_be_name(words[-1].group()):
        words.pop()
    return words


def without_others(words: Words) -> Words:
    """The ``words`` before the first that is no name; small words at the end are dropped."""
    kept: Words = []
    for word in words:
        if _is_other(word):
            break
        kept.append(word)
    while kept and not may_be_name(kept[-1].group()):
        kept.pop()
    return kept


def has_others(words: Words) -> bool:
    """Whether a word that is no name is among them."""
    return any(map(_is_other, words))


def _is_other(word: re.Match[str]) -> bool:
    """Whether the word, or the last part of one with a hyphen, is no name."""
    folded = fold(word.group())
    if not may_be_name(word.group()):
        return False
    return folded in others() or folded.rpartition("-")[2] in others() or _OFFICE.fullmatch(folded) is not None


def end_of(words: Words, text: str) -> int:
    """Where the name ends: the dot of an initial belongs to it, an English genitive does not."""
    last = words[-1]
    if last.group()[-2:] in ("'s", "’s"):
        return last.end() - 2
    initial = len(last.group()) == 1 and text[last.end() : last.end() + 1] == "."
    return last.end() + initial
