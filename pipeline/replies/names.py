"""A name as somebody wrote it → how that person may be addressed. Never a guess.

In: a sender's name, a ``name`` field or a signature line, and the words of a language that are titles or no names. Out: a
`PersonName`, or None where the text is not plainly the name of a person. The gender is known only from a title; family
and given name only where the language's order of names tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.replies.cues import Cues
from pipeline.replies.folding import fold

_MOST_WORDS, _MOST_SIGNS = 5, 50
_FOREIGN = re.compile(r"[\d@/\\_<>|=+*#:;!?。！？؟…]|www\.|https?", re.IGNORECASE)
_HAN_NAME = range(2, 5)
"""Characters of a Chinese name without spaces."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """``full`` without titles that say the gender; empty where only a family name with its title is known."""

    full: str
    given: str
    family: str
    gender: str | None

    def values(self) -> dict[str, str]:
        """The slots it fills."""
        found = {"name": self.full, "given": self.given, "family": self.family}
        return {slot: text for slot, text in found.items() if text}


def person_name(text: str, cues: Cues, *, stated: bool = False) -> PersonName | None:
    """The person that ``text`` names; ``stated``: a field says that it is a name, so that small letters pass."""
    plain = " ".join(text.strip().strip("\"'«»“”„‘’()[]–—-,.").split())
    if not plain or len(plain) > _MOST_SIGNS or _FOREIGN.search(plain):
        return None
    if plain.count(",") == 1 and not cues.family_first:
        family, given = (part.strip() for part in plain.split(","))
        plain = f"{given} {family}"
    words, gender, rank = _without_titles(plain.split(), cues)
    if not words or len(words) > _MOST_WORDS or any(fold(word) in cues.not_names for word in words):
        return None
    if not all(any(sign.isalpha() for sign in word) for word in words) or not (stated or _looks_like_name(words, cues)):
        return None
    return _divided(words, gender, rank, cues)


def _without_titles(words: list[str], cues: Cues) -> tuple[list[str], str | None, str]:
    """The words that are no titles, the gender they tell, and a title that tells none."""
    kept, gender, rank = [], None, ""
    for word in words:
        found = cues.title_gender.get(fold(word))
        if found is None:
            kept.append(word)
        elif found == "none":
            rank = rank or word
        else:
            gender = found
    if cues.title_after and len(kept) == 1 and gender is None:
        return _title_at_end(kept[0], rank, cues)
    return kept, gender, rank


def _title_at_end(word: str, rank: str, cues: Cues) -> tuple[list[str], str | None, str]:
    """A title that stands after the name without a space: 王女士."""
    for title, gender in cues.title_gender.items():
        if word.endswith(title) and len(word) > len(title) and not word.isascii() and cues.family_first:
            return [word.removesuffix(title)], None if gender == "none" else gender, title if gender == "none" else rank
    return [word], None, rank


def _looks_like_name(words: Sequence[str], cues: Cues) -> bool:
    """Capitals where the script has them; small words only where they belong to names."""
    return all(not word[0].islower() or fold(word) in cues.particles for word in words) and not words[0].islower()


def _divided(words: list[str], gender: str | None, rank: str, cues: Cues) -> PersonName | None:
    if cues.family_first:
        return _family_first(words, gender, cues)
    full = " ".join(words)
    if len(words) == 1:
        if gender is not None and not cues.title_after:
            return PersonName("", "", full, gender)
        return PersonName(f"{rank} {full}".strip(), "" if rank else full, "", gender)
    if cues.patronymics and fold(words[-1]).endswith(cues.patronymics):
        return PersonName(full, " ".join(words[-2:]), words[0] if len(words) > 2 else "", gender)
    return PersonName(f"{rank} {full}".strip(), words[0], " ".join(words[1:]), gender)


def _family_first(words: list[str], gender: str | None, cues: Cues) -> PersonName | None:
    full = "".join(words) if cues.compound_families and not _in_latin(words) else " ".join(words)
    if _in_latin(words):
        return PersonName(full, words[0], "", gender)
    if gender is not None and len(full) <= 2:
        compound = full in cues.compound_families
        return PersonName("" if compound or len(full) == 1 else full, "", full if compound else full[0], gender)
    if cues.compound_families:
        if len(full) not in _HAN_NAME:
            return None
        family = full[:2] if full[:2] in cues.compound_families and len(full) > 2 else full[0]
        return PersonName(full, full, family, gender)
    return PersonName(full, full, words[0] if len(words) > 1 else "", gender)


def _in_latin(words: Sequence[str]) -> bool:
    """Whether the name is written in Latin letters, whatever the language of the message."""
    return all(word.isascii() for word in words)
