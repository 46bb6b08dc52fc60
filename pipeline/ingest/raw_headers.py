"""Headers in 8-bit bytes without a charset, in a mail whose text says which language it is written in.

In: the raw header, the charset that the text states, the text itself and the charset it was found to be in. Out: the header in
Unicode, or as it was, for `headers.header_text` to guess. Order, as in Thunderbird: UTF-8, the stated charset, the charset in which
the text itself was found to be, the old charset of the text's script. A guess counts only where the bytes are well-formed in it and
its letters are of that script: a subject of two Chinese signs tells nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.charset import codec_of, found_codec
from pipeline.ingest.headers import in_charset

_SAMPLE = 4_000
"""Characters of the text that are looked at."""
_SHARE = 0.2
"""Of the letters that must be of a script for the text to be in it; letters of Latin scripts need only occur."""
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_SCRIPTS = (
    (re.compile("[\u3041-\u30ff]"), re.compile(f"[{_HAN}\u3041-\u30ff\uff66-\uff9f々〆]"), ("cp932", "euc_jp")),
    (re.compile("[\uac00-\ud7a3]"), re.compile(f"[\uac00-\ud7a3\u3131-\u318e{_HAN}]"), ("cp949",)),
    (re.compile(f"[{_HAN}]"), re.compile(f"[{_HAN}]"), ("gb18030", "big5hkscs")),
    (re.compile("[\u0620-\u06ff]"), re.compile("[\u0620-\u06ff]"), ("cp1256",)),
    (re.compile("[\u0590-\u05ff]"), re.compile("[\u05d0-\u05ea]"), ("cp1255",)),
    (re.compile("[\u0370-\u03ff]"), re.compile("[\u0370-\u03ff]"), ("cp1253",)),
    (re.compile("[\u0e00-\u0e7f]"), re.compile("[\u0e00-\u0e7f]"), ("cp874",)),
)
_CENTRAL_EUROPEAN = re.compile("[ąćčďđěęłľňńőřśšťůűźžż]", re.IGNORECASE)
_LATIN = ("cp1250", "iso8859_2")
_ALONE = re.compile(
    r"(?<![^\W\d_])[^\W\d_A-Za-z](?=[A-Za-z])|(?<=[A-Za-z])[^\W\d_A-Za-z](?![^\W\d_A-Za-z])|[A-Za-z][\u0370-\u0e7f]+[a-z]|[\ue000-\uf8ff]"
)
"""One sign of another script before, within or behind a Latin word, or of none: there it is a letter with an accent, misread."""
_LETTERED = re.compile(r"(?<![A-Za-z])[A-Z][^\W\d_A-Za-z](?![^\W\d_])")
"""A word of one Latin letter and one sign, like "T恤", counts for nothing where a word of that script stands beside it."""
_WORD = re.compile(r"(?<![A-Za-z])[^\W\d_A-Za-z]{2}")


def in_charset_of_text(raw: str, stated: str | None, text: str, warnings: tuple[str, ...]) -> str:
    """``raw`` in Unicode where the mail's ``text`` tells its charset; ``warnings`` are those that reading the text gave."""
    codec = codec_of(stated) if stated else None
    if raw.isascii() or codec not in (None, "us_ascii", "utf_8"):
        return in_charset(raw, stated)
    data = raw.encode("utf-8", "surrogateescape")
    if _strictly(data, "utf_8") is not None:
        return in_charset(raw, stated)
    return next(_guesses(data, text[:_SAMPLE], found_codec(warnings)), in_charset(raw, stated))


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _is_misread(reading: str) -> bool:
    """Whether a reading shows signs of another script where a Latin language has letters with accents: "ﾄrger", "ﾀ propos"."""
    foreign = sum(sign > "\x7f" and sign.isalpha() for sign in reading)
    if foreign == 1 and any(sign < "\x80" and sign.islower() for sign in reading):
        return True
    return _ALONE.search(_LETTERED.sub("", reading) if _WORD.search(reading) else reading) is not None


def _guesses(data: bytes, sample: str, found: str | None) -> Iterator[str]:
    """Readings of ``data`` that fit the text, the likeliest first."""
    letters = sum(map(str.isalpha, sample)) or 1
    for telling, letter, codecs in _SCRIPTS:
        if len(telling.findall(sample)) < _SHARE * letters:
            continue
        for codec in [found, *codecs] if found else _fitting(codecs, sample):
            reading = _strictly(data, codec)
            if reading is None or _is_misread(reading):
                continue
            if all(sign < "\x80" or letter.match(sign) or not sign.isalpha() for sign in reading):
                yield reading
    if _CENTRAL_EUROPEAN.search(sample):
        known = frozenset(sample.lower())
        for codec in _LATIN:
            reading = _strictly(data, codec)
            if reading is not None and all(sign < "\x80" or sign in known for sign in reading.lower()):
                yield reading


def _fitting(codecs: tuple[str, ...], sample: str) -> tuple[str, ...]:
    """Of simplified and traditional Chinese first the one in whose old charset the text can be written."""
    if codecs[0] != "gb18030":
        return codecs
    han = "".join(re.findall(f"[{_HAN}]", sample))
    simplified = len(han.encode("gb2312", "ignore"))
    return codecs if simplified >= len(han.encode("big5", "ignore")) else codecs[::-1]
