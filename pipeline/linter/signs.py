"""Patterns of languages that are read sign by sign (Chinese, Japanese, Korean), as matchers of running text.

In: a pattern in the notation of the phrase files. Out: an object that finds it in a row of folded signs. spaCy's `Matcher`
knows no alternatives longer than one token; where every sign is a token, a few groups of words would multiply into a
hundred thousand patterns. So the notation is translated, part by part, into one generated expression, which nobody
writes or reads by hand. ``!(…)`` looks ahead and takes no sign; a number is a run of digits or numerals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from pipeline.errors import ConfigError
from pipeline.linter.notation import BREAKS, NUMBER_SIGNS, atoms

_NUMBER = rf"(?:[0-9]+(?:[.,:][0-9]+)*|[{NUMBER_SIGNS}]+)"
_PLAIN = {"(": "(?:", ")": ")", "|": "|", "?": "?", "^": "^", "$": "$"}
_GAP = 6
_OPEN, _CLOSED = frozenset("(|^!"), frozenset(")|?$")
_COMMA = "[,、]?"


class SignNotation:
    """Reads patterns of one language; ``fold`` gives a literal's signs, ``lexicon`` resolves ``<names>``."""

    def __init__(self, fold: Callable[[str], str], lexicon: Mapping[str, Sequence[str]]) -> None:
        self._fold, self._lexicon = fold, lexicon
        self._resolved: dict[str, str] = {}

    def compile(self, text: str) -> re.Pattern[str]:
        """The matcher of ``text``.

        Raises:
            ConfigError: it cannot be read, names an unknown list, or matches nothing at all.
        """
        try:
            found = re.compile(self._expression(text), re.DOTALL)
        except re.error as fault:
            raise ConfigError(f"'{text}' cannot be read ({fault})", hint="close every ( once; see pipeline/linter/notation.py") from None
        if found.match(""):
            raise ConfigError(f"'{text}' may match nothing at all", hint="make one word of it necessary")
        return found

    def _expression(self, text: str) -> str:
        return "".join(self._parts(text))

    def _parts(self, text: str) -> Iterator[str]:
        """The expression of each atom; between two of them a comma may stand."""
        found = atoms(text)
        ahead = False
        for place, atom in enumerate(found):
            if atom == "!":
                negated = found[place + 1] if place + 1 < len(found) else ")"
                if negated in _CLOSED:
                    raise ConfigError(f"'!' negates nothing in '{text}'", hint="write !(one|two)")
                ahead = True
                yield "(?!" if negated == "(" else ""
                continue
            part = self._part(atom, text)
            yield part[3:] if ahead and atom == "(" else f"(?!{part})" if ahead else part
            ahead = False
            if place + 1 < len(found) and atom not in _OPEN and found[place + 1] not in _CLOSED:
                yield _COMMA

    def _part(self, atom: str, text: str) -> str:
        if atom in _PLAIN:
            return _PLAIN[atom]
        if atom.startswith("~"):
            return f"[^{''.join(BREAKS)}]{{0,{int(atom[1:] or _GAP)}}}?"
        if atom.startswith("<"):
            return self._reference(atom[1:-1], text)
        if atom == "#":
            return _NUMBER
        return r"\w*".join(re.escape(self._fold(piece)) for piece in atom.split("*"))

    def _reference(self, name: str, text: str) -> str:
        if name not in self._lexicon:
            raise ConfigError(
                f"'{text}' names the list <{name}>, which the lexicon lacks", hint=f"lists: {', '.join(sorted(self._lexicon))}"
            )
        if name not in self._resolved:
            self._resolved[name] = "(?:" + "|".join(self._expression(entry) for entry in self._lexicon[name]) + ")"
        return self._resolved[name]
