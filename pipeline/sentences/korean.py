"""Korean sentences that end without a stop: by the polite and formal endings of the verb.

In: a text and a space in it. Out: whether a sentence ends there. Formal -ㅂ니다 and -ㅂ니까, polite -요 after a verb's
syllable, -죠; not where a word of quotation follows (라고, 하고 …). Source: the speech levels of Korean grammars
(Sohn 1999, "The Korean Language", 9.1); hangul syllables by Unicode 3.12.
"""

from __future__ import annotations

_HANGUL, _FINALS, _FINAL_B = 0xAC00, 28, 17
_POLITE = frozenset("어아여해네데군지나까세에예래게께워와려겨져줘돼봐서든잖구고죠해했니춰켜펴써꺼텐걸은는")
FINAL = frozenset("다요까죠음임함네지라자")
"""Syllables that a verb at a sentence's end ends in."""
_QUOTING = ("라고", "라는", "라며", "라면", "라니", "하고", "하며", "하는", "하던", "고 ", "란 ", "만 ")


def ends_sentence(text: str, space: int, after: int) -> bool:
    """Whether the word before ``space`` ends a sentence and the one at ``after`` begins a new one."""
    if text.startswith(_QUOTING, after) or space < 3:
        return False
    last, before = text[space - 1], text[space - 2]
    if last in "다까":
        return before == "니" and (ord(text[space - 3]) - _HANGUL) % _FINALS == _FINAL_B
    return (last == "요" and before in _POLITE) or (last == "죠" and not before.isspace())
