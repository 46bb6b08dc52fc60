"""Blocks of "Name: value" lines with which programs head a quoted or forwarded letter, in any language and order.

In: lines. Out: where the block ends, and its fields (``from date to subject other``). Names are those of `phrases.yaml`. A value
may go on for some lines if another field follows (long lists of recipients, wrapped subjects); empty lines may stand
before the block and between its lines, one at a time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.clean.phrases import fold, words

_LONGEST_LINE = 2_000
"""Outlook writes all recipients on one line."""
_MOST_WRAPPED = 4
_LEAST_FIELDS = 3
_FIELD = re.compile(r"[\s*_|]*([^\s:：*_|][^:：|]{0,30}?)[\s*_]*[:：][\s*_]*(.*)")
_TIME = re.compile(r"\d{1,2}[:.：]\d{2}|\d{1,2} ?[時时点시]")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|\d[./-]\d{1,2}[./-]\d\d")
_BRACKETED = re.compile(r"[<(\[]\s*(?:mailto:)?[^\s<>]+@[^<>\]\s]+[>)\]]")


def field_of(line: str) -> tuple[str, str]:
    """The field that a header line names and its value; empty for other lines."""
    if ":" not in line and "：" not in line:
        return "", ""
    found = _FIELD.fullmatch(line) if len(line) <= _LONGEST_LINE else None
    name = words().fields.get(fold(found.group(1)), "") if found else ""
    return (name, found.group(2).strip(" \t*_")) if found and name else ("", "")


def header_block(lines: Sequence[str], number: int) -> tuple[int, dict[str, str]]:
    """The end and the fields of the block from ``number`` on; unchanged, and none, where there is no block of two fields."""
    fields: dict[str, str] = {}
    end = position = number
    last = ""
    while position < len(lines) and position - end < 2:
        name, value = field_of(lines[position])
        if name and (name == "other" or name not in fields):
            fields[name] = value
            last, end = name, position + 1
        elif lines[position].strip():
            following = _next_field(lines, position) if position == end and last else None
            if following is None or following == position:  # a field that is there already ends the block
                break
            fields[last] = " ".join([fields[last], *(line.strip() for line in lines[position:following])]).strip()
            position = end = following
            continue
        position += 1
    return (end, fields) if len(fields) >= 2 else (number, {})


def _next_field(lines: Sequence[str], position: int) -> int | None:
    """Where the next field stands if the lines up to it are the wrapped rest of a value."""
    for later in range(position, min(position + _MOST_WRAPPED + 1, len(lines))):
        if field_of(lines[later])[0]:
            return later
        if not lines[later].strip():
            return None
    return None


def tells_time(fields: Mapping[str, str]) -> bool:
    """Whether the block says when the letter was sent, to the minute, as programs do."""
    return _TIME.search(fields.get("date", "")) is not None


def heads_letter(fields: Mapping[str, str]) -> bool:
    """Whether a block that no divider announces heads a letter: a form that a person typed has neither address nor time."""
    sender = fields.get("from", "")
    if not sender or fields.keys() <= {"from"}:
        return False
    if _BRACKETED.search(sender):
        return True
    when = fields.get("date", "")
    named = len(fields) >= _LEAST_FIELDS and bool({"subject", "date"} & fields.keys())
    full = {"from", "to", "subject", "date"} <= fields.keys() and _YEAR.search(when)
    return bool(named and ("@" in sender or (_TIME.search(when) and _YEAR.search(when)))) or bool(full)
