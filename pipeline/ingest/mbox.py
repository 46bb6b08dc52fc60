"""One mbox file to its messages, as bytes, one at a time.

The format has no standard (RFC 4155 describes it); four dialects differ in quoting. A separator is a line
"From …" at the start of the file or after an empty line, with a sender's address or a date after it, and a
header line below it: a sentence that begins "From " splits nothing. ``>From `` loses one ``>`` (mboxo, mboxrd).
``Content-Length`` (mboxcl, mboxcl2) is believed where the next separator, or the end, stands just behind it, and in
files alone; programs that change a message seldom change it. Memory is that of one message; the file is looked
through block by block, not line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

_ADDRESS_ONLY = re.compile(rb"From \S*@\S*\s*$")
_TIME = re.compile(rb"From \S.*?\d{1,2}:\d{2}")
_DATE = re.compile(
    rb"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b.*\d{4}|\d{4}-\d{2}-\d{2}", re.IGNORECASE
)
_HEADER = re.compile(rb"[!-9;-~]{1,76}[ \t]*:|>From ")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,12})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADERS = re.compile(rb"\n\r?\n")
_HEAD = 65_536
"""Bytes in which a message's headers are looked for."""
_CANDIDATE = re.compile(rb"\n\r?\n(?=From )")
_BLOCK = 2**20
_LINE = 4_096
"""Bytes of a separator, and of a header line below one, that are looked at; no program writes longer ones."""
_OVERLAP = 8
"""Bytes kept back at the end of a block, in which a candidate may begin: an empty line and "From "."""


@dataclass(slots=True)
class _Message:
    """The message under way: its beginning, and its pieces until they are more than the limit."""

    limit: int
    size: int = 0
    head: bytes = b""
    pieces: list[bytes] = field(default_factory=list)

    def add(self, piece: bytes) -> None:
        """More of it."""
        self.size += len(piece)
        if len(self.head) < _HEAD:
            self.head += piece[: _HEAD - len(self.head)]
        if self.size <= self.limit:
            self.pieces.append(piece)
        else:
            self.pieces.clear()

    def take(self) -> Iterator[bytes | None]:
        """What there is of it, if it is more than empty lines; None for one that is too large."""
        data, size = b"".join(self.pieces), self.size
        self.pieces, self.size, self.head = [], 0, b""
        if size > self.limit:
            yield None
        elif data.strip():
            yield _ESCAPED.sub(rb"\1", data) if b">From " in data else data

    def stated_size(self) -> int:
        """Its bytes by ``Content-Length``; 0 where it states none."""
        end = _END_OF_HEADERS.search(self.head)
        stated = _LENGTH.search(self.head, 0, end.start() + 1) if end else None
        return end.end() + int(stated[1]) if end and stated else 0


def split(stream: BinaryIO, *, limit: int) -> Iterator[bytes | None]:
    """Each message without its "From " line; None for one of more than ``limit`` bytes, which is skipped over."""
    message = _Message(limit)
    data = stream.read(_BLOCK)
    place = _after_separator(data, 0) or 0
    data = data[place:]
    while True:
        block = stream.read(_BLOCK)
        done, keep = 0, max(0, len(data) - _OVERLAP) if block else len(data)
        for found in _CANDIDATE.finditer(data):
            if block and found.end() > len(data) - 2 * _LINE:
                keep = min(keep, found.start())
                break
            after = _after_separator(data, found.end())
            if after is not None:
                message.add(data[done : found.end()])
                done = found.end()
                if not _goes_on(message, stream, place + done):
                    yield from message.take()
                    done = after
        keep = max(done, keep)
        message.add(data[done:keep])
        if not block:
            break
        data, place = data[keep:] + block, place + keep
    yield from message.take()


def _goes_on(message: _Message, stream: BinaryIO, place: int) -> bool:
    """Whether ``message``, read up to ``place`` of the file, states a length beyond, at which indeed it ends."""
    rest = message.stated_size() - message.size
    if rest <= 0 or not stream.seekable():
        return False
    here = stream.tell()
    stream.seek(place + rest)
    ahead = stream.read(2 * _LINE)
    end = stream.seek(0, 2)
    stream.seek(here)
    line, _, following = ahead.lstrip(b"\r\n").partition(b"\n")
    return place + rest <= end and (not ahead.strip() or is_separator(line, following))


def _after_separator(data: bytes, start: int) -> int | None:
    """Where the message begins whose separator stands at ``start``; None if none does."""
    end = data.find(b"\n", start, start + _LINE)
    if end < 0:
        end = min(len(data), start + _LINE) - 1
    return end + 1 if is_separator(data[start : end + 1], data[end + 1 : end + 1 + _LINE].partition(b"\n")[0]) else None


def is_separator(line: bytes, following: bytes) -> bool:
    """Whether ``line`` begins a message, by what it says and by the line below it."""
    if not line.startswith(b"From "):
        return False
    says_so = _ADDRESS_ONLY.match(line) or (_TIME.match(line) and _DATE.search(line))
    return bool(says_so) and _HEADER.match(following) is not None
