"""UTF-8 that was read as another charset, and written out again as such ("TÃ¼rkÃ§e"), back to its letters.

In: any text. Out: the same text, repaired as a whole or line by line where it is mojibake for certain. Certain is: all
signs beyond ASCII, three sequences of them at least, are well-formed UTF-8 in one of the code pages of `_CODEPAGES`;
or ftfy's rules say so (`ftfy.fix_encoding`, Speer 2019, https://doi.org/10.5281/zenodo.2591652: rules for single signs,
tested against right text in many languages), and no closing quotation mark is lost that an opening one asks for.
Right text is not looked at closely: `_SUSPICIOUS` finds two neighbouring signs as only mojibake tends to have them.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

_CODEPAGES = ("cp1252", "latin-1", "cp1251", "cp1254", "cp1250", "iso8859-2", "cp1253", "cp1257", "mac-roman", "cp437", "cp850")
_UTF8_LEADS, _UTF8_FOLLOWERS = bytes(range(0xC2, 0xF5)), bytes(range(0x80, 0xC0))
_LINE_END = re.compile("(\r\n|\r|\n)")
MOST = 100_000
"""Characters of a text; longer ones are not looked at."""
_ROUNDS = 4
"""Text can be misread several times over."""
_PAIRS = ("“”", "«»", "„“", "‘’")
REPAIRED = "mojibake: repaired"


def repair(text: str) -> str:
    """``text`` with its mojibake repaired; the same object where there is none."""
    if text.isascii() or len(text) > MOST or not _suspicious().search(text):
        return text
    for _ in range(_ROUNDS):
        repaired = _proven(text) or "".join(_repaired(line) for line in _LINE_END.split(text))
        if repaired == text:
            break
        text = repaired
    return text


def _repaired(line: str) -> str:
    if line.isascii() or not _suspicious().search(line):
        return line
    import ftfy

    proven = _proven(line)
    if proven is not None:
        return proven
    found = ftfy.fix_encoding(line)
    return line if found != line and _loses_a_quotation_mark(line, found) else found


def _proven(line: str) -> str | None:
    """``line`` decoded, where every sign of it beyond ASCII takes part in a UTF-8 sequence, and there are three of them."""
    for codepage in _CODEPAGES:
        try:
            found = b"".join(_bytes(codepage)[sign] for sign in line).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            continue
        signs = [sign for sign in found if sign > "\x7f"]
        if len(signs) >= 3 and all(unicodedata.category(sign)[0] in "LMNPSZ" for sign in signs):
            return found
    return None


@cache
def _bytes(codepage: str) -> dict[str, bytes]:
    """The byte of each sign of a code page; bytes that it leaves out stand for the controls of that number."""
    table = {chr(byte): bytes([byte]) for byte in range(256)} if codepage == "latin-1" else {}
    for byte in range(256):
        try:
            table[codecs.decode(bytes([byte]), codepage)] = bytes([byte])
        except UnicodeDecodeError:
            table[chr(byte)] = bytes([byte])
    return table


@cache
def _suspicious() -> re.Pattern[str]:
    """A sign that a UTF-8 lead byte is in some code page, before one that a following byte is there."""
    leads, followers = set[str](), set[str]()
    for codepage in _CODEPAGES:
        signs = {data[0]: sign for sign, data in _bytes(codepage).items()}
        leads.update(signs[byte] for byte in _UTF8_LEADS if byte in signs)
        followers.update(signs[byte] for byte in _UTF8_FOLLOWERS if byte in signs)
    followers.add("\ufffd")
    return re.compile(f"[{_class(leads)}][{_class(followers)}]|[ÃÅÐ] ")


def _class(signs: set[str]) -> str:
    return "".join(map(re.escape, sorted(sign for sign in signs if sign > "\x7f")))


def _loses_a_quotation_mark(line: str, found: str) -> bool:
    """Whether quotation marks were in pairs before and are not after: then the sign taken for half a letter was one."""
    return any(line.count(pair[0]) == line.count(pair[1]) > 0 and found.count(pair[0]) != found.count(pair[1]) for pair in _PAIRS)
