r"""Intros that a program writes from one fixed sentence of its translation: "在 2026-03-04 10:11，王小明 写道：".

In: one line, as it is and folded. Out: whether it is such a sentence as a whole. The sentences are the lists `intros` of
`phrases.yaml`. They stand before history without ">" marks too, though they name no address: so the moment must have the form
that programs give it, to the minute, the author must look like a name ("… 你们的客服写道：" names nobody), and a colon must close it.
Those of ``weak_intros`` are what people write too, and so is every sentence without its colon: they count before ">" lines only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from pipeline.clean.phrases import fold_pattern, phrases, words

_ZONE = r"(?:(?:gmt|utc|غرينتش)?[+-]\d{1,2}:?\d\d|gmt|utc|[a-z]{3,4})"
_DATE = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}\. \d{1,2}\. \d{1,2}\.|\d{4}年\d{1,2}月\d{1,2}日|"
    r"\d{4}년 \d{1,2}월 \d{1,2}일|\d{1,2}\.? [^\W\d_]{3,12}\.?[,،]? \d{4}(?: ?г\.?)?)"
)
_WEEKDAY = r"(?: ?\([^\W\d_]{1,3}\)| ?[^\W\d_]{1,3}(?=[的の ,，]))?"
_CLOCK = (
    rf"(?:(?:上午|下午|午前|午後|오전|오후) ?)?(?:\d{{1,2}}(?:[:.]\d\d){{1,2}}|\d{{1,2}}시 \d{{1,2}}분(?: \d{{1,2}}초)?)"
    rf"(?: ?[ap]\.?m\.?| ?[صم](?!\w))?(?: {_ZONE})?"
)
_WHEN = rf"{_DATE}{_WEEKDAY} ?[的の]?[,،]?(?: {_ZONE})? ?{_CLOCK}"
_STAMP = rf"(?=\d[^年]{{3,40}}[:.]\d\d|.{{4,30}}(?:年0\d月|月0\d日|\d:\d\d:\d\d|gmt)){_WHEN}"
"""A moment that people would not write: 2026-03-04 10:11, 2026年03月04日, with seconds, or with a zone."""
_AUTHOR = r"(?P<author>[^\s,，、。:：!?<>][^,，、。:：!?<>]{0,59}?)"
_ADDRESS = r"[\"'«»„“”]?[^<>\d]{0,60}?[\"'«»„“”]?,? ?<?[^\s<>]+@[^\s<>]+>?"
_NAMES = r"(?P<author>[^\s,，、。:：!?<>]+ [^,，、。:：!?<>]{1,59}?|[^\s<>]+@[^\s<>]+)"
_ISO = r"\d{4}-\d\d-\d\d \d\d:\d\d"
_PLACES = {"{when}": _WHEN, "{stamp}": _STAMP, "{iso}": _ISO, "{author}": _AUTHOR, "{names}": _NAMES, "{address}": _ADDRESS}
_TIME = re.compile(r"\d[:.]\d\d|\d시 ")
_MOST_NAMES = 6
_EDGES = " \t*_>-–—\"'«»‘’“”"
_SIGNS = "\"'«»„“”‘’()[]"


def template(line: str, folded: str) -> Literal["sure", "weak"] | None:
    """Whether ``folded``, the folded ``line`` without what decorates it, is a program's sentence as a whole."""
    if "@" not in folded and not _TIME.search(folded):
        return None
    body = folded.rstrip(":; ")
    kinds = set(_kinds(line, body))
    if "sure" in kinds and ":" in folded[len(body) :]:
        return "sure"
    return "weak" if kinds else None


def _kinds(line: str, body: str) -> Iterator[Literal["sure", "weak"]]:
    """How sure each sentence is that ``body`` is."""
    for pattern, is_sure in _templates():
        found = pattern.fullmatch(body)
        if found:
            named = found.groupdict().get("author")
            if named is None or _is_name(named, _written(line, body, found.start("author"), named)):
                yield "sure" if is_sure or (named and "@" in named) else "weak"


@cache
def _templates() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """The sentences of all languages, compiled, and whether they are sure."""
    found = [(text, True) for language in phrases().values() for text in language.intros]
    found += [(text, False) for language in phrases().values() for text in language.weak_intros]
    return tuple((re.compile(_filled(fold_pattern(text))), is_sure) for text, is_sure in found)


def _filled(template: str) -> str:
    for place, pattern in _PLACES.items():
        template = template.replace(place, pattern)
    return template


def _written(line: str, body: str, start: int, named: str) -> str:
    """The author as ``line`` writes it, with its capitals: the words at the same places."""
    split = line.lstrip(_EDGES).split()
    before = len(body[:start].split()) - (start > 0 and body[start - 1] != " ")
    return " ".join(split[before : before + len(named.split())])


def _is_name(named: str, written: str) -> bool:
    """Whether an author may be a name: an address, or a few words of which the first has no small letter, and none is a common one."""
    split = named.strip(_SIGNS).split()
    if "@" in named:
        return len(split) == 1
    known = words()
    if not split or len(split) > _MOST_NAMES or known.no_author.fullmatch(split[0].strip(".")):
        return False
    if any(known.no_name.fullmatch(word.strip(".")) for word in split):
        return False
    first = written.strip(_SIGNS)[:1]
    return not first.islower()
