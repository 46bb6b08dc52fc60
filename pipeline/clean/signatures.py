"""The lines below a letter that its program put there: signature block and "Sent from my …".

In: a normalised text without history. Out: where the signature begins, or None. A signature is what follows the
delimiter "-- " (RFC 3676, section 4.3), which only programs write; after a bare "--", which people write too, only
a few short lines without a sentence; and device lines at the very end. A name under a greeting is not cut.
"""

from __future__ import annotations

import re

from pipeline.clean.markers import is_quoted, is_sent_from

_MOST_LINES = 60
"""Lines of a signature with its legal notice; what is longer is no signature."""
_FEW_LINES = 8
_SHORT = 70
_SENTENCE_END = re.compile(r"[.!?。！？؟…][\"'”’)]*$")
_DANGLING = re.compile(r"--|[—–_]|_{3,}|-{3,}")


def find_signature(text: str, start: int, end: int) -> int | None:
    """Where the last signature in ``text[start:end]`` begins; the time goes by its length, not by that of the text."""
    line_end, below = end, list[str]()
    while line_end > start and len(below) <= _MOST_LINES:
        line_start = max(start, text.rfind("\n", start, line_end) + 1)
        line = text[line_start:line_end]
        if _begins_signature(line, below):
            return line_start
        if line.strip():
            below.append(line)
        line_end = line_start - 1
    return None


def _begins_signature(line: str, below: list[str]) -> bool:
    """Whether a signature begins at ``line``; ``below`` are the filled lines under it, last first."""
    if not line.strip():
        return False
    if not below:
        return is_sent_from(line) or _DANGLING.fullmatch(line.strip()) is not None
    if line == "-- ":
        return not any(map(is_quoted, below))
    return line in ("--", "—") and len(below) <= _FEW_LINES and all(map(_is_short, below))


def _is_short(line: str) -> bool:
    return len(line) <= _SHORT and not _SENTENCE_END.search(line) and not is_quoted(line)
