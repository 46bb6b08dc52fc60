"""Which patterns of a phrasebook can match a sentence at all: an index by their most telling word.

In: the slot sequences of every pattern. Out: for the words of a sentence, the few spaCy matchers worth running. Each
pattern is filed under the rarest of its necessary slots (rare among the patterns themselves, so no corpus is needed);
its matcher is built when that word first turns up. So a language costs nothing until it is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.linter.notation import Slot, Slots, expression, is_literal, token_pattern, with_commas

_REMEMBERED = 20_000


@dataclass(slots=True)
class Pattern:
    """One line of a phrase file: the list or rule it belongs to, what it stands for, and its matcher once there is one."""

    key: str
    sequences: tuple[Slots, ...]
    matcher: Any = field(default=None, repr=False)


class PatternIndex:
    """Patterns by word. Not safe to use from several threads at once: the phrasebook sees to that."""

    def __init__(self, patterns: Sequence[Pattern], vocab: Any) -> None:
        self._patterns, self._vocab = patterns, vocab
        self._literal: dict[str, set[int]] = {}
        self._open: dict[str, set[int]] = {}
        self._found: dict[str, frozenset[int]] = {}
        counts = Counter(form for pattern in patterns for sequence in pattern.sequences for slot in sequence for form in slot.forms)
        for number, pattern in enumerate(patterns):
            for sequence in pattern.sequences:
                self._file(number, _anchor(sequence, counts))
        self._expressions = [(re.compile(expression(form)), numbers) for form, numbers in self._open.items()]

    def candidates(self, forms: Iterable[str]) -> list[Pattern]:
        """The patterns that one of ``forms`` may belong to, each with its matcher built."""
        numbers = sorted(frozenset().union(*map(self._numbers, forms)))
        found = [self._patterns[number] for number in numbers]
        for pattern in found:
            if pattern.matcher is None:
                pattern.matcher = self._build(pattern)
        return found

    def _file(self, number: int, slot: Slot) -> None:
        for form in slot.forms:
            (self._literal if is_literal(form) else self._open).setdefault(form, set()).add(number)

    def _numbers(self, form: str) -> frozenset[int]:
        known = self._found.get(form)
        if known is None:
            open_ = (numbers for wanted, numbers in self._expressions if wanted.search(form))
            known = frozenset(self._literal.get(form, ())).union(*open_)
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[form] = known
        return known

    def _build(self, pattern: Pattern) -> Any:
        from spacy.matcher import Matcher

        matcher = Matcher(self._vocab, validate=False)
        matcher.add(pattern.key, [[token_pattern(slot) for slot in with_commas(sequence)] for sequence in pattern.sequences])
        return matcher


def _anchor(sequence: Slots, counts: Counter[str]) -> Slot:
    """The necessary slot whose words are rarest among all patterns; an open word weighs as much as many."""
    necessary = [slot for slot in sequence if slot.forms and not slot.optional and not slot.negated]
    return min(necessary, key=lambda slot: sum(counts[form] if is_literal(form) else 40 for form in slot.forms))
