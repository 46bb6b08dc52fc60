"""The phrases of one language, compiled once: which lists and which rules a sentence touches.

In: ``configs/linter/<language>.yaml`` (a ``lexicon`` of named lists, and per rule what to ``find`` and what excuses it;
notation: `pipeline.linter.notation`). Out: for a sentence, the ranges of each list and rule in it. The matching is
spaCy's `Matcher` over tokens we fold ourselves (for languages read sign by sign: `pipeline.linter.signs`), so no language
model and no pipeline is loaded.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import Field, field_validator

from pipeline.errors import ConfigError
from pipeline.linter.index import Pattern, PatternIndex
from pipeline.linter.notation import END, START, Notation
from pipeline.linter.signs import SignNotation
from pipeline.linter.tokens import SIGN_LANGUAGES, Token, quotations, tokenize, without_conjunction, without_quotations
from pipeline.strict_yaml import StrictModel, read_yaml, validate

Marks = Mapping[str, tuple[tuple[int, int], ...]]
"""Ranges (characters of the sentence) by key: ``<list>`` of the lexicon, ``rule`` found, ``rule.unless``, ``rule.unless_next``."""
_REMEMBERED = 8192
Read = TypeVar("Read")


class Phrases(StrictModel):
    """One rule: patterns that break it, and patterns in the same or in the next sentence that excuse it."""

    find: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_next: tuple[str, ...] = ()


class PhraseFile(StrictModel):
    """The file of one language."""

    language: str
    lexicon: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    rules: dict[str, Phrases] = Field(default_factory=dict)

    @field_validator("rules", mode="before")
    @classmethod
    def _expand(cls, rules: Any) -> Any:
        """Accept a plain list as what to find."""
        if not isinstance(rules, dict):
            return rules
        return {name: {"find": found} if isinstance(found, list) else found for name, found in rules.items()}


class Phrasebook:
    """The compiled file of one language. Safe to use from several threads."""

    def __init__(self, phrases: PhraseFile, *, where: str, variants: Mapping[str, str] | None = None) -> None:
        self.language = phrases.language
        self._phrases, self._where, self._variants = phrases, where, variants
        self._remembered: dict[str, Marks] = {}
        self._matching = threading.Lock()

    @classmethod
    def from_file(cls, path: Path, *, variants: Mapping[str, str] | None = None) -> Phrasebook:
        """The phrasebook in ``path``; compiled at its first sentence.

        Raises:
            ConfigError: the file is missing, or a key in it is wrong.
        """
        return cls(validate(PhraseFile, read_yaml(path), where=str(path)), where=str(path), variants=variants)

    @property
    def rules(self) -> frozenset[str]:
        """The rules this file has phrases for."""
        return frozenset(self._phrases.rules)

    def has_list(self, name: str) -> bool:
        """Whether the lexicon holds a list of that name."""
        return name in self._phrases.lexicon

    def tokens(self, text: str) -> list[Token]:
        """``text`` as this language's phrases see it, quotations and all."""
        return tokenize(text, self.language, self._variants)

    def marks(self, sentence: str) -> Marks:
        """What ``sentence`` touches; what stands in quotation marks does not count."""
        known = self._remembered.get(sentence)
        if known is None:
            known = self._match(sentence)
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[sentence] = known
        return known

    def compile(self) -> None:
        """Read every pattern now, rather than at the first sentence.

        Raises:
            ConfigError: a pattern cannot be read; the message names the file, the list or rule, and the pattern.
        """
        with self._matching:
            _ = self._rows if self._by_sign else self._index

    def _match(self, sentence: str) -> Marks:
        tokens = without_quotations(self.tokens(sentence), quotations(sentence))
        if not tokens:
            return MappingProxyType({})
        with self._matching:
            places = self._in_signs(tokens) if self._by_sign else self._in_words(tokens)
            found: dict[str, set[tuple[int, int]]] = {}
            for key, first, last in places:
                found.setdefault(key, set()).add((tokens[first].start, tokens[last].end))
        return MappingProxyType({key: _longest(ranges) for key, ranges in found.items()})

    def _in_words(self, tokens: list[Token]) -> Iterator[tuple[str, int, int]]:
        """Key, first and last token of every match, by spaCy; Arabic words also without a conjunction joined to them."""
        forms = [token.form for token in tokens]
        yield from self._in_forms(forms)
        if self.language == "ar":
            bare = [without_conjunction(form) for form in forms]
            yield from self._in_forms(bare) if bare != forms else ()

    def _in_forms(self, words: list[str]) -> Iterator[tuple[str, int, int]]:
        from spacy.tokens import Doc

        forms = [START, *words, END]
        candidates = self._index.candidates(forms)
        doc = Doc(self._vocab, words=forms)
        for pattern in candidates:
            for _, start, end in pattern.matcher(doc):
                first, last = max(start - 1, 0), min(end - 2, len(words) - 1)
                if first <= last:
                    yield pattern.key, first, last

    def _in_signs(self, tokens: list[Token]) -> Iterator[tuple[str, int, int]]:
        """Key, first and last token of every match, in the row of all signs."""
        row = "".join(token.form for token in tokens)
        owner = [number for number, token in enumerate(tokens) for _ in token.form]
        for key, pattern in self._rows:
            for found in pattern.finditer(row):
                yield key, owner[found.start()], owner[found.end() - 1]

    @property
    def _by_sign(self) -> bool:
        return self.language in SIGN_LANGUAGES

    @cached_property
    def _rows(self) -> list[tuple[str, re.Pattern[str]]]:
        notation = SignNotation(lambda word: "".join(token.form for token in self.tokens(word)), self._phrases.lexicon)
        return [(key, self._read(notation.compile, key, text)) for key, texts in self._keys() for text in texts]

    @cached_property
    def _vocab(self) -> Any:
        from spacy.vocab import Vocab

        return Vocab()

    @cached_property
    def _index(self) -> PatternIndex:
        notation = Notation(lambda word: [token.form for token in self.tokens(word)], self._phrases.lexicon)
        patterns = [Pattern(key, self._read(notation.sequences, key, text)) for key, texts in self._keys() for text in texts]
        return PatternIndex(patterns, self._vocab)

    def _read(self, reader: Callable[[str], Read], key: str, text: str) -> Read:
        try:
            return reader(text)
        except ConfigError as fault:
            raise ConfigError(fault.what, where=f"{self._where}: {key}", hint=fault.hint) from None

    def _keys(self) -> list[tuple[str, tuple[str, ...]]]:
        lists = [(f"<{name}>", patterns) for name, patterns in self._phrases.lexicon.items()]
        for name, phrases in self._phrases.rules.items():
            lists += [(name, phrases.find), (f"{name}.unless", phrases.unless), (f"{name}.unless_next", phrases.unless_next)]
        return lists


def _longest(ranges: set[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """``ranges`` without those that overlap a longer or earlier one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(ranges, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= a or b <= start for a, b in kept):
            kept.append((start, end))
    return tuple(sorted(kept))
