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
    """One rule: how grave, what is wrong, what to say instead, and the same two texts per language."""

    severity: Severity
    message: str
    instead: str
    local: dict[str, tuple[str, str]] = Field(default_factory=dict)


class RuleBook(StrictModel):
    """All rules, in the order of the teaching; ``ignore`` names those that are switched off."""

    rules: dict[str, Rule]
    ignore: tuple[str, ...] = ()


class Limits(StrictModel):
    """What a reply may offer at most; nothing set means that nothing beyond setting the fault right is checked by number."""

    percent: float | None = Field(default=None, ge=0, le=100)
    amount: float | None = Field(default=None, ge=0)


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
