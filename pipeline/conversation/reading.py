"""A conversation from a file or a folder, in order.

In: ``.jsonl`` or ``.json`` of label records, one object ``{"messages": […]}`` as in the corpus, or mail (``.mbox``, a
folder of ``.eml``) and single letters of any kind that `pipeline.ingest` reads. Out: the messages, oldest first, and what
of them could not be read. Mail is put in order of its dates (RFC 5322, 3.6.1) where all have one. Not here: labels.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import InputError, UsageError
from pipeline.ingest import read
from pipeline.records import Message, Rejected

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ThreadFile:
    """What a file held: messages in order, what was rejected, what a reader should be told."""

    messages: Sequence[Mapping[str, Any] | Message]
    rejected: Sequence[Rejected] = ()
    note: str = ""


def read_thread(path: Path, *, thread: str | None = None, own_domains: Set[str] = frozenset()) -> ThreadFile:
    """The conversation in ``path``; of several that ``thread`` names.

    Raises:
        UsageError: the path does not exist, or holds several threads and none is named.
        InputError: nothing readable is in it.
    """
    if not path.exists():
        raise UsageError("there is no such file or folder", where=str(path), hint="check the path")
    if path.suffix.lower() in {".json", ".jsonl", ".ndjson"} and path.is_file():
        return ThreadFile(_chosen(_objects(path), thread, path))
    return _mail(path, thread, own_domains)


def _objects(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a file, in order."""
    found = []
    for number, part in _parts(path):
        try:
            value = json.loads(part)
        except ValueError as fault:
            raise InputError(f"this is no JSON: {fault}", where=f"{path}:{number}", hint="mend the line") from fault
        found += [(number, item) for item in (value if isinstance(value, list) else [value])]
    for number, item in found:
        if not isinstance(item, dict):
            raise InputError(f"{type(item).__name__}, where an object is expected", where=f"{path}:{number}", hint="one object per message")
    if not found:
        raise InputError("the file is empty", where=str(path), hint="one JSON object per message")
    return [item for _, item in found]


def _parts(path: Path) -> list[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputError("the file is no UTF-8", where=str(path), hint="save it as UTF-8") from fault
    if path.suffix.lower() == ".json":
        return [(1, text)] if text.strip() else []
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _chosen(objects: list[dict[str, Any]], thread: str | None, path: Path) -> list[Mapping[str, Any]]:
    """The messages of the one thread that is meant."""
    threads: dict[str, list[Mapping[str, Any]]] = {
        _name(item, number): item["messages"] for number, item in enumerate(objects) if isinstance(item.get("messages"), list)
    }
    if not threads:
        for item in objects:
            threads.setdefault(str(item.get("thread") or ""), []).append(item)
    if thread is None and len(threads) == 1:
        return next(iter(threads.values()))
    if thread is None or thread not in threads:
        raise _several(list(threads), thread, path)
    return threads[thread]


def _name(item: Mapping[str, Any], number: int) -> str:
    return str(item.get("id") or number)


def _several(names: Sequence[str], thread: str | None, path: Path) -> UsageError:
    shown = ", ".join(name or "(none)" for name in names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
    what = f"there are {len(names)} threads in it" if thread is None else f"there is no thread '{thread}' in it"
    return UsageError(what, where=str(path), hint=f"name one with --thread: {shown}")


def _mail(path: Path, thread: str | None, own_domains: Set[str]) -> ThreadFile:
    items = list(read([path], own_domains=own_domains))
    rejected = [item for item in items if isinstance(item, Rejected)]
    messages = [item for item in items if isinstance(item, Message) and thread in (None, item.thread)]
    if not messages:
        details = f": {rejected[0].detail}" if rejected else ""
        raise InputError(f"no message could be read{details}", where=str(path), hint="check the file, or --thread")
    ordered = _by_date(messages)
    if own_domains or len({message.sender for message in ordered}) < 2:
        return ThreadFile(ordered, rejected)
    note = f"the customer is taken to be {ordered[0].sender}, everyone else the company; say otherwise with --own-domain"
    return ThreadFile([_role_by_sender(message, ordered[0].sender) for message in ordered], rejected, note)


def _role_by_sender(message: Message, customer: str | None) -> Message:
    return replace(message, role="customer" if message.sender == customer else "agent")


def _by_date(messages: list[Message]) -> list[Message]:
    dates = [_moment(message.date) for message in messages]
    known = [date for date in dates if date is not None]
    if len(known) < len(messages):
        return messages
    return [message for _, message in sorted(zip(known, messages, strict=True), key=lambda pair: pair[0])]


def _moment(date: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(date) if date else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)
