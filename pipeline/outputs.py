"""Label records → files: JSON lines, CSV for spreadsheets, Parquet with the nesting kept.

In: an iterator of `Record`. Out: one file, which appears whole or not at all (a temporary name, then a
rename). Constant memory: rows are written as they come. The suffix chooses the format.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.ingest.tables import FORMULA_STARTS
from pipeline.records import Record
from pipeline.taxonomy import Taxonomy

_ROWS_AT_ONCE = 1024


def json_line(values: Any) -> str:
    """One line of JSON, characters as they are."""
    return json.dumps(values, ensure_ascii=False, separators=(", ", ": ")) + "\n"


def write(records: Iterable[Record], path: Path, taxonomy: Taxonomy) -> None:
    """Write ``records`` to ``path`` in the format of its suffix.

    Raises:
        UsageError: a suffix that is none of .jsonl, .csv, .parquet.
    """
    writer = writer_for(path)
    partial = path.with_name(path.name + ".partial")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        writer(records, partial, taxonomy)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def writer_for(path: Path) -> Callable[[Iterable[Record], Path, Taxonomy], None]:
    """The writer of a file's suffix."""
    writers = {".jsonl": _write_jsonl, ".csv": _write_csv, ".parquet": _write_parquet}
    if path.suffix not in writers:
        raise UsageError(
            f"'{path.name}' has no suffix this can write", where="--out", hint="end it with .jsonl, .csv or .parquet, or give - for stdout"
        )
    return writers[path.suffix]


def _write_jsonl(records: Iterable[Record], path: Path, taxonomy: Taxonomy) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json_line(record.to_dict()) for record in records)


def _write_csv(records: Iterable[Record], path: Path, taxonomy: Taxonomy) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, csv_columns(taxonomy))
        writer.writeheader()
        writer.writerows(csv_row(record, taxonomy) for record in records)


def csv_columns(taxonomy: Taxonomy) -> list[str]:
    """The columns of the flat form, the same for every row."""
    plain = ["id", "source", "thread", "role", "date", "channel", "lang", "subject", "text"]
    labels = [f"labels.{name}" for name in taxonomy.facets]
    scores = [f"scores.{name}.{label}" for name, facet in taxonomy.facets.items() for label in _score_keys(facet)]
    return [*plain, *labels, *scores, "stage", "review", "review_why", "evidence", "model"]


def csv_row(record: Record, taxonomy: Taxonomy) -> dict[str, Any]:
    """A record as flat cells: lists joined by ``;``, text guarded against spreadsheet formulas."""
    row: dict[str, Any] = {
        name: guarded(value) for name, value in record.to_dict().items() if name not in ("labels", "scores", "review_why", "evidence")
    }
    row["review_why"] = guarded("; ".join(record.review_why))
    row["evidence"] = json.dumps(record.to_dict()["evidence"]) if record.evidence else ""
    for name, facet in taxonomy.facets.items():
        if record.labels is not None:
            value = record.labels[name]
            row[f"labels.{name}"] = ";".join(value) if isinstance(value, list) else value
        if record.scores is not None:
            scores = record.scores[name]
            values = scores.values() if hasattr(scores, "values") else scores
            row |= {f"scores.{name}.{key}": value for key, value in zip(_score_keys(facet), values, strict=True)}
    return row


def guarded(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe (OWASP: CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _score_keys(facet: Any) -> Sequence[str]:
    return [str(level) for level in range(len(facet.labels))] if facet.kind == "ordinal" else facet.label_names


def _write_parquet(records: Iterable[Record], path: Path, taxonomy: Taxonomy) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = parquet_schema(taxonomy)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in _groups(records):
            writer.write_table(pa.Table.from_pylist([_parquet_row(record) for record in rows], schema=schema))


def _parquet_row(record: Record) -> dict[str, Any]:
    values = record.to_dict()
    values["evidence"] = [{"label": name, "spans": spans} for name, spans in values["evidence"].items()]
    return values


def parquet_schema(taxonomy: Taxonomy) -> Any:
    """The nested schema: stated, not guessed, so that an empty column keeps its type."""
    import pyarrow as pa

    text, kinds = pa.string(), {"one": pa.string(), "ordinal": pa.int32(), "many": pa.list_(pa.string())}
    labels = pa.struct([(name, kinds[facet.kind]) for name, facet in taxonomy.facets.items()])
    scores = pa.struct(
        [
            (name, pa.list_(pa.float32()) if facet.kind == "ordinal" else pa.struct([(label, pa.float32()) for label in facet.labels]))
            for name, facet in taxonomy.facets.items()
        ]
    )
    evidence = pa.list_(pa.struct([("label", text), ("spans", pa.list_(pa.list_(pa.int32())))]))
    plain = [(name, text) for name in ("id", "source", "thread", "role", "date", "channel", "lang", "subject", "text")]
    rest = [("stage", text), ("review", pa.bool_()), ("review_why", pa.list_(text)), ("evidence", evidence), ("model", text)]
    return pa.schema([*plain, ("labels", labels), ("scores", scores), *rest])


def _groups(records: Iterable[Record]) -> Iterator[list[Record]]:
    group: list[Record] = []
    for record in records:
        group.append(record)
        if len(group) == _ROWS_AT_ONCE:
            yield group
            group = []
    if group:
        yield group
