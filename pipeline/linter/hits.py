"""What the checks pass among themselves: `Hit`, one rule broken at one place, and `Context`, what is known of the message.

In: the contract's MESSAGE (``text``, and where known ``name``, ``labels``, ``thread``). Out: its `Context`: the customer's
name, the height and stage of the message, the company's last reply. Nothing is guessed: without labels there is no height.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.curve import stages
from pipeline.linter.findings import RuleBook

_HEATED = ("take_off", "peak")


@dataclass(frozen=True, slots=True)
class Hit:
    """``rule`` is broken by characters ``start`` to ``end`` of the reply; both None where something is missing."""

    rule: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the message that is answered, and the rules; ``level`` None: its height is unknown."""

    book: RuleBook
    given: bool = False
    text: str = ""
    name: str | None = None
    level: int | None = None
    stage: str | None = None
    last_reply: str | None = None

    @property
    def heated(self) -> bool:
        """Whether the customer is annoyed or more."""
        return self.level is not None and self.level >= 2

    @property
    def rising(self) -> bool:
        """Whether the message is at take-off or at the peak of its curve."""
        return self.stage in _HEATED


def context_of(message: Mapping[str, Any] | None, book: RuleBook) -> Context:
    """The context that ``message`` gives."""
    if message is None:
        return Context(book)
    thread = [item for item in message.get("thread") or () if isinstance(item, Mapping)]
    level = _level(message)
    earlier = [found for item in thread if item.get("role") == "customer" and (found := _level(item)) is not None]
    replies = [str(item.get("text") or "") for item in thread if item.get("role") == "agent"]
    return Context(
        book,
        given=True,
        text=str(message.get("text") or ""),
        name=str(message.get("name") or "").strip() or None,
        level=level,
        stage=None if level is None else stages([*earlier, level])[-1],
        last_reply=replies[-1] if replies else None,
    )


def _level(message: Mapping[str, Any]) -> int | None:
    level = (message.get("labels") or {}).get("hostility")
    return level if isinstance(level, int) and not isinstance(level, bool) else None
