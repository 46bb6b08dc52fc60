r"""Text in one form, so that all that follows meets one way of writing each thing.

In: any text. Out: the same text with its mojibake repaired (`mojibake`), in NFC (Unicode Standard Annex #15), lines
ended by ``\n``, without invisible characters, without blanks at the ends of lines, with at most two empty lines in a
row. No letter, digit, mark or currency sign is lost. Kept though invisible: the joiners U+200C and U+200D, which Persian, Indic scripts and
emoji need, variation selectors, and emoji tags. Normalising twice changes nothing more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.clean.mojibake import MOST, repair
from pipeline.records import Cut

_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
"""Controls, soft hyphens, zero-width spaces, direction marks, byte order marks, annotation anchors."""
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f", " "))
"""Blanks of other widths become the ordinary one; the ideographic space stays, for it is indentation."""
_EMPTY_LINES = re.compile("\n{4,}")
_STACKS = re.compile(r"([^\w\s\x00-\x7f]{31,})")
_SEEN = re.compile(r"\S")
_SURROGATES = re.compile("[\ud800-\udfff]")


def normalize(text: str) -> str:
    """``text`` in the one form; the signature delimiter "-- " alone keeps its trailing blank (RFC 3676)."""
    found = _in_one_form(repair(text))
    while (repaired := repair(found)) != found:
        found = _in_one_form(repaired)
    return found


def _in_one_form(text: str) -> str:
    text = _LINE_ENDS.sub("\n", _SURROGATES.sub("\ufffd", text))
    text = _composed(_INVISIBLE.sub("", text)).translate(_BLANKS)
    lines = (line if line == "-- " else line.rstrip(" \t\u3000") for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n\n", "\n".join(lines)).strip()


def _composed(text: str) -> str:
    """``text`` in NFC, but for stacks of marks, for which that takes quadratic time (UAX #15, section 13: real text has 30 at most)."""
    return "".join(piece if number % 2 else unicodedata.normalize("NFC", piece) for number, piece in enumerate(_STACKS.split(text)))


def carried(cuts: Sequence[Cut], text: str, normalized: str) -> tuple[Cut, ...]:
    """Ranges of whole lines of ``text`` as ranges of ``normalized``, its one form.

    Places are found by counting what can be seen: normalising line after line drops only what cannot. Should the
    counts of the whole texts not agree, nothing is carried over.
    """
    if not cuts:
        return ()
    in_one_form = normalize if len(text) <= MOST else _in_one_form
    counts = [(_seen(in_one_form(text[: cut.start])), _seen(in_one_form(text[: cut.end]))) for cut in cuts]
    if _seen(in_one_form(text)) != _seen(normalized):
        return ()
    places = ((_place(normalized, first), _place(normalized, end - 1) + 1) for first, end in counts if first < end)
    reasons = (cut.reason for cut, (first, end) in zip(cuts, counts, strict=True) if first < end)
    return tuple(Cut(start, end, reason) for (start, end), reason in zip(places, reasons, strict=True))


def _seen(text: str) -> int:
    """How many characters of ``text`` are no blanks."""
    return sum(map(len, text.split()))


def _place(text: str, number: int) -> int:
    """Where the character that is no blank stands that has ``number`` such characters before it."""
    start = 0
    for line in text.split("\n"):
        count = _seen(line)
        if number < count:
            return start + next(found.start() for place, found in enumerate(_SEEN.finditer(line)) if place == number)
        number -= count
        start += len(line) + 1
    return len(text)


def normalize_line(text: str) -> str:
    """``text`` in the one form and on one line, for subjects."""
    found = " ".join(normalize(text).split())
    while (joined := " ".join(normalize(found).split())) != found:  # lines joined may show mojibake that a break had parted
        found = joined
    return found
