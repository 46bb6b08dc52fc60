"""Cleaning: a message as it was read to its layers, of which one is labelled.

In: a `Message`. Out: a `CleanMessage` (`clean`), and its JSON form for `complaints clean` (`to_dict`). Reading and
labelling are other stages; names and numbers are not masked here.
"""

from __future__ import annotations

from typing import Any

from pipeline.clean.cleaning import clean
from pipeline.clean.normalization import normalize
from pipeline.records import CleanMessage, Forwarded

__all__ = ["clean", "normalize", "to_dict"]


def to_dict(cleaned: CleanMessage) -> dict[str, Any]:
    """The line that `complaints clean` writes: plain JSON values, keys in the order of the contract."""
    message = cleaned.message
    return {
        "id": message.id,
        "source": message.source,
        "subject": message.subject,
        "from": message.sender,
        "to": list(message.recipients),
        "date": message.date,
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to,
        "references": list(message.references),
        "thread": message.thread,
        "lang": cleaned.lang,
        "channel": message.channel,
        "attachments": list(message.attachments),
        "html_only": message.html_only,
        "warnings": [*message.warnings, *cleaned.warnings],
        "body": message.body,
        "own": cleaned.own,
        "quoted": cleaned.quoted,
        "signature": cleaned.signature,
        "forwarded": _forwarded(cleaned.forwarded),
        "text": cleaned.text,
        "cuts": [{"start": cut.start, "end": cut.end, "reason": cut.reason} for cut in cleaned.cuts],
    }


def _forwarded(forwarded: Forwarded | None) -> dict[str, str | None] | None:
    if forwarded is None:
        return None
    return {"from": forwarded.sender, "subject": forwarded.subject, "date": forwarded.date, "text": forwarded.text}
