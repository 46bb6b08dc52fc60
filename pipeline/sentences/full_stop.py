"""Whether a single full stop ends a sentence: abbreviations, initials, ordinals, numbers, addresses.

In: the text, where the stop stands, where the sentence began. Out: yes or no. Not here: the other stops, line breaks.
"""

from __future__ import annotations

import re

from pipeline.sentences.context import Following, word_before, words_before
from pipeline.sentences.rules import Rules
from pipeline.sentences.scripts import caseless, wide

_SHORT = 3
"""A word of so many letters before a small one may be an unknown abbreviation."""
_ORDINAL_DIGITS = 2
_ADDRESS = re.compile(r"://|www\.|@|\.\w+/|\.\w+\.", re.IGNORECASE | re.ASCII)
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def ends_sentence(text: str, place: int, start: int, after: Following, rules: Rules, *, casual: bool) -> bool:
    """Whether the full stop at ``place`` ends the sentence that began at ``start``."""
    word = word_before(text, place)
    if after.ends:
        return True
    if not after.gap:
        return _touching(word, after)
    if word.isdecimal():
        return _after_number(text, place, start, word, after, rules)
    known = _abbreviation(text, place, word, after, rules, casual=casual)
    if known is not None:
        return known
    if after.new_line or not after.lower:
        return True
    return casual or (len(word) > _SHORT and word.isalpha() and word.islower())


def _touching(word: str, after: Following) -> bool:
    """A stop without a space after it: an end only between plain words."""
    if not word or not (word[-1].isalpha() and after.letter.isalpha()) or _ADDRESS.search(f"{word}.{after.token}"):
        return False
    if wide(word[-1]) or wide(after.letter):
        return wide(word[-1]) and wide(after.letter)
    if len(word) < _SHORT or not word.isalpha():
        return False
    rest = _FIRST_WORD.match(after.token)
    length = len(rest.group()) if rest else 0
    if caseless(word[-1]) and caseless(after.letter):
        return length >= _SHORT
    return word[-1].islower() and after.upper and (length == 1 or after.token[1:2].islower())


def _after_number(text: str, place: int, start: int, number: str, after: Following, rules: Rules) -> bool:
    if _begins(text, start, place - len(number)):
        return False
    before = words_before(text, place - len(number), 1)
    small = len(number) <= _ORDINAL_DIGITS
    if after.letter.isdecimal():
        return not small
    if small and (after.lower or (before and before[0].endswith(".") and before[0][:-1].isdecimal())):
        return False
    if small and (rules.ordinal_before or rules.ordinal_after):
        following = _FIRST_WORD.match(after.token)
        return not ((before and before[0] in rules.ordinal_before) or (following and following.group() in rules.ordinal_after))
    return True


def _begins(text: str, start: int, place: int) -> bool:
    """Whether the word at ``place`` is the first of the sentence that began at ``start``."""
    while place > start and text[place - 1].isspace():
        place -= 1
    return place <= start


def _abbreviation(text: str, place: int, word: str, after: Following, rules: Rules, *, casual: bool) -> bool | None:
    """Whether the sentence ends after an abbreviation; None if ``word`` is none."""
    for name in _joined(text, place, word):
        spellings = {name, name.casefold()} if casual else {name}
        if f"{name}.{after.token.removesuffix('.')}" in rules.may_end:
            return False
        if spellings & rules.may_end:
            return after.fresh and not (after.token[-1] == "." and after.token[:-1] in rules.may_end)
        if spellings & rules.never:
            return _ends_in_number_unit(text, place, word, after)
    if len(word) == 1 and word.isalpha() and not wide(word):
        return _after_letter(text, place, word, after, rules)
    if rules.suffixes and word.endswith(rules.suffixes):
        return after.fresh
    parts = word.replace("-", "").split(".")
    if len(parts) > 1 and all(0 < len(part) <= 2 and part.isalpha() for part in parts):
        return False
    return None


def _joined(text: str, place: int, word: str) -> list[str]:
    """``word`` with the one-letter parts before it ("z. B", "т. д", "EE. UU"), the longest first, then alone."""
    names = [word]
    for part in words_before(text, place - len(word), 3):
        if not part.endswith(".") or len(part) > 3 or not part[:-1].isalpha():
            break
        names.insert(0, part + names[0])
    return names


def _ends_in_number_unit(text: str, place: int, word: str, after: Following) -> bool:
    """One letter after a number is a unit or a year's mark ("2023 г."), and may end a sentence."""
    before = words_before(text, place - len(word), 1) if len(word) == 1 else []
    return bool(before) and before[0][-1].isdecimal() and after.upper


def _after_letter(text: str, place: int, letter: str, after: Following, rules: Rules) -> bool:
    before = words_before(text, place - 1, 1)
    if len(after.token) == 2 and after.token[1] == "." and after.token[0].isalpha():
        return False
    if before and (before[0][-1].isdecimal() or before[0] in rules.lettered):
        return after.upper
    return letter == "I" and rules.lang == "en" and bool(before) and before[0][0].islower()
