"""The YAML files of the reply desk as validated models. What stands in them is explained at the top of each file.

``blocks.yaml`` → `BlocksFile`, ``recipes.yaml`` → `RecipesFile`, ``limits.yaml`` → `Limits`, ``<lang>/language.yaml`` →
`Language`, ``<lang>/*.yaml`` → texts, plain mappings of block and variant to a template.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator

from pipeline.strict_yaml import StrictModel

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = ("order_number", "invoice_number", "contract_number", "customer_number", "booking_number", "tracking_number", "case_number")
"""Kinds of reference numbers, in the order in which one is preferred."""
GIVEN_BACK = (*NUMBERS, "product", "amount", "date")
"""Facts of a message that a reply may give back."""
OPEN = ("name", "given", "family", "number", "amount", "date", "product")
"""Slots filled from the message."""
BY_AGENT = ("agent_name", "loss_amount", "legal_contact", "responsible", "answer", "goodwill")
"""Slots filled from limits.yaml or by the agent."""
COMPUTED = ("answer_by", "deadline", "facts", "signature", "company")
SLOTS = frozenset((*OPEN, *BY_AGENT, *COMPUTED))
KNOWN = (*OPEN, *NUMBERS, "facts", "goodwill", "legal_contact", "responsible", "attachments")
"""What a condition ``known`` may ask for."""


def _values(found: Any) -> Any:
    """One value or a list of them, as texts; a bare yes or no is refused."""
    listed = found if isinstance(found, list) else [found]
    for value in listed:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise ValueError(f"{value!r} is no label; put quotes around it")
    return tuple(str(value) for value in listed)


Values = Annotated[tuple[str, ...], BeforeValidator(_values)]
When = dict[str, Values]


class Variant(StrictModel):
    """One way to say a block; ``say`` tells writers what it must say, ``why`` is shown as a reason."""

    when: When = Field(default_factory=dict)
    unless: When = Field(default_factory=dict)
    say: str = ""
    why: str = ""


class Block(StrictModel):
    """A part of a reply; of ``variants`` the first that fits speaks, or one for each label of facet ``each``."""

    about: str = ""
    each: str | None = None
    unless: When = Field(default_factory=dict)
    variants: dict[str, Variant] = Field(min_length=1)


class BlocksFile(StrictModel):
    """``blocks.yaml``; in a user's own folder every key may be missing."""

    version: int
    short_channels: tuple[str, ...] | None = None
    public_channels: tuple[str, ...] | None = None
    blocks: dict[str, Block] = Field(default_factory=dict)
    questions: dict[str, Variant] = Field(default_factory=dict)


class Preference(StrictModel):
    """``by`` is added to a recipe's priority where ``when`` holds."""

    when: When
    by: int
    why: str


class Recipe(StrictModel):
    """Which blocks make a reply, and when."""

    id: str
    kind: str
    title: str
    when: When = Field(default_factory=dict)
    unless: When = Field(default_factory=dict)
    priority: int
    prefer: tuple[Preference, ...] = ()
    hold: bool = False
    paragraphs: tuple[tuple[str, ...], ...] = Field(min_length=1)
    why: str


class RecipesFile(StrictModel):
    """``recipes.yaml``; ``without`` names shipped recipes that a user's own file takes out."""

    version: int
    recipes: tuple[Recipe, ...] = ()
    without: tuple[str, ...] = ()


class Limits(StrictModel):
    """What may be promised: days, gestures, contacts. Days are working days."""

    version: int
    answer_days: dict[str, Annotated[int, Field(ge=0, le=90)]]
    settle_days: dict[str, Annotated[int, Field(ge=0, le=90)]]
    weekend: tuple[str, ...] = ("saturday", "sunday")
    holidays: frozenset[datetime.date] = frozenset()
    goodwill: dict[str, str] = Field(default_factory=dict)
    agent_name: str = ""
    company: str = ""
    legal_contact: str = ""
    responsible: str = ""

    @field_validator("answer_days", "settle_days")
    @classmethod
    def _has_default(cls, days: dict[str, int]) -> dict[str, int]:
        if "default" not in days:
            raise ValueError("a 'default' is missing")
        return days

    @field_validator("weekend")
    @classmethod
    def _are_days(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        strangers = sorted(set(days) - set(WEEKDAYS))
        if strangers or len(set(days)) > 6:
            raise ValueError(f"write up to six of {', '.join(WEEKDAYS)}")
        return days


class Language(StrictModel):
    """How replies in one language are put together: joints, dates, names of facts and of open slots."""

    language: str
    note: str = ""
    space: str
    date: str
    first: str = ""
    today: str
    weekdays: tuple[str, ...] = Field(min_length=7, max_length=7)
    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    list: str
    facts: dict[str, str]
    open: dict[str, str]

    @field_validator("facts")
    @classmethod
    def _all_facts(cls, facts: dict[str, str]) -> dict[str, str]:
        return _complete(facts, GIVEN_BACK)

    @field_validator("open")
    @classmethod
    def _all_open(cls, labels: dict[str, str]) -> dict[str, str]:
        return _complete(labels, (*OPEN, *BY_AGENT))


def _complete(found: dict[str, str], wanted: tuple[str, ...]) -> dict[str, str]:
    missing, strange = [name for name in wanted if name not in found], [name for name in found if name not in wanted]
    if missing or strange:
        told = [f"missing: {', '.join(missing)}"] if missing else []
        raise ValueError("; ".join([*told, *([f"unknown: {', '.join(strange)}"] if strange else [])]))
    return found
