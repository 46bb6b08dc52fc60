"""All inputs to one stream of messages: `read`.

In: paths, and ``-`` for JSON lines on stdin. Out: `Message` and `Rejected`, lazily, in a fixed order, in memory
that does not grow with the inbox but for 8 bytes and their slot in a set per id. A file from which nothing
comes is rejected as ``empty``, so each file is heard of. What one message may cost is limited (`limits`), and
no message ends the stream. Reasons: ``no_text_column``, ``not_text``, ``empty``, ``damaged``, ``binary``,
``encrypted``, ``scanned``, ``too_large``, ``too_deep``, ``too_many_parts``, ``too_slow``, ``unknown_format``,
``unreadable``, ``fault``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.ingest import conversations as conversing
from pipeline.ingest import limits as limiting
from pipeline.ingest.charset import encoding_of, looks_binary
from pipeline.ingest.conversations import with_conversations
from pipeline.ingest.documents import read_document
from pipeline.ingest.identity import UniqueIds
from pipeline.ingest.limits import Limits
from pipeline.ingest.mbox import split
from pipeline.ingest.rows import message_from_row, no_text_column
from pipeline.ingest.sources import SUFFIXES, Format, Found, exists, find
from pipeline.ingest.tables import Fault, Numbered, Row, read_csv, read_jsonl, read_parquet
from pipeline.records import Message, Rejected

STDIN = "-"
_REASONS = {
    "unknown": ("unsupported", f"its name does not say a format that is read ({' '.join(SUFFIXES)})"),
    "unreadable": ("unreadable", "it cannot be opened"),
}

Item = Message | Rejected


def read(
    inputs: Iterable[str | Path],
    *,
    own_domains: Set[str] = frozenset(),
    list_facets: Set[str] = frozenset(),
    limits: Limits | Path | str | None = None,
) -> Iterator[Item]:
    """The messages of ``inputs``, and what of them could not be read.

    ``own_domains``: mail from these domains, or ones below them, has the role ``agent``; without any, see `roles`. ``list_facets``:
    facets whose label cells in CSV are lists even where they name one label alone. ``limits``: what one message
    may cost, or the file that says so; by default that of ``$COMPLAINTS_LIMITS``, else ``configs/reading.yaml``.

    Raises:
        UsageError: a path does not exist. It is raised at once, before anything is read.
        ConfigError: the file of limits is wrong; at once, too.
    """
    given = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    for path in given:
        if str(path) != STDIN and not exists(Path(path)):
            raise UsageError("there is no such file or folder", where=str(path), hint="check the path")
    domains = frozenset(domain.lower().lstrip("@.") for domain in own_domains)
    held = limits if isinstance(limits, Limits) else limiting.load(limits)
    items = with_conversations(_Reader(domains, list_facets, held).read(given), domains, conversing.load())
    return _with_unique_ids(items)


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
    limits: Limits

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
                yield self._row(row, place)
            elif "text" not in row:
                yield no_text_column(source, list(row))
                return

    def _row(self, row: Row, place: str) -> Item:
        try:
            with limiting.metered(self.limits):
                limiting.check_text(len(str(row.get("text", ""))))
                return message_from_row(row, place, list_facets=self.list_facets)
        except limiting.RefusedError as refusal:
            return Rejected(place, refusal.reason, refusal.detail)

    def _mbox(self, found: Found) -> Iterator[Item]:
        with found.path.open("rb") as stream:
            for number, data in enumerate(split(stream, limit=self.limits.message_bytes), 1):
                yield self._document(data, "mail", f"{found.source}#{number}")

    def _single(self, found: Found) -> Iterator[Item]:
        """A file that is one message: a mail, a text, a page, a document."""
        with found.path.open("rb") as stream:
            data = stream.read(self.limits.message_bytes + 1)
        yield self._document(data if len(data) <= self.limits.message_bytes else None, found.format, found.source)

    def _document(self, data: bytes | None, form: Format, source: str) -> Item:
        return read_document(data, form, source, own_domains=self.own_domains, limits=self.limits)


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


def _never_nothing(source: str, items: Iterator[Item]) -> Iterator[Item]:
    first: Any = next(items, None)
    yield first if first is not None else Rejected(source, "empty", "it holds no messages")
    yield from items
