"""Paths to the files that are to be read, in a fixed order, each with its format.

In: a path that exists. Out: an iterator of `Found`. Folders are searched through, entries in the order of
their names; hidden files are passed over, links to folders are followed unless they lead back to a folder
above. A Maildir (a folder with ``cur``, ``new`` and ``tmp``) gives the files of ``new`` and ``cur``; ``tmp``
holds mail that was never delivered, and no reader of Maildirs looks there. Formats go by suffix, and without
one by a first line that begins "From ". Nothing is left out in silence: what has no known format is given
out as ``unknown``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Format = Literal["jsonl", "csv", "tsv", "parquet", "mail", "mbox", "text", "html", "unsupported", "unknown", "unreadable"]

_FORMATS: dict[str, Format] = {
    **{".jsonl": "jsonl", ".csv": "csv", ".tsv": "tsv", ".parquet": "parquet"},
    **{".eml": "mail", ".mbox": "mbox", ".txt": "text", ".html": "html", ".htm": "html"},
    **{".msg": "unsupported", ".pdf": "unsupported", ".docx": "unsupported"},
}
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
    return {"cur", "new", "tmp"} <= set(names)


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
    suffix = path.suffix.lower()
    if suffix in _FORMATS:
        return _FORMATS[suffix]
    return "mbox" if not suffix and _begins_as_mbox(path) else "unknown"


def _begins_as_mbox(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(5) == b"From "
    except OSError:
        return False


def _printable(name: str) -> str:
    """A name that may not be UTF-8, as text that any output can hold."""
    return os.fsencode(name).decode("utf-8", "replace")
