"""The notation of the phrase files, and its translation into token patterns of spaCy's `Matcher`.

    stop writing to us        these tokens, in this order
    apologi*   *heit   *fon*  a token that begins, ends, or continues so
    (stop|quit) writing       one of several, each of one or more tokens; groups may nest
    (please)? or please?      may be missing (in sign-by-sign languages only a group may)
    ~3                        up to three tokens of any kind but a pause; a bare ~ is three (six signs)
    !(not|never)              one token that is none of these
    #                         a number
    ^   $                     the beginning or end of the sentence
    <apology>                 any phrase of that list in the file's lexicon

In: a pattern as text. Out: one or more sequences of token patterns (https://spacy.io/api/matcher#patterns): groups of
single tokens become one ``IN``, groups of longer phrases are multiplied out, up to a limit.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.errors import ConfigError
from pipeline.linter.tokens import ACCENT

START, END = "\u2402", "\u2403"
"""Stand before the first and after the last token of a sentence."""
BREAKS = (",", ";", ":", "،", "؛", "、")
"""Signs that no gap reaches across: what stands beyond them is another clause."""
_LIMIT = 4000
_GAP = 3
_NUMBER = r"^[0-9]"
NUMBER_SIGNS = "一二两三四五六七八九十百千半几数〇"
_ATOM = re.compile(r"\s+|(?P<gap>~(?P<size>[0-9]*))|(?P<ref><[\w-]+>)|(?P<sign>[()|?!^$])|(?P<word>[^\s()|?!^$~<>]+)")

Slots = tuple["Slot", ...]
Tokens = Callable[[str], list[str]]
"""How a literal falls into folded tokens; depends on the language."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a pattern: the ``forms`` it takes (none: any token), turned round, optional, or repeated up to ``most``."""

    forms: frozenset[str] = frozenset()
    negated: bool = False
    optional: bool = False
    most: int = 1


_COMMA = Slot(frozenset({",", "،"}), optional=True)


class Notation:
    """Reads patterns of one language; ``lexicon`` resolves ``<names>``."""

    def __init__(self, tokens: Tokens, lexicon: Mapping[str, Sequence[str]]) -> None:
        self._tokens, self._lexicon = tokens, lexicon
        self._resolved: dict[str, tuple[Slots, ...]] = {}

    def sequences(self, text: str) -> tuple[Slots, ...]:
        """Every sequence of slots that ``text`` stands for.

        Raises:
            ConfigError: brackets that do not close, an unknown list, or too many combinations.
        """
        found_atoms = atoms(text)
        found, rest = self._alternatives(found_atoms, 0, text)
        if rest != len(found_atoms):
            raise ConfigError(f"a bracket too many in '{text}'", hint="close every ( once")
        if not all(any(slot.forms and not slot.optional and not slot.negated for slot in sequence) for sequence in found):
            raise ConfigError(f"'{text}' may match nothing at all", hint="make one word of it necessary")
        return found

    def _alternatives(self, atoms: list[str], place: int, text: str) -> tuple[tuple[Slots, ...], int]:
        found: list[Slots] = []
        while True:
            branch, place = self._branch(atoms, place, text)
            found.extend(branch)
            if place >= len(atoms) or atoms[place] == ")":
                return _merged(found), place
            place += 1  # the bar between two alternatives

    def _branch(self, atoms: list[str], place: int, text: str) -> tuple[list[Slots], int]:
        parts: list[tuple[Slots, ...]] = []
        while place < len(atoms) and atoms[place] not in {"|", ")"}:
            part, place = self._part(atoms, place, text)
            if place < len(atoms) and atoms[place] == "?":
                part, place = _optional(part), place + 1
            parts.append(part)
            if _product(parts) > _LIMIT:
                raise ConfigError(f"too many combinations in '{text}'", hint="split it into several patterns")
        return [tuple(itertools.chain.from_iterable(chosen)) for chosen in itertools.product(*parts)], place

    def _part(self, atoms: list[str], place: int, text: str) -> tuple[tuple[Slots, ...], int]:
        atom = atoms[place]
        if atom == "(":
            inner, place = self._alternatives(atoms, place + 1, text)
            if place >= len(atoms):
                raise ConfigError(f"a bracket is not closed in '{text}'", hint="close every ( once")
            return inner, place + 1
        if atom == "!":
            if place + 1 == len(atoms) or atoms[place + 1] in {"|", ")", "?"}:
                raise ConfigError(f"'!' negates nothing in '{text}'", hint="write !word or !(one|two)")
            inner, place = self._part(atoms, place + 1, text)
            forms = frozenset().union(*(slot.forms for sequence in inner for slot in sequence))
            return ((Slot(forms, negated=True),),), place
        if atom.startswith("~"):
            return ((Slot(most=int(atom[1:] or _GAP), optional=True),),), place + 1
        if atom.startswith("<"):
            return self._reference(atom[1:-1], text), place + 1
        return (self._literal(atom),), place + 1

    def _literal(self, word: str) -> Slots:
        ends = {"^": START, "$": END}
        if word in ends:
            return (Slot(frozenset({ends[word]})),)
        if "*" in word or word == "#":
            return (Slot(frozenset({word if word == "#" else _folded_wildcard(word, self._tokens)})),)
        return tuple(Slot(frozenset({form})) for form in self._tokens(word))

    def _reference(self, name: str, text: str) -> tuple[Slots, ...]:
        if name not in self._lexicon:
            raise ConfigError(
                f"'{text}' names the list <{name}>, which the lexicon lacks", hint=f"lists: {', '.join(sorted(self._lexicon))}"
            )
        if name not in self._resolved:
            self._resolved[name] = _merged([sequence for entry in self._lexicon[name] for sequence in self.sequences(entry)])
        return self._resolved[name]


def atoms(text: str) -> list[str]:
    """The parts of a pattern: words, gaps, names of lists, and the signs that join them.

    Raises:
        ConfigError: a part is none of these.
    """
    found, place = [], 0
    while place < len(text):
        match = _ATOM.match(text, place)
        if match is None:
            raise ConfigError(f"'{text}' cannot be read from '{text[place:]}' on", hint="see pipeline/linter/notation.py")
        if match[0].strip():
            found.append(match[0])
        place = match.end()
    return found


def _folded_wildcard(word: str, tokens: Tokens) -> str:
    folded = ["".join(tokens(part)) if part else "" for part in word.split("*")]
    return "*".join([*(part.rstrip(ACCENT) for part in folded[:-1]), folded[-1]])


def _product(parts: Sequence[Sequence[Slots]]) -> int:
    total = 1
    for part in parts:
        total *= len(part)
    return total


def _optional(part: tuple[Slots, ...]) -> tuple[Slots, ...]:
    if len(part) == 1 and len(part[0]) == 1:
        return ((replace(part[0][0], optional=True),),)
    return _merged([*part, ()])


def with_commas(sequence: Slots) -> Slots:
    """``sequence`` with room for a comma between any two slots, as people put them: "people , like you"."""
    found: list[Slot] = []
    for slot in sequence:
        if found and found[-1].forms != _COMMA.forms:
            found.append(_COMMA)
        found.append(slot)
    return tuple(found)


def _merged(sequences: Sequence[Slots]) -> tuple[Slots, ...]:
    """``sequences`` with all plain single tokens made one slot."""
    single = {s for s in sequences if len(s) == 1 and s[0].forms and not s[0].negated and not s[0].optional}
    others = dict.fromkeys(s for s in sequences if s not in single)
    if not single:
        return tuple(others)
    return (Slot(frozenset().union(*(s[0].forms for s in single))),), *others


def token_pattern(slot: Slot) -> dict[str, object]:
    """``slot`` as spaCy wants it."""
    pattern: dict[str, object] = {}
    if slot.forms and not slot.negated:
        pattern["ORTH"] = _condition(slot.forms)
    elif slot.forms:
        pattern["ORTH"] = {"NOT_IN": sorted(slot.forms)}
    else:
        pattern["ORTH"] = {"NOT_IN": list(BREAKS)}
    if slot.most > 1 or (slot.optional and not slot.forms):
        pattern["OP"] = f"{{0,{slot.most}}}"
    elif slot.optional:
        pattern["OP"] = "?"
    return pattern


def _condition(forms: frozenset[str]) -> object:
    if all(map(is_literal, forms)):
        return next(iter(forms)) if len(forms) == 1 else {"IN": sorted(forms)}
    return {"REGEX": "|".join(expression(form) for form in sorted(forms))}


def is_literal(form: str) -> bool:
    """Whether ``form`` stands for itself alone."""
    return form != "#" and "*" not in form


def expression(form: str) -> str:
    """The regular expression of a number or a word with wildcards."""
    if form == "#":
        return _NUMBER
    return "^" + ".*".join(re.escape(part) for part in form.split("*")) + "$"
