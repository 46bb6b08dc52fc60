"""The tree of MIME parts to one visible text.

In: a parsed message. Out: a `Body`. Of alternatives the plain text is taken, unless it is empty; parts that
stand beside one another are joined; text parts with a file name are attachments, unless there is no other text.
A mail inside the mail (``message/rfc822``) is written out below the text as Gmail writes a forward, so that
cleaning treats both alike. Parts below `MAX_DEPTH` levels are not opened, with a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message as MimePart
from typing import Any

from pipeline.ingest.charset import decode, meta_charset
from pipeline.ingest.flowed import unflow
from pipeline.ingest.headers import file_name, first_headers, header_text, parameter
from pipeline.ingest.html_text import html_to_text

MAX_DEPTH = 50
FORWARD_MARK = "---------- Forwarded message ---------"
_TEXT_TYPES = frozenset({"text/plain", "text/html"})
_VOUCHED = frozenset({"from", "subject", "date"})
"""A mail in the mail has one of these headers; otherwise it is some attachment."""
_DECODER_FAULTS = (ValueError, LookupError, TypeError, AttributeError, AssertionError)
"""What ``get_payload(decode=True)`` has been seen to raise on broken transfer encodings."""


@dataclass(frozen=True, slots=True)
class Body:
    """The visible text of a mail; ``html_only``: it had to be made from HTML."""

    text: str
    html_only: bool
    attachments: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Reading:
    """What is collected on the way through the tree."""

    attachments: list[str] = field(default_factory=list)
    spare: list[MimePart] = field(default_factory=list)
    warnings: dict[str, None] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)

    def warn(self, *warnings: str) -> None:
        """Note each warning once, in order."""
        self.warnings.update(dict.fromkeys(warnings))


def body_of(root: MimePart) -> Body:
    """The text of ``root``. Raises RecursionError where the parser itself nested too deeply."""
    reading = _Reading()
    text = _text_of(root, reading, 0)
    if not text.strip() and reading.spare:
        text = _leaf_text(reading.spare[0], reading)
    return Body(text, reading.kinds == {"text/html"}, tuple(reading.attachments), tuple(reading.warnings))


def _text_of(part: MimePart, reading: _Reading, depth: int) -> str:
    """The visible text of ``part`` and everything in it."""
    if depth > MAX_DEPTH:
        reading.warn(f"mime: parts below {MAX_DEPTH} levels were not read")
        return ""
    kind = content_type(part)
    children = _children(part)
    if kind == "message/rfc822" and children and not _VOUCHED.isdisjoint(first_headers(children[0])):
        return _embedded(children[0], reading, depth)
    if kind.startswith("message/") or (children is None and kind not in _TEXT_TYPES and not kind.startswith("multipart/")):
        reading.attachments.append(file_name(part) or f"({kind})")
        return ""
    if children is None:
        return _leaf(part, kind, reading)
    if kind == "multipart/alternative":
        return _alternative(children, reading, depth)
    return "\n\n".join(filter(str.strip, (_text_of(child, reading, depth + 1) for child in children)))


def content_type(part: MimePart) -> str:
    """The type in small letters; ``text/plain`` where none can be read (RFC 2045, section 5.2)."""
    raw = first_headers(part).get("content-type")
    if raw is None:
        return part.get_default_type()
    kind = raw.partition(";")[0].strip().lower()
    return kind if kind.count("/") == 1 and not kind.startswith("/") else "text/plain"


def _children(part: MimePart) -> list[Any] | None:
    """The parts of a container; None for a leaf, and for a container in which no boundary was found."""
    payload: Any = part.get_payload()
    return payload if isinstance(payload, list) else None


def _alternative(children: list[Any], reading: _Reading, depth: int) -> str:
    """The plainest of the alternatives that says anything; the attachments of all of them."""
    chosen = ""
    for child in sorted(children, key=_holds_html):
        inner = _Reading()
        text = _text_of(child, inner, depth + 1)
        reading.attachments += inner.attachments
        reading.spare += inner.spare
        if text.strip() and not chosen:
            chosen = text
            reading.kinds |= inner.kinds
            reading.warn(*inner.warnings)
    return chosen


def _holds_html(part: MimePart) -> int:
    """0 for plain text, 1 for HTML and containers of it: in that order alternatives are tried."""
    return 0 if content_type(part) == "text/plain" else 1


def _leaf(part: MimePart, kind: str, reading: _Reading) -> str:
    headers = first_headers(part)
    disposition = headers.get("content-disposition", "").partition(";")[0].strip().lower()
    name = file_name(part)
    if disposition == "attachment" or name:
        reading.attachments.append(name or f"({kind})")
        if disposition != "attachment":
            reading.spare.append(part)
        return ""
    return _leaf_text(part, reading)


def _leaf_text(part: MimePart, reading: _Reading) -> str:
    raw_type = first_headers(part).get("content-type", "")
    is_html = content_type(part) == "text/html"
    data = _payload(part, reading)
    label = parameter(raw_type, "charset")
    text, warnings = decode(data, label or (meta_charset(data) if is_html else None))
    if is_html:
        text = html_to_text(text)
    elif (parameter(raw_type, "format") or "").lower() == "flowed":
        text = unflow(text, delsp=(parameter(raw_type, "delsp") or "").lower() == "yes")
    if text.strip():
        reading.kinds.add("text/html" if is_html else "text/plain")
        reading.warn(*warnings)
    return text


def _payload(part: MimePart, reading: _Reading) -> bytes:
    try:
        data: Any = part.get_payload(decode=True)
    except _DECODER_FAULTS:
        reading.warn("mime: transfer encoding could not be undone")
        data = None
    if isinstance(data, bytes):
        return data
    return str(part.get_payload()).encode("utf-8", "surrogateescape")


def _embedded(inner: MimePart, reading: _Reading, depth: int) -> str:
    """A mail in the mail: a forward's heading and its text."""
    return "\n".join([FORWARD_MARK, *_heading(inner), "", _text_of(inner, reading, depth + 1)])


def _heading(part: MimePart) -> Iterator[str]:
    headers = first_headers(part)
    for name in ("From", "Date", "Subject", "To"):
        if name.lower() in headers:
            yield f"{name}: {header_text(headers[name.lower()])}"
