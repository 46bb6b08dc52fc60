r"""RTF, as Outlook keeps message bodies, to HTML or text.

In: the bytes of PidTagRtfCompressed (`decompress`, MS-OXRTFCP) and RTF (`read_rtf`). Out: the HTML or plain text
that Outlook wrapped into the RTF (``\fromhtml1``, ``\fromtext``; MS-OXRTFEX), else the visible text of the RTF
itself. Bytes are read by the code page of the font they stand in, else that of the document; hidden and deleted
text, field codes, pictures and headers are left out. Damage costs the rest of the text, never an exception.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.ingest import limits
from pipeline.ingest.charset import codec_of, decode, well_formed
from pipeline.ingest.codepages import MULTIBYTE, label_of, of_font

_PRELOADED = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans "
    b"SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_STEPS = 4096
"""Tokens between two looks at the clock."""
_DEPTH = 10_000
_UNSEEN = frozenset(["fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "listtable", "listoverridetable", "rsidtbl"]) | {
    *{"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "fldinst", "mhtmltag", "generator"},
}
"""Destinations that hold nothing a reader sees."""
_AS_TEXT = {"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "tab": "\t", "cell": "\t", "lquote": "‘", "rquote": "’"} | {
    **{"ldblquote": "“", "rdblquote": "”", "bullet": "•", "endash": "–", "emdash": "—", "emspace": "\u2003", "enspace": "\u2002"},
}
_SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"\n": "\n", b"\r": "\n", b"{": "{", b"}": "}", b"\\": "\\"}
_KIND = re.compile(rb"\\(fromhtml|fromtext)")
_HIDING = frozenset({"v", "deleted", "htmlrtf"})
r"""Character properties that hide text; ``\v0`` shows it again."""

Kind = Literal["html", "text"]


def decompress(data: bytes, *, most: int) -> bytes:
    """The RTF in a PidTagRtfCompressed property, at most about ``most`` bytes; empty where it is none."""
    if len(data) < 16:
        return b""
    size, magic = struct.unpack_from("<I4s", data, 4)
    if magic == b"MELA":
        return data[16 : 16 + size]
    return _unpacked(data[16:], min(size, most)) if magic == b"LZFu" else b""


def _unpacked(packed: bytes, size: int) -> bytes:
    """LZ77 over a window of 4,096 bytes that begins with common RTF; the checksum is not looked at."""
    out = bytearray(_PRELOADED)
    place, wanted = 0, size + len(_PRELOADED)
    while place < len(packed) and len(out) < wanted:
        flags, place = packed[place], place + 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += packed[place : place + 1]
                place += 1
                continue
            if place + 2 > len(packed):
                return bytes(out[len(_PRELOADED) :])
            reference, place = int.from_bytes(packed[place : place + 2], "big"), place + 2
            back = (len(out) - (reference >> 4)) % _WINDOW
            if not back:
                return bytes(out[len(_PRELOADED) :])
            _repeat(out, back, (reference & 15) + 2)
    return bytes(out[len(_PRELOADED) : wanted])


def _repeat(out: bytearray, back: int, length: int) -> None:
    """Append ``length`` bytes from ``back`` bytes before the end, which may run into themselves."""
    start = max(0, len(out) - back)
    piece = bytes(out[start : start + length]) or b"\0"
    out += (piece * (length // len(piece) + 1))[:length]


def unwrap(packed: bytes, codepage: int | None) -> tuple[str, bytes, str | None]:
    """The plain text, or the HTML and its charset, in a PidTagRtfCompressed property."""
    held = limits.current() or limits.Limits()
    rtf = decompress(packed, most=held.decoded_bytes)
    limits.add_decoded(len(rtf))
    kind, text = read_rtf(rtf, codepage=codepage)
    return (text, b"", None) if kind == "text" else ("", text.encode("utf-8", "replace"), "utf-8")


def read_rtf(data: bytes, *, codepage: int | None = None) -> tuple[Kind, str]:
    """What ``data`` shows, and whether that is HTML; ``codepage``: that of bytes where the RTF does not state one."""
    wrapped = _KIND.search(data[:1024])
    kind: Kind = "html" if wrapped and wrapped.group(1) == b"fromhtml" else "text"
    document = _Document(kind, codepage)
    for count, token in enumerate(_TOKEN.finditer(data)):
        if not count % _STEPS:
            limits.check_time()
        document.take(token)
    return kind, document.text()


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds between two braces."""

    unseen: bool = False
    hidden: frozenset[str] = frozenset()
    font: int | None = None
    skip: int = 1
    in_fonts: bool = False
    in_tag: bool = False


@dataclass(slots=True)
class _Document:
    """The text under construction: finished pieces, and bytes that wait for more of the same code page."""

    kind: Kind
    codepage: int | None
    group: _Group = field(default_factory=_Group)
    above: list[_Group] = field(default_factory=list)
    fonts: dict[int, int] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    starred: bool = False

    def take(self, token: re.Match[bytes]) -> None:
        """Take in one token."""
        word, number, code, symbol, brace, text = token.groups()
        if brace:
            self._brace(brace)
        elif word:
            self._word(word.decode("ascii"), int(number) if number else None)
        elif symbol == b"*":
            self.starred = True
        elif symbol:
            self._show(_SYMBOLS.get(symbol, ""))
        elif code or text:
            self._bytes(bytes([int(code, 16)]) if code else text)

    def text(self) -> str:
        """Everything shown so far."""
        self._flush()
        return well_formed("".join(self.pieces))

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.to_skip, self.starred = 0, False
        if brace == b"{":
            if len(self.above) >= _DEPTH:
                raise limits.RefusedError("too_deep", f"its RTF has groups nested deeper than {_DEPTH} levels")
            self.above.append(self.group)
        elif self.above:
            self.group = self.above.pop()

    def _word(self, word: str, number: int | None) -> None:
        starred, self.starred = self.starred, False
        if word == "u" and number is not None:
            self._show(chr(number % 0x10000))
            self.to_skip = self.group.skip
        elif word == "htmltag":
            self._change(unseen=False, in_tag=True)
        elif starred or word in _UNSEEN:
            self._change(unseen=self.group.unseen or word != "fonttbl", in_fonts=word == "fonttbl")
        elif word in _HIDING:
            hidden = self.group.hidden - {word} if number == 0 else self.group.hidden | {word}
            self._change(hidden=hidden)
        elif word == "plain":
            self._change(hidden=self.group.hidden & {"htmlrtf"}, font=None)
        elif word in _AS_TEXT:
            self._show(_AS_TEXT[word])
        else:
            self._setting(word, number or 0)

    def _setting(self, word: str, number: int) -> None:
        if word == "f":
            self._change(font=number)
        elif word == "uc":
            self._change(skip=max(0, min(number, 8)))
        elif word == "ansicpg" and label_of(number):
            self.codepage = number
        elif self.group.in_fonts and self.group.font is not None and word in ("fcharset", "cpg"):
            page = of_font(number) if word == "fcharset" else number
            if page and label_of(page):
                self.fonts[self.group.font] = page

    def _change(self, **changes: object) -> None:
        self._flush()
        self.group = replace(self.group, **changes)  # type: ignore[arg-type]

    def _is_shown(self) -> bool:
        return not (self.group.unseen or self.group.in_fonts or self.group.hidden)

    def _show(self, text: str) -> None:
        if self._is_shown():
            self._flush()
            self.pieces.append(text)

    def _bytes(self, data: bytes) -> None:
        skipped = min(self.to_skip, len(data))
        self.to_skip -= skipped
        if self._is_shown():
            self.waiting += data[skipped:]

    def _flush(self) -> None:
        if self.waiting:
            data = bytes(self.waiting)
            self.waiting.clear()
            self.pieces.append(data.decode("ascii") if data.isascii() else self._decoded(data))

    def _decoded(self, data: bytes) -> str:
        """By the font's code page; a Western font in an East Asian document often holds that document's bytes."""
        font = None if self.group.in_tag else self.fonts.get(self.group.font if self.group.font is not None else -1)
        for page in _candidates(font, self.codepage):
            try:
                return data.decode(codec_of(label_of(page) or "") or "ascii")
            except (UnicodeError, LookupError):
                continue
        return decode(data, label_of(font or self.codepage))[0]


def _candidates(font: int | None, document: int | None) -> Iterator[int]:
    """Code pages to try, strictly, in order."""
    if font == 1252 and document in MULTIBYTE:
        yield document
    yield from (page for page in (font, document) if page)
