"""Simplified or traditional Chinese, told apart by few characters; and Chinese characters that only Japanese uses.

In: a text in Chinese characters. Out: ``zh-Hans`` or ``zh-Hant`` with a confidence, or whether it is Japanese after all. Telling
characters are those that only one of the national sets has: GB 2312-1980 (simplified) and Big5 (traditional), JIS X 0208 for Japan,
as Python's codecs know them. Characters of written Cantonese (嘅 咗 喺 …, in GBK but in neither of the two) speak for
traditional, as does Taiwan's quotation mark 「. Without anything telling: simplified, at one half.
"""

from __future__ import annotations

from functools import cache

_CANTONESE = frozenset("嘅咗喺佢哋嚟啲冇嘢咁攞嗰嘥啱瞓唔睇乜俾畀嘞嘢咩喎啩噉嗱冚掟揾")
_TAIWANESE = frozenset("「」『』")
_WEAK = 0.25
"""What a Cantonese character or a corner bracket counts beside a telling one."""
_WEAK_CONFIDENCE = 0.7
_FEW = 2
"""From this many telling characters on their number says no more: the confidence is their share."""


def chinese_script(sample: str) -> tuple[str, float]:
    """The script and the confidence in it. One telling character is enough, but not for full confidence."""
    simplified_only, traditional_only = _telling_characters()
    simplified = sum(character in simplified_only for character in sample)
    traditional = sum(character in traditional_only and character not in _CANTONESE for character in sample)
    weak = sum(character in _CANTONESE or character in _TAIWANESE for character in sample)
    if not simplified + traditional:
        return ("zh-Hant", _WEAK_CONFIDENCE) if weak else ("zh-Hans", 0.5)
    weighed = traditional + _WEAK * weak
    if simplified == weighed:
        return "zh-Hans", 0.5
    code, most = ("zh-Hans", simplified) if simplified > weighed else ("zh-Hant", weighed)
    share = most / (simplified + weighed)
    return code, share if simplified + traditional >= _FEW else min(share, 0.9)


def is_japanese(sample: str) -> bool:
    """Whether a text without kana has characters that only Japan writes so (対 応 発 込), and more of them than only China does."""
    japanese_only, chinese_only = _national_characters()
    japanese = sum(character in japanese_only for character in sample)
    return japanese > sum(character in chinese_only for character in sample)


@cache
def _telling_characters() -> tuple[frozenset[str], frozenset[str]]:
    """Characters of GB 2312 that Big5 lacks, and the other way round (2,380 and 8,678 of the basic block)."""
    return _set_of("gb2312") - _set_of("big5"), _set_of("big5") - _set_of("gb2312")


@cache
def _national_characters() -> tuple[frozenset[str], frozenset[str]]:
    """Characters that only JIS X 0208 has (848 of the basic block), and those that it lacks."""
    chinese = _set_of("gb2312") | _set_of("big5")
    return _set_of("shift_jis") - chinese, chinese - _set_of("shift_jis")


@cache
def _set_of(codec: str) -> frozenset[str]:
    return frozenset(sign for sign in map(chr, range(0x4E00, 0xA000)) if _has(codec, sign))


def _has(codec: str, character: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
