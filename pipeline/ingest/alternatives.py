"""A text in two forms, plain and HTML: which one is read, and where its history begins.

In: the plain text of ``multipart/alternative`` and the page beside it. Out: one text with its marked ranges. The plain
form is taken, for it is what the writer's program itself made of the page; unless it is empty or a stand-in ("your
program shows no HTML"). What the page's markup sets apart is found again in the plain text by letters and digits
alone, for marks, breaks and addresses of links differ; where the letters differ too, nothing is marked.
"""

from __future__ import annotations

import re

from pipeline.ingest.html_text import HtmlText
from pipeline.records import Cut

_MOST = 300_000
"""Characters of a text in which history is looked for."""
_SIGN = re.compile(r"<(?:https?|mailto|tel|file):[^<>\s]*>|\[(?:image|cid|img|https?|Bild|inline)[^\[\]\n]{0,400}\]|([^\W_])")
"""A letter or digit; addresses of links and pictures, which the page does not show, are passed over."""
_STAND_IN = 2
"""The page says this many times as much as a stand-in does."""


def choose(plain: str, page: HtmlText) -> HtmlText:
    """The form to read, with its marked ranges."""
    if not plain.strip() or _is_stand_in(plain, page.text):
        return page
    return HtmlText(plain, _marked(plain, page) if page.marked and len(plain) <= _MOST else ())


def _is_stand_in(plain: str, page: str) -> bool:
    """Whether the page says far more, and something else, than the plain text."""
    if len(plain) * _STAND_IN > len(page):
        return False
    said = _letters(plain)
    return len(said) * _STAND_IN < len(_letters(page[:_MOST])) and said not in _letters(page[:_MOST])


def _letters(text: str) -> str:
    return "".join(found[1].casefold() for found in _SIGN.finditer(text) if found[1])


def _marked(plain: str, page: HtmlText) -> tuple[Cut, ...]:
    """The page's marks at its end, in the plain text; none where the own words above them are not the same."""
    marks = [cut for cut in page.marked if cut.start > 0]
    if not marks or marks[-1].end < len(page.text.rstrip()):
        return ()
    places = [found.end() for found in _SIGN.finditer(plain) if found[1]]
    letters = _letters(plain)
    starts = []
    for cut in marks:
        above = _letters(page.text[: cut.start])
        start = _line_below(plain, places, len(above)) if above and letters.startswith(above) else None
        if start is None:
            break
        starts.append(start)
    if not starts:
        return ()
    ends = [*starts[1:], len(plain)]
    reasons = [cut.reason for cut in marks[: len(starts)]]
    if len(starts) < len(marks):
        reasons[-1] = marks[-1].reason
    return tuple(Cut(start, end, reason) for start, end, reason in zip(starts, ends, reasons, strict=True) if start < end)


def _line_below(plain: str, places: list[int], number: int) -> int | None:
    """The start of the line below the letter ``number``, if that line says nothing more."""
    if number > len(places):
        return None
    end = plain.find("\n", places[number - 1])
    if end < 0 or (number < len(places) and places[number] <= end):
        return None
    return end + 1
