r"""Code pages by Windows' numbers and RTF's font numbers, as charset labels that `charset.decode` knows.

In: the numbers in MAPI properties (PidTagMessageCodepage, PidTagInternetCodepage) and in RTF (``\ansicpg``,
``\fcharset``). Out: a label, or None for a number that means nothing. Sources: the code page identifiers of
the Windows API, and table ``\fcharset`` of the RTF specification 1.9.1.
"""

from __future__ import annotations

import codecs

_LABELS = {
    **{932: "shift_jis", 936: "gb18030", 949: "ks_c_5601-1987", 950: "big5", 1361: "johab", 54936: "gb18030", 52936: "hz"},
    **{1200: "utf-16-le", 1201: "utf-16-be", 65000: "utf-7", 65001: "utf-8", 20127: "us-ascii"},
    **{10000: "macintosh", 10001: "shift_jis", 10006: "mac-greek", 10007: "x-mac-cyrillic", 10029: "mac-latin2", 10081: "mac-turkish"},
    **{20866: "koi8-r", 21866: "koi8-u", 20932: "euc-jp", 20936: "gb18030", 20949: "ks_c_5601-1987", 28591: "iso-8859-1"},
    **{38598: "iso-8859-8-i", 50220: "iso-2022-jp", 50221: "iso-2022-jp", 50222: "iso-2022-jp", 50225: "iso-2022-kr"},
    **{51932: "euc-jp", 51936: "gb18030", 51949: "euc-kr", 51950: "big5"},
}
_FONT_CHARSETS = {
    **{0: 1252, 77: 10000, 78: 10001, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950},
    **{161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850},
}
MULTIBYTE = frozenset({932, 936, 949, 950, 1361, 54936})


def label_of(number: int | None) -> str | None:
    """The charset label of code page ``number``."""
    if not number or number in _LABELS:
        return _LABELS.get(number or 0)
    if 28592 <= number <= 28606:
        return f"iso-8859-{number - 28590}"
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return None


def of_font(charset: int) -> int | None:
    r"""The code page of RTF's ``\fcharset``; None for the default (1) and for symbols (2)."""
    return _FONT_CHARSETS.get(charset)
