"""Which of a machine's fonts can show a text, for matplotlib, which has no fallback of its own choosing.

In: texts. Out: the font families to set, and whether a text would come out whole: every letter has a glyph, and a script
that needs shaping or runs from right to left (Arabic, Hebrew, Indic) only where matplotlib shapes (3.11 on, by libraqm).
Texts that would not are left out of the picture and named by their number; the page (`page`) shows them. Nothing is
downloaded.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_WANTED = (
    "DejaVu Sans",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "WenQuanYi Micro Hei",
    "Noto Sans Arabic",
    "Noto Naskh Arabic",
    "Geeza Pro",
    "Segoe UI",
    "Noto Sans",
    "Arial Unicode MS",
)
_SHAPED = ("ARABIC", "HEBREW", "SYRIAC", "THAANA", "DEVANAGARI", "BENGALI", "TAMIL", "TELUGU", "THAI", "KHMER", "MYANMAR")
_UNSEEN = {"Cc", "Cf", "Zs", "Mn"}


@dataclass(frozen=True, slots=True)
class Lettering:
    """``families``: what matplotlib is told. ``glyphs``: the characters they can show."""

    families: tuple[str, ...]
    glyphs: frozenset[int]
    shapes: bool

    def shows(self, text: str) -> bool:
        """Whether ``text`` comes out whole."""
        seen = [letter for letter in text if unicodedata.category(letter) not in _UNSEEN]
        if not self.shapes and any(unicodedata.name(letter, "").startswith(_SHAPED) for letter in seen):
            return False
        return all(ord(letter) in self.glyphs for letter in seen)

    def readable(self, text: str) -> str:
        """``text`` without emoji and other signs that no font here has, if its letters are all there; else ""."""
        kept = "".join(letter for letter in text if letter.isalnum() or ord(letter) in self.glyphs or letter.isspace())
        return kept if self.shows(kept) else ""


def lettering(languages: Iterable[str] = ()) -> Lettering:
    """The fonts of this machine; of the East Asian ones first that of the first language among ``languages``."""
    files = _files()
    order = _first_for(next((code for code in languages if code.split("-")[0] in ("ja", "ko", "zh")), ""))
    families = [name for name in (*order, *_WANTED) if name in files]
    families = list(dict.fromkeys(["DejaVu Sans", *families]))
    glyphs = frozenset().union(*(_glyphs(files[name]) for name in families if name in files))
    return Lettering(tuple(families), glyphs, _shapes())


def _first_for(language: str) -> Sequence[str]:
    """Han characters differ by country: the region's own font goes first."""
    region = {"ja": "JP", "ko": "KR", "zh-Hant": "TC", "zh": "SC", "zh-Hans": "SC"}.get(language)
    return (f"Noto Sans CJK {region}",) if region else ()


def right_to_left(text: str) -> bool:
    """Whether ``text`` runs from right to left: by its first strong letter (Unicode UAX 9, P2)."""
    kinds = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


@cache
def _files() -> dict[str, str]:
    from matplotlib import font_manager

    return {entry.name: entry.fname for entry in font_manager.fontManager.ttflist}


@cache
def _glyphs(path: str) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(Path(path))).get_charmap())


def _shapes() -> bool:
    from matplotlib import ft2font

    return hasattr(ft2font, "__libraqm_version__")
