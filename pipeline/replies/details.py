"""What a message says of itself: name, reference number, amount, date, product. Rather nothing than a wrong guess.

In: a record and, where it is at hand, the message with ``name``, ``sender_name`` or ``signature``. Out: `Details`. Found
with spaCy's `Matcher` (https://spacy.io/api/matcher) in a blank pipeline, by the words of ``slots.yaml``. A value counts
only if the message names exactly one of its kind; values are given back as the customer wrote them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.languages import normalize_code
from pipeline.records import Record
from pipeline.replies.cues import Cues, load_cues
from pipeline.replies.folding import fold
from pipeline.replies.names import PersonName, person_name
from pipeline.replies.patterns import PatternBook
from pipeline.replies.tokens import Token

_READ = 4000
"""Characters read from the beginning, and half as many from the end, of a long message."""
_LONGEST = 60
"""Characters of a product's line."""
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Details:
    """Slots that were filled; the gender where a title tells it; what is to be said of the reading."""

    values: Mapping[str, str]
    gender: str | None
    notes: tuple[str, ...]


class DetailReader:
    """Reads details in every language that has an entry in ``slots.yaml``."""

    def __init__(self, cues: Mapping[str, Cues]) -> None:
        self._readers = {code: _Reader(inner) for code, inner in cues.items()}

    @classmethod
    def load(cls, folders: Sequence[Path]) -> DetailReader:
        """The reader of the ``slots.yaml`` of ``folders``, the later laid over the earlier."""
        return cls(load_cues(folders))

    def read(self, record: Record, message: Mapping[str, Any]) -> Details:
        """The details of ``record``; of ``message`` only what says who wrote it."""
        reader = self._readers.get(normalize_code(record.lang))
        if reader is None:
            stated = str(message.get("name") or "").strip()
            return Details({"name": stated} if stated else {}, None, ())
        text = f"{record.subject}\n{record.text}"
        found = reader.values(text if len(text) <= _READ * 3 // 2 else f"{text[:_READ]}\n{text[-_READ // 2 :]}")
        person = reader.person(found.pop("closing", ""), message)
        values = {**(person.values() if person else {}), **found}
        notes = (f"read from the message: {', '.join(values)}",) if values else ()
        return Details(values, person.gender if person else None, notes)


class _Reader:
    """One language."""

    def __init__(self, cues: Cues) -> None:
        self._cues = cues

    @cached_property
    def _patterns(self) -> PatternBook:
        return PatternBook(self._cues)

    def values(self, text: str) -> dict[str, str]:
        """Every kind of detail of which ``text`` names exactly one; under ``closing`` what follows the last closing."""
        read = self._patterns.read(text)
        found: dict[str, dict[str, None]] = {}
        for kind, start, end in self._patterns.matches(read):
            value = self._value(kind, text, read, start, end)
            if value is not None:
                found.setdefault(kind.removesuffix("@"), {})[value] = None
        closings = list(found.pop("closing", {}))
        single = {kind: next(iter(values)) for kind, values in found.items() if len(values) == 1 and "" not in values}
        return {**single, "closing": closings[-1]} if closings else single

    def _value(self, kind: str, text: str, read: Sequence[Token], start: int, end: int) -> str | None:
        """What a match says; None where it says nothing, empty where it shows that nothing is certain."""
        whole = text[read[start].start : read[end - 1].end]
        if kind == "amount":
            return "" if self._joined(read, start, end) else whole
        if kind == "date":
            small = self._cues.words.months_capital and not any(map(str.isupper, whole)) and any(map(str.isalpha, whole))
            return None if small else whole
        if kind in {"product", "closing"}:
            return _line_after(text, read[end - 1].end, next_line=kind == "closing") or None
        place = start if kind.endswith("@") else end - 1
        following = read[place + 1] if place + 1 < len(read) else None
        if following is not None and (self._patterns.tag(following) == "MONEY" or following.form == "%"):
            return None
        return _reference(text[read[place].start : read[place].end])

    def _joined(self, read: Sequence[Token], start: int, end: int) -> bool:
        """Whether the amount is only a part of one: 3 of "5 million 3"."""
        near = [read[place].form for place in (start - 1, end) if 0 <= place < len(read)]
        return any(form in self._cues.words.multipliers for form in near)

    def person(self, closing: str, message: Mapping[str, Any]) -> PersonName | None:
        """Who wrote: by the field ``name``, else by the sender's name and the closing, where they agree."""
        stated = str(message.get("name") or "")
        if stated:
            return person_name(stated, self._cues, stated=True)
        signed = person_name(closing, self._cues)
        sender = person_name(str(message.get("sender_name") or ""), self._cues)
        if signed and sender:
            return _agreed(signed, sender)
        return signed or sender


def _agreed(signed: PersonName, sender: PersonName) -> PersonName | None:
    """The fuller of two forms of one name; None where they are two people."""
    words = [{fold(word) for word in f"{person.full} {person.family}".split()} for person in (signed, sender)]
    if words[0].isdisjoint(words[1]):
        return None
    return signed if signed.gender or len(words[0]) >= len(words[1]) else sender


def _line_after(text: str, place: int, *, next_line: bool) -> str:
    """The rest of the line at ``place``, without the marks before it; if empty the next filled line, where that counts."""
    lines = [line.strip(" ,.:;!–—-，。：！،؛、") for line in text[place:].split("\n")]
    if lines[0] or not next_line:
        return lines[0] if len(lines[0]) <= _LONGEST else ""
    filled = [line for line in lines if line]
    return filled[0] if filled and len(filled) <= 4 and len(filled[0]) <= _LONGEST else ""


def _reference(text: str) -> str | None:
    """``text`` where it can be a reference number: enough digits, no year."""
    digits = [sign for sign in text if sign.isdecimal()]
    if len(text) < 4 or len(digits) < 3 or (text.isdecimal() and int(text) in _YEARS and len(text) == 4):
        return None
    return None if any(mark in text for mark in ", '") else text
