"""The words of ``slots.yaml`` as token patterns of spaCy's `Matcher`.

In: the `Cues` of one language. Out: a `PatternBook`, which makes the tokens of a message into a `Doc` and matches it. Matches
are named like the slot they fill; a name ending in ``@`` means that the value is the first token, else it is the last.

To be fast, phrases are joined to one token first, only what stands near a number or at the beginning of a line is kept,
and words that no pattern asks for share one form, so that the vocabulary does not grow with the inbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from pipeline.replies.cues import Cues, LanguageCues
from pipeline.replies.folding import fold
from pipeline.replies.tokens import Token, tokens

Pattern = list[dict[str, Any]]
_BETWEEN = (":", "#", ".", "№", "no", "n", "°", "º", "=", "：", "(", "-", "–")
_COLONS = (":", "：")
_COMMA = ","
_DIGITS = frozenset({"REFERENCE", "AMOUNT", "DATE"})
_BEFORE, _AFTER, _AT_LINE = 5, 5, 3
"""Tokens kept before and after a number, and after a line break."""
_OTHER = "_"
"""The form of words that no pattern asks for."""
_GAP = Token(_OTHER, "GAP", 0, 0)
_DAY = r"^(0?[1-9]|[12][0-9]|3[01])(st|nd|rd|th|er|º|°|ª)?$"
_YEAR = r"^(19|20)[0-9]{2}$"
_SHORT = 4
"""Signs of a number whose form is kept: days and years."""


class PatternBook:
    """The patterns of one language. Its vocabulary is its own; safe to share between threads once built."""

    def __init__(self, cues: Cues) -> None:
        import spacy
        from spacy.matcher import Matcher

        self._money = cues.money
        self._phrases = _phrases(cues.words)
        self._prefixes = tuple(fold(phrase[:-1]) for phrase in _all_phrases(cues.words) if phrase.endswith("*"))
        self._matcher = Matcher(spacy.blank("xx").vocab)
        patterns = [(name, found) for name, found in _patterns(cues.words) if found]
        self._asked = frozenset(chain.from_iterable(_forms(pattern) for _, found in patterns for pattern in found))
        for name, found in patterns:
            self._matcher.add(name, found, greedy="LONGEST")

    def read(self, text: str) -> list[Token]:
        """The tokens of ``text`` that a pattern may match, phrases joined."""
        return list(_near(self._joined(list(tokens(text)))))

    def matches(self, read: Sequence[Token]) -> Iterator[tuple[str, int, int]]:
        """Slot, first token and the one after the last; of matches that end at one place the longest (订单号, not 单号)."""
        from spacy.tokens import Doc

        if not read:
            return
        doc = Doc(self._matcher.vocab, words=[self._form(token) for token in read], tags=[self.tag(token) for token in read])
        longest: dict[int, tuple[int, int]] = {}
        for match, start, end in self._matcher(doc):
            if end not in longest or start < longest[end][1]:
                longest[end] = (match, start)
        for end in sorted(longest):
            match, start = longest[end]
            yield doc.vocab.strings[match], start, end

    def tag(self, token: Token) -> str:
        """The kind of a token, money apart."""
        return "MONEY" if token.kind in {"WORD", "SIGN"} and token.form in self._money else token.kind

    def _form(self, token: Token) -> str:
        if token.kind in _DIGITS:
            return token.form if len(token.form) <= _SHORT else _OTHER
        if self._prefixes and token.kind == "WORD":
            starred = next((f"{prefix}*" for prefix in self._prefixes if token.form.startswith(prefix)), None)
            if starred:
                return starred
        return token.form if token.form in self._asked else _OTHER

    def _joined(self, read: Sequence[Token]) -> Iterator[Token]:
        place = 0
        while place < len(read):
            first = read[place]
            size = next((len(forms) for forms in self._phrases.get(first.form, ()) if _stands(forms, read, place)), 1)
            yield first if size == 1 else _one(read[place : place + size])
            place += size


def _stands(forms: tuple[str, ...], read: Sequence[Token], place: int) -> bool:
    return len(read) >= place + len(forms) and all(read[place + step].form == form for step, form in enumerate(forms))


def _one(parts: Sequence[Token]) -> Token:
    return Token(" ".join(part.form for part in parts), "WORD", parts[0].start, parts[-1].end)


def _near(read: Iterable[Token]) -> Iterator[Token]:
    """The tokens near a number or after a line break, with a gap where others were left out."""
    every = list(read)
    kept: set[int] = set()
    for place, token in enumerate(every):
        if token.kind in _DIGITS:
            kept.update(range(place - _BEFORE, place + _AFTER + 1))
        elif token.kind == "LINE":
            kept.update(range(place, place + _AT_LINE + 1))
    before = -1
    for place in sorted(place for place in kept if 0 <= place < len(every)):
        if place != before + 1:
            yield _GAP
        yield every[place]
        before = place


def _all_phrases(words: LanguageCues) -> Iterator[str]:
    yield from chain.from_iterable(words.numbers.values())
    yield from chain.from_iterable(words.numbers_after.values())
    yield from chain(words.products, words.closings)


def _phrases(words: LanguageCues) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases of several tokens by their first, the longest before the others."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for phrase in _all_phrases(words):
        forms = tuple(token.form for token in tokens(phrase))
        if len(forms) > 1:
            found.setdefault(forms[0], set()).add(forms)
    return {first: tuple(sorted(several, key=lambda forms: (-len(forms), forms))) for first, several in found.items()}


def _forms(pattern: Pattern) -> Iterator[str]:
    """The forms that a pattern asks for."""
    for part in pattern:
        asked = part.get("ORTH", ())
        if isinstance(asked, str):
            yield asked
        elif isinstance(asked, dict):
            yield from asked.get("IN", ())


def _any_of(phrases: Iterable[str]) -> dict[str, Any]:
    """A token that is one of ``phrases``; one that ends in ``*`` keeps the star."""
    forms = {f"{fold(phrase[:-1])}*" if phrase.endswith("*") else " ".join(token.form for token in tokens(phrase)) for phrase in phrases}
    return {"ORTH": {"IN": sorted(forms)}}


def _patterns(words: LanguageCues) -> Iterator[tuple[str, list[Pattern]]]:
    linked = {token.form for phrase in words.number_words for token in tokens(phrase)}
    between = {"ORTH": {"IN": sorted({*linked, *_BETWEEN})}}
    number: dict[str, Any] = {"TAG": {"IN": ["REFERENCE", "AMOUNT"]}}
    for kind, phrases in words.numbers.items():
        yield kind, [[_any_of(phrases), *[between] * count, number] for count in range(4)]
    for kind, phrases in words.numbers_after.items():
        yield f"{kind}@", [[number, *[between] * count, _any_of(phrases)] for count in range(3)]
    yield "amount", list(_amounts(words))
    yield "date", list(_dates(words))
    if words.products:
        yield "product", [[{"TAG": "LINE"}, _any_of(words.products), {"ORTH": {"IN": list(_COLONS)}}]]
    if words.closings:
        yield "closing", [[{"TAG": "LINE"}, _any_of(words.closings)]]


def _amounts(words: LanguageCues) -> Iterator[Pattern]:
    amount: dict[str, Any] = {"TAG": "AMOUNT"}
    money: dict[str, Any] = {"TAG": "MONEY"}
    yield [money, amount]
    yield [amount, money]
    if words.multipliers:
        yield [amount, {"ORTH": {"IN": list(words.multipliers)}, "OP": "+"}, money]


def _dates(words: LanguageCues) -> Iterator[Pattern]:
    yield [{"TAG": "DATE"}]
    months = sorted({fold(name) for names in words.months for name in names})
    if months:
        yield from _named_dates(months, words.between_day_and_month)
    if words.year_month_day:
        year, month, days = words.year_month_day
        written: Pattern = [{"TAG": "AMOUNT"}, {"ORTH": month}, {"TAG": "AMOUNT"}, {"ORTH": {"IN": list(days)}}]
        yield written
        yield [{"TAG": "AMOUNT"}, {"ORTH": year}, *written]


def _named_dates(months: Sequence[str], between: Sequence[str]) -> Iterator[Pattern]:
    """12 March (2026), 12th of March, 12. März, March 12(, 2026)."""
    day: dict[str, Any] = {"ORTH": {"REGEX": _DAY}}
    month: dict[str, Any] = {"ORTH": {"IN": list(months)}}
    year: dict[str, Any] = {"ORTH": {"REGEX": _YEAR}}
    joint: dict[str, Any] = {"ORTH": {"IN": [".", *map(fold, between)]}, "OP": "?"}
    joints: dict[str, Any] = {"ORTH": {"IN": [".", _COMMA, *map(fold, between)]}, "OP": "?"}
    yield [day, joint, month]
    yield [day, joint, month, joints, year]
    yield [month, day]
    yield [month, day, joints, year]
