"""One mail, as bytes, to a `Message`: headers, thread, visible text, names of attachments.

In: a message as RFC 5322 and MIME (RFC 2045-2049) describe it, or what mailers make of that: broken
boundaries, wrong charsets, no headers. Out: a `Message` with ``channel="email"``, or a `Rejected`. Never raises.
The parser is the standard library's under its compat32 policy; every call that real mail has made
raise is guarded. Attachments are listed by name, not opened; winmail.dat and encrypted parts are not read.
"""

from __future__ import annotations

from collections.abc import Set
from email import message_from_bytes
from email.message import Message as MimePart

from pipeline.ingest.charset import looks_binary
from pipeline.ingest.headers import addresses, first_headers, header_text, iso_date, message_ids
from pipeline.ingest.identity import stable_id
from pipeline.ingest.mime import Body, body_of
from pipeline.ingest.rows import has_content
from pipeline.records import Message, Rejected, Role

_USUAL_HEADERS = frozenset({"from", "to", "subject", "date", "received", "message-id", "reply-to", "sender", "return-path"}) | {
    *{"mime-version", "content-type", "x-mailer"},
}


def read_mail(data: bytes, source: str, *, own_domains: Set[str] = frozenset()) -> Message | Rejected:
    """The message in ``data``; senders in ``own_domains`` (or below one of them) have the role ``agent``."""
    try:
        root = message_from_bytes(data)
        body = body_of(root)
    except RecursionError:
        return Rejected(source, "damaged", "its parts are nested too deeply to be read")
    headers = first_headers(root)
    if _USUAL_HEADERS.isdisjoint(headers):
        if looks_binary(data[:65_536]):
            return Rejected(source, "binary", "it holds no mail headers and no text")
        body = Body(body.text, body.html_only, body.attachments, (*body.warnings, "mail: no headers"))
    if not has_content(body.text):
        listed = f" but {len(body.attachments)} attachment(s)" if body.attachments else ""
        return Rejected(source, "empty", f"the mail has no text{listed} (subject: {header_text(headers.get('subject', ''))[:80]!r})")
    return _message(root, headers, body, source, own_domains)


def _message(root: MimePart, headers: dict[str, str], body: Body, source: str, own_domains: Set[str]) -> Message:
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
        warnings=(*body.warnings, *(("date: unreadable",) if "date" in headers and date is None else ())),
    )


def _role(sender: str, own_domains: Set[str]) -> Role:
    labels = sender.rpartition("@")[2].lower().rstrip(".").split(".")
    parents = {".".join(labels[start:]) for start in range(len(labels))}
    return "customer" if parents.isdisjoint(own_domains) else "agent"
