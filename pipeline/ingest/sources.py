"""Paths to the files that are to be read, in a fixed order, each with its format.

In: a path that exists. Out: an iterator of `Found`. Folders are searched through, entries in the order of
their names; hidden files are passed over, links to folders are followed unless they lead back to a folder
above. A Maildir (a folder with ``cur``, and ``new`` or ``tmp``) gives the files of ``new`` and ``cur``; ``tmp``
holds mail that was never delivered, and no reader of Maildirs looks there. Formats go by suffix; a text, or a file
of no known suffix, is a mailbox or a mail if it begins as one. Nothing is left out in silence: what has no known
format is given out as ``unknown``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.ingest.mbox import is_separator

Format = Literal["jsonl", "csv", "tsv", "parquet", "mail", "mbox", "text", "html", "outlook", "pdf", "word", "unknown", "unreadable"]

_FORMATS: dict[str, Format] = {
    **{".jsonl": "jsonl", ".csv": "csv", ".tsv": "tsv", ".parquet": "parquet"},
    **{".eml": "mail", ".mbox": "mbox", ".txt": "text", ".html": "html", ".htm": "html"},
    **{".msg": "outlook", ".pdf": "pdf", ".docx": "word"},
}
SUFFIXES = tuple(_FORMATS)
"""What is read, by the ends of names."""
_HEAD = 8_192
"""Bytes of a file that are looked at for its format."""
_HEADER = re.compile(rb"([!-9;-~]{1,76}):")
_USUAL = frozenset({b"from", b"to", b"subject", b"date", b"reply-to", b"cc", b"content-type", b"sender"})
_SENT = frozenset({b"received", b"return-path", b"delivered-to", b"message-id", b"mime-version", b"dkim-signature", b"x-original-to"})
"""Headers that programs write, and people who copy a mail into a text do not."""
_MAILDIR_INDEXES = ("dovecot", "courier", "maildir", "subscriptions", ".dovecot", ".mailbox", ".customflags", ".DS_Store", ".uidvalidity")
"""How files begin that mail servers keep beside ``cur``; they hold no messages."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: ``source`` is its name from the given input on, with ``/``."""

    path: Path
    source: str
    format: Format


def find(given: Path) -> Iterator[Found]:
    """All files of ``given``, which may be a file or a folder."""
    stack = [_Entry(given, given.name, frozenset(), is_mail=False)]
    while stack:
        entry = stack.pop()
        names = _names_in(entry.path)
        if names is None:
            yield Found(entry.path, _printable(entry.source), "mail" if entry.is_mail else format_of(entry.path))
        elif entry.identity() not in entry.above:
            stack.extend(reversed([entry.child(name, in_maildir=_is_maildir(names)) for name in _visible(names)]))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A path still to be looked at, with the folders above it (device and inode)."""

    path: Path
    source: str
    above: frozenset[tuple[int, int]]
    is_mail: bool

    def identity(self) -> tuple[int, int]:
        """What tells a folder from all others, whatever name it goes by."""
        status = self.path.stat()
        return status.st_dev, status.st_ino

    def child(self, name: str, *, in_maildir: bool) -> _Entry:
        """An entry of this folder; files below ``cur`` and ``new`` of a Maildir are mails, whatever their names."""
        is_mail = self.is_mail or (in_maildir and name in ("cur", "new"))
        return _Entry(self.path / name, f"{self.source}/{name}".lstrip("/"), self.above | {self.identity()}, is_mail)


def _names_in(path: Path) -> list[str] | None:
    """The names in a folder; None for what is none, or may not be looked into."""
    try:
        return [child.name for child in path.iterdir()]
    except OSError:
        return None


def _is_maildir(names: list[str]) -> bool:
    return "cur" in names and ("new" in names or "tmp" in names)


def _visible(names: list[str]) -> list[str]:
    """Sorted names without hidden ones; of a Maildir without ``tmp`` and indexes, but with subfolders such as ``.Sent``."""
    maildir = _is_maildir(names)
    left_out = _MAILDIR_INDEXES if maildir else (".",)
    return sorted(name for name in names if not name.startswith(left_out) and not (maildir and name == "tmp"))


def exists(path: Path) -> bool:
    """Whether there is something at ``path``, be it behind a name too long or a folder that may not be entered: then not."""
    try:
        return path.exists()
    except OSError:
        return False


def format_of(path: Path) -> Format:
    """The format of a file; a pipe or device is ``unknown``, what cannot be opened ``unreadable``."""
    if not exists(path) or path.is_dir():
        return "unreadable"
    if not path.is_file():
        return "unknown"
    known = _FORMATS.get(path.suffix.lower(), "unknown")
    return _format_within(path, known) if known in ("text", "unknown") else known


def _format_within(path: Path, known: Format) -> Format:
    """The format by the beginning of a file: a mailbox, or a mail by its headers; a text must show that it was sent."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return known
    first, second, *_ = (*head.split(b"\n", 2), b"")
    if is_separator(first, second):
        return "mbox"
    names = _header_names(head)
    is_mail = len(names & (_SENT | _USUAL)) > 1 and (known == "unknown" or not names.isdisjoint(_SENT))
    return "mail" if is_mail else known


def _header_names(head: bytes) -> set[bytes]:
    """The names of the headers at the beginning; none where something else stands among them."""
    block = re.split(rb"\n\r?\n", head, maxsplit=1)[0]
    found = [(_HEADER.match(line), line) for line in block.split(b"\n")]
    if not all(header or line.startswith((b" ", b"\t")) for header, line in found[:-1]):
        return set()
    return {header[1].lower() for header, _ in found if header}


def _printable(name: str) -> str:
    """A name that may not be UTF-8, as text that any output can hold."""
    return os.fsencode(name).decode("utf-8", "replace")
