"""Names in the places where letters have them: greeting, closing, after a title, after "my name is", in a form.

In: a text and the words of names known beforehand (from mail headers). Out: spans. What precedes the name is asked for first, then
the name is read (`name_runs`). Scripts with words: Latin, Cyrillic, Arabic; the others are in `east_asian`. When in doubt nothing is
masked: "Never Again" under a letter must stay, and so must "Dear Thieves". Every line is looked at a fixed
number of times, so the time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import cache

from pipeline.redact.name_parts import TITLES_AFTER
from pipeline.redact.name_runs import (
    ARTICLES,
    Words,
    end_of,
    fold,
    has_others,
    is_arabic,
    is_given,
    may_be_name,
    name_words,
    others,
    without_others,
)
from pipeline.redact.name_words import WORDS
from pipeline.redact.spans import Span

_ONLY_BEFORE_TITLES = frozenset({"to", "an", "à", "a/c", "إلى", "الى", "tag", "fao", "кому", "kime", "señor", "señora", "señores"})
_AFTER_GREETING = re.compile(r"[ \t]*(?:[,;:!.،؛！，：\n\-–—(]|$)")
_AND = re.compile(
    r"(?:, ?| (?:and|und|et|y|e|и|ve|و|&|o|or|oder|ou) ?)(?:(?:dear|liebe[r]?|cher|chère|querid[oa]|car[oa]|дорог\w+|sevgili|عزيزي) )?",
    re.IGNORECASE,
)
_PLURAL_GREETING = re.compile(r"(?:sehr geehrte|geehrte|werte|liebe)$", re.IGNORECASE)
_PLURAL_NOUN = re.compile(r".{2,}(?:er|en|innen|e)$")
_POSSESSIVE = re.compile(r"(?:mein|dein|sein|ihr|unser|euer|eur|kein|ein|jed|dies|welch)(?:e|er|en|em)? $", re.IGNORECASE)
_FIGURE_BEFORE = re.compile(r"\d ?$")
_PATRONYMIC = re.compile(
    r"\b(?:[А-ЯЁ][а-яё]+(?:ов|ев|ёв|ин|ын|ск|цк|ко|ук|юк|ян)(?:а|у|ым|ой|ий|ая|ому|ого)? )?[А-ЯЁ][а-яё]{2,15} "
    r"[А-ЯЁ][а-яё]{2,15}(?:вич|ьич|вн|ичн|иничн)(?:а|у|ем|ы|е|ой)?\b(?: [А-ЯЁ][а-яё]+(?:ов|ев|ёв|"
    r"ин|ын|ск|цк|ко|ук|юк|ян)(?:а|у|ым|ой|ий|ая|ому|ого)?\b)?"
)
_TITLE_AFTER = re.compile(rf"(?<!\w)([^\W\d_]{{2,20}} )?([^\W\d_]{{2,20}}) (?:{TITLES_AFTER})(?![^\W\d_])")
_GERMAN = frozenset({"herr", "herrn", "frau", "fräulein", "hr."})


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Greeting, title, introduction and field, each for all languages at once."""
    greetings = "|".join(words.greetings for words in WORDS.values())
    titles = "|".join(words.titles for words in WORDS.values())
    in_greeting = "|".join(words.greeting_titles for words in WORDS.values() if words.greeting_titles)
    introductions = "|".join(words.introductions for words in WORDS.values())
    fields = "|".join(words.fields for words in WORDS.values())
    return (
        re.compile(
            rf"^[ \t>*_\-]{{0,4}}(?P<words>(?i:{greetings})(?:[ ,!،:]{{1,3}}(?i:{greetings}))?)[ ,،:]{{1,3}}"
            rf"(?P<titles>(?:(?:{titles}|{in_greeting})[ /]{{1,3}}){{0,4}})",
            re.MULTILINE,
        ),
        re.compile(rf"(?<![\w.])(?P<titles>(?:{titles})[ \u00a0](?:(?:{titles})[ \u00a0]){{0,2}})"),
        re.compile(rf"(?<!\w)(?i:{introductions})[ :]{{1,2}}(?:(?:{titles})[ \u00a0]){{0,2}}"),
        re.compile(rf"^[ \t>*_\-•]{{0,4}}(?i:{fields})[ \t*_]{{0,3}}[:：=][ \t*_]{{0,3}}(?:(?:{titles})[ \u00a0]){{0,2}}", re.MULTILINE),
    )


def find_names(text: str, known: Set[str]) -> Iterator[Span]:
    """Names in a text whose names are words; ``known``: words of known names, casefolded."""
    greeting, title, introduction, field = _patterns()
    for found in greeting.finditer(text):
        yield from _greeted(text, found, known)
    for found in title.finditer(text):
        yield from _titled(text, found, known)
    for pattern in (introduction, field):
        for found in pattern.finditer(text):
            words = without_others(name_words(text, found.end(), _line_end(text, found.end())))
            if words and is_arabic(words[0].group()) and pattern is introduction:
                words = _arabic(text, words, known) if is_given(words[0].group(), known) else []
            if words and (pattern is introduction or _is_whole(text, words)):
                yield _span(words, text)
    for found in _PATRONYMIC.finditer(text):
        yield Span(found.start(), found.end(), "name")
    for found in _TITLE_AFTER.finditer(text):
        yield from _before_title(found, known)


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _span(words: Words, text: str) -> Span:
    return Span(words[0].start(), end_of(words, text), "name")


def _is_whole(text: str, words: Words) -> bool:
    """Whether nothing but a note in brackets or after a comma follows the name on its line."""
    rest = text[end_of(words, text) : _line_end(text, words[-1].end())].strip(" \t*_.!)")
    return not rest or rest[0] in ",(/|–—-،"


def _greeted(text: str, found: re.Match[str], known: Set[str]) -> Iterator[Span]:
    """The name after "Dear"; after a title as far as it goes, else only where the greeting ends with it."""
    titled, place = bool(found["titles"]), found.end()
    for _ in range(3):
        words = name_words(text, place, _line_end(text, place))
        if titled:
            words = without_others(_after_offices(words))
            words = _arabic(text, words, known) if words and is_arabic(words[0].group()) else words
        elif has_others(words) or not _is_greeting_name(text, found, words, known):
            return
        if not words:
            return
        yield _span(words, text)
        following = _AND.match(text, end_of(words, text))
        if not following:
            return
        place, titled = following.end(), False


def _after_offices(words: Words) -> Words:
    """``words`` without offices before the name: "Herr Generaldirektor Lanz"."""
    while len(words) > 1 and has_others(words[:1]) and not is_arabic(words[0].group()):
        words = words[1:]
    return words if words and words[0].group() not in ARTICLES else []


def _arabic(text: str, words: Words, known: Set[str]) -> Words:
    """Of words in a script without capitals those that are surely a name: all if nothing follows, else the given names."""
    if len(words) < 4 and _AFTER_GREETING.match(text, end_of(words, text)):
        return words
    count = next((number for number, word in enumerate(words) if not is_given(word.group(), known)), len(words))
    return words[:count]


def _is_greeting_name(text: str, found: re.Match[str], words: Words, known: Set[str]) -> bool:
    if not words or not may_be_name(words[0].group()) or fold(found["words"]).rstrip(":") in _ONLY_BEFORE_TITLES:
        return False
    if is_arabic(words[0].group()) and not is_given(words[0].group(), known):
        return False
    end = end_of(words, text)
    if not (_AFTER_GREETING.match(text, end) or _AND.match(text, end)):
        return False
    plural = _PLURAL_GREETING.search(found["words"]) and _PLURAL_NOUN.fullmatch(words[-1].group())
    return not plural or is_given(words[0].group(), known)


def _titled(text: str, found: re.Match[str], known: Set[str]) -> Iterator[Span]:
    """The name after a title anywhere: German nouns have capitals too, so there a second word must follow a given name."""
    before = text[max(0, found.start() - 10) : found.start()]
    title = found["titles"].split()[0].casefold()
    if _FIGURE_BEFORE.search(before) or (title in _GERMAN and _POSSESSIVE.search(before)):
        return
    words = without_others(name_words(text, found.end(), _line_end(text, found.end()), most=3))
    if words and is_arabic(words[0].group()):
        words = _arabic(text, words, known) if is_given(words[0].group(), known) else []
    elif title in _GERMAN:
        words = words[: 1 + sum(is_given(word.group(), known) for word in words[:1])]
    if words and len(words[0].group()) > 1:
        yield _span(words, text)


def _before_title(found: re.Match[str], known: Set[str]) -> Iterator[Span]:
    """The name before a Turkish title; a second word only if it is a given name, for a sentence may begin there."""
    first, second = (found[1] or "").strip(), found[2]
    if not may_be_name(second) or fold(second) in others():
        return
    both = bool(first) and may_be_name(first) and is_given(first, known)
    yield Span(found.start(1) if both else found.start(2), found.end(2), "name")
