"""``text/enriched`` (RFC 1896) and its elder ``text/richtext`` (RFC 1341) to plain text.

In: the text of such a part. Out: its words: commands in angle brackets go, with what stands in ``<param>``; "<<" is a bracket; a
single line break is a blank, of several one is none. ``<nl>`` and ``<paragraph>`` of the elder form are line breaks. Linear in the length.
"""

from __future__ import annotations

import re

_PARAMETER = re.compile(r"<param>[^<]{0,400}</param>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:nl|np|/?paragraph)>", re.IGNORECASE)
_COMMAND = re.compile(r"<<|</?[A-Za-z0-9-]{1,60}>")
_BREAKS = re.compile(r"(?:\r?\n)+")


def without_commands(text: str) -> str:
    """``text`` as a person would have typed it."""
    joined = _BREAKS.sub(lambda found: "\n" * (found[0].count("\n") - 1) or " ", text)
    return _COMMAND.sub(lambda found: "<" if found[0] == "<<" else "", _BREAK.sub("\n", _PARAMETER.sub("", joined)))
