"""Roles and threads for a stream of messages: who wrote, and what belongs together.

In: the messages of `read`, and the settings of ``configs/conversations.yaml``. Out: the same items in the same order, mails with
``role`` and ``thread``. Without own domains the first mails are held back to find the company (`roles.find_company`): at most
``first_look`` items from the first mail on. After that one pass with bounded memory (`threads`).
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Set
from dataclasses import replace
from pathlib import Path
from typing import TypeGuard

from pydantic import Field

from pipeline.assets import shipped
from pipeline.ingest.roles import Company, find_company
from pipeline.ingest.threads import Threads
from pipeline.records import Message, Rejected
from pipeline.strict_yaml import StrictModel, read_yaml, validate

CONVERSATIONS_VARIABLE = "COMPLAINTS_CONVERSATIONS"

Item = Message | Rejected


class Conversations(StrictModel):
    """The knobs of ``configs/conversations.yaml``, which says what each one means; these are the shipped values."""

    own_domains: tuple[str, ...] = ()
    first_look: int = Field(200, ge=0)
    window_days: float = Field(30.0, ge=0)
    most_ids: int = Field(400_000, gt=0)


def load(path: Path | str | None = None) -> Conversations:
    """The settings in ``path``, else in the file that ``$COMPLAINTS_CONVERSATIONS`` names, else the shipped ones.

    Raises:
        ConfigError: the file is missing, is no YAML, or has a key or value that is not allowed.
    """
    named = path or os.environ.get(CONVERSATIONS_VARIABLE)
    found = Path(named) if named else shipped("configs/conversations.yaml")
    return validate(Conversations, read_yaml(found), where=str(named or found))


def with_conversations(items: Iterator[Item], own_domains: Set[str], settings: Conversations) -> Iterator[Item]:
    """``items`` with roles and threads; ``own_domains`` besides those of the settings."""
    domains = {domain.lower().lstrip("@.") for domain in (*own_domains, *settings.own_domains)}
    if domains:
        yield from _assigned(items, Company(domains=frozenset(domains)), settings)
        return
    for item in items:
        if _is_mail(item):
            held = [item, *itertools.islice(items, max(0, settings.first_look - 1))]
            company = find_company(filter(_is_mail, held)) if settings.first_look else Company()
            yield from _assigned(itertools.chain(held, items), company, settings)
            return
        yield item


def _is_mail(item: Item) -> TypeGuard[Message]:
    return isinstance(item, Message) and item.sender is not None


def _assigned(items: Iterator[Item], company: Company, settings: Conversations) -> Iterator[Item]:
    threads = Threads(company, settings.window_days, settings.most_ids)
    for item in items:
        yield threads.assign(replace(item, role=company.role(item))) if _is_mail(item) else item
