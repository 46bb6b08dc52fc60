"""One file, or one mail of a mailbox, that is one message, to a `Message`.

In: its bytes, and its format. Out: the message, or a `Rejected`; nothing is raised. What it may cost is limited.
Mails and Outlook messages go through `mail`; a text, a page, a PDF or a Word document is a letter that says
nothing about itself, and has no sender or date.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace

from pipeline.ingest import outlook, pdf, word
from pipeline.ingest.charset import decode, looks_binary, meta_charset
from pipeline.ingest.html_text import html_to_text
from pipeline.ingest.identity import stable_id
from pipeline.ingest.limits import Limits, RefusedError, check_size, check_text, metered
from pipeline.ingest.mail import read_mail
from pipeline.ingest.rows import has_content
from pipeline.ingest.sources import Format
from pipeline.records import Message, Rejected

_FIRST_HEADER = re.compile(rb"[!-9;-~]{1,76}:[ \t]")
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RuntimeError, MemoryError, EOFError)
"""What a fault of a reader raises, or of a library it uses: it costs one message, not the batch."""


def read_document(data: bytes | None, form: Format, source: str, *, own_domains: Set[str], limits: Limits) -> Message | Rejected:
    """The message in ``data``; None stands for one of more bytes than the limit."""
    try:
        with metered(limits):
            check_size(limits.message_bytes + 1 if data is None else len(data))
            return _read(data or b"", form, source, own_domains)
    except RefusedError as refusal:
        return Rejected(source, refusal.reason, refusal.detail)
    except _FAULTS as fault:
        return Rejected(source, "fault", f"reading it failed, please report this: {type(fault).__name__}: {fault}"[:300])


def _read(data: bytes, form: Format, source: str, own_domains: Set[str]) -> Message | Rejected:
    if form == "mail":
        return read_mail(data, source, own_domains=own_domains)
    if form == "outlook":
        return _outlook(data, source, own_domains)
    if form == "pdf":
        return _letter(source, *pdf.pdf_text(data))
    if form == "word":
        return _letter(source, *word.word_text(data))
    return _text(data, source, is_page=form == "html")


def _outlook(data: bytes, source: str, own_domains: Set[str]) -> Message | Rejected:
    """An Outlook message; some programs give MIME mail the suffix ``.msg``."""
    if not data.startswith(outlook.SIGNATURE) and _FIRST_HEADER.match(data):
        return read_mail(data, source, own_domains=own_domains)
    mime, name = outlook.to_mime(data)
    found = read_mail(mime, source, own_domains=own_domains)
    return replace(found, sender_name=found.sender_name or name or None) if isinstance(found, Message) else found


def _text(data: bytes, source: str, *, is_page: bool) -> Message | Rejected:
    if looks_binary(data):
        return Rejected(source, "binary", "the file holds bytes that are no text")
    text, warnings = decode(data, meta_charset(data) if is_page else None)
    if is_page:
        text = html_to_text(text)
    return _letter(source, text, warnings, is_page=is_page)


def _letter(source: str, body: str, warnings: tuple[str, ...], *, is_page: bool = False) -> Message | Rejected:
    check_text(len(body))
    if not has_content(body):
        return Rejected(source, "empty", "the file holds no text")
    return Message(id=stable_id("", body, None), source=source, body=body, html_only=is_page, warnings=warnings)
