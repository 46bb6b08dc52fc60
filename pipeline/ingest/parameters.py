"""The parameters of Content-Type and Content-Disposition (RFC 2045, section 5.1; RFC 2231).

In: a raw header value. Out: its parameters by name in small letters, decoded. Read as mail programs write them:
names split over ``name*0``, ``name*1*``; percent encoding with a charset; encoded words in place of that; blanks
around "="; values with blanks and no quotes; a quote that is never closed. Linear in the length of the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from pipeline.ingest.charset import decode

_VALUE = re.compile(r"\s*[^\s;=]+(?=[\s;]|$)")
_MOST = 200
"""Parameters of one header that are read."""
_NAME = re.compile(r"[\s;]*([^\s;=\"]+)\s*=\s*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"?', re.DOTALL)
_BARE = re.compile(r"[^;]*")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_FOLD = re.compile(r"[\r\n]+")
_SECTION = re.compile(r"(.+?)(?:\*(\d{1,4}))?(\*)?")
_BARE_NAME = re.compile(r"[^;=]*;?")


def parameters(raw: str) -> dict[str, str]:
    """All parameters of ``raw``; of those that come twice the first, but RFC 2231's form before the plain one."""
    plain: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for name, value in _pairs(_FOLD.sub("", raw)):
        found = _SECTION.fullmatch(name)
        if found is None or (found[2] is None and found[3] is None):
            plain.setdefault(name, value)
        else:
            sections.setdefault(found[1], []).append((int(found[2] or 0), bool(found[3]), value))
    return plain | {name: _joined(parts) for name, parts in sections.items()}


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    value = _VALUE.match(line)
    place = value.end() if value else 0
    for _ in range(_MOST):
        found = _NAME.match(line, place)
        if found is None:
            skipped = _BARE_NAME.match(line, place)
            if skipped is None or skipped.end() == place:
                return
            place = skipped.end()
            continue
        quoted = _QUOTED.match(line, found.end())
        value = quoted or _BARE.match(line, found.end())
        if value is None:
            return
        yield found[1].lower(), _ESCAPE.sub(r"\1", quoted[1]) if quoted else value[0].strip()
        place = value.end()


def _joined(sections: list[tuple[int, bool, str]]) -> str:
    """The pieces of a parameter in order; the first says the charset of the encoded ones (RFC 2231, section 4.1)."""
    charset, data = "", b""
    for number, (_, encoded, value) in enumerate(sorted(sections, key=lambda section: section[0])):
        written = value
        if encoded and number == 0 and value.count("'") >= 2:
            charset, _, written = value.split("'", 2)
        content = written.encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(content) if encoded else content
    return decode(data, charset or None)[0]
