"""Bytes to text, whatever the label says.

In: bytes and, from mail or HTML, the charset they claim to be in. Out: well-formed text and warnings;
nothing here raises. A label is read as the WHATWG Encoding Standard reads it: the wider set that senders
really use (gb2312 means gb18030, shift_jis means cp932, iso-8859-1 means cp1252). UTF-8 goes before a label that it
contradicts, for other text is never well-formed UTF-8 by chance. Without a usable label the order is: byte order
mark, escape sequences, UTF-8, what `detection` finds, with a warning.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.ingest.detection import detect, escaped

_SUPERSETS = {
    **dict.fromkeys(("gb2312", "gb_2312", "gb_2312_80", "euc_cn", "euccn", "gbk", "x_gbk", "cp936", "936", "ms936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5_hkscs", "big5hkscs", "cn_big5", "x_x_big5", "big5_eten"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shiftjis", "sjis", "x_sjis", "s_jis", "ms_kanji", "windows_31j", "cp943c", "ms932"), "cp932"),
    **dict.fromkeys(("ks_c_5601_1987", "ks_c_5601", "ksc5601", "ksc_5601", "ks_c_5601_1989", "euc_kr", "euckr", "korean", "uhc"), "cp949"),
    **dict.fromkeys(("iso_8859_1", "iso8859_1", "latin1", "latin_1", "l1", "iso_8859_1_1987", "cp1252", "windows_1252"), "cp1252"),
    **dict.fromkeys(("iso_8859_9", "iso8859_9", "latin5", "latin_5", "windows_1254"), "cp1254"),
    **dict.fromkeys(("iso_8859_8_i", "iso_8859_8_e"), "iso8859_8"),
    **dict.fromkeys(("iso_8859_11", "tis_620", "tis620", "windows_874", "dos_874"), "cp874"),
    **dict.fromkeys(("utf_8", "utf8", "uft_8", "utf8mb4", "utf_8_sig", "unicode_1_1_utf_8", "unicode11utf8", "x_utf_8"), "utf_8"),
    **dict.fromkeys(("x_mac_cyrillic", "x_mac_ukrainian"), "mac_cyrillic"),
    **dict.fromkeys(("macintosh", "x_mac_roman", "x_macroman"), "mac_roman"),
    **dict.fromkeys(("iso_2022_jp", "cp50220", "cp50221", "cp50222", "iso_2022_jp_ms", "x_iso_2022_jp"), "iso2022_jp"),
    **dict.fromkeys(("us_ascii", "ascii", "ansi_x3.4_1968", "iso646_us", "646", "8bit", "7bit"), "us_ascii"),
}
_NOT_CHARSETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"})
"""Python codecs that turn bytes into text but are no character sets; idna is slow on long input besides."""
_RELATIVES = {
    "iso2022_jp": ("iso2022_jp_ext", "iso2022_jp_2004", "cp932"),
    "euc_jp": ("euc_jis_2004",),
    "cp949": ("johab",),
    "big5hkscs": ("cp950",),
}
"""Tried where the charset itself fails on a few characters: the same family, wider."""
_MULTIBYTE = ("gb18030", "big5", "cp932", "cp949", "iso2022", "euc_j", "hz", "johab", "utf_16", "utf_32", "utf_7")
"""Beginnings of codec names that go before UTF-8: bytes of another charset seldom pass as one of these."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_HIGH = re.compile(rb"[\x80-\xff]")
_PIECE = re.compile(rb"\s*(?:[\x80-\xbf]{1,3}|[\xc2-\xf4][\x80-\xbf]{0,2})\s*")
"""Part of one character in UTF-8 and nothing else, as where an encoded word ends within a character."""
_READ_AS = "charset: not UTF-8, read as "
_SEVEN_BIT = ("iso2022", "hz", "utf_7", "utf_16", "utf_32")
_SURELY_UTF8 = 4
"""Characters beyond ASCII in well-formed UTF-8 that a label of East Asian charsets does not outweigh: of text in those
one in some thousand would pass."""
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
_WITH_MARK = {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16", "utf-32-le": "utf-32"}
"""Codecs that take the mark away themselves."""

Decoded = tuple[str, tuple[str, ...]]
"""Text and the warnings that reading it gave."""


def decode(data: bytes, label: str | None = None) -> Decoded:
    """``data`` as text, by its byte order mark, its ``label``, UTF-8 or what it looks like, in that order."""
    mark = mark_of(data)
    if mark:
        return _settled(data, mark)
    codec = codec_of(label) if label else None
    if codec in ("utf_16", "utf_32"):
        codec = _with_byte_order(data, codec)
    if codec in (None, "us_ascii"):
        warnings = (f"charset: unknown label {label[:40]!r}",) if label and codec is None else ()
        text, more = _unlabelled(data)
        return text, warnings + more
    return _labelled(data, str(codec))


def mark_of(data: bytes) -> str | None:
    """The codec that a byte order mark at the start of ``data`` announces."""
    return next((codec for mark, codec in _MARKS if data.startswith(mark)), None)


def codec_of(label: str) -> str | None:
    """The Python codec for a charset label as found in mail, or None where there is none to trust."""
    words = re.split(r"[\s;,\"']+", label.lower().strip(" \t\"'").removeprefix("charset="))
    name = re.sub(r"[-:]", "_", words[0])
    if name in _SUPERSETS:
        return _SUPERSETS[name]
    for candidate in (name, name.replace("cp_", "cp"), name.removeprefix("x_")):
        try:
            found = codecs.lookup(candidate)
            "".encode(found.name)
        except (LookupError, ValueError):
            continue
        if found.name not in _NOT_CHARSETS:
            return _SUPERSETS.get(found.name.replace("-", "_"), found.name.replace("-", "_"))
    return None


def meta_charset(data: bytes) -> str | None:
    """The charset an HTML page states of itself in its first 2,048 bytes."""
    found = _META.search(data[:2048])
    return found.group(1).decode("ascii") if found else None


def encoding_of(path: Path) -> tuple[str, tuple[str, ...]]:
    """The encoding of a whole file, read as a stream, and the warnings: by its mark, UTF-8, or what it looks like.

    A file whose UTF-8 is damaged in fewer places than it is sound stays UTF-8: a bad byte must not spoil the rest.
    """
    with path.open("rb") as stream:
        mark = mark_of(stream.read(4))
    if mark:
        return _WITH_MARK.get(mark, mark), ()
    if all("\ufffd" not in text for text in _utf8_blocks(path)):
        return "utf-8", ()
    signs = [(text.count("\ufffd"), sum(character > "\x7f" for character in text)) for text in _utf8_blocks(path)]
    damaged, beyond_ascii = map(sum, zip(*signs, strict=True))
    if beyond_ascii > 2 * damaged:
        return "utf-8", ("charset: damaged utf-8",)
    with path.open("rb") as stream:
        codec = detect(stream.read(2**20))
    return codec, (_not_utf8(codec),)


def _utf8_blocks(path: Path) -> Iterator[str]:
    """The file as UTF-8, a mebibyte at a time, with U+FFFD for what is none."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with path.open("rb") as stream:
        while block := stream.read(2**20):
            yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def looks_binary(data: bytes) -> bool:
    """Whether ``data`` is no text: NUL bytes, or control characters beyond one in ten. UTF-16 needs its mark."""
    if mark_of(data):
        return False
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return b"\0" in data or controls * 10 > len(data)


def well_formed(text: str) -> str:
    """``text`` without lone surrogates, which no output could hold; surrogate pairs are joined."""
    if not _SURROGATES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _settled(data: bytes, codec: str) -> Decoded:
    text = data.decode(codec, "replace").removeprefix("\ufeff")
    return text, (f"charset: damaged {codec}",) if "\ufffd" in text else ()


def _with_byte_order(data: bytes, codec: str) -> str:
    """The codec with the byte order that the NUL bytes of ASCII tell; big-endian where they tell none (RFC 2781)."""
    even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
    return f"{codec}_le" if odd > even else f"{codec}_be"


def _unlabelled(data: bytes) -> Decoded:
    codec = escaped(data) if not _HIGH.search(data) else None
    if codec:
        return data.decode(codec, "replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        codec = detect(data)
        return well_formed(data.decode(codec, "replace")), (_not_utf8(codec),)


def _not_utf8(codec: str) -> str:
    return f"{_READ_AS}{codec}"


def found_codec(warnings: tuple[str, ...]) -> str | None:
    """The codec that text without a usable label was found to be in, by the ``warnings`` that `decode` gave."""
    return next((warning.removeprefix(_READ_AS) for warning in warnings if warning.startswith(_READ_AS)), None)


def _labelled(data: bytes, codec: str) -> Decoded:
    """By the label, unless UTF-8 is the better reading: a single-byte label never fails, so UTF-8 goes first."""
    order = [codec, *_RELATIVES.get(codec, ())]
    if not codec.startswith(_SEVEN_BIT) and not _HIGH.search(data) and (found := escaped(data)):
        return data.decode(found, "replace"), (f"charset: labelled {codec}, is {found}",)
    order.insert(len(order) if codec.startswith(_MULTIBYTE) and not _is_surely_utf8(data, codec) else 0, "utf_8")
    for candidate in order:
        try:
            text = data.decode(candidate)
        except (UnicodeError, ValueError):
            continue
        told = candidate in (codec, *_RELATIVES.get(codec, ())) or text.isascii()
        return well_formed(text).removeprefix("\ufeff"), () if told else (f"charset: labelled {codec}, is UTF-8",)
    return _damaged(data, codec)


def _is_surely_utf8(data: bytes, codec: str) -> bool:
    if codec.startswith(_SEVEN_BIT):
        return False
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(text) - len(text.encode("ascii", "ignore")) >= _SURELY_UTF8


def _damaged(data: bytes, codec: str) -> Decoded:
    """Nothing fits all bytes: the label with replacement signs, except UTF-8 that holds no UTF-8 at all.

    A byte F0 alone is the rest of an emoji that was cut through, rather than Icelandic; and what is a piece of one character,
    with nothing beside it, is no text in Windows-1252.
    """
    text = data.decode(codec, "replace")
    is_utf8 = any(character > "\x7f" and character != "\ufffd" for character in text) or set(_HIGH.findall(data)) == {b"\xf0"}
    is_utf8 = is_utf8 or _PIECE.fullmatch(data) is not None
    if codec == "utf_8" and not is_utf8:
        return _unlabelled(data)
    return well_formed(text).removeprefix("\ufeff"), (f"charset: damaged {codec}",)
