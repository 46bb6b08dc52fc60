"""One ``winmail.dat`` (TNEF), in which Outlook hides body and attachments, to a MIME part.

In: the bytes of the part, as MS-OXTNEF describes them. Out: a text part as bytes that `parts.parse` takes, made from
the plain body, else the HTML body, which may be wrapped into RTF; and the names of attachments. It is read here,
since tnefparse (LGPL) cannot be stopped: a count of four thousand million in a file of a hundred bytes keeps it busy
for hours. Damage ends the reading; what lies before it counts.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from pipeline.ingest import limits
from pipeline.ingest.charset import decode
from pipeline.ingest.codepages import label_of
from pipeline.ingest.composing import Letter, compose
from pipeline.ingest.rtf import unwrap

SIGNATURE = b"\x78\x9f\x3e\x22"
_BODY, _OEM_CODEPAGE, _MESSAGE_PROPERTIES = 0x0002800C, 0x00069007, 0x00069003
_BEGINS_ATTACHMENT, _TITLE, _ATTACHMENT_PROPERTIES = 0x00069002, 0x00018010, 0x00069005
_PLAIN, _HTML, _RTF, _INTERNET_CODEPAGE, _MESSAGE_CODEPAGE = 0x1000, 0x1013, 0x1009, 0x3FDE, 0x3FFD
_FILE_NAMES = (0x3707, 0x3704, 0x3001)
_STRING, _UNICODE, _OBJECT, _BINARY, _CLASS_ID = 0x1E, 0x1F, 0x0D, 0x0102, 0x48
_EIGHT_BYTES = frozenset({0x05, 0x06, 0x07, 0x14, 0x40})
_MULTIPLE, _NAMED = 0x1000, 0x8000

_Properties = dict[int, tuple[int, bytes]]
"""Type and bytes by property number (MS-OXPROPS)."""


@dataclass(slots=True)
class _Found:
    """What the attributes held so far."""

    codepage: int | None = None
    body: bytes = b""
    properties: _Properties = field(default_factory=dict)
    attachments: list[str] = field(default_factory=list)


def is_tnef(data: bytes) -> bool:
    """Whether ``data`` begins as TNEF does."""
    return data.startswith(SIGNATURE)


def to_mime(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The body in ``data`` as a MIME part, which may be empty, and the names of the attachments.

    Raises:
        RefusedError: a limit is passed.
    """
    limits.add_decoded(len(data))
    found = _Found()
    with suppress(struct.error):  # cut short: what was read so far counts
        for identifier, value in _attributes(data):
            _take(found, identifier, value)
    return compose(_letter(found)), tuple(name or "(attachment)" for name in found.attachments)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each attribute: level, number, length, bytes, checksum."""
    place = 6
    while place + 9 <= len(data):
        identifier, length = struct.unpack_from("<II", data, place + 1)
        limits.check_time()
        yield identifier, data[place + 9 : place + 9 + length]
        place += 9 + length + 2


def _take(found: _Found, identifier: int, value: bytes) -> None:
    if identifier == _OEM_CODEPAGE:
        found.codepage = struct.unpack_from("<I", value)[0]
    elif identifier == _BODY:
        found.body = value
    elif identifier == _MESSAGE_PROPERTIES:
        found.properties |= _properties(value)
    elif identifier == _BEGINS_ATTACHMENT:
        limits.count_part()
        found.attachments.append("")
    elif identifier == _TITLE and found.attachments:
        found.attachments[-1] = found.attachments[-1] or _text((_STRING, value), found.codepage)
    elif identifier == _ATTACHMENT_PROPERTIES and found.attachments:
        properties = _properties(value)
        names = (_text(properties.get(number), found.codepage) for number in _FILE_NAMES)
        found.attachments[-1] = next(filter(None, names), found.attachments[-1])


def _properties(data: bytes) -> _Properties:
    """The first value of each property; the stated number of properties is not believed."""
    properties: _Properties = {}
    place = 4
    while place + 8 <= len(data):
        kind, number = struct.unpack_from("<HH", data, place)
        place += 4
        if number >= _NAMED:
            place = _after_name(data, place)
        count, variable = 1, kind & ~_MULTIPLE in (_STRING, _UNICODE, _OBJECT, _BINARY)
        if variable or kind & _MULTIPLE:
            count, place = struct.unpack_from("<I", data, place)[0], place + 4
        for _ in range(min(count, len(data) // 4)):
            limits.check_time()
            length, place = (struct.unpack_from("<I", data, place)[0], place + 4) if variable else (_size(kind & ~_MULTIPLE), place)
            properties.setdefault(number, (kind & ~_MULTIPLE, data[place : place + length]))
            place += -(-length // 4) * 4
            if place > len(data):
                return properties
    return properties


def _after_name(data: bytes, place: int) -> int:
    """Where a named property goes on behind its name: a GUID, then a number or a string."""
    kind, length = struct.unpack_from("<II", data, place + 16)
    return place + 24 + (-(-length // 4) * 4 if kind else 0)


def _size(kind: int) -> int:
    return 16 if kind == _CLASS_ID else 8 if kind in _EIGHT_BYTES else 4


def _text(value: tuple[int, bytes] | None, codepage: int | None) -> str:
    if value is None:
        return ""
    kind, data = value
    text = data.decode("utf-16-le", "replace") if kind == _UNICODE else decode(data, label_of(codepage))[0]
    return text.partition("\0")[0].strip()


def _letter(found: _Found) -> Letter:
    internet = _number(found.properties.get(_INTERNET_CODEPAGE))
    codepage = _number(found.properties.get(_MESSAGE_CODEPAGE)) or found.codepage or internet
    plain = _text(found.properties.get(_PLAIN), codepage) or _text((_STRING, found.body), codepage)
    kind, html = found.properties.get(_HTML, (_BINARY, b""))
    charset = label_of(internet if kind == _BINARY else codepage)
    if kind == _UNICODE:
        html, charset = html.decode("utf-16-le", "replace").encode("utf-8", "replace"), "utf-8"
    if not plain and not html and _RTF in found.properties:
        plain, html, charset = unwrap(found.properties[_RTF][1], internet or codepage)
    return Letter(plain=plain) if plain else Letter(html=html.rstrip(b"\0"), html_charset=charset)


def _number(value: tuple[int, bytes] | None) -> int | None:
    return int.from_bytes(value[1][:4], "little") if value else None
