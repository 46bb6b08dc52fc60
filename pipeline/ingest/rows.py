"""One row of a table, or one mapping in memory, to a `Message`.

In: a mapping with ``text`` and, where present, ``id subject lang channel thread role date labels``. Labels are
a mapping, or flat keys such as ``labels.types`` whose cells join lists with ``;`` and write levels as digits.
Out: the message, or a `Rejected`. Other keys are not read. Labels are not checked against a taxonomy here.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Set
from typing import Any

from pipeline.errors import UsageError
from pipeline.ingest.charset import decode, well_formed
from pipeline.ingest.headers import iso_date
from pipeline.ingest.identity import stable_id
from pipeline.records import LabelValue, Message, Rejected, Role

TEXT_REMEDY = "rename the column that holds the message to 'text'"
_LABEL_PREFIX = "labels."
_AGENT_WORDS = frozenset({"agent", "company", "support", "staff"})
_CUSTOMER_WORDS = frozenset({"customer", "client", "user", ""})


def message_from(value: str | Mapping[str, Any] | Message, *, source: str = "input") -> Message:
    """A message from what a caller has in memory: a text, a mapping with ``text``, or a message already.

    A key ``source`` in the mapping goes before the argument.

    Raises:
        UsageError: there is no text in it.
    """
    if isinstance(value, Message):
        return value
    row = {"text": value} if isinstance(value, str) else value
    found = message_from_row(row, as_text(row.get("source")) or source)
    if isinstance(found, Rejected):
        raise UsageError(found.detail, where=found.source, hint="give a text, or a mapping whose 'text' holds one")
    return found


def message_from_row(row: Mapping[str, Any], source: str, *, list_facets: Set[str] = frozenset()) -> Message | Rejected:
    """The message of ``row``; cells of ``list_facets`` are lists even where they name one label."""
    if "text" not in row:
        return no_text_column(source, list(row))
    body, text_warnings = _body(row["text"])
    if body is None:
        return Rejected(source, "not_text", f"'text' holds {type(row['text']).__name__}, not text")
    if not has_content(body):
        return Rejected(source, "empty", "the text is empty")
    subject = as_text(row.get("subject")) or ""
    date, date_warnings = _date(row.get("date"))
    role, role_warnings = _role(row.get("role"))
    return Message(
        id=as_text(row.get("id")) or stable_id(subject, body, date),
        source=source,
        body=body,
        subject=subject,
        lang=as_text(row.get("lang")),
        channel=as_text(row.get("channel")),
        thread=as_text(row.get("thread")),
        role=role,
        date=date,
        labels=_labels(row, list_facets),
        warnings=(*text_warnings, *date_warnings, *role_warnings),
    )


def no_text_column(source: str, columns: list[str]) -> Rejected:
    """The rejection of a table or row without ``text``, naming what it has and the remedy."""
    found = ", ".join(well_formed(str(column))[:40] for column in columns[:30]) or "none"
    return Rejected(source, "no_text_column", f"there is no column 'text' (columns found: {found}); {TEXT_REMEDY}")


def has_content(text: str) -> bool:
    """Whether anything in ``text`` can be seen: zero-width and control characters alone cannot."""
    return any(character.isprintable() and not character.isspace() for character in text)


def as_text(value: Any) -> str | None:
    """A cell as text without blanks around it; None for an empty one, NaN and NaT included."""
    if value is None or (isinstance(value, float) and math.isnan(value)) or str(value) == "NaT":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return well_formed(str(value)).strip() or None


def _body(value: Any) -> tuple[str | None, tuple[str, ...]]:
    if isinstance(value, bytes):
        return decode(value)
    if isinstance(value, str):
        return well_formed(value), ()
    return ("" if as_text(value) is None else None), ()


def _date(value: Any) -> tuple[str | None, tuple[str, ...]]:
    """ISO 8601 as it was given, or made from another form; what cannot be read is kept in a warning."""
    if isinstance(value, datetime.date):
        return (value.isoformat(), ()) if as_text(value) else (None, ())
    text = as_text(value)
    if text is None:
        return None, ()
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        moment = iso_date(text)
    else:
        moment = text
    if moment:
        return moment, ()
    return None, (f"date: {text[:40]!r} is not ISO 8601",)


def _role(value: Any) -> tuple[Role, tuple[str, ...]]:
    word = (as_text(value) or "").lower()
    if word in _AGENT_WORDS:
        return "agent", ()
    return "customer", () if word in _CUSTOMER_WORDS else (f"role: {word[:40]!r} is neither customer nor agent; taken as customer",)


def _labels(row: Mapping[str, Any], list_facets: Set[str]) -> dict[str, LabelValue] | None:
    nested = row.get("labels")
    if isinstance(nested, Mapping):
        given = {str(name): _label(value) for name, value in nested.items()}
    else:
        flat = {name.removeprefix(_LABEL_PREFIX): value for name, value in row.items() if name.startswith(_LABEL_PREFIX)}
        given = {name: _cell(value, as_list=name in list_facets) for name, value in flat.items()}
        if all(value is None or value == [] for value in given.values()):
            return None
    return {name: value for name, value in given.items() if value is not None}


def _label(value: Any) -> LabelValue | None:
    """A label of a nested record: text, a level (which a data frame may have made a float) or a list."""
    if isinstance(value, list | tuple):
        return [well_formed(str(item)) for item in value]
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return as_text(value)


def _cell(value: Any, *, as_list: bool) -> LabelValue | None:
    """A label of a flat table: ``3`` a level, ``a;b`` a list, anything else a name."""
    if not isinstance(value, str):
        return _label(value)
    text = value.strip()
    if as_list or ";" in text:
        return [name.strip() for name in text.split(";") if name.strip()]
    return int(text) if text.isdecimal() and len(text) < 4 else (text or None)
