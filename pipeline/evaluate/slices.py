"""What messages are parted by in a report, besides their language: source, length, channel, passed on, mixed.

In: examples. Out: for each kind of slice the part that each message is in, empty where it is in none. Length counts
letters, a sign of Han, kana or hangul as three: about as much is said with it. The bounds are near the lowest and the
highest fifth of the corpus.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from pipeline.data import Example

SHORT, LONG = 80, 500
"""Letters below which a message is short, and from which on it is long."""
LENGTHS = ("short", "middle", "long")
_DENSE = ("CJK UNIFIED", "HIRAGANA", "KATAKANA", "HANGUL")
_SIGNS = 3  # letters that such a sign stands for


def slices_of(examples: Sequence[Example]) -> Mapping[str, Sequence[str]]:
    """Kind of slice → the part of each example."""
    return {
        "source": [example.origin or example.source for example in examples],
        "length": [_length(example.text) for example in examples],
        "channel": [example.channel or "" for example in examples],
        "form": [_form(example) for example in examples],
    }


def _length(text: str) -> str:
    size = letters(text)
    return LENGTHS[0 if size < SHORT else 2 if size >= LONG else 1]


def letters(text: str) -> int:
    """The letters of a text, dense signs counted as three."""
    return sum(_SIGNS if unicodedata.name(char, "").startswith(_DENSE) else 1 for char in text if char.isalpha())


def _form(example: Example) -> str:
    """``forwarded`` goes before ``mixed languages``: few messages are both."""
    return "forwarded" if example.forwarded else "mixed languages" if example.mixed else "plain"
