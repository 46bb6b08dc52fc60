"""Language codes, names of languages, and which language a text is in.

In: a code as people write it, or a text. Out: a BCP 47 code (RFC 5646), a `Detection`, or the warnings that a reader of labels should
see: too short to be sure, mixed languages.
"""

from __future__ import annotations

from pipeline.languages.codes import ENGLISH_NAMES, FIRST_CLASS, NATIVE_NAMES, UNKNOWN, normalize_code
from pipeline.languages.detection import Detection, detect
from pipeline.languages.mixture import language_warnings, other_languages

__all__ = [
    "ENGLISH_NAMES",
    "FIRST_CLASS",
    "NATIVE_NAMES",
    "UNKNOWN",
    "Detection",
    "detect",
    "language_warnings",
    "normalize_code",
    "other_languages",
]
