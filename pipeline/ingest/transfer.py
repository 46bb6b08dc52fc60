"""Transfer encodings undone (RFC 2045, section 6; uuencode as POSIX has it).

In: the content of a part and the name of its encoding. Out: bytes, and a warning where it was damaged. Lenient as
mail programs are: what stands below the padding of base64 (footers of mailing lists) is left out, stray characters
are passed over, and text that is labelled base64 but is none stays as it is. Also: files that old Outlook and news
readers put into the text itself, between "begin 644 name" and "end", are taken out of it.
"""

from __future__ import annotations

import binascii
import re

_LINE = re.compile(rb"[A-Za-z0-9+/]*={0,3}")
_PADDED = re.compile(rb"[A-Za-z0-9+/]+={1,3}(?=\s)")
_PADDED_SOFT_BREAK = re.compile(rb"=[ \t]++(?=\r?\n|\Z)")
"""Blanks that transport added behind a soft line break (RFC 2045, section 6.7, rule 3)."""
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\r\n]*\r?\n", re.MULTILINE)
_UU_FILE = re.compile(r"^begin [0-7]{3,4} ([^\r\n]{1,200}?)[ \t]*\r?\n", re.MULTILINE)
_UU_LINE = re.compile(r"[ -`]{1,90}\t*")
"""Zero is "`", or a blank in the older form."""
_UU_END = re.compile(r"^end[ \t]*\r?$", re.MULTILINE)
_MOST_FILES = 100
DAMAGED = "mime: transfer encoding damaged"

Undone = tuple[bytes, tuple[str, ...]]


def undo(data: bytes, encoding: str) -> Undone:
    """``data`` without its transfer encoding; an encoding that is not known changes nothing."""
    if encoding == "quoted-printable":
        return binascii.a2b_qp(_PADDED_SOFT_BREAK.sub(b"=", data)), ()
    if encoding == "base64":
        return _from_base64(data)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _from_uuencode(data)
    return data, ()


def _from_base64(data: bytes) -> Undone:
    """Line by line up to one that is none; padding ends a piece, and below it only whole groups of four count."""
    pieces, lines, damaged = list[bytes](), list[bytes](), False
    for line in map(bytes.strip, data.splitlines()):
        kept = _base64_of(line)
        if kept is None or (pieces and not lines and len(kept) % 4):
            damaged = True
            break
        damaged = damaged or kept != line
        lines.append(kept)
        if kept.endswith(b"="):
            pieces.append(_decoded(lines))
            lines = []
            if kept != line:
                break
    found = b"".join([*pieces, _decoded(lines)])
    return (found if found or not damaged else data), (DAMAGED,) if damaged else ()


def _base64_of(line: bytes) -> bytes | None:
    """What of a line is base64; None for prose, in which blanks or other characters are more than one in ten."""
    if _LINE.fullmatch(line):
        return line
    if padded := _PADDED.match(line):
        return padded[0]
    strange = sum(map(len, _NO_BASE64.findall(line)))
    return None if strange * 10 > len(line) else _NO_BASE64.sub(b"", line)


def _decoded(lines: list[bytes]) -> bytes:
    text = b"".join(lines).rstrip(b"=")
    return binascii.a2b_base64(text[: len(text) - (len(text) % 4 == 1)] + b"==")


def _from_uuencode(data: bytes) -> Undone:
    begin = _UU_BEGIN.search(data)
    lines, warnings = list[bytes](), ()
    for line in data[begin.end() if begin else 0 :].splitlines():
        if line.rstrip() in (b"end", b"`", b""):
            break
        try:
            lines.append(binascii.a2b_uu(line))
        except binascii.Error:
            return data, (DAMAGED,)
    return b"".join(lines), warnings


def without_files(text: str) -> tuple[str, list[str]]:
    """``text`` without the uuencoded files in it, and their names."""
    if "begin " not in text:
        return text, []
    kept, names, place = list[str](), list[str](), 0
    while len(names) < _MOST_FILES and (begin := _UU_FILE.search(text, place)):
        end = _UU_END.search(text, begin.end())
        if not end:
            break
        inside = text[begin.end() : end.start()].splitlines()
        if not inside or not all(map(_UU_LINE.fullmatch, inside)):
            kept.append(text[place : begin.end()])
            place = begin.end()
            continue
        kept.append(text[place : begin.start()])
        names.append(begin[1])
        place = end.end()
    return "".join(kept) + text[place:], names
