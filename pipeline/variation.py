"""Training messages written a little otherwise, so that what must not matter does not.

In: a message's text and language, a source of chance. Out: a text with the same labels. A greeting or signature with
a name of any origin is put around it; letters slip, as on a phone; capitals or commas are left out, where no anger
sits in them. Applied anew each time a message is read, in training alone (Wei & Zou 2019, arXiv:1901.11196, for noise
on small data). The words are in ``variation.yaml``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pipeline.strict_yaml import StrictModel, read_yaml, validate

_SHOUTED = re.compile(r"[^\W\d_a-z]{3,}")
_ALPHABETIC = frozenset({"en", "de", "fr", "es", "pt", "it", "tr", "ru", "ar"})  # where a slip of a letter leaves a word to be read
_SLIPS_PER_LETTER = 0.02
_OTHER_LANGUAGE = 0.1  # of greetings and signatures: people write in mixed languages


class _Wording(StrictModel):
    names: dict[str, list[str]]
    openings: dict[str, list[str]]
    closings: dict[str, list[str]]


@cache
def wording() -> _Wording:
    """The checked contents of ``variation.yaml``."""
    path = Path(__file__).with_name("variation.yaml")
    return validate(_Wording, read_yaml(path), where=str(path))


def vary(text: str, language: str, chance: random.Random) -> str:
    """``text`` with one or two changes that leave its labels as they are; of other languages than ours, as it is."""
    if language not in wording().openings:
        return text
    dice = chance.random()
    if dice < 0.6:
        text = _framed(text, language, chance)
    if dice > 0.4:
        text = chance.choice((_slipped, _lowered, _unpunctuated))(text, language, chance)
    return text


def _framed(text: str, language: str, chance: random.Random) -> str:
    """A greeting above, a signature below, or both."""
    where = chance.random()
    if where < 0.6:
        text = f"{_formula(wording().openings, language, chance)}\n{text}"
    if where > 0.4:
        text = f"{text}\n{_formula(wording().closings, language, chance)}"
    return text


def _formula(formulas: Mapping[str, Sequence[str]], language: str, chance: random.Random) -> str:
    if chance.random() < _OTHER_LANGUAGE:
        language = chance.choice(sorted(formulas))
    names = wording().names
    origin = chance.choice([language, "any"]) if language in names else "any"
    return chance.choice(formulas[language]).replace("{name}", chance.choice(names[origin]))


def _slipped(text: str, language: str, chance: random.Random) -> str:
    """Neighbouring letters swapped, dropped or doubled: about one in fifty."""
    if language not in _ALPHABETIC:
        return text
    letters = list(text)
    for place in range(1, len(letters) - 1):
        if letters[place].isalpha() and letters[place + 1].isalpha() and chance.random() < _SLIPS_PER_LETTER:
            kind = chance.randrange(3)
            if kind == 0:
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
            else:
                letters[place] = "" if kind == 1 else letters[place] * 2
    return "".join(letters)


def _lowered(text: str, language: str, chance: random.Random) -> str:
    """All in small letters, as in a chat, unless the writer shouts."""
    if _SHOUTED.search(text):
        return text
    return text.replace("I", "ı").replace("İ", "i").lower() if language == "tr" else text.lower()


def _unpunctuated(text: str, language: str, chance: random.Random) -> str:
    """Without commas and full stops between words, as many write; exclamation and question marks carry a tone and stay."""
    return re.sub(r"(?<=\w)[,.;،。、，；]+(?=\s|$)", "", text)
