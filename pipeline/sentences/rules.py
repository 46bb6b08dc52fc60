"""What the sentence rules know of each language: abbreviations, months, salutations.

In: ``rules.yaml`` beside this module, and the tokenizer exceptions of spaCy's language classes (data that comes with
spaCy; no model). Out: frozen `Rules`, made once per language. Not here: any decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field

from pipeline.strict_yaml import StrictModel, read_yaml, validate


class _Language(StrictModel):
    """``never``: abbreviations with a word always after them; ``may_end``: they end a sentence where a capital follows.

    ``suffixes``: ends of compound abbreviations (Hauptstr.). ``calls``: words of a salutation, where its shape does not tell.
    """

    spacy: str | None = None
    never: tuple[str, ...] = ()
    may_end: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    ordinal_before: tuple[str, ...] = ()
    ordinal_after: tuple[str, ...] = ()


class _File(StrictModel):
    """``everywhere`` holds for all languages; ``lettered`` are words that a capital letter names (Plan B)."""

    everywhere: _Language
    lettered: tuple[str, ...]
    languages: dict[str, _Language] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one language. Words are held with and without their capitals."""

    lang: str
    never: frozenset[str]
    may_end: frozenset[str]
    suffixes: tuple[str, ...]
    calls: tuple[str, ...]
    lettered: frozenset[str]
    ordinal_before: frozenset[str]
    ordinal_after: frozenset[str]


@cache
def rules_for(lang: str) -> Rules:
    """The rules of ``lang``; of a language without its own, those that hold everywhere."""
    known = _file()
    code = lang.split("-")[0]
    own = known.languages.get(code, _Language())
    may_end = _both_cases(*known.everywhere.may_end, *own.may_end)
    never = _both_cases(*known.everywhere.never, *own.never, *_of_spacy(own.spacy)) - may_end
    return Rules(
        lang=code,
        never=never,
        may_end=may_end,
        suffixes=own.suffixes,
        calls=own.calls,
        lettered=_both_cases(*known.lettered),
        ordinal_before=_both_cases(*own.ordinal_before),
        ordinal_after=frozenset(own.ordinal_after),
    )


@cache
def _file() -> _File:
    path = Path(__file__).with_name("rules.yaml")
    return validate(_File, read_yaml(path), where=str(path))


def _of_spacy(code: str | None) -> list[str]:
    """Abbreviations among spaCy's tokenizer exceptions, without spaces; single letters are left to the rule for them."""
    if code is None:
        return []
    from spacy.util import get_lang_class

    found = get_lang_class(code).Defaults.tokenizer_exceptions
    return [name.split()[-1] for name in found if name.endswith(".") and len(name) > 2 and not name[0].isdigit()]


def _both_cases(*words: str) -> frozenset[str]:
    """``words`` without the last stop; and the same written with a capital at the head of a sentence."""
    plain = {word.removesuffix(".") for word in words}
    return frozenset(plain | {word[:1].upper() + word[1:] for word in plain})
