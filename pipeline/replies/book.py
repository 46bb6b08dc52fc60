"""What the reply desk works with once everything is read and checked: compiled blocks, recipes and texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.replies.conditions import Case, Condition
from pipeline.replies.schema import Language, Limits
from pipeline.replies.templates import Template


@dataclass(frozen=True, slots=True)
class VariantPlan:
    """One way to say a block, when it fits, and the reason shown for it."""

    key: str
    condition: Condition
    why: str


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """A part of a reply and the ways to say it, the first that fits speaking."""

    allowed: Condition
    each: str | None
    variants: Mapping[str, VariantPlan]

    def speaking(self, case: Case, labels: Mapping[str, object]) -> Iterator[VariantPlan]:
        """The variants that speak in ``case``: none, one, or with ``each`` one for each label."""
        if not self.allowed.fits(case):
            return
        if self.each is None:
            first = next((variant for variant in self.variants.values() if variant.condition.fits(case)), None)
            if first is not None:
                yield first
            return
        found = labels.get(self.each)
        for label in found if isinstance(found, list) else ():
            variant = self.variants.get(label)
            if variant is not None and variant.condition.fits(case):
                yield variant


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipePlan:
    """Which blocks make a reply, when, and how it ranks."""

    id: str
    kind: str
    title: str
    why: str
    hold: bool
    condition: Condition
    priority: int
    prefer: tuple[tuple[Condition, int, str], ...]
    paragraphs: tuple[tuple[str, ...], ...]

    def rank(self, case: Case) -> int:
        """The priority in ``case``."""
        return self.priority + sum(by for condition, by, _ in self.prefer if condition.fits(case))


@dataclass(frozen=True, slots=True)
class Texts:
    """One language: its joints, its templates by block and variant, its DISCOVERY questions."""

    language: Language
    templates: Mapping[str, Mapping[str, Template]]
    questions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Everything the desk was given. ``questions`` says when each question is offered."""

    blocks: Mapping[str, BlockPlan]
    questions: Mapping[str, Condition]
    recipes: tuple[RecipePlan, ...]
    languages: Mapping[str, Texts]
    limits: Limits
    short_channels: frozenset[str]
