"""Mail headers, raw from the parser, to text, dates and ids; `addresses` are read elsewhere.

In: header values as `parts` keeps them (raw, 8-bit bytes as surrogates). Out: plain
values; nothing here raises, and what cannot be read is None or empty. Encoded words follow RFC 2047, with
what mailers really send: words inside quotes, blanks inside words, characters split over two words.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from itertools import groupby

from pipeline.ingest.charset import codec_of, decode
from pipeline.ingest.parameters import parameters

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([BbQq])\?([^?\r\n]*(?:\?(?!=|[BbQq]\?)[^?\r\n]*){0,5})\?=")
"""Question marks inside a word are not allowed, but common."""
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[BbQq]\?)")
_FOLD = re.compile(r"(?<![ \t])[ \t]*+[\r\n]++[ \t]*+")
_BLANKS = re.compile(r"[^\S ]\s*")
_MESSAGE_ID = re.compile(r"<([^<>\s]+)>")
_PARSER_FAULTS = (ValueError, IndexError, TypeError, AttributeError, LookupError, OverflowError, RecursionError)
"""What the standard library's header functions have been seen to raise on real mail."""


def header_text(raw: str) -> str:
    """A header as people read it: unfolded, encoded words decoded, each fold or other blank than " " one blank."""
    line = _in_unicode(_FOLD.sub(" ", raw))
    return _BLANKS.sub(" ", "".join(_decoded_runs(_BETWEEN_WORDS.sub(r"\1", line)))).strip()


def _in_unicode(raw: str) -> str:
    """8-bit bytes in a header have no label: UTF-8, else Windows-1252."""
    return raw if raw.isascii() else decode(raw.encode("utf-8", "surrogateescape"))[0]


def in_charset(raw: str, charset: str | None) -> str:
    """A header without encoded words for what is not ASCII, in the charset of the letter's text, as old mailers and web forms write it.

    UTF-7 is ASCII to look at: Netscape 4 wrote it in headers where the text is in it.
    """
    codec = codec_of(charset) if charset else None
    is_meant = not raw.isascii() or (codec == "utf_7" and "+" in raw and "=?" not in raw)
    if not is_meant or codec is None or codec.startswith(("utf_16", "utf_32")):
        return raw
    return decode(raw.encode("utf-8", "surrogateescape"), charset)[0]


def _decoded_runs(line: str) -> Iterator[str]:
    """Plain stretches as they are; neighbouring encoded words of one charset joined as bytes, then decoded."""
    end, words = 0, []
    for word in _ENCODED_WORD.finditer(line):
        if word.start() > end:
            words.append(("", line[end : word.start()].encode("utf-8", "replace")))
        charset, coding, content = word.groups()
        words.append((charset.partition("*")[0].lower(), _word_bytes(coding, content)))
        end = word.end()
    words.append(("", line[end:].encode("utf-8", "replace")))
    for charset, run in groupby(words, key=lambda word: word[0]):
        yield decode(b"".join(content for _, content in run), charset or "utf-8")[0]


def _word_bytes(coding: str, content: str) -> bytes:
    data = content.encode("utf-8", "replace")
    if coding in "qQ":
        return quopri.decodestring(data.replace(b"_", b" "), header=True)
    data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    try:
        return base64.b64decode(data[: len(data) - (len(data) % 4 == 1)] + b"==")
    except binascii.Error:
        return content.encode("utf-8", "replace")


def iso_date(raw: str) -> str | None:
    """ISO 8601 with zone; a date without zone (RFC 5322: ``-0000``) is UTC."""
    try:
        moment = parsedate_to_datetime(header_text(raw))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
    except _PARSER_FAULTS:
        return None


def message_ids(raw: str) -> tuple[str, ...]:
    """The ids in Message-ID, In-Reply-To or References, without angle brackets."""
    line = header_text(raw)
    return tuple(_MESSAGE_ID.findall(line)) or tuple(line.strip("<>").split()[:1])


def file_name(headers: Mapping[str, str]) -> str | None:
    """The name of an attachment, decoded from any of its forms (RFC 2231, RFC 2047, plain)."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        found = header_text(parameters(headers.get(header, "")).get(parameter, ""))
        if found:
            return found
    return None
