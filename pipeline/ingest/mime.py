"""The tree of MIME parts to one visible text.

In: a mail as `parts` cuts it. Out: a `Body`. Of alternatives the plain text is read, unless it is empty (`alternatives`);
parts that stand beside one another are joined; text parts with a file name are attachments unless they come first (RFC 8621,
section 4.1.4) or there is no other text; what stands in a container that has no parts, or in a text of another kind, is read only
then. A mail inside the mail
(``message/rfc822``) is written out below the text as Gmail writes a forward, so that cleaning treats both alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.ingest import limits, tnef, transfer
from pipeline.ingest.alternatives import choose
from pipeline.ingest.charset import decode, meta_charset
from pipeline.ingest.enriched import without_commands
from pipeline.ingest.flowed import unflow
from pipeline.ingest.headers import file_name, header_text
from pipeline.ingest.html_text import HtmlText, read_html
from pipeline.ingest.parameters import parameters
from pipeline.ingest.parts import Part, parse
from pipeline.records import Cut

FORWARD_MARK = "---------- Forwarded message ---------"
_TEXT_TYPES = frozenset({"text/plain", "text/html"})
_ENRICHED = frozenset({"text/enriched", "text/richtext"})
_FOR_MACHINES = frozenset(
    f"text/{kind}"
    for kind in ("calendar", "vcard", "x-vcard", "directory", "csv", "xml", "css", "javascript", "rfc822-headers", "x-amp-html")
)
"""Texts that no person reads; other kinds are read where there is no text besides (RFC 2046, section 4.1.4)."""
_MESSAGES = frozenset({"message/rfc822", "message/global", "message/news"})
_VOUCHED = frozenset({"from", "subject", "date", "content-type", "mime-version"})
"""A mail in the mail has one of these headers; otherwise it is some attachment."""
_TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_TNEF_NAME = "winmail.dat"
_NOTHING = HtmlText("")


@dataclass(frozen=True, slots=True)
class Body:
    """The visible text of a mail; ``html_only``: it had to be made from HTML; ``marked``: what markup sets apart in it."""

    text: str
    html_only: bool
    attachments: tuple[str, ...]
    warnings: tuple[str, ...]
    marked: tuple[Cut, ...] = ()


@dataclass(slots=True)
class _Reading:
    """What is collected on the way through the tree."""

    attachments: list[str] = field(default_factory=list)
    spare: list[Part] = field(default_factory=list)
    warnings: dict[str, None] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)

    def warn(self, *warnings: str) -> None:
        """Note each warning once, in order."""
        self.warnings.update(dict.fromkeys(warnings))


def body_of(root: Part) -> Body:
    """The text of ``root``.

    Raises:
        RefusedError: a limit is passed.
    """
    reading = _Reading()
    found = _text_of(root, reading, 0)
    if not found.text.strip() and reading.spare:
        found = _leaf_text(reading.spare[0], reading)
    warnings, html_only = tuple(reading.warnings), reading.kinds == {"text/html"}
    return Body(found.text, html_only, tuple(reading.attachments), warnings, found.marked)


def stated_charset(root: Part) -> str | None:
    """The charset that the first part with text states; no attachment is one."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if part.children is not None:
            waiting += reversed(part.children)
        elif part.content_type in _TEXT_TYPES and file_name(part.headers) is None:
            return parameters(part.headers.get("content-type", "")).get("charset")
    return None


def _text_of(part: Part, reading: _Reading, depth: int, *, leads: bool = False) -> HtmlText:
    """The visible text of ``part`` and everything in it; ``leads``: it is the first part of what it stands in."""
    limits.check_depth(depth)
    limits.check_time()
    kind, children = part.content_type, part.children
    if kind in _MESSAGES and (inner := _message_in(part)) is not None:
        return _embedded(inner, reading, depth)
    if children is None and kind.startswith("multipart/"):
        reading.spare.append(part)
        return _NOTHING
    if children is None and kind not in _TEXT_TYPES:
        name = file_name(part.headers)
        if not (kind in _TNEF_TYPES or name == _TNEF_NAME) or not _took_tnef(part, reading):
            reading.attachments.append(name or f"({kind})")
            if kind.startswith("text/") and kind not in _FOR_MACHINES and not name and _disposition(part) != "attachment":
                reading.spare.append(part)
        return _NOTHING
    if children is None:
        return _leaf(part, reading, is_whole=depth == 0, leads=leads)
    if kind == "multipart/alternative":
        return _alternative(children, reading, depth)
    return _joined(_text_of(child, reading, depth + 1, leads=number == 0) for number, child in enumerate(children))


def _took_tnef(part: Part, reading: _Reading) -> bool:
    """Whether the part holds TNEF: then its attachments are listed, and its text is kept for a mail without other text."""
    data, _ = transfer.undo(part.content, part.encoding)
    if not tnef.is_tnef(data):
        return False
    text, names = tnef.to_mime(data)
    reading.attachments += names
    reading.spare.append(parse(text))
    return True


def _message_in(part: Part) -> Part | None:
    """The mail in a mail, be it encoded; None where there is none."""
    inner = part.children[0] if part.children else None
    if inner is None and part.encoding:
        inner = parse(transfer.undo(part.content, part.encoding)[0])
    return inner if inner is not None and not _VOUCHED.isdisjoint(inner.headers) else None


def _joined(pieces: Iterable[HtmlText]) -> HtmlText:
    """Texts one below the other, an empty line between them."""
    text, marked = "", list[Cut]()
    for piece in pieces:
        if piece.text.strip():
            start = len(text) + 2 if text else 0
            text = f"{text}\n\n{piece.text}" if text else piece.text
            marked += (Cut(start + cut.start, start + cut.end, cut.reason) for cut in piece.marked)
    return HtmlText(text, tuple(marked))


def _alternative(children: list[Part], reading: _Reading, depth: int) -> HtmlText:
    """One text of all the alternatives; the attachments of all of them."""
    plain, pages = list[tuple[HtmlText, _Reading]](), list[tuple[HtmlText, _Reading]]()
    for child in children:
        inner = _Reading()
        found = _text_of(child, inner, depth + 1)
        reading.attachments += inner.attachments
        reading.spare += inner.spare
        if found.text.strip():
            (plain if inner.kinds == {"text/plain"} else pages).append((found, inner))
    texts = _joined({found.text: found for found, _ in plain}.values())
    chosen = choose(texts.text, pages[-1][0]) if pages else texts
    used = [inner for _, inner in (pages[-1:] if pages and chosen is pages[-1][0] else plain)]
    for inner in used:
        reading.kinds |= inner.kinds
        reading.warn(*inner.warnings)
    return chosen


def _leaf(part: Part, reading: _Reading, *, is_whole: bool, leads: bool) -> HtmlText:
    disposition = _disposition(part)
    name = file_name(part.headers)
    if disposition != "attachment" and (leads or not name):
        return _leaf_text(part, reading)
    reading.attachments.append(name or f"({part.content_type})")
    if disposition != "attachment" or is_whole:
        reading.spare.append(part)
    return _NOTHING


def _disposition(part: Part) -> str:
    return part.headers.get("content-disposition", "").partition(";")[0].strip().lower()


def _leaf_text(part: Part, reading: _Reading) -> HtmlText:
    stated = parameters(part.headers.get("content-type", ""))
    is_html = part.content_type == "text/html"
    data, damage = transfer.undo(part.content, part.encoding)
    limits.add_decoded(len(data))
    text, warnings = decode(data, stated.get("charset") or (meta_charset(data) if is_html else None))
    found = read_html(text) if is_html else HtmlText(_plain(text, part, stated, reading))
    if found.text.strip():
        reading.kinds.add("text/html" if is_html else "text/plain")
        reading.warn(*damage, *warnings)
    return found


def _plain(text: str, part: Part, stated: dict[str, str], reading: _Reading) -> str:
    if part.content_type in _ENRICHED:
        return without_commands(text)
    if stated.get("format", "").lower() == "flowed":
        return unflow(text, delsp=stated.get("delsp", "").lower() == "yes")
    text, names = transfer.without_files(text)
    reading.attachments += names
    return text


def _embedded(inner: Part, reading: _Reading, depth: int) -> HtmlText:
    """A mail in the mail: a forward's heading and its text."""
    found = _text_of(inner, reading, depth + 1)
    heading = list(_heading(inner))
    return HtmlText("\n".join([FORWARD_MARK, *heading, "", found.text])) if heading else found


def _heading(part: Part) -> Iterator[str]:
    for name in ("From", "Date", "Subject", "To"):
        if name.lower() in part.headers:
            yield f"{name}: {header_text(part.headers[name.lower()])}"
