"""One mail, as bytes, to a `Message`: headers, thread, visible text, names of attachments.

In: a message as RFC 5322 and MIME (RFC 2045-2049) describe it, or what mailers make of that: broken
boundaries, wrong charsets, no headers. Out: a `Message` with ``channel="email"``, or a `Rejected`. Never raises.
Attachments are listed by name, not opened; winmail.dat and encrypted parts are not read. A mail that says something
in its subject alone is a message with an empty body, and a warning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import replace

from pipeline.ingest.addresses import addresses
from pipeline.ingest.charset import looks_binary
from pipeline.ingest.headers import header_text, iso_date, message_ids
from pipeline.ingest.identity import stable_id
from pipeline.ingest.limits import Limits, RefusedError, check_text, metered
from pipeline.ingest.mime import Body, body_of, stated_charset
from pipeline.ingest.parts import USUAL_HEADERS, Part, parse
from pipeline.ingest.raw_headers import in_charset_of_text
from pipeline.ingest.rows import has_content
from pipeline.records import ONLY_SUBJECT, Message, Rejected, Role

_ENCRYPTED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_LEGIBLE = frozenset({"subject", "from", "to", "cc"})
_REPLY_PREFIX = re.compile(r"\s*[^\W\d_]{2,3}(?:\[\d+\])?\s?[:：]")
"""Re, AW, SV, Fwd, WG, TR, 回复, 転送 …: then the subject is another's."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that write without blanks between words: Thai, Lao, Burmese, Japanese, Chinese."""


def read_mail(data: bytes, source: str, *, own_domains: Set[str] = frozenset(), limits: Limits | None = None) -> Message | Rejected:
    """The message in ``data``; senders in ``own_domains`` (or below one of them) have the role ``agent``.

    ``limits``: what it may cost; by default those of `limits.load`.
    """
    try:
        with metered(limits):
            return _read(data, source, own_domains)
    except RefusedError as refusal:
        return Rejected(source, refusal.reason, refusal.detail)


def _read(data: bytes, source: str, own_domains: Set[str]) -> Message | Rejected:
    root = parse(data)
    body = body_of(root)
    _read_raw_headers(root, body)
    check_text(len(body.text))
    if USUAL_HEADERS.isdisjoint(root.headers):
        if looks_binary(data[:65_536]):
            return Rejected(source, "binary", "it holds no mail headers and no text")
        body = replace(body, warnings=(*body.warnings, "mail: no headers"))
    if not has_content(body.text):
        subject = header_text(root.headers.get("subject", ""))
        if not _stands_alone(root.headers, subject):
            return _without_text(root, body, source, subject)
        body = replace(body, text="", marked=(), warnings=(*body.warnings, ONLY_SUBJECT))
    return _message(root.headers, body, source, own_domains)


def _read_raw_headers(root: Part, body: Body) -> None:
    """What people read in the headers of the mail, in the charset of its text where the header states none."""
    charset = stated_charset(root)
    for name in _LEGIBLE.intersection(root.headers):
        root.headers[name] = in_charset_of_text(root.headers[name], charset, body.text, body.warnings)


def _stands_alone(headers: Mapping[str, str], subject: str) -> bool:
    """Whether the subject is a message by itself: no answer's, and of two words, or four signs of unspaced script."""
    if "in-reply-to" in headers or "references" in headers or _REPLY_PREFIX.match(subject):
        return False
    return len(_WORD.findall(subject)) > 1 or len(_UNSPACED.findall(subject)) > 3


def _without_text(root: Part, body: Body, source: str, subject: str) -> Rejected:
    if root.content_type in _ENCRYPTED:
        return Rejected(source, "encrypted", f"the mail is encrypted ({root.content_type}); decrypt it first (subject: {subject[:80]!r})")
    listed = f" but {len(body.attachments)} attachment(s)" if body.attachments else ""
    return Rejected(source, "empty", f"the mail has no text{listed} (subject: {subject[:80]!r})")


def _message(headers: Mapping[str, str], body: Body, source: str, own_domains: Set[str]) -> Message:
    subject = header_text(headers.get("subject", ""))
    name, sender = next(iter(addresses(headers.get("from", ""))), ("", ""))
    date = iso_date(headers["date"]) if "date" in headers else None
    own_id, answered, references = (message_ids(headers.get(header, "")) for header in ("message-id", "in-reply-to", "references"))
    message_id = own_id[0] if own_id else None
    return Message(
        id=message_id or stable_id(subject, body.text, date),
        source=source,
        body=body.text,
        subject=subject,
        channel="email",
        thread=next(iter((*references[:1], *answered[:1], *own_id[:1])), None),
        role=_role(sender, own_domains),
        date=date,
        sender=sender or None,
        sender_name=name or None,
        recipients=tuple(address for header in ("to", "cc") for _, address in addresses(headers.get(header, ""))),
        message_id=message_id,
        in_reply_to=answered[0] if answered else None,
        references=references,
        attachments=body.attachments,
        html_only=body.html_only,
        marked=body.marked,
        warnings=(*body.warnings, *(("date: unreadable",) if "date" in headers and date is None else ())),
    )


def _role(sender: str, own_domains: Set[str]) -> Role:
    labels = sender.rpartition("@")[2].lower().rstrip(".").split(".")
    parents = {".".join(labels[start:]) for start in range(len(labels))}
    return "customer" if parents.isdisjoint(own_domains) else "agent"
