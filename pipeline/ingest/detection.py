"""The charset of bytes that state none, are no UTF-8, or state one that does not fit.

In: 8-bit text. Out: the codec that reads it, at the worst Windows-1252. No one measure suits all: ISO 2022's escapes
say it outright. In text of mostly 8-bit bytes (no Latin script) the share of kana tells Japanese, that of the
commonest letters Cyrillic; the rest goes to charset-normalizer (https://github.com/jawah/charset_normalizer; a mess
of at most `MOST_MESS`). In Latin scripts letters that only Turkish has tell it, else the code page wins that puts
the fewest signs inside words, Windows-1252 first. Tried on texts of 60 characters, 15 per charset: all right for
Western Europe, Russian, Arabic, Korean, Japanese and Turkish; Chinese 13 (GB), 11 (Big5); Polish 9.
"""

from __future__ import annotations

import re

FALLBACK = "cp1252"
MOST_MESS = 0.15
_FEWEST = 6
_SAMPLE = 8_192
_MOSTLY_HIGH = 0.3
"""Share of 8-bit bytes among all that are no blanks; French has 0.05, Russian 0.85."""
_ESCAPES = (
    (re.compile(rb"\x1b\$(?:[@B]|\([@BDOPQ])|\x1b\([JI]"), "iso2022_jp"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
)
_NOT_LATIN = ["cp1251", "koi8_r", "iso8859_5", "cp866", "cp1253", "iso8859_7", "cp1255", "cp1256", "cp874"]
_EAST_ASIAN = ["gb18030", "big5", "cp949"]
_LATIN = ("cp1252", "cp1250", "iso8859_2", "cp1257")
_HIGH = re.compile(rb"[\x80-\xff]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_KANA_SHARE = 0.2
_CYRILLIC = ("cp1251", "koi8_r", "iso8859_5", "cp866")
_COMMON_SHARE = 0.55
"""Texts in Russian, Ukrainian and Bulgarian have 0.6 to 0.85 of them in the right code page, below 0.4 in a wrong one."""
_SIGN_IN_WORD = re.compile(r"(?<=[a-z])[^\W\d_a-zA-Z]*(?:[^\w\s\x00-\x7f‘’‚“”„«»‹›–—…•·€]|[²³¹º¼½¾])(?=[a-z])")
_TURKISH = frozenset(b"\xc2\xc7\xce\xd0\xd6\xdb\xdc\xdd\xde\xe2\xe7\xee\xf0\xf6\xfb\xfc\xfd\xfe")
"""The letters of Turkish beyond ASCII in Windows-1254; from C0 on all of that code page are letters."""
_ONLY_TURKISH = frozenset(b"\xd0\xdd\xde\xf0\xfd\xfe")
"""Soft g, i with and without dot, s with cedilla; in Windows-1252 Icelandic, which has acute accents as well."""


def escaped(data: bytes) -> str | None:
    """The charset whose escape sequences stand in ``data``."""
    if b"\x1b" not in data:
        return None
    return next((codec for escape, codec in _ESCAPES if escape.search(data)), None)


def detect(data: bytes) -> str:
    """The codec for 8-bit ``data`` that is no UTF-8."""
    first = _HIGH.search(data)
    begin = max(0, first.start() - _SAMPLE // 16) if first else 0
    sample = data[begin : begin + _SAMPLE]
    high = sum(byte > 0x7F for byte in sample)
    filled = len(sample) - sum(map(sample.count, b" \r\n\t")) or 1
    if high >= _FEWEST and high / filled >= _MOSTLY_HIGH:
        return _not_latin(sample)
    return _latin(sample)


def _not_latin(sample: bytes) -> str:
    for codec in ("cp932", "euc_jp"):
        text = sample.decode(codec, "ignore")
        if text and len(_KANA.findall(text)) >= _KANA_SHARE * len(text) and _fits(sample, codec):
            return codec
    cyrillic = {codec: _common_letters(sample.decode(codec, "ignore")) for codec in _CYRILLIC}
    likeliest = max(_CYRILLIC, key=lambda codec: cyrillic[codec])
    if cyrillic[likeliest] >= _COMMON_SHARE:
        return likeliest
    from charset_normalizer import from_bytes

    codecs = [*_NOT_LATIN, *(codec for codec in _EAST_ASIAN if _fits(sample, codec))]
    best = from_bytes(sample, steps=5, chunk_size=512, threshold=MOST_MESS, cp_isolation=codecs, preemptive_behaviour=False).best()
    return best.encoding if best is not None else FALLBACK


def _common_letters(text: str) -> float:
    """The share of the commonest letters of Cyrillic in all signs beyond ASCII."""
    signs = [sign for sign in text if sign > "\x7f"]
    return sum(map("оеаинтсрвлкмдпу".__contains__, signs)) / (len(signs) or 1)


def _fits(sample: bytes, codec: str) -> bool:
    """Whether ``sample`` is well-formed in a multi-byte charset, but for a character that its end cuts off."""
    try:
        sample.decode(codec)
    except UnicodeDecodeError as fault:
        return fault.start >= len(sample) - 3 and len(sample) == _SAMPLE
    return True


def _latin(sample: bytes) -> str:
    letters = {byte for byte in sample if byte >= 0xC0}
    if letters & _ONLY_TURKISH and letters <= _TURKISH:
        return "cp1254"
    signs = {codec: len(_SIGN_IN_WORD.findall(sample.decode(codec, "replace").lower())) for codec in _LATIN}
    return min(_LATIN, key=lambda codec: signs[codec]) if signs[FALLBACK] else FALLBACK
