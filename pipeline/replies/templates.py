"""Texts with slots, cut up once at load and filled often.

In: a text in which ``{slot}`` stands for something to be filled in. Out: the text with the slots filled; a slot without
a value is shown as ``⟨its label⟩`` and reported. Nothing else is understood between braces: no expressions, no
attributes, no format codes, so a template from anywhere cannot do anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

OPEN_MARKS = ("⟨", "⟩")
"""Enclose the label of an open slot (U+27E8, U+27E9): whoever sends the reply fills it in first."""
_SLOT = re.compile(r"\{([a-z_]+)\}")
_BRACES = re.compile(r"[{}]")


class TemplateError(ValueError):
    """A template that cannot be used; the message says why, the caller knows where."""


@dataclass(frozen=True, slots=True)
class Template:
    """``literals`` and ``slots`` in turn: there is one literal more than there are slots."""

    literals: tuple[str, ...]
    slots: tuple[str, ...]

    @classmethod
    def of(cls, text: str, known: frozenset[str]) -> Template:
        """The template written as ``text``.

        Raises:
            TemplateError: an unknown slot, braces that enclose something else, or no text.
        """
        pieces = _SLOT.split(text)
        literals, slots = tuple(pieces[0::2]), tuple(pieces[1::2])
        if not text.strip():
            raise TemplateError("is empty")
        for literal in literals:
            if _BRACES.search(literal):
                raise TemplateError("has braces that hold no slot")
            if any(mark in literal for mark in OPEN_MARKS):
                raise TemplateError(f"has {OPEN_MARKS[0]} or {OPEN_MARKS[1]}, which are kept for open slots")
        for slot in slots:
            if slot not in known:
                raise TemplateError(f"has the unknown slot '{{{slot}}}'")
        return cls(literals, slots)

    def fill(self, values: Mapping[str, str], labels: Mapping[str, str], left_open: dict[str, None]) -> str:
        """The text with ``values`` in it; the names of slots without one are added to ``left_open``, in order."""
        if not self.slots:
            return self.literals[0]
        parts = [self.literals[0]]
        for slot, literal in zip(self.slots, self.literals[1:], strict=True):
            value = values.get(slot)
            if not value:
                left_open[slot] = None
                value = f"{OPEN_MARKS[0]}{labels.get(slot, slot)}{OPEN_MARKS[1]}"
            parts += (value, literal)
        return "".join(parts)
