"""Figures and codes in a manager's words: 1,204 · 12% · 3 Mar 2026 · "Chinese (simplified)".

In: counts, ISO dates, codes. Out: short English phrases; names of labels come from the taxonomy in the
language asked for. The tables are in ``wording.yaml`` beside this file. No HTML here.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pipeline.languages import ENGLISH_NAMES
from pipeline.strict_yaml import StrictModel, read_yaml, validate

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Advice(StrictModel):
    """How a message with a label sounds, and what the teaching of customer service says helps."""

    sounds: str = ""
    helps: str


class Remedy(StrictModel):
    """What to do about inputs whose rejection reason holds ``word``."""

    word: str
    remedy: str


class Wording(StrictModel):
    """The tables of ``wording.yaml``; ``advice``: facet → label → words."""

    advice: dict[str, dict[str, Advice]]
    stages: dict[str, str]
    languages: dict[str, str]
    remedies: tuple[Remedy, ...]
    remedy_otherwise: str

    def stage(self, code: str | None) -> str:
        """A stage of the hostility curve; empty for none."""
        return self.stages.get(code, plain(code)) if code else ""

    def language(self, code: str) -> str:
        """A language's English name, else its code."""
        return ENGLISH_NAMES.get(code) or self.languages.get(code, code)

    def remedy(self, reason: str) -> str:
        """What a person can do about inputs rejected for ``reason``."""
        words = reason.lower().replace(" ", "_").replace("-", "_")
        return next((entry.remedy for entry in self.remedies if entry.word in words), self.remedy_otherwise)


@cache
def wording() -> Wording:
    """The tables, read once."""
    path = Path(__file__).with_name("wording.yaml")
    return validate(Wording, read_yaml(path), where=str(path))


def plain(code: str) -> str:
    """A code made readable."""
    return code.replace("_", " ")


def number(amount: int) -> str:
    """``1204`` as ``1,204``."""
    return f"{amount:,}"


def count_of(amount: int, one: str, many: str | None = None) -> str:
    """An amount with its noun: ``1 message``, ``2 messages``, ``2 inboxes``."""
    return f"{amount:,} {one if amount == 1 else many or one + 's'}"


def share(part: int, whole: int) -> str:
    """A share as whole percent; what is neither none nor all never reads 0% or 100%."""
    if not whole:
        return "–"
    percent = round(100 * part / whole)
    if part and not percent:
        return "<1%"
    return ">99%" if part < whole and percent == 100 else f"{percent}%"


def amount_and_share(part: int, whole: int) -> str:
    """What stands at the right of a bar: ``61 · 28%``."""
    return f"{part:,} · {share(part, whole)}"


def day(found: date) -> str:
    """A day in full: ``4 Mar 2026``."""
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def day_short(found: date) -> str:
    """A day without its year: ``4 Mar``."""
    return f"{found.day} {_MONTHS[found.month - 1]}"


def month(found: date) -> str:
    """A month with its year: ``Mar 2026``."""
    return f"{_MONTHS[found.month - 1]} {found.year}"


def span(first: str, last: str) -> str:
    """Two ISO days as a period: ``1–28 Mar 2026``, ``3 Feb – 4 Mar 2026``."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    return f"{day_short(start) if start.year == end.year else day(start)} – {day(end)}"


def quoted(name: str) -> str:
    """A label's name inside a sentence."""
    return f"“{name}”"


def first_upper(text: str) -> str:
    """``text`` with its first letter as a capital."""
    return text[:1].upper() + text[1:]
