"""Tables to rows, as a stream: JSON lines, CSV, TSV, Parquet.

In: an open binary stream, or for Parquet a path. Out: an iterator of (number, row) or (number, `Fault`);
numbers begin at 1 and count lines for JSON lines, rows elsewhere; number 0 speaks of the whole file.
Memory is that of one line, or one batch.
CSV is as spreadsheets write it (RFC 4180, with ``;`` or a tab where the locale has them for ``,``); its column
names are taken without regard to capitals. Nothing is said here about what the columns mean.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.ingest.charset import decode, looks_binary, mark_of

MAX_LINE = 16 * 2**20
"""Bytes of one line, characters of one cell; more is no message."""
_ROWS_AT_ONCE = 256
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
_SEPARATORS = ",;\t|"
_COLUMNS = frozenset(["text", "id", "subject", "lang", "channel", "thread", "role", "date", "labels"])


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row, or all that is left of a table, cannot be read. ``reason`` is a stable word."""

    reason: str
    detail: str


Row = dict[str, Any]
Numbered = tuple[int, Row | Fault]


def read_jsonl(stream: BinaryIO) -> Iterator[Numbered]:
    """A row per line; empty lines are passed over, and a bad line spoils only itself."""
    for number, line in enumerate(_lines(stream), 1):
        if len(line) > MAX_LINE:
            yield number, Fault("too_large", f"the line is longer than {MAX_LINE // 2**20} MiB")
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield number, _json_row(line)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines without their ends beyond `MAX_LINE`. Each is decoded alone, so only UTF-16 and UTF-32 are brought to UTF-8."""
    buffered: Any = stream if hasattr(stream, "peek") else io.BufferedReader(stream)
    mark = mark_of(buffered.peek(4)[:4])
    pieces = iter(lambda: buffered.readline(MAX_LINE + 1), b"")
    if mark and mark != "utf-8":
        text = io.TextIOWrapper(buffered, encoding=mark, errors="replace")
        pieces = (piece.encode("utf-8", "replace") for piece in iter(lambda: text.readline(MAX_LINE + 1), ""))
    begins = True
    for piece in pieces:
        if begins:
            yield piece
        begins = piece.endswith(b"\n")


def _json_row(line: bytes) -> Row | Fault:
    try:
        row = json.loads(decode(line)[0])
    except RecursionError:
        return Fault("damaged", "the JSON is nested too deeply")
    except ValueError as fault:
        return Fault("binary" if looks_binary(line) else "damaged", f"the line is not JSON: {fault}"[:300])
    if not isinstance(row, dict):
        return Fault("damaged", f"the line holds a JSON {type(row).__name__}, not an object")
    return row


def read_csv(path: Path, encoding: str, *, separator: str | None = None) -> Iterator[Numbered]:
    """A row per record, after a row 0 with the column names alone; the separator, if not given, is found in the header."""
    with path.open("rb") as stream:
        if looks_binary(stream.read(65_536)):
            yield 0, Fault("binary", "the file holds bytes that are no text")
            return
    csv.field_size_limit(MAX_LINE)  # process-wide, but the default of 128 KiB loses long letters
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        header = text.readline(MAX_LINE)
        yield from _csv_rows(csv.reader(itertools.chain([header], text), delimiter=separator or _separator_of(header)))


def _csv_rows(reader: Iterator[list[str]]) -> Iterator[Numbered]:
    columns: list[str] | None = None
    number = 0
    try:
        for cells in reader:
            if columns is None:
                columns = _names(cells)
                yield 0, dict.fromkeys(columns)
            elif any(cells):
                number += 1
                yield number, _csv_row(columns, cells)
    except csv.Error as fault:
        yield number + 1, Fault("damaged", f"the table cannot be read further: {fault}")


def _names(cells: Sequence[str]) -> list[str]:
    return [cell.strip().lower() if not cell.strip().startswith("labels.") else cell.strip() for cell in cells]


def _csv_row(columns: Sequence[str], cells: Sequence[str]) -> Row | Fault:
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        what = f"the row has {len(cells)} cells for {len(columns)} columns"
        return Fault("damaged", f"{what}: put quotation marks around cells that hold the separator or a quotation mark")
    return dict(zip(columns, map(_unguarded, cells), strict=False))


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that `outputs.guarded` puts before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def _separator_of(header: str) -> str:
    """The separator of a header line; a comma where none gives a column ``text``."""
    for separator in _SEPARATORS:
        names = next(csv.reader([header], delimiter=separator), [])
        if "text" in _names(names):
            return separator
    return ","


def read_parquet(path: Path) -> Iterator[Numbered]:
    """A row per record, after a row 0 with the column names alone; only columns that a message can use are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = -1
    try:
        with pq.ParquetFile(path, pre_buffer=False, buffer_size=2**20) as table:
            names = table.schema_arrow.names
            number = 0
            yield number, dict.fromkeys(names)
            wanted = [name for name in names if name in _COLUMNS or name.startswith("labels.")]
            for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE, columns=wanted, use_threads=False):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except (pa.ArrowException, OSError, ValueError, OverflowError) as fault:
        yield number + 1, Fault("damaged", f"the Parquet file cannot be read: {fault}"[:300])
