"""All inputs to one stream of messages: `read`.

In: paths, and ``-`` for JSON lines on stdin. Out: `Message` and `Rejected`, lazily, in a fixed order, in memory
that does not grow with the inbox but for 8 bytes and their slot in a set per id. A file from which nothing
comes is rejected as ``empty``, so each file is heard of. Reasons: ``no_text_column``, ``not_text``, ``empty``,
``damaged``, ``binary``, ``too_large``, ``unsupported``, ``unknown_format``, ``unreadable``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.ingest.charset import decode, encoding_of, looks_binary, meta_charset
from pipeline.ingest.html_text import html_to_text
from pipeline.ingest.identity import UniqueIds, stable_id
from pipeline.ingest.mail import read_mail
from pipeline.ingest.mbox import split
from pipeline.ingest.rows import has_content, message_from_row, no_text_column
from pipeline.ingest.sources import Found, exists, find
from pipeline.ingest.tables import Fault, Numbered, read_csv, read_jsonl, read_parquet
from pipeline.records import Message, Rejected

MAX_BYTES = 64 * 2**20
"""Bytes of one mail or text file; more is rejected, for it would have to be held in memory whole."""
STDIN = "-"
_REASONS = {
    "unsupported": ("unsupported", "this format is not read yet; save the message as .eml, .txt or .html"),
    "unknown": ("unknown_format", "its name does not say a format that is read (.jsonl .csv .tsv .parquet .eml .mbox .txt .html)"),
    "unreadable": ("unreadable", "it cannot be opened"),
}

Item = Message | Rejected


def read(inputs: Iterable[str | Path], *, own_domains: Set[str] = frozenset(), list_facets: Set[str] = frozenset()) -> Iterator[Item]:
    """The messages of ``inputs``, and what of them could not be read.

    ``own_domains``: mail from these domains, or ones below them, has the role ``agent``. ``list_facets``:
    facets whose label cells in CSV are lists even where they name one label alone.

    Raises:
        UsageError: a path does not exist. It is raised at once, before anything is read.
    """
    given = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    for path in given:
        if str(path) != STDIN and not exists(Path(path)):
            raise UsageError("there is no such file or folder", where=str(path), hint="check the path")
    return _with_unique_ids(_Reader(frozenset(domain.lower().lstrip("@.") for domain in own_domains), list_facets).read(given))


def _with_unique_ids(items: Iterator[Item]) -> Iterator[Item]:
    ids = UniqueIds()
    for item in items:
        if isinstance(item, Message):
            wanted = ids.unique(item.id)
            yield item if wanted == item.id else replace(item, id=wanted)
        else:
            yield item


@dataclass(frozen=True, slots=True)
class _Reader:
    """The settings of one `read`, at hand wherever a file is opened."""

    own_domains: Set[str]
    list_facets: Set[str]

    def read(self, given: Iterable[str | Path]) -> Iterator[Item]:
        """All of ``given``, in order."""
        for path in given:
            if str(path) == STDIN:
                yield from _never_nothing("stdin", self._rows(read_jsonl(sys.stdin.buffer), "stdin"))
            else:
                for found in find(Path(path)):
                    yield from _never_nothing(found.source, self._file(found))

    def _file(self, found: Found) -> Iterator[Item]:
        if found.format in _REASONS:
            yield Rejected(found.source, *_REASONS[found.format])
            return
        try:
            yield from self._opener(found)(found)
        except OSError as fault:
            yield Rejected(found.source, "unreadable", f"it cannot be read: {fault.strerror or fault}")

    def _opener(self, found: Found) -> Callable[[Found], Iterator[Item]]:
        openers = {"jsonl": self._jsonl, "csv": self._csv, "tsv": self._csv, "parquet": self._parquet, "mbox": self._mbox}
        return openers.get(found.format, self._single)

    def _jsonl(self, found: Found) -> Iterator[Item]:
        if looks_binary(_head(found.path)):
            yield _binary(found.source)
            return
        columns = _columns_without_text(found.path)
        if columns is not None:
            yield no_text_column(found.source, columns)
            return
        with found.path.open("rb") as stream:
            yield from self._rows(read_jsonl(stream), found.source)

    def _csv(self, found: Found) -> Iterator[Item]:
        encoding, warnings = encoding_of(found.path)
        rows = read_csv(found.path, encoding, separator="\t" if found.format == "tsv" else None)
        for item in self._rows(rows, found.source):
            yield replace(item, warnings=(*item.warnings, *warnings)) if isinstance(item, Message) and warnings else item

    def _parquet(self, found: Found) -> Iterator[Item]:
        yield from self._rows(read_parquet(found.path), found.source)

    def _rows(self, rows: Iterator[Numbered], source: str) -> Iterator[Item]:
        """Rows as messages. A row 0 holds the column names alone and decides whether the table can be used."""
        for number, row in rows:
            place = f"{source}#{number}"
            if isinstance(row, Fault):
                yield Rejected(place if number else source, row.reason, row.detail)
            elif number > 0:
                yield message_from_row(row, place, list_facets=self.list_facets)
            elif "text" not in row:
                yield no_text_column(source, list(row))
                return

    def _mbox(self, found: Found) -> Iterator[Item]:
        with found.path.open("rb") as stream:
            for number, data in enumerate(split(stream, limit=MAX_BYTES), 1):
                place = f"{found.source}#{number}"
                yield _too_large(place) if data is None else read_mail(data, place, own_domains=self.own_domains)

    def _single(self, found: Found) -> Iterator[Item]:
        """A file that is one message: a mail, a text, a page."""
        with found.path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            yield _too_large(found.source)
        elif found.format == "mail":
            yield read_mail(data, found.source, own_domains=self.own_domains)
        else:
            yield _letter(data, found)


def _letter(data: bytes, found: Found) -> Item:
    """A text file or HTML page that holds one message and nothing about it."""
    if looks_binary(data):
        return _binary(found.source)
    is_page = found.format == "html"
    text, warnings = decode(data, meta_charset(data) if is_page else None)
    body = html_to_text(text) if is_page else text
    if not has_content(body):
        return Rejected(found.source, "empty", "the file holds no text")
    return Message(id=stable_id("", body, None), source=found.source, body=body, html_only=is_page, warnings=warnings)


def _columns_without_text(path: Path) -> list[str] | None:
    """The columns of a JSON lines file none of whose rows has ``text``; None if one has, or if there is no row."""
    columns: list[str] | None = None
    with path.open("rb") as stream:
        for _, row in read_jsonl(stream):
            if isinstance(row, dict):
                if "text" in row:
                    return None
                columns = columns or list(row)
    return columns


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(65_536)


def _binary(source: str) -> Rejected:
    return Rejected(source, "binary", "the file holds bytes that are no text")


def _too_large(source: str) -> Rejected:
    return Rejected(source, "too_large", f"it is larger than {MAX_BYTES // 2**20} MiB")


def _never_nothing(source: str, items: Iterator[Item]) -> Iterator[Item]:
    first: Any = next(items, None)
    yield first if first is not None else Rejected(source, "empty", "it holds no messages")
    yield from items
