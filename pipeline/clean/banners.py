"""The warning that a company's mail gateway puts above letters from outside: "[EXTERNAL] This message came from outside …".

In: a normalised text. Out: where the letter itself begins below such warnings; 0 where there is none. Only the head is looked at,
and only whole sentences go: each one must be a gateway's (`banners.yaml`), and one of them must say that the letter comes from outside,
or be a mark in brackets. Outlook's tip on first contact is known in every language by its link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.clean.phrases import fold, fold_pattern
from pipeline.strict_yaml import StrictModel, read_yaml, validate

FILE = Path(__file__).with_name("banners.yaml")

_MOST_LINES = 12
"""Lines of one warning, empty ones among them."""
_LONGEST = 900
_MOST_WARNINGS = 5
"""Warnings one below another; what seems to have more is no mail, and keeps them all."""
_LINK = re.compile(r"[<(\[]?\bhttps?://[^\s<>()\[\]]{1,400}[>)\]]?")
_ADDRESS = re.compile(r"[^\s<>()\[\]@]{1,64}@[^\s<>()\[\]@,;]{1,200}[^\s<>()\[\]@,;.:!?]")
_TIP = re.compile(r"https?://aka\.ms/LearnAboutSenderIdentification\b", re.IGNORECASE)
_TIP_LINES = 4
_TIP_LONGEST = 400
_TIP_SENTENCES = 2
_SENTENCES = re.compile(r"(?<=[.!?。！？؟:])\s*(?=\S)|[\[\]|*【】]+")
_ANYTHING = re.compile(r"(?<!\\)\.(?=\{)")
_EDGES = " \t.,:;!?。！，、؟*[](){}<>|#=_-–—~+\"'«»“”„【】⚠️🛑❗‼🚨⛔❌✉📧ℹ\ufe0f"
_MARK = re.compile(
    r"(?:[\[({<|*#【]|-{2,}|={2,}|!{2,})[\s*!=#-]*([^\[\](){}<>|*#=【】\n]{3,60}?)[\s*!=#-]*"
    r"(?:[\])}>|*#】]|-{2,}|={2,}|!{2,})+:?"
)
"""A few words in brackets or between asterisks."""


class BannerPhrases(StrictModel):
    """Of one language, all that `banners.yaml` says of it; its head says what each list means."""

    hints: tuple[str, ...]
    sure: tuple[str, ...]
    advice: tuple[str, ...]
    heads: tuple[str, ...]
    marks: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """All languages together, folded and compiled."""

    sure: re.Pattern[str]
    advice: re.Pattern[str]
    heads: frozenset[str]
    marks: frozenset[str]
    never: re.Pattern[str]


@cache
def banner_phrases() -> Mapping[str, BannerPhrases]:
    """What each language says, by code."""
    return {code: validate(BannerPhrases, values, where=f"{FILE}: {code}") for code, values in read_yaml(FILE).items()}


@cache
def _hints() -> tuple[str, ...]:
    return tuple({fold(hint) for language in banner_phrases().values() for hint in language.hints})


@cache
def _known() -> _Known:
    languages = banner_phrases().values()
    marks = frozenset(fold(mark) for language in languages for mark in language.marks)
    return _Known(
        sure=_any_of(pattern for language in languages for pattern in language.sure),
        advice=_any_of(pattern for language in languages for pattern in language.advice),
        heads=marks | {fold(head) for language in languages for head in language.heads},
        marks=marks,
        never=re.compile("|".join(_word(fold(word)) for language in languages for word in language.never)),
    )


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all of them, in which a full stop stands for anything but the end of a sentence."""
    within = (_ANYTHING.sub("[^.!?。！？؟]", fold_pattern(pattern)) for pattern in patterns)
    return re.compile("|".join(f"(?:{pattern})" for pattern in within))


def _word(word: str) -> str:
    """``word`` as a whole one, but in Chinese and Japanese, which write no blanks."""
    return word if "\u3040" <= word[0] <= "\u9fff" else rf"\b{re.escape(word)}\b"


def end_of_banners(text: str) -> int:
    """Where the letter begins below the warnings at the head of ``text``; 0 where there are none."""
    start = 0
    for _ in range(_MOST_WARNINGS):
        head = fold(text[start : start + _LONGEST])
        if not any(hint in head for hint in _hints()):
            return start
        end = _end_of_banner(text, start)
        if end is None:
            return start
        start = end
    return 0


def _end_of_banner(text: str, start: int) -> int | None:
    """The end of the longest warning that begins at ``start``, among whole lines; or of a mark before words of the letter."""
    known, found, place = _known(), None, start
    for number in range(_MOST_LINES):
        if place >= len(text) or place - start > _LONGEST:
            break
        end = text.find("\n", place) + 1 or len(text)
        if text[place:end].strip():
            said = text[start:end]
            if len(said) <= _LONGEST and ((number < _TIP_LINES and _is_tip(said)) or _is_banner(known, said)):
                found = end
        place = end
    return found if found is not None else _end_of_mark(known, text, start)


def _is_tip(said: str) -> bool:
    """Outlook's "You don't often get email from …": a paragraph of two sentences, the address on its first line, the link at its end."""
    tip, paragraph = _TIP.search(said), said.strip()
    if tip is None or len(said) > _TIP_LONGEST or "\n\n" in paragraph or said[tip.end() :].strip(_EDGES + "\n"):
        return False
    spoken = _ADDRESS.sub(" @ ", said[: tip.start()].replace("\n", " "))
    return _ADDRESS.search(paragraph.partition("\n")[0]) is not None and len(_sentences(spoken)) <= _TIP_SENTENCES


def _is_banner(known: _Known, said: str) -> bool:
    """Whether all sentences of ``said`` are a gateway's, and one of them says what it is. Its lines are sentences, or wrapped ones."""
    lines = [fold(line) for line in _LINK.sub(" . ", _ADDRESS.sub(" @ ", said)).split("\n")]
    wrapped = "\n".join(lines).replace("\n\n", " . ").replace("\n", " ")
    if any(_says_so(known, sentences) for sentences in (_sentences(wrapped), [piece for line in lines for piece in _sentences(line)])):
        return True
    return fold(said.strip(_EDGES + "\n")) in known.marks and _MARK.fullmatch(said.strip()) is not None


def _sentences(line: str) -> list[str]:
    return [piece for sentence in _SENTENCES.split(line) if (piece := sentence.strip(_EDGES))]


def _says_so(known: _Known, sentences: list[str]) -> bool:
    sure = False
    for sentence in sentences:
        if known.sure.fullmatch(sentence):
            sure = sure or not known.never.search(sentence)
        elif sentence not in known.heads and not known.advice.fullmatch(sentence):
            return False
    return sure


def _end_of_mark(known: _Known, text: str, start: int) -> int | None:
    """The end of a mark like "[EXTERNAL EMAIL]" before words of the letter, on their line."""
    place = start + len(text[start : start + 100]) - len(text[start : start + 100].lstrip())
    found = _MARK.match(text, place)
    if found is None or text[place] != "[":
        return None
    said = fold(found[1]).strip(_EDGES)
    is_mark = said in known.marks and (found[1].isupper() or len(said.split()) > 1)
    return found.end() if is_mark or known.sure.fullmatch(said) else None
