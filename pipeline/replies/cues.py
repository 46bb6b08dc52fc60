"""``slots.yaml``: the words by which details of a message are recognised, per language.

In: the file, or a user's own laid over it (a language of the same code is replaced). Out: `Cues` per language, folded
for comparison. Languages without an entry use those of English for nothing but names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from pipeline.replies.folding import fold
from pipeline.strict_yaml import StrictModel, read_yaml, validate


class LanguageCues(StrictModel):
    """One language of ``slots.yaml``; the keys are explained there."""

    numbers: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    numbers_after: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    number_words: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    multipliers: tuple[str, ...] = ()
    months: tuple[tuple[str, ...], ...] = ()
    months_capital: bool = False
    between_day_and_month: tuple[str, ...] = ()
    year_month_day: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    titles: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    title_after: bool = False
    family_first: bool = False
    compound_families: tuple[str, ...] = ()
    patronymics: tuple[str, ...] = ()


class SlotsFile(StrictModel):
    """``slots.yaml``."""

    version: int
    money: tuple[str, ...] = ()
    not_names: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    languages: dict[str, LanguageCues]


@dataclass(frozen=True, slots=True)
class Cues:
    """What reading a message in one language needs; words are folded."""

    words: LanguageCues
    money: frozenset[str]
    not_names: frozenset[str]
    particles: frozenset[str]
    title_gender: dict[str, str]

    @property
    def title_after(self) -> bool:
        """Whether titles follow the name."""
        return self.words.title_after

    @property
    def family_first(self) -> bool:
        """Whether the family name comes first."""
        return self.words.family_first

    @property
    def compound_families(self) -> tuple[str, ...]:
        """Family names of two signs."""
        return self.words.compound_families

    @property
    def patronymics(self) -> tuple[str, ...]:
        """Endings of patronymics, which belong to the given name."""
        return self.words.patronymics


def load_cues(folders: Sequence[Path]) -> dict[str, Cues]:
    """The cues of every language in the ``slots.yaml`` of ``folders``.

    Raises:
        ConfigError: a file is wrong.
    """
    merged: dict[str, Any] = {}
    where = ""
    for path in (folder / "slots.yaml" for folder in folders if (folder / "slots.yaml").exists()):
        found = read_yaml(path)
        languages = {**merged.get("languages", {}), **found.get("languages", {})}
        merged, where = {**merged, **found, "languages": languages}, str(path)
    file = validate(SlotsFile, merged, where=where)
    return {code: _cues(file, words) for code, words in file.languages.items()}


def _cues(file: SlotsFile, words: LanguageCues) -> Cues:
    genders = {fold(title): gender for gender, titles in words.titles.items() for title in titles}
    return Cues(
        words,
        frozenset(map(fold, (*file.money, *words.currencies))),
        frozenset(map(fold, file.not_names)),
        frozenset(map(fold, file.particles)),
        genders,
    )
