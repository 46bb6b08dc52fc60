"""``format=flowed`` text back to its paragraphs (RFC 3676).

In: the text of a part that declares ``format=flowed``. Out: soft line breaks joined, space-stuffing removed,
quote marks written as "> > ". With ``delsp`` the blank before a soft break goes too, as languages without
blanks between words need it. The signature delimiter is never joined.
"""

from __future__ import annotations

import re

from pipeline.ingest.html_lines import SIGNATURE_DELIMITER

_QUOTES = re.compile(r">*")


def unflow(text: str, *, delsp: bool) -> str:
    """``text`` with its soft line breaks joined."""
    lines: list[tuple[int, list[str]]] = []
    open_depth: int | None = None
    for line in text.replace("\r\n", "\n").split("\n"):
        depth, content = _parts(line)
        if open_depth == depth and content != SIGNATURE_DELIMITER:
            lines[-1][1].append(content)
        else:
            lines.append((depth, [content]))
        flows = content.endswith(" ") and content != SIGNATURE_DELIMITER
        open_depth = depth if flows else None
        if flows and delsp:
            lines[-1][1][-1] = content[:-1]
    return "\n".join("> " * depth + "".join(pieces) for depth, pieces in lines)


def _parts(line: str) -> tuple[int, str]:
    """Quote depth and content of a line, without the blank it may be stuffed with."""
    depth = len(_QUOTES.match(line).group())  # type: ignore[union-attr]
    content = line[depth:]
    return depth, content[1:] if content.startswith(" ") and content != " " else content
