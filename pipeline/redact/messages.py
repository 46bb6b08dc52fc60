"""A cleaned message with personal data masked in all its layers, and what else of it is written out.

In: a `CleanMessage`. Out: the same with body, own words, quoted history, signature, forwarded letter, subject, sender, recipients,
names of attachments masked; ``cuts`` are ranges of the masked body. Names of the headers, of the forwarded letter's headers
and of the addresses count as known in every layer. Ids that look like addresses (Message-IDs do) become a hash, the
same for the same id everywhere, so that threads still hold together. ``source`` stays: it says where the original lies.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.records import CleanMessage, Cut, Forwarded, Message, Rejected
from pipeline.redact.redactor import Redactor
from pipeline.redact.spans import PLACEHOLDERS, Redacted, Span, apply

_NAMED_ADDRESS = re.compile(r"(?<![^\s,:;\"'])([^\n<>\[\](),:;@\"']{2,60}?)[\"']? ?[<\[(](?:mailto:)?[^\s<>@]{1,64}@")
"""A display name before its address, as header blocks and intro lines of quoted letters have them."""


def redact_message(cleaned: CleanMessage, redactor: Redactor) -> CleanMessage:
    """``cleaned`` with all that is written of it masked."""
    names = tuple(_names(cleaned))
    body = _body(cleaned, redactor, names)

    def masked(text: str) -> str:
        return redactor.redact(text, lang=cleaned.lang, names=names).text

    return replace(
        cleaned,
        message=_headers(cleaned.message, body, masked),
        own=masked(cleaned.own),
        text=masked(cleaned.text),
        quoted=masked(cleaned.quoted),
        signature=masked(cleaned.signature),
        forwarded=_forwarded(cleaned.forwarded, masked),
        cuts=_moved(cleaned.cuts, body),
    )


def redact_rejected(rejected: Rejected, redactor: Redactor) -> Rejected:
    """``rejected`` with its detail masked: it may quote a subject or an address."""
    return replace(rejected, detail=redactor.redact(rejected.detail).text)


def _body(cleaned: CleanMessage, redactor: Redactor, names: tuple[str, ...]) -> Redacted:
    """The body, each layer of it masked by itself, as the layers are: what closes a letter must be at its end."""
    text = cleaned.message.body
    edges = sorted({0, len(text), *(cut.start for cut in cleaned.cuts), *(cut.end for cut in cleaned.cuts)})
    spans: list[Span] = []
    for start, end in pairwise(edges):
        found = redactor.redact(text[start:end], lang=cleaned.lang, names=names)
        spans += [Span(span.start + start, span.end + start, span.kind) for span in found.spans]
    return apply(text, spans)


def _names(cleaned: CleanMessage) -> Iterator[str]:
    """Names and addresses that stand in headers: of the mail, of the letter passed on, of quoted letters."""
    message = cleaned.message
    given = (message.sender_name, message.sender, *message.recipients, cleaned.forwarded.sender if cleaned.forwarded else None)
    for name in given:
        if name:
            yield name
            yield from _display_names(name)
    yield from _display_names(cleaned.quoted)
    yield from _display_names(cleaned.own)


def _display_names(text: str) -> Iterator[str]:
    """The names that stand before addresses in ``text``: of what stands there the last words that may be one."""
    for found in _NAMED_ADDRESS.finditer(text):
        words = found.group(1).split()
        sentence = [number for number, word in enumerate(words) if word[0].islower() or not word[0].isalpha()]
        name = words[sentence[-1] + 1 :] if sentence else words
        if name:
            yield " ".join(name)


def _moved(cuts: tuple[Cut, ...], body: Redacted) -> tuple[Cut, ...]:
    return tuple(Cut(*body.to_redacted(cut.start, cut.end), cut.reason) for cut in cuts)


def _headers(message: Message, body: Redacted, masked: Callable[[str], str]) -> Message:
    return replace(
        message,
        id=pseudonym(message.id),
        body=body.text,
        marked=_moved(message.marked, body),
        subject=masked(message.subject),
        thread=pseudonym(message.thread) if message.thread else message.thread,
        sender=PLACEHOLDERS["email"] if message.sender else message.sender,
        sender_name=PLACEHOLDERS["name"] if message.sender_name else message.sender_name,
        recipients=tuple(PLACEHOLDERS["email"] for _ in message.recipients),
        message_id=pseudonym(message.message_id) if message.message_id else message.message_id,
        in_reply_to=pseudonym(message.in_reply_to) if message.in_reply_to else message.in_reply_to,
        references=tuple(map(pseudonym, message.references)),
        attachments=tuple(map(masked, message.attachments)),
    )


def _forwarded(forwarded: Forwarded | None, masked: Callable[[str], str]) -> Forwarded | None:
    if forwarded is None:
        return None
    sender = PLACEHOLDERS["name"] if forwarded.sender else forwarded.sender
    subject = masked(forwarded.subject) if forwarded.subject else forwarded.subject
    return replace(forwarded, sender=sender, subject=subject, text=masked(forwarded.text))


def pseudonym(identifier: str) -> str:
    """An id that looks like an address as 16 hexadecimal digits (BLAKE2b), every other id as it is."""
    if "@" not in identifier:
        return identifier
    return hashlib.blake2b(identifier.encode("utf-8", "replace"), digest_size=8).hexdigest()
