"""Kinds of characters that sentence rules ask about, by Unicode property and name.

In: a character. Out: whether it is a stop, a closing mark, an emoji, of a script without capitals. The stops are those
of spaCy's ``Sentencizer`` and the half-width and doubled forms it lacks. Sources: Unicode UAX 44 (general category),
UAX 29 (sentence boundaries: STerm, ATerm, Close), UTS 51 (emoji).
"""

from __future__ import annotations

import re
from functools import cache

CLOSERS = frozenset("\"'”’»›)]}」』】〕〉》）］｝”’＂“‘«‹")
OPENERS = frozenset("\"'“‘«‹([{¿¡「『【〔〈《（［｛„‚*_»›”’")
PAIRS = {"(": ")", "[": "]", "（": "）", "「": "」", "『": "』", "【": "】", "《": "》", "«": "»", "„": "“”", "“": "”", "»": "«"}
BRACKETS = frozenset("([（【")
BULLETS = frozenset("-*•–—·●◦▪■□►▶→✓✔✗❌✅①②③④⑤⑥⑦⑧⑨⑩○◆◇※☑")
CONTINUING = frozenset(",;:،؛，、；：)]}）」』…%/&+=")
DOT = frozenset(".．")
ELLIPSIS = frozenset("….⋯")
_EMOJI = "[\U0001f300-\U0001faff\U00002600-\U000026ff\U00002702-\U000027bf\U0001f1e6-\U0001f1ff\u2b50\u2b55\u203c\u2049]"
_EMOJI_TAIL = "[\U0001f3fb-\U0001f3ff\ufe0f\ufe0e\u200d\u20e3]"
_EMOTICON = r"(?:[:;=][-']?[()DPpO|/\\\]\[]+|\^\^+;*|[ㅠㅜ]{1,}|[ㅋㅎ]{2,}|T_T|;_;|>_<|¬¬|\)\)+|xD+)"
FACES = rf"(?:{_EMOJI}{_EMOJI_TAIL}*)+|{_EMOTICON}(?=\s|$)"


_BLANK = r"[ \t\r\f\v\u00a0\u3000]"


@cache
def stops() -> frozenset[str]:
    """Characters that end sentences: spaCy's, and those typed as such."""
    from spacy.pipeline import Sentencizer

    return frozenset(Sentencizer.default_punct_chars) | frozenset("…⋯｡．﹒")


@cache
def marks(lang: str) -> re.Pattern[str]:
    """Everything at which a sentence of ``lang`` may end, as named groups: line, stop, face, bullet, space."""
    stop = "[" + re.escape("".join(sorted(stops()))) + "]"
    before = "\uac00-\ud7a3~～" if lang == "ko" else "~～"
    return re.compile(
        rf"(?P<line>(?:(?<!{_BLANK}){_BLANK}*)?[\n\u2028\u2029]\s*)|(?P<stop>{stop}+)|(?P<face>{FACES})"
        rf"|(?P<bullet>(?<=\s)[•●▪◦](?=\s))|(?P<space>(?<=[{before}])[ \t\u00a0]+(?=\S))"
    )


def caseless(character: str) -> bool:
    """Whether it is a letter of a script without capitals (Han, kana, hangul, Arabic …)."""
    return character.isalpha() and character.lower() == character.upper() and ord(character) > _LATIN_END


def wide(character: str) -> bool:
    """Whether it is a letter of a script written without spaces, or hangul: sentences may touch each other."""
    return "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3"


_LATIN_END = 0x250
