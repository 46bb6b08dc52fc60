"""The records a message passes through, in the order it meets them.

    read  → `Message` (or `Rejected`)     what came in, decoded, nothing cut
    clean → `CleanMessage`                what the sender newly wrote, and what was set aside
    label → `Record`                      labels, scores, stage, whether a person should look

All are frozen. Text offsets count Unicode characters. `Record.to_dict` is the JSON of the contract.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["customer", "agent"]
LabelValue = str | int | list[str]
"""Of a facet: ``one`` a name, ``ordinal`` a level, ``many`` a list of names."""
ScoreValue = Mapping[str, float] | Sequence[float]
"""Of a facet: ``one`` and ``many`` a probability per name, ``ordinal`` one per level."""


ONLY_SUBJECT = "mail: no text, the subject stands for it"
"""The warning of a message whose body is empty, and whose subject is what there is to label."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Characters ``start`` to ``end`` of the body, set aside for ``reason`` (quoted, signature …)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One incoming message as it was read: all decoded visible text, nothing cut.

    ``source`` says where it lies ("inbox.mbox#12"), ``date`` is ISO 8601, ``lang`` a BCP 47 code if the
    input states one, ``labels`` gold labels if the input carries them. The mail fields are empty for tables.
    ``marked`` are ranges of the body that the markup of an HTML mail calls quoted, forwarded or a signature.
    """

    id: str
    source: str
    body: str
    subject: str = ""
    lang: str | None = None
    channel: str | None = None
    thread: str | None = None
    role: Role = "customer"
    date: str | None = None
    labels: Mapping[str, LabelValue] | None = None
    sender: str | None = None
    sender_name: str | None = None
    recipients: tuple[str, ...] = ()
    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    html_only: bool = False
    marked: tuple[Cut, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A letter that the sender passed on."""

    sender: str | None
    subject: str | None
    date: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanMessage:
    """A message in its layers. ``text`` is what is labelled: ``own``, or the forwarded text."""

    message: Message
    own: str
    text: str
    lang: str
    lang_confidence: float
    quoted: str = ""
    signature: str = ""
    forwarded: Forwarded | None = None
    cuts: tuple[Cut, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that could not be read. ``reason`` is a stable word, ``detail`` a sentence."""

    source: str
    reason: str
    detail: str

    def to_dict(self) -> dict[str, str]:
        """The line of ``OUT.rejected.jsonl``."""
        return {"source": self.source, "reason": self.reason, "detail": self.detail}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One labelled message: what the program hands out.

    For messages of the company (``role: agent``) labels, scores and stage are None.
    ``evidence`` maps ``facet.label`` to ranges of ``text``.
    """

    id: str
    source: str
    thread: str | None
    role: Role
    date: str | None
    channel: str | None
    lang: str
    subject: str
    text: str
    labels: Mapping[str, LabelValue] | None
    scores: Mapping[str, ScoreValue] | None
    stage: str | None
    review: bool
    review_why: tuple[str, ...] = ()
    evidence: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    model: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, keys in the order of the contract."""
        values = {item.name: getattr(self, item.name) for item in dataclasses.fields(self)}
        values["review_why"] = list(self.review_why)
        values["evidence"] = {name: [list(span) for span in spans] for name, spans in self.evidence.items()}
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Record:
        """The record whose `to_dict` is ``values``; unknown keys are left out."""
        known = {item.name for item in dataclasses.fields(cls)}
        kept = {name: value for name, value in values.items() if name in known}
        kept["review_why"] = tuple(kept.get("review_why") or ())
        kept["evidence"] = {name: [(a, b) for a, b in spans] for name, spans in (kept.get("evidence") or {}).items()}
        return cls(**kept)
