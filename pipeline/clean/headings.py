r"""Headings of a letter below that are neither one line nor a block of "Name: value": of HCL Notes, Zendesk and Jira.

In: lines, and where a heading may begin. Out: where it ends, its fields and whether it is sure, or None. Each is known by its whole form:

- Notes: the author, a line with the moment alone, then "To" and "Subject", each alone above its value; and, where it is folded
  up, "Ann Lee ---03/04/2026 10:11:12 AM---Dear customer".
- Zendesk: a rule of forty dashes or more, then "Ann Lee (Shop), Mar 4, 2026, 10:11 AM GMT+1:". Without the zone it may be what
  people note under a rule of their own ("First call, 4 March 2026, 10:11"), and counts before ">" lines only.
- Jira: "Ann Lee commented on SHOP-4711:" above a rule of as many dashes, and a link to the issue in brackets above it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.clean.phrases import fold, words

Heading = tuple[int, Mapping[str, str], bool]

_MOMENT = (
    r"(?:[^\W\d_]{2,12}\.?,? )?(?:\d{1,4}[./-](?:\d{1,2}|[^\W\d_]{3,9})[./-]\d{1,4}|\d{1,2}\.? [^\W\d_]{3,12}\.?(?: \d{4})?|"
    r"[^\W\d_]{3,12}\.? \d{1,2}(?:, \d{4})?|\d{4}年\d{1,2}月\d{1,2}日)"
    r",? (?:(?:at|um|à|alle|a las|às|в|上午|下午|오전|오후) ?)?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?"
    r"(?: \(?[A-Z]{2,5}(?:[+-]\d{1,2}(?::?\d\d)?)?\)?)?"
)
_MOMENT_ALONE = re.compile(_MOMENT, re.IGNORECASE)
_NOTES_AUTHOR = re.compile(r"[^\s:][^:]{0,60}?(?:/[^\s:/][^:/]{0,40}){1,4}|\"?[^<>\":]{1,60}\"? ?<[^\s<>]+@[^\s<>]+>")
_NOTES_FOLDED = re.compile(
    rf"[^\W\d_][^\s<>:]{{0,30}}(?: [^\s<>:]{{1,30}}){{1,4}}? ?-{{3}}(?=[^:]{{4,30}}:\d\d:\d\d){_MOMENT}-{{3}}\S.{{0,400}}", re.IGNORECASE
)
_ZONE = re.compile(r"\d(?: ?(?i:[ap]\.?m\.?))? \(?(?!UHR\b)[A-Z]{3,5}(?:[+-]\d{1,2}(?::?\d\d)?)?\)?:?$")
_NOTES_LINES = 18
"""Lines of a heading in which Notes writes every name above its value, with empty lines between."""
_LONG_RULE = re.compile(r"-{40,}")
_ZENDESK_AUTHOR = re.compile(r"(?P<author>[^\W\d_][^\d,:<>()]{0,60}?)(?: \([^()]{1,60}\))?")
_ZENDESK = re.compile(rf"{_ZENDESK_AUTHOR.pattern}, {_MOMENT}:?", re.IGNORECASE)
_JIRA = re.compile(
    r"(?P<author>[^\W\d_][^\d:<>]{0,60}?) (?:commented on|updated|created|resolved|reopened|closed|assigned|moved|edited a comment on|"
    r"deleted|started work on|stopped work on|logged work on|transitioned)"
    r" (?:an issue |comment on )?[A-Z][A-Z0-9_]{1,15}-\d{1,7}(?: [^:]{1,60})?[:.]"
)
_JIRA_LINK = re.compile(r"\[ https?://\S+/browse/[A-Z][A-Z0-9_]{1,15}-\d{1,7}\S* \]")
_JIRA_RULE = re.compile(r"-{10,}")


def program_heading(lines: Sequence[str], number: int) -> Heading | None:
    """The end and the fields of a heading of Notes, Zendesk or Jira that begins on line ``number``."""
    line = lines[number].strip(" \t*")
    if len(line) > 600:
        return None
    if _LONG_RULE.match(line):
        return _zendesk(lines, number, line)
    if line.startswith("["):
        return _jira(lines, _filled(lines, number + 1)) if _JIRA_LINK.fullmatch(line) else None
    if "---" in line and _NOTES_FOLDED.fullmatch(line):
        author = line.partition("---")[0].strip()
        return (number + 1, {"from": author}, True) if all(word[:1].isupper() for word in author.split()) else None
    return _jira(lines, number) if line.endswith((":", ".")) else _notes(lines, number, line)


def _filled(lines: Sequence[str], number: int) -> int:
    while number < len(lines) and not lines[number].strip():
        number += 1
    return number


def _zendesk(lines: Sequence[str], number: int, rule: str) -> Heading | None:
    """The author and the moment below the rule or, where the line break was lost, behind it; each on its own line in newer mails."""
    glued = rule.lstrip("- ")
    first = number if glued else _filled(lines, number + 1)
    line = glued or (lines[first].strip(" \t*") if first < len(lines) else "")
    found = _ZENDESK.fullmatch(line) if len(line) <= 160 else None
    if found is None and len(line) <= 120 and (found := _ZENDESK_AUTHOR.fullmatch(line)):
        first = _filled(lines, first + 1)
        line = lines[first].strip(" \t*") if first < len(lines) else ""
        if not _MOMENT_ALONE.fullmatch(line):
            return None
    return (first + 1, {"from": found["author"]}, _ZONE.search(line) is not None) if found and _is_name(found["author"]) else None


def _is_name(author: str) -> bool:
    """Whether all words have capitals, where their script has them: "Called them" is a note, no name."""
    return not any(word[:1].islower() for word in author.split()) and not words().no_author.fullmatch(fold(author).split()[0])


def _jira(lines: Sequence[str], number: int) -> Heading | None:
    """The sentence, and the rule below it, which is no shorter than ten dashes."""
    if number + 1 >= len(lines):
        return None
    found = _JIRA.fullmatch(lines[number].strip())
    ruled = found and _JIRA_RULE.fullmatch(lines[number + 1].strip())
    return (number + 2, {"from": found["author"]}, True) if found and ruled else None


def _notes(lines: Sequence[str], number: int, line: str) -> Heading | None:
    """The author, below it the moment, and some lines further "To" and "Subject", each with its value below."""
    if number + 3 >= len(lines) or len(line) > 160 or not _NOTES_AUTHOR.fullmatch(line):
        return None
    moment = lines[number + 1].strip()
    if len(moment) > 60 or not _MOMENT_ALONE.fullmatch(moment):
        return None
    fields = {"from": line, "date": moment}
    for place in range(number + 2, min(number + _NOTES_LINES, len(lines))):
        name = words().fields.get(fold(lines[place].strip(" \t:：")), "") if len(lines[place]) <= 40 else ""
        if name in ("to", "subject") and place + 1 < len(lines):
            fields[name] = lines[place + 1].strip()
        if name == "subject":
            return (place + 2, fields, True) if "to" in fields else None
    return None
