"""Template residue: places of a template that nobody filled.

In: a `Draft` and the `Context`. Out: hits of ``residue``. Braces, ``<<…>>``, rows of ``X``, lines to write on and the like are residue
in every language; square and other brackets where they hold capitals or a word of ``placeholder_words`` (``rules.yaml``).
A place the reply desk left open on purpose (``⟨label⟩``) is told apart: it is there to be seen and filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.linter.draft import Draft
from pipeline.linter.findings import RuleBook
from pipeline.linter.hits import Context, Hit

OPEN_SLOT = re.compile(r"[⟨⟦][^⟨⟩⟦⟧\n]{1,80}[⟩⟧]")

_ALWAYS = (
    r"\{\{[^{}\n]{0,80}\}\}",
    r"\{%[^%\n]{0,80}%\}",
    r"\{[^{}\n]{1,60}\}",
    r"<<[^<>\n]{1,60}>>",
    r"<[^\W\d_][\w .\-]{1,40}>",
    r"\$\{?[A-Z][A-Z_]{2,}\}?\$?",
    r"%[A-Z][A-Z_]{2,}%",
    r"#[A-Z]{2,}(?:_[A-Z]+)*#",
    r"_{3,}(?:\s?\[[^\[\]\n]{1,40}\])?",
    r"\.{6,}",
    r"…{3,}",
    r"\b[xXхХ]{3,}\b",
    r"(?<![^\W\d_])[xX]{2}[./-][xX]{2}\b",
    r"[xX]{2,}(?=\s?[元月日号號円원€$£])",
    r"Ｘ{2,}|×{2,}",
    r"[○〇●△□◯]{2,}",
    r"(?<![^\s（(，,、：:])[○〇●△◯](?=\s?[様号日月])",
    r"(?<![^\W\d_])(?:OO|00)(?=\s?(?:고객|님|씨))",
    r"\b(?:lorem|ipsum|TODO|TBD|FIXME|PLACEHOLDER|undefined|NaN)\b",
    r"\[[^\[\]\n]{0,20}(?:[A-ZÄÖÜÀ-ÝА-ЯЁİŞĞ]{2,}|_)[^\[\]\n]{0,30}\]",
)


def residue(draft: Draft, context: Context) -> Iterator[Hit]:
    """Places of a template that nobody filled, anywhere in the reply, unless the customer wrote the same."""
    for found in _places(context.book).finditer(_blanked(OPEN_SLOT, draft.text)):
        if found[0].casefold() not in context.text.casefold():
            yield Hit("residue", *found.span())


def open_slots(draft: Draft) -> Iterator[Hit]:
    """Places the reply desk left open and marked as such."""
    for found in OPEN_SLOT.finditer(draft.text):
        yield Hit("residue", *found.span())


def without_places(text: str, book: RuleBook) -> str:
    """``text`` with spaces where a place of a template stands, open or forgotten; of the same length."""
    return _blanked(_places(book), _blanked(OPEN_SLOT, text))


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), text)


def _places(book: RuleBook) -> re.Pattern[str]:
    return _compiled(tuple(sorted(book.placeholder_words)))


@lru_cache(maxsize=8)
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    named = "|".join(map(re.escape, words))
    bracketed = rf"[\[【](?i:[^\[\]【】\n]{{0,20}}(?:{named})[^\[\]【】\n]{{0,20}})[\]】]"
    return re.compile("|".join([*_ALWAYS, bracketed] if words else _ALWAYS))
