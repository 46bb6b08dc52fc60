"""Language codes as people write them, brought to the form this project uses (BCP 47, RFC 5646), and names of languages.

In: a code. Out: a code; what is none becomes ``und``. Which language a text is in is `detection`'s question.
"""

from __future__ import annotations

import re

FIRST_CLASS = ("zh-Hans", "zh-Hant", "en", "es", "fr", "de", "pt", "it", "ja", "ko", "ru", "ar", "tr")
UNKNOWN = "und"
"""BCP 47's word for "undetermined"."""

ENGLISH_NAMES = {
    "zh-Hans": "Chinese (simplified)",
    "zh-Hant": "Chinese (traditional)",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "pt": "Portuguese",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "ru": "Russian",
    "ar": "Arabic",
    "tr": "Turkish",
}
NATIVE_NAMES = {
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "en": "English",
    "es": "español",
    "fr": "français",
    "de": "Deutsch",
    "pt": "português",
    "it": "italiano",
    "ja": "日本語",
    "ko": "한국어",
    "ru": "русский",
    "ar": "العربية",
    "tr": "Türkçe",
}

_WELL_FORMED = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")
_OTHER_SPELLINGS = {
    **{"cmn": "zh", "zho": "zh", "chi": "zh", "eng": "en", "spa": "es", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de"},
    **{"por": "pt", "ita": "it", "jpn": "ja", "kor": "ko", "rus": "ru", "ara": "ar", "tur": "tr", "iw": "he", "in": "id", "ji": "yi"},
}
_TRADITIONAL_REGIONS = frozenset({"hant", "tw", "hk", "mo"})


def normalize_code(code: str) -> str:
    """The code this project uses for ``code``: first-class languages without region, ``zh`` always with its script.

    Other well-formed codes pass in canonical case; what is no language code becomes ``und``.

    >>> [normalize_code(code) for code in ("zh", "zh-TW", "EN-us", "pt-BR", "sr-latn-rs", "klingon!")]
    ['zh-Hans', 'zh-Hant', 'en', 'pt', 'sr-Latn-RS', 'und']
    """
    bare = re.split(r"[.@]", code.strip().replace("_", "-").lower(), maxsplit=1)[0]
    if not _WELL_FORMED.fullmatch(bare):
        return UNKNOWN
    language, *subtags = bare.split("-")
    language = _OTHER_SPELLINGS.get(language, language)
    if language == "zh":
        traditional = "hans" not in subtags and not _TRADITIONAL_REGIONS.isdisjoint(subtags)
        return "zh-Hant" if traditional else "zh-Hans"
    if language in FIRST_CLASS:
        return language
    return "-".join([language, *(_canonical_case(subtag) for subtag in subtags)])


def _canonical_case(subtag: str) -> str:
    """RFC 5646, section 2.1.1: scripts in title case, regions in capitals, the rest small."""
    if len(subtag) == 4 and subtag.isalpha():
        return subtag.title()
    return subtag.upper() if len(subtag) == 2 else subtag
