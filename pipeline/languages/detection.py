"""Which language a text is in, how sure that is, and what to say where it is not.

In: a text. Out: a `Detection`. Texts that mix languages get the one that fills most of their beginning (`mixture` names the
others). Nothing here translates or tokenises.

Detection is lingua 2.x (character n-grams, rules for scripts) in its low-accuracy mode, which loads trigrams only: 34 languages cost
60 MB and 0.4 s once. Its distribution is weighed with a prior (first-class languages before their neighbours) and, in Latin
script, with the small words of each language (`function_words`), which is what tells Spanish, Portuguese and Italian apart in
a line. A text in Latin script without such words is in none of these languages, whatever its letters look like: the confidence
is cut, for Arabic, Russian or Hindi in Latin letters must not pass as a sure French.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.languages.chinese import chinese_script, is_japanese
from pipeline.languages.codes import FIRST_CLASS, UNKNOWN
from pipeline.languages.function_words import hits, is_listed

if TYPE_CHECKING:
    from lingua import LanguageDetector

_NEIGHBOURS = tuple("nl pl sv da nb fi cs sk hr hu ro uk bg el he fa ur hi vi th id ca".split())  # noqa: SIM905 - codes in one line
_PRIOR_OF_NEIGHBOUR = 0.2
"""How likely a neighbour language is beside a first-class one. Kept mild: a Dutch letter must stay Dutch."""
_READ = 600
"""Characters of a text that are looked at, from its first letter on."""
_SURE_FROM = 20
"""Letters (of an alphabet) from which on a text no longer counts as short. A Han, kana or hangul sign counts four."""
_WEIGHT_OF_WORD = 2.5
"""By how much a small word of a language makes it likelier."""
_MOST_WORDS = 6
_ENOUGH_WORDS = 6
"""Words from which on small words must be among them."""
_LEAST_SHARE = 0.16
"""The share of small words that a text has in any language of Europe but those that bend words instead (`_BENDING`)."""
_BENDING = frozenset({"tr", "fi", "hu"})
_PINYIN = re.compile(r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:[aeiouüv]|ai|ei|ao|ou|ui|iu|ie|ia|iao|ua|uo|ue|uai)(?:ng|n|r)?)+")
_PINYIN_SHARE = 0.9
_UNSURE = 0.4
"""The confidence at most where a text in Latin script lacks the small words of its language."""
_LEAST_SPOKEN = 3
_SPOKEN = 0.6
"""The confidence in the language of the small words where all other words are names or of elsewhere."""
UNSURE_BELOW = 0.5
_ADDRESSES = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\[(?:name|email|phone|IBAN|card|id|link|order)\]")
_IDEOGRAPHIC = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_KANA = re.compile(r"[\u3041-\u30fa]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ELISION = re.compile(r"['’]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_DIGIT_AS_LETTER = re.compile(r"(?<!\w)(?:[a-z]+[379][a-z]+|[379][a-z]{2,}[a-z2379]*)(?!\w)", re.IGNORECASE)
"""Words of Arabic typed in Latin letters: 3ayez, ma7adesh, n3ref."""
_building = threading.Lock()


@dataclass(frozen=True, slots=True)
class Detection:
    """A BCP 47 code with the confidence in it, from 0 to 1. Without letters: ``und`` and 0. ``short``: too few letters to be sure."""

    code: str
    confidence: float
    short: bool = False


def detect(text: str) -> Detection:
    """The language of ``text`` and how sure that is. Deterministic; safe to call from many threads."""
    first = next((place for place, character in enumerate(text) if character.isalpha()), 0)
    sample = _SURROGATES.sub(" ", _ADDRESSES.sub(" ", text[first : first + 4 * _READ]))[:_READ]
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return Detection(UNKNOWN, 0.0)
    code, probability = _most_likely(sample)
    if code in ("zh", "ja") and not _KANA.search(sample):
        code, share = ("ja", 1.0) if is_japanese(sample) else chinese_script(sample)
        probability *= share
    signs = letters + 3 * len(_IDEOGRAPHIC.findall(sample))
    confidence = round(probability * min(1.0, signs / _SURE_FROM), 3)
    return Detection(code, confidence, short=signs < _SURE_FROM)


def _most_likely(sample: str) -> tuple[str, float]:
    """Lingua's distribution times prior and small words, renormalised; rounded first, for its sums vary in the last digit."""
    values = _detector().compute_language_confidence_values(sample)
    weights = {value.language.iso_code_639_1.name.lower(): round(value.value, 6) for value in values}
    for code in _NEIGHBOURS:
        weights[code] *= _PRIOR_OF_NEIGHBOUR
    words = _small_letters(sample)
    found = hits(words)
    for code, number in found.items():
        weights[code] *= _WEIGHT_OF_WORD ** min(number, _MOST_WORDS)
    total = sum(weights[code] for code in sorted(weights))
    if total == 0:
        return UNKNOWN, 0.0
    best = min(weights, key=lambda code: (-weights[code], code))
    share = weights[best] / total
    if not _is_typed_in_latin(sample, words, found, best):
        return best, share
    spoken = min(found, key=lambda code: (-found[code] * weights[code] ** 0.1, code), default=best)
    if found.get(spoken, 0) >= max(_LEAST_SPOKEN, 2 * found.get(best, 0), _LEAST_SHARE * len(words)):
        return spoken, _SPOKEN
    return best, min(share, _UNSURE)


def _small_letters(sample: str) -> list[str]:
    """The words of a sample in small letters, elided articles apart; none where Latin letters are few."""
    if len(_LATIN.findall(sample)) * 2 < len(sample) / 2:
        return []
    lowered = sample.replace("İ", "i").lower().replace("’", "'")
    words = _WORD.findall(lowered)
    return [*words, *(part for word in words if "'" in word for part in _ELISION.split(word))]


def _is_typed_in_latin(sample: str, words: list[str], found: Mapping[str, int], code: str) -> bool:
    """Whether a text is in Latin letters, but not in the language that they suggest."""
    if not is_listed(code) or len(words) < _ENOUGH_WORDS:
        return False
    digits = len(_DIGIT_AS_LETTER.findall(sample))
    if digits and digits >= len(words) / 12:
        return True
    if code in _BENDING or not all(map(str.isascii, words)):
        return False
    return found.get(code, 0) < _LEAST_SHARE * len(words) or sum(map(_is_pinyin, words)) >= _PINYIN_SHARE * len(words)


def _is_pinyin(word: str) -> bool:
    return _PINYIN.fullmatch(word) is not None


def _detector() -> LanguageDetector:
    """The one detector of this process. The lock keeps threads from building it twice."""
    with _building:
        return _build_detector()


@cache
def _build_detector() -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = {code.partition("-")[0] for code in FIRST_CLASS} | set(_NEIGHBOURS)
    members = [getattr(IsoCode639_1, code.upper()) for code in sorted(codes)]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*members).with_low_accuracy_mode().build()
