"""Which other languages a message speaks besides its own, and what to say of a language that is not sure.

In: a text and its main language. Out: the codes of further languages that whole sentences are in, and the warnings of a message. Cheap on
purpose: sentences are first looked at by script and by small words (`function_words`), and only those that look foreign are
given to the detector. Single borrowed words, product names and addresses do not count: a sentence needs `_LEAST_LETTERS`, and
all foreign ones together a share of the text. Related neighbours (Russian and Ukrainian, Danish and Norwegian) are not
told apart here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.languages.codes import UNKNOWN
from pipeline.languages.detection import UNSURE_BELOW, Detection, detect
from pipeline.languages.function_words import hits, is_listed

_READ = 3_000
"""Characters of a text that are looked at."""
_SENTENCE = re.compile(r"[^\n.!?…。！？؟;；]+[.!?…。！？؟;；]*")
_LEAST_LETTERS = 24
"""Letters of a sentence that can be in another language; a Han, kana or hangul sign counts four."""
_LEAST_SHARE = 0.12
_LEAST_WORDS = 2
"""Small words of another language in a sentence that make it worth a closer look, and more of them than of the main language."""
_SURE = 0.8
_MOST_LOOKS = 6
"""Sentences given to the detector, the longest first."""
_SCRIPTS = (
    ("Han", re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\u3041-\u30fa]")),
    ("Hangul", re.compile(r"[\uac00-\ud7af]")),
    ("Latin", re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")),
    ("Cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("Arabic", re.compile(r"[\u0620-\u064a\u0671-\u06d3]")),
    ("Greek", re.compile(r"[\u0370-\u03ff]")),
    ("Hebrew", re.compile(r"[\u05d0-\u05ea]")),
    ("Devanagari", re.compile(r"[\u0900-\u097f]")),
    ("Thai", re.compile(r"[\u0e00-\u0e7f]")),
)
_SCRIPT_OF = {
    **{"zh-Hans": "Han", "zh-Hant": "Han", "ja": "Han", "ko": "Hangul", "ru": "Cyrillic", "uk": "Cyrillic", "bg": "Cyrillic"},
    **{"ar": "Arabic", "fa": "Arabic", "ur": "Arabic", "el": "Greek", "he": "Hebrew", "hi": "Devanagari", "th": "Thai"},
}
_RELATED = frozenset({"es", "pt", "it", "ca"})
"""Languages that share so many small words that the detector is asked sooner."""
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = (
    frozenset({"ru", "uk", "bg"}),
    frozenset({"da", "nb", "sv"}),
    frozenset({"cs", "sk"}),
    frozenset({"zh-Hans", "zh-Hant"}),
    frozenset({"ar", "fa", "ur"}),
)


def other_languages(text: str, main: str) -> tuple[str, ...]:
    """The languages of whole sentences of ``text`` that are not in ``main``, the most spoken first."""
    sentences = [found.group() for found in _SENTENCE.finditer(text[:_READ])]
    sizes = Counter[str]()
    foreign = [(size, sentence) for sentence in sentences if (size := _size(sentence)) >= _LEAST_LETTERS and _looks_foreign(sentence, main)]
    for size, sentence in sorted(foreign, reverse=True)[:_MOST_LOOKS]:
        found = detect(sentence)
        if found.confidence >= _SURE and not _is_alike(found.code, main):
            sizes[found.code] += size
    whole = sum(map(_size, sentences))
    return tuple(code for code, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])) if size >= _LEAST_SHARE * whole)


def language_warnings(text: str, detection: Detection, *, stated: bool = False) -> Iterator[str]:
    """What a reader of the labels should know of the language; where the input ``stated`` it, only whether it is mixed."""
    if detection.code == UNKNOWN:
        return
    if not stated and detection.short and detection.confidence < _SURE:
        yield "language: too short to be sure"
        return
    if not stated and detection.confidence < UNSURE_BELOW:
        yield f"language: not sure ({detection.code})"
    others = other_languages(text, detection.code)
    if others:
        yield f"language: mixed ({', '.join((detection.code, *others))})"


def _size(sentence: str) -> int:
    """Letters of a sentence; signs that stand for a syllable or a word count four."""
    letters = sum(map(str.isalpha, sentence))
    return (
        letters + 3 * (len(_SCRIPTS[0][1].findall(sentence)) + len(_SCRIPTS[1][1].findall(sentence))) if not sentence.isascii() else letters
    )


def _looks_foreign(sentence: str, main: str) -> bool:
    """Whether most letters are of another script, or the small words those of another language."""
    expected = _SCRIPT_OF.get(main, "Latin")
    script = _script(sentence)
    if script != "Latin":
        return script not in (expected, "")
    if expected == "Latin" and not is_listed(main):
        return False
    found = hits(_WORD.findall(sentence.lower()))
    most = max((number for code, number in found.items() if code != main), default=0)
    return most >= _LEAST_WORDS and most > found[main] + (-1 if main in _RELATED else 1)


def _script(sentence: str) -> str:
    """The script of most of the letters, each sign of Han and hangul counted as four; empty without letters."""
    if sentence.isascii():
        return "Latin" if _SCRIPTS[2][1].search(sentence) else ""
    counts = {name: len(pattern.findall(sentence)) * (4 if name in ("Han", "Hangul") else 1) for name, pattern in _SCRIPTS}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def _is_alike(code: str, main: str) -> bool:
    return code == main or any(code in group and main in group for group in _ALIKE)
