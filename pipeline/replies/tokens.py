"""A message as tokens with their kind, for patterns over both.

In: text. Out: `Token`s. A token is a number or reference as it is written (``49,90``, ``12.03.2026``, ``AB-1234``), a
word, a line break, or one sign; every ideograph, kana and hangul syllable is one of its own. Kinds: ``REFERENCE``,
``AMOUNT`` (plain numbers), ``DATE`` (written in digits with a year), ``WORD``, ``LINE``, ``SIGN``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.replies.folding import fold

_IDEOGRAPHIC = "\u3005\u3006\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(
    rf"""
    (?P<date>(?<![\d/.-])(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}})(?![\d/-]|[.]\d))
  | (?P<amount>(?<![A-Za-z\d])(?:\d{{1,3}}(?:[.,'\u2019\u00a0\u202f ]\d{{3}})+|\d+)(?:[.,\u066b]\d{{1,2}})?(?![A-Za-z\d]|[-/.]?\d))
  | (?P<reference>[A-Za-z]{{1,6}}[-/]\d[A-Za-z\d]*(?:[-/][A-Za-z\d]+)*|[A-Za-z]*\d[A-Za-z\d]*(?:[-/][A-Za-z\d]+|[.]\d+)*)
  | (?P<sign>[{_IDEOGRAPHIC}])
  | (?P<word>[^\W\d_{_IDEOGRAPHIC}](?:[^\W\d_{_IDEOGRAPHIC}]|[\u0300-\u036f\u064b-\u0655]|['\u2019-](?=[^\W\d_]))*)
  | (?P<line>\n)
  | (?P<other>\S)
    """,
    re.VERBOSE,
)
_KINDS = {"date": "DATE", "amount": "AMOUNT", "reference": "REFERENCE", "word": "WORD", "line": "LINE"}


@dataclass(frozen=True, slots=True)
class Token:
    """``form`` is folded; characters ``start`` to ``end`` of the text."""

    form: str
    kind: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text``, in order."""
    for match in _TOKEN.finditer(text):
        kind = _KINDS.get(match.lastgroup or "", "SIGN")
        yield Token("\n" if kind == "LINE" else fold(match[0]), kind, match.start(), match.end())
