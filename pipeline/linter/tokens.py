"""Words as the rules compare them: folded tokens with their place in the text.

In: a text and its language. Out: tokens. A token is a word or a sign; in Chinese, Japanese and Korean, where spaces say
little, every ideograph, kana or hangul syllable is one. Folding makes spellings equal that people mix: capitals,
accents of Latin letters, ё, Arabic vowel signs and kinds of alef, full-width forms, traditional characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

SIGN_LANGUAGES = frozenset({"zh", "ja", "ko"})
"""Languages that are read sign by sign."""
_SPLIT_AT_APOSTROPHE = frozenset({"fr", "it"})
QUOTE = "\u2042"
"""Stands for whatever is quoted: words of somebody else."""

ACCENT = "\u00b4"
_STRESSED_END = re.compile("[àáâèéêìíîòóôùúû][ns]?$")

_SIGN = "\u3005\u3006\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_MARKS = "\u0300-\u036f\u064b-\u0655\u0640\u0670"
_APOSTROPHES = "'\u2019\u02bc"
_BY_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+(?:[{_APOSTROPHES}](?:[^\W_]|[{_MARKS}])+)*|\S")
_BY_ELISION = re.compile(rf"(?:[^\W_]|[{_MARKS}])+[{_APOSTROPHES}]?|\S")
_BY_SIGN = re.compile(rf"[{_SIGN}]|(?:[^\W_{_SIGN}]|[{_MARKS}])+|\S")
_TO_PLAIN = str.maketrans({"\u2019": "'", "\u02bc": "'", "ё": "е", "ı": "i", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه"})
_TO_PLAIN_TURKISH = {key: value for key, value in _TO_PLAIN.items() if key != ord("ı")}
_TURKISH_CAPITALS = str.maketrans("Iİ", "ıi")
_OWN_LETTERS = {"de": "äöü", "tr": "çşğöü"}
_SHORTEST_JOINED = 5
_DROPPED = re.compile(f"[{_MARKS}]")
_QUOTES = (
    re.compile(r"“[^“”]{1,300}”|„[^„“”]{1,300}[“”]|«[^«»]{1,300}»|»[^«»]{1,300}«|「[^「」]{1,300}」|『[^『』]{1,300}』|《[^《》]{1,100}》"),
    re.compile(r"\"[^\"\n]{1,300}\""),
    re.compile(r"(?<!\w)['‘‚][^'‘’‚\n]{2,200}(?:['’](?=\w)[^'‘’‚\n]{1,200})*['’‘](?![A-Za-zÀ-ÿ])"),
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign: its folded form, and characters ``start`` to ``end`` of the text."""

    form: str
    start: int
    end: int


def primary(code: str) -> str:
    """The language of a code without script and region: both Chinese scripts are ``zh``."""
    return code.partition("-")[0]


def tokenize(text: str, language: str, variants: Mapping[str, str] | None = None) -> list[Token]:
    """The tokens of ``text``; ``variants`` maps further characters to the one they are compared as."""
    pattern = _BY_SIGN if language in SIGN_LANGUAGES else _BY_ELISION if language in _SPLIT_AT_APOSTROPHE else _BY_WORD
    found = []
    for match in pattern.finditer(text):
        form = fold(match[0], language)
        if variants:
            form = "".join(variants.get(sign, sign) for sign in form)
        if form:
            found.append(Token(form, match.start(), match.end()))
    return found


@lru_cache(maxsize=20_000)
def fold(word: str, language: str = "") -> str:
    """``word`` in the form in which words are compared. German and Turkish keep their own letters: there *Mutter* is not *Mütter*.

    An accent on the last vowel stays, as a sign after the word: there it tells *sé* from *se* and *llamarán* from *llamaran*.

    >>> [fold(word) for word in ("Überhaupt", "İADE", "ещё", "ＡＢＣ", "إلى", "está")]
    ['uberhaupt', 'iade', 'еще', 'abc', 'الي', 'esta´']
    """
    plain = unicodedata.normalize("NFKC", word.translate(_TURKISH_CAPITALS) if language == "tr" else word).casefold()
    if plain.isascii():
        return plain
    kept = _OWN_LETTERS.get(language, "")
    plain = plain.translate(_TO_PLAIN if language != "tr" else _TO_PLAIN_TURKISH)
    stressed = ACCENT if _STRESSED_END.search(plain) else ""
    return unicodedata.normalize("NFC", "".join(sign if sign in kept else _without_accent(sign) for sign in plain)) + stressed


def _without_accent(sign: str) -> str:
    if _DROPPED.match(sign):
        return ""
    parts = unicodedata.normalize("NFD", sign)
    return parts[0] if len(parts) > 1 and "a" <= parts[0] <= "z" else sign


def without_conjunction(form: str) -> str:
    """An Arabic word without the *and* (و) or *so* (ف) that is written together with it; short words keep theirs.

    >>> [without_conjunction(form) for form in ("ونضمن", "فتمالكي", "وصل")]
    ['نضمن', 'تمالكي', 'وصل']
    """
    return form[1:] if form[:1] in {"و", "ف"} and len(form) >= _SHORTEST_JOINED else form


def quotations(text: str) -> list[tuple[int, int]]:
    """Ranges of ``text`` that stand in quotation marks, marks included."""
    return [match.span() for pattern in _QUOTES for match in pattern.finditer(text)]


def without_quotations(tokens: list[Token], ranges: list[tuple[int, int]]) -> list[Token]:
    """``tokens`` with one placeholder for each quotation: the reply is not to blame for what it quotes."""
    kept: list[Token] = []
    for token in tokens:
        quotation = next(((a, b) for a, b in ranges if a <= token.start < b), None)
        if quotation is None:
            kept.append(token)
        elif not kept or kept[-1].end != quotation[1]:
            kept.append(Token(QUOTE, *quotation))
    return kept
