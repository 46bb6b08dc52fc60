"""The bytes of a mail to the tree of its MIME parts (RFC 5322, RFC 2045, RFC 2046), as the mail programs cut it.

In: any bytes. Out: a `Part`, whose contents still have their transfer encoding. One pass over the lines, without
recursion, in linear time. What senders get wrong is read as Thunderbird, Dovecot and Gmail read it: a boundary is a
whole line, and the innermost one that fits counts; a part ends at any boundary of the parts around it, closed or
not; a header line may have blanks before its colon, 8-bit bytes, or junk between it and the next one; the empty line
before the text may be missing. Where a declared boundary never comes, one that stands before part headers is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.ingest import limits
from pipeline.ingest.parameters import parameters

MAX_HEADER = 64_000
"""Characters of one header that are kept; longer ones are list archives' or an attack."""
USUAL_HEADERS = frozenset({"from", "to", "cc", "subject", "date", "received", "message-id", "reply-to", "sender", "return-path"}) | {
    *{"mime-version", "content-type", "content-transfer-encoding", "x-mailer", "in-reply-to", "references", "delivered-to"},
}
_HEADER = re.compile(rb"([!-9;-~\x80-\xff]{1,200})[ \t]*:")
_DELIMITER = re.compile(rb"^--([^\r\n]*)", re.MULTILINE)
_OWN_DELIMITER = re.compile(rb"^--([^\s\r\n][^\r\n]{0,200}?)[ \t]*\r?\n(?=content-[a-z-]{1,40}:)", re.MULTILINE | re.IGNORECASE)
_LEADING_LINES = re.compile(rb"(?:[ \t]*\r?\n)*(?:>?From [^\r\n]*\r?\n)?")
_CONTENT_TYPE = re.compile(r"\s*([^\s/;]+)\s*/\s*([^\s;,]+)")
_OPAQUE = frozenset({"base64", "quoted-printable", "x-uuencode", "uuencode", "x-uue"})
"""Transfer encodings under which a mail in the mail cannot be seen from outside."""


@dataclass(slots=True)
class Part:
    """A part: the first value of each header by its name in small letters, raw, 8-bit bytes as surrogates.

    ``children`` is None for a leaf. ``content`` is the leaf's text as it was transferred.
    """

    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""
    children: list[Part] | None = None
    default_type: str = "text/plain"

    @property
    def content_type(self) -> str:
        """The type in small letters; the default where none is stated, ``text/plain`` where none can be read."""
        raw = self.headers.get("content-type")
        if raw is None:
            return self.default_type
        found = _CONTENT_TYPE.match(raw)
        return f"{found[1]}/{found[2]}".lower().encode("ascii", "replace").decode("ascii") if found else "text/plain"

    @property
    def encoding(self) -> str:
        """The transfer encoding in small letters (RFC 2045, section 6); blanks, comments and quotes are not part of it."""
        raw = self.headers.get("content-transfer-encoding", "")
        return raw.partition(";")[0].partition("(")[0].strip(" \t\r\n\"'").lower()


def parse(data: bytes) -> Part:
    """The tree of ``data``. Without any usual header all of it is text.

    Raises:
        RefusedError: a limit is passed.
    """
    limits.check_size(len(data))
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    limits.check_lines(data.count(b"\n"))
    skipped = _LEADING_LINES.match(data)
    root = Part()
    start = skipped.end() if skipped else 0
    body = _read_headers(data, start, root, {})
    if USUAL_HEADERS.isdisjoint(root.headers):
        limits.count_part()
        return Part(content=data)
    _Parser(data).run(root, body)
    return root


@dataclass(slots=True)
class _Open:
    """A part whose children are being read: a multipart with its boundary, or a mail in the mail (None)."""

    part: Part
    boundary: bytes | None
    start: int


class _Parser:
    """One pass over ``data``: ``_stack`` holds what is open, ``_levels`` the places of each boundary in it."""

    def __init__(self, data: bytes, *, guesses: bool = True) -> None:
        self._data = data
        self._guesses = guesses
        self._stack: list[_Open] = []
        self._levels: dict[bytes, list[int]] = {}
        self._cut_short: set[bytes] = set()
        self._leaf: Part | None = None
        self._leaf_start = 0

    def run(self, root: Part, body: int, boundary: bytes | None = None) -> None:
        """Read what is in ``root``, whose text begins at ``body``; ``boundary`` goes before the one it declares."""
        self._begin(root, body, boundary)
        for line in _DELIMITER.finditer(self._data, body):
            if line.start() < self._resume:
                continue
            if found := self._level_of(line[1]):
                level, is_end = found
                self._cut_short.update(opened.boundary for opened in self._stack[level + 1 :] if opened.boundary)
                self._close(level if is_end else level + 1, line.start())
                if not is_end:
                    self._next_part(self._stack[level].part, self._line_after(line.end()))
            elif self._leaf is not None and self._is_late(line[1]):
                self._close(len(self._stack), line.start())
                self._next_part(self._stack[-1].part, self._line_after(line.end()))
        self._close(0, len(self._data))

    @property
    def _resume(self) -> int:
        """Where the text at hand begins; lines above are headers."""
        return self._leaf_start

    def _level_of(self, token: bytes) -> tuple[int, bool] | None:
        """The innermost open part whose boundary ``token`` is, and whether it closes that part."""
        token = token.rstrip(b" \t")
        begun = self._levels.get(token)
        ended = self._levels.get(token[:-2]) if token.endswith(b"--") else None
        if begun and (not ended or begun[-1] >= ended[-1]):
            return begun[-1], False
        return (ended[-1], True) if ended else None

    def _is_late(self, token: bytes) -> bool:
        """Whether ``token`` is the boundary of a part that one around it ended too early: no line of a text, but the next part."""
        token = token.rstrip(b" \t")
        return (token in self._cut_short or token.removesuffix(b"--") in self._cut_short) and self._stack[-1].boundary is not None

    def _line_after(self, place: int) -> int:
        end = self._data.find(b"\n", place)
        return len(self._data) if end < 0 else end + 1

    def _next_part(self, parent: Part, start: int) -> None:
        digest = parent.content_type == "multipart/digest"
        part = Part(default_type="message/rfc822" if digest else "text/plain")
        if parent.children is None:
            parent.children = []
        parent.children.append(part)
        self._begin(part, _read_headers(self._data, start, part, self._levels))

    def _begin(self, part: Part, body: int, boundary: bytes | None = None) -> None:
        """Open ``part``, and the mails in it that begin right there."""
        while True:
            limits.count_part()
            limits.check_depth(len(self._stack))
            kind = part.content_type
            if kind.startswith("multipart/"):
                self._open(part, boundary or _boundary(part), body)
                self._leaf, self._leaf_start = None, body
                return
            if kind not in ("message/rfc822", "message/global") or part.encoding in _OPAQUE:
                self._leaf, self._leaf_start = part, body
                return
            inner = Part()
            self._open(part, None, body)
            start = body
            body = _read_headers(self._data, body, inner, self._levels)
            if USUAL_HEADERS.isdisjoint(inner.headers):
                inner, body = Part(), start
                self._stack.pop()
                self._leaf, self._leaf_start = part, body
                return
            part.children = [inner]
            part = inner

    def _open(self, part: Part, boundary: bytes | None, start: int) -> None:
        if boundary is not None:
            self._levels.setdefault(boundary, []).append(len(self._stack))
        self._stack.append(_Open(part, boundary, start))

    def _close(self, level: int, end: int) -> None:
        """End the leaf at hand, and all that is open from ``level`` on, at ``end``."""
        if self._leaf is not None:
            self._leaf.content = _without_last_break(self._data[self._leaf_start : end])
        self._leaf, self._leaf_start = None, end
        while len(self._stack) > level:
            closed = self._stack.pop()
            if closed.boundary is not None:
                self._levels[closed.boundary].pop()
                if not self._levels[closed.boundary]:
                    del self._levels[closed.boundary]
            if closed.part.children is None:
                self._guess(closed, end)

    def _guess(self, closed: _Open, end: int) -> None:
        """A multipart in which its boundary never came: cut it where another one stands, or else it is text."""
        text = self._data[closed.start : end]
        found = _OWN_DELIMITER.search(text) if self._guesses else None
        if found:
            _Parser(text, guesses=False).run(closed.part, 0, found[1])
        else:
            closed.part.content = text


def _boundary(part: Part) -> bytes | None:
    stated = parameters(part.headers.get("content-type", "")).get("boundary", "").rstrip()
    return stated.encode("utf-8", "surrogateescape") if stated else None


def _without_last_break(text: bytes) -> bytes:
    """The line break before a boundary belongs to the boundary (RFC 2046, section 5.1.1)."""
    return text[:-2] if text.endswith(b"\r\n") else text[:-1] if text.endswith(b"\n") else text


def _read_headers(data: bytes, place: int, part: Part, boundaries: Mapping[bytes, list[int]]) -> int:
    """Read the headers from ``place`` on into ``part``; where the text below them begins."""
    begun = place
    name, pieces = "", list[bytes]()
    for start, end in _lines(data, place):
        line = data[start:end].rstrip(b"\r\n")
        place = end
        if not line.strip(b" \t"):
            if not line or not data[end : end + 1].strip(b"\r\n") or data[end : end + 1] not in (b" ", b"\t"):
                break
        elif line[:1] in (b" ", b"\t") and name:
            pieces.append(line)
        elif found := _HEADER.match(line):
            _keep(part, name, pieces)
            name, pieces = found[1].decode("ascii", "surrogateescape").lower(), [line[found.end() :]]
        elif (line.startswith(b"--") and _is_boundary(line[2:], boundaries)) or not (name and _is_usual(data, end)):
            place = start
            break
    limits.check_headers(place - begun)
    _keep(part, name, pieces)
    return place


def _lines(data: bytes, place: int) -> Iterator[tuple[int, int]]:
    while place < len(data):
        end = data.find(b"\n", place) + 1 or len(data)
        yield place, end
        place = end


def _is_boundary(token: bytes, boundaries: Mapping[bytes, list[int]]) -> bool:
    token = token.rstrip(b" \t")
    return token in boundaries or token.removesuffix(b"--") in boundaries


def _is_usual(data: bytes, place: int) -> bool:
    """Whether a usual header stands at ``place``: then the line above was junk among headers, and no text."""
    found = _HEADER.match(data, place)
    return found is not None and found[1].decode("latin-1").lower() in USUAL_HEADERS


def _keep(part: Part, name: str, pieces: list[bytes]) -> None:
    if name and name not in part.headers:
        part.headers[name] = b"\n".join(pieces)[:MAX_HEADER].decode("ascii", "surrogateescape")
