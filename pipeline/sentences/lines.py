"""Whether a line break ends a sentence, or only the width of somebody's screen.

In: a text and a break in it. Out: yes or no. A break is taken as a wrap where the next word would not have fitted the
line any more (mail programs wrap plain text at 60 to 100 columns, RFC 5322 section 2.1.1 and RFC 3676), or where the
next line goes on with a small letter. Not here: stops.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.sentences.context import Following, following
from pipeline.sentences.scripts import BULLETS, wide

_WRAP_WIDTHS = range(56, 101)
_SALUTATION = 60
_LIST_MARK = re.compile(r"(?:\d{1,2}|[^\W\d_])[.)]\s|\(\w{1,2}\)|（\w{1,2}）|\d{1,2}）|[一二三四五六七八九十]+[、.．]|\d{1,2}[、．]")
_WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\U0001f300-\U0001faff\U00020000-\U0003fffd]")
_CALL_ENDS = frozenset(",，:：!！、،")
_CONTINUED = frozenset(",，、،;；")


def wrap_width(text: str) -> int | None:
    """The column at which ``text`` is wrapped; None where its lines are of any length."""
    lines = text.splitlines()
    if len(lines) < 2:
        return None
    width = max(map(_columns, lines))
    full = sum(_columns(one) + 1 + _columns(two.split(" ")[0]) > width for one, two in pairwise(lines) if one and two)
    return width if width in _WRAP_WIDTHS and full else None


def ends_sentence(text: str, start: int, end: int, width: int | None, calls: tuple[str, ...], *, casual: bool) -> bool:
    """Whether the break from ``start`` to ``end`` (white space with at least one line feed) ends a sentence."""
    after = following(text, end)
    if after.ends or text.count("\n", start, end) > 1 or begins_item(after, text):
        return True
    line_start = max(text.rfind("\n", 0, start), text.rfind("\u2028", 0, start)) + 1
    line = text[line_start:start].rstrip()
    if _salutation(text, line_start, line, calls):
        return True
    if width is not None and _columns(line) + 1 + _columns(after.token) > width:
        return False
    if after.lower:
        return casual and line[-1:] not in _CONTINUED
    return not (wide(after.letter or " ") and line[-1:] in _CONTINUED)


def begins_item(after: Following, text: str) -> bool:
    """Whether an item of a list comes."""
    if after.character in BULLETS:
        return text[after.at + 1 : after.at + 2] in {" ", "\t", "\u00a0", "\u3000"} or after.character not in "-*–—"
    return _LIST_MARK.match(text, after.at) is not None


def _salutation(text: str, line_start: int, line: str, calls: tuple[str, ...]) -> bool:
    """Whether ``line`` is the first of the text, short, and calls to somebody; ``calls``: only if with one of these."""
    shaped = 0 < len(line) <= _SALUTATION and line[-1] in _CALL_ENDS and line_start <= _SALUTATION and not text[:line_start].strip()
    return shaped and (not calls or any(call in line for call in calls))


def _columns(line: str) -> int:
    """The width of a line in columns; wide characters count two (UAX 11, in round blocks)."""
    return len(line) if line.isascii() else len(line) + len(_WIDE.findall(line))
