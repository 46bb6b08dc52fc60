"""A page's elements to its lines: which tags break a line, which stand apart, and in which roles a line stood.

In: the nodes of a page in document order, opening and closing (`html_text` walks them). Out: `Line` records without
quote marks. Of empty lines only those stay that the page shows: breaks, and one between paragraphs.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.ingest.html_roles import Role, role_of
from pipeline.ingest.quoted_html import Line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BLOCKS = frozenset({"address", "article", "aside", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure"}) | {
    *{"footer", "form", "header", "li", "main", "nav", "section", "summary", "tr"},
}
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote"])
_CELLS = frozenset({"td", "th"})
_NO_MARGIN = re.compile(r"margin(?:-top|-bottom)?\s*:\s*0", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_BULLET = "- "
_MOST_EMPTY = 3
"""Empty lines in a row; more say nothing."""
SIGNATURE_DELIMITER = "-- "
"""RFC 3676, section 4.3: the one line whose trailing blank means something."""


class Page:
    """The lines under construction: finished ones, and the one being written with the place it began in."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._line = ""
        self._places = [Line("")]
        self._begun = self._places[0]
        self._containers = 0
        self._pending: int = Role.OWN
        self._after: int = Role.OWN
        self._gap = False
        self._preformatted = 0

    def take(self, opens: bool, node: LexborNode) -> None:
        """Write what ``node`` shows: its text, or the break that its tag means."""
        tag = node.tag or ""
        if node.is_text_node:
            self._write(node.text_content or "")
        elif tag == "br":
            if opens:
                self._note(role_of(tag, node.attributes))
                self._end_line(force=True)
        elif tag == "img":
            self._put(_emoji_of(node) if opens else "")
        elif tag == "hr":
            if opens:
                self._rule(role_of(tag, node.attributes))
        else:
            self._structure(opens, tag, node)

    def lines(self) -> list[Line]:
        """Everything written so far, without empty lines around it."""
        self._end_line()
        filled = [number for number, line in enumerate(self._lines) if line.text]
        return self._lines[filled[0] : filled[-1] + 1] if filled else []

    def _structure(self, opens: bool, tag: str, node: LexborNode) -> None:
        if tag == "blockquote" and not opens:
            self._end_line()
        if not opens:
            self._places.pop()
        if tag in _PARAGRAPHS and not _is_tight(node):
            self._separate()
        elif tag in _BLOCKS or tag in _PARAGRAPHS:
            self._end_line()
        elif tag in _CELLS and self._line and not self._line.endswith(" "):
            self._put(" ")
        if opens:
            self._enter(role_of(tag, node.attributes), is_quotation=tag == "blockquote")
        if tag == "pre":
            self._preformatted += 1 if opens else -1
        elif tag == "li" and opens:
            self._put(_BULLET)

    def _enter(self, role: int, *, is_quotation: bool) -> None:
        """Go into an element: what it means holds of the lines in it, too."""
        self._note(role)
        outer = self._places[-1]
        container = outer.container
        if role & Role.CONTAINER and not container:
            self._containers += 1
            container = self._containers
        depth = outer.depth + (is_quotation and not role & Role.INDENT)
        self._places.append(Line("", depth, outer.role | (role & ~(Role.RULE | Role.AFTER)), container))

    def _note(self, role: int) -> None:
        """What an element means for what follows it: a rule above the next line, or that all the rest is history."""
        self._pending |= role & Role.RULE
        if role & Role.AFTER and not self._places[-1].role & (Role.CITE | Role.CONTAINER | Role.FORWARD):
            self._end_line()
            self._after = Role.AFTER

    def _rule(self, role: int) -> None:
        self._separate()
        self._note(role)
        self._put("_" * 32)
        self._separate()

    def _write(self, text: str) -> None:
        if self._preformatted:
            first, *others = text.split("\n")
            self._put(first)
            for line in others:
                self._end_line(force=True)
                self._put(line)
            return
        text = _SPACES.sub(" ", text)
        self._put(text.lstrip(" ") if not self._line or self._line.endswith(" ") else text)

    def _put(self, text: str) -> None:
        """Add to the line being written, whose place is that of its first visible character."""
        if not self._line.strip() and text.strip():
            place = self._places[-1]
            self._begun = replace(place, role=place.role | self._pending | self._after)
            self._pending = Role.OWN
        self._line += text

    def _end_line(self, *, force: bool = False) -> None:
        """Finish the line; an empty one counts only if ``force``."""
        if self._line == _BULLET and not force:
            return
        line, self._line = self._line, ""
        if line.strip():
            self._fill_gap()
            self._lines.append(replace(self._begun, text=line if line == SIGNATURE_DELIMITER else line.rstrip()))
        elif force and any(above.text for above in self._lines[-_MOST_EMPTY:]):
            self._lines.append(replace(self._places[-1], role=self._places[-1].role | self._after))

    def _separate(self) -> None:
        """One empty line before what comes next, unless there is one or a list item has just begun."""
        self._end_line()
        self._gap = self._gap or not self._line

    def _fill_gap(self) -> None:
        """The empty line, in the place that the lines above and below it share."""
        if self._gap and self._lines and self._lines[-1].text:
            last, begun = self._lines[-1], self._begun
            container = last.container if last.container == begun.container else 0
            self._lines.append(Line("", min(last.depth, begun.depth), last.role & begun.role, container))
        self._gap = False


def _is_tight(node: LexborNode) -> bool:
    """Whether a paragraph has no margins: Outlook's, whose empty lines are paragraphs of their own."""
    attributes = node.attributes
    outlook = (attributes.get("class") or "").startswith("Mso")
    return node.tag == "p" and (outlook or bool(_NO_MARGIN.search(attributes.get("style") or "")))


def _emoji_of(node: LexborNode) -> str:
    """The ``alt`` of an image that stands for an emoji: short, and without letters or digits."""
    alt = (node.attributes.get("alt") or "").strip()
    return alt if len(alt) <= 8 and not alt.isascii() and not any(map(str.isalnum, alt)) else ""
