"""The rules that show on the surface of the text: shouting, codes, numbers beyond the limits.

In: a `Draft` and the `Context`. Out: hits. These rules read signs rather than words, so they are the same in every language;
what the customer wrote first (an order number, a product in capitals) is not held against the reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.linter.draft import Draft, Sentence
from pipeline.linter.findings import RuleBook
from pipeline.linter.hits import Context, Hit
from pipeline.linter.residue import without_places
from pipeline.linter.tokens import ACCENT, fold

_MARKS = re.compile(r"[!！]{2,}|[!?！？]{3,}")
_SIGN = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_CAPITALS = re.compile(rf"[^\W\d_{_SIGN}]+(?:['’][^\W\d_{_SIGN}]+)?")
_BEFORE_CODE, _AFTER_CODE = rf"(?:(?<![\w@./-])|(?<=[{_SIGN}]))", rf"(?:(?![\w@])|(?=[{_SIGN}]))"
_CODE = re.compile(
    _BEFORE_CODE
    + r"(?:[A-ZА-Я]{1,6}[-_/]?\d{1,6}[A-Z]?(?:[-_.]\d+)*|\d{1,3}[A-Z]{2,5}|[A-ZА-Я]{2,7}(?:[-_/&][A-ZА-Я\d]{1,7})*s?)"
    + _AFTER_CODE
)
_SETTING = re.compile(r"\b[A-Za-z_]{2,}\s?=\s?\w+|\b[A-Z]{2,}_[A-Z_]{2,}\b|\b0x[0-9A-Fa-f]+\b")
_PERCENT = re.compile(r"(?<!\d)(\d{1,3}(?:[.,]\d+)?)\s?[%％٪]")
_AMOUNT = re.compile(
    r"(?:[€$£¥￥₩₽₺]\s?(\d[\d.,' ]*))|(\d[\d.,]*(?: \d{3})*)\s?(?:€|\$|£|¥|₩|₽|₺|EUR|USD|GBP|CHF|TL|euros?|dollars?|pounds?"
    r"|元|円|원|руб|рублей|lira|reais|ريال|درهم|جنيه)"
)
_FEWEST_CODES = 2


def shouting(draft: Draft, context: Context) -> Iterator[Hit]:
    """Rows of exclamation marks, and words in capitals that are no names of things."""
    written = {fold(word) for word in _CAPITALS.findall(context.text)}
    for sentence in draft.body:
        found = _MARKS.search(sentence.text) or _capitals(without_places(sentence.text, context.book), written, context.book)
        if found:
            yield Hit("shouting", *sentence.clause(*found.span()))


def _capitals(text: str, written: set[str], book: RuleBook) -> re.Match[str] | None:
    before: re.Match[str] | None = None
    for found in _CAPITALS.finditer(text):
        word = found[0]
        if len(word) < 2 or not word.isupper() or word.lower() == word or fold(word) in written or _near_digit(text, found):
            before = None
            continue
        plain = fold(word).rstrip(ACCENT)
        if plain in book.emphatic_words or (len(word) >= 6 and plain not in book.everyday_codes):
            return found
        if before and plain not in book.everyday_codes and len(word) + len(before[0]) >= 6 and text[before.end() : found.start()].isspace():
            return before
        before = found
    return None


def _near_digit(text: str, found: re.Match[str]) -> bool:
    around = text[max(found.start() - 1, 0) : found.start()] + text[found.end() : found.end() + 1]
    return any(character.isdigit() or character in "-_/@=&" for character in around)


def codes(draft: Draft, context: Context) -> Iterator[Hit]:
    """Internal codes: a setting (``FLG=9``), or two abbreviations or codes in one sentence that the customer did not use."""
    for sentence in draft.body:
        if _SETTING.search(sentence.text) or len(_codes(sentence, context)) >= _FEWEST_CODES:
            yield Hit("jargon", sentence.start, sentence.end)


def _codes(sentence: Sentence, context: Context) -> set[str]:
    found = {match[0] for match in _CODE.finditer(without_places(sentence.text, context.book))}
    letters = sum(map(str.isalpha, sentence.text))
    shouted = sum(len(word) for word in _CAPITALS.findall(sentence.text) if len(word) >= 2 and word.isupper()) > letters * 2 / 3
    return (
        set()
        if shouted
        else {code for code in found if code.casefold() not in context.book.everyday_codes and code not in context.text and len(code) > 1}
    )


def beyond_limits(draft: Draft, context: Context) -> Iterator[Hit]:
    """A percentage or an amount above what the configuration allows to offer."""
    limits = context.book.limits
    for pattern, most in ((_PERCENT, limits.percent), (_AMOUNT, limits.amount)):
        for found in pattern.finditer(draft.text) if most is not None else ():
            if most is not None and found[0] not in context.text and _number(next(filter(None, found.groups()))) > most:
                yield Hit("overpromise", *found.span())


def _number(text: str) -> float:
    """The value of digits with any grouping: the last sign counts as decimal only before one or two digits."""
    bare = re.sub(r"[\s']", "", text).rstrip(".,")
    whole, mark, decimals = bare[:-3], bare[-3:-2], bare[-2:]
    if mark in {".", ","}:
        return float(re.sub(r"[.,]", "", whole) + "." + decimals)
    return float(re.sub(r"[.,]", "", bare))
