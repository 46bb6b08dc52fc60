"""One mbox file to its messages, as bytes, one at a time.

The format has no standard (RFC 4155 describes it); four dialects differ in quoting. A separator is a line
"From …" at the start of the file or after an empty line, with a sender's address or a date after it, and a
header line below it: a sentence that begins "From " splits nothing. ``>From `` loses one ``>`` (mboxo, mboxrd).
``Content-Length`` is not believed. Memory is that of one message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

_ADDRESS_ONLY = re.compile(rb"From \S*@\S*\s*$")
_TIME = re.compile(rb"From \S.*?\d{1,2}:\d{2}")
_DATE = re.compile(
    rb"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b.*\d{4}|\d{4}-\d{2}-\d{2}", re.IGNORECASE
)
_HEADER = re.compile(rb"[!-9;-~]{1,76}[ \t]*:|>From ")
_ESCAPED = re.compile(rb">+From ")
_LINE = 65_536


def split(stream: BinaryIO, *, limit: int) -> Iterator[bytes | None]:
    """Each message without its "From " line; None for one of more than ``limit`` bytes, which is skipped over."""
    lines: list[bytes] = []
    size, after_blank, previous_ends = 0, True, True
    pending = _next_line(stream)
    while pending:
        line, pending = pending, _next_line(stream)
        if previous_ends and after_blank and is_separator(line, pending):
            yield from _message(lines, size, limit)
            lines, size = [], 0
        else:
            size += len(line)
            if size <= limit:
                lines.append(line[1:] if previous_ends and _ESCAPED.match(line) else line)
            else:
                lines.clear()
        after_blank = previous_ends and not line.strip(b"\r\n")
        previous_ends = line.endswith(b"\n")
    yield from _message(lines, size, limit)


def is_separator(line: bytes, following: bytes) -> bool:
    """Whether ``line`` begins a message, by what it says and by the line below it."""
    if not line.startswith(b"From "):
        return False
    says_so = _ADDRESS_ONLY.match(line) or (_TIME.match(line) and _DATE.search(line))
    return bool(says_so) and (_HEADER.match(following) is not None or not following.strip())


def _next_line(stream: BinaryIO) -> bytes:
    """A line, or the next stretch of an endless one."""
    return stream.readline(_LINE)


def _message(lines: list[bytes], size: int, limit: int) -> Iterator[bytes | None]:
    if size > limit:
        yield None
    elif any(line.strip() for line in lines):
        yield b"".join(lines)
