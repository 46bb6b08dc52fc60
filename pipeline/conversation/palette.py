"""Colours and signs of a curve, told apart without colour too.

In: nothing. Out: hexadecimal colours. Points follow the report's one scale of heat, whose lightness runs one way; bands
are tints after Okabe and Ito 2008 (https://jfly.uni-koeln.de/color/), each also named in words; effects of replies
differ in shape (▲ ▼ ■) as well as in colour.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.conversation.story import Effect
from pipeline.curve import Stage

PAPER, INK, SOFT, LINE = "#ffffff", "#1b2126", "#56606a", "#d9d5cb"
UNSURE = "#3f5866"
BANDS: Mapping[Stage, str] = {
    "rational": "#eef2f4",
    "take_off": "#fcebc4",
    "peak": "#f4c3ad",
    "cool_down": "#d9e6f5",
    "resolved": "#d3ebe1",
}
BAND_INK: Mapping[Stage, str] = {
    "rational": "#4d5a63",
    "take_off": "#7a5200",
    "peak": "#8a2410",
    "cool_down": "#1f4e85",
    "resolved": "#0a5b43",
}
HEAT = ("#b9ced8", "#e3c476", "#e09a3e", "#cf632b", "#a83226", "#651126")
EFFECTS: Mapping[Effect, str] = {"hotter": "#a83226", "same": "#7b858d", "cooler": "#0f7a63", "open": "#7b858d"}
EFFECT_WORDS: Mapping[Effect, str] = {
    "hotter": "customer hotter after it",
    "same": "no change",
    "cooler": "cooler after it",
    "open": "no answer yet",
}


def heat(level: int, levels: int) -> str:
    """The colour of a level on a scale of ``levels``."""
    return HEAT[round(level * (len(HEAT) - 1) / max(1, levels - 1))]
