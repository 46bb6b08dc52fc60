"""What the linter hands out: one `Finding` per fault, in the order of the text.

The ids, severities and advice of the 28 rules are data (``configs/linter/rules.yaml``); here is only their shape.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from pipeline.strict_yaml import StrictModel

Severity = Literal["error", "warning", "hint"]


class Rule(StrictModel):
    """One rule: how grave, what is wrong, what to say instead."""

    severity: Severity
    message: str
    instead: str


class Limits(StrictModel):
    """What a reply may offer at most: a percentage off, an amount of money. What is not set is not checked by number."""

    percent: float | None = Field(default=None, ge=0, le=100)
    amount: float | None = Field(default=None, ge=0)


class RuleBook(StrictModel):
    """All rules, in the order of the teaching, and what they share across languages.

    ``ignore`` names rules that are switched off. ``everyday_codes`` are abbreviations anyone knows, ``emphatic_words`` short words
    that shout when they stand in capitals, ``placeholder_words`` words that in brackets mark an unfilled place of a template.
    """

    rules: dict[str, Rule]
    ignore: tuple[str, ...] = ()
    limits: Limits = Field(default_factory=Limits)
    everyday_codes: frozenset[str] = frozenset()
    emphatic_words: frozenset[str] = frozenset()
    placeholder_words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: characters ``start`` to ``end`` of the reply, or None for all three where something is missing."""

    rule: str
    severity: Severity
    span: str | None
    start: int | None
    end: int | None
    message: str
    instead: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, keys in the order of the contract."""
        return dataclasses.asdict(self)
