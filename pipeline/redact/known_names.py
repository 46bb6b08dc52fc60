"""Names that are known before the text is read: those of the mail's headers.

In: display names and addresses. Out: `KnownNames`, which finds them in a text. Whole names are found anywhere, in either order of their
words; single words only where a name is expected (`names`, `closings`), or with a capital inside a sentence of a
language that writes nouns small. Names of departments ("Northlight Kundendienst") are no persons' names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.redact.name_runs import others
from pipeline.redact.spans import Span

_IDEOGRAPHIC = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_NOT_A_NAME = re.compile(
    r"[\d@<>|/\\]|\b(?:info|no-?reply|donotreply|mailer|daemon|postmaster|webmaster|admin|newsletter|notification)s?\b", re.IGNORECASE
)
_LETTERS = re.compile(r"[^\W\d_][^\s,;]*")
_LOCAL = re.compile(r"([^\W\d_]{2,20})[._\-]([^\W\d_]{2,20})(?:[._\-]([^\W\d_]{2,20}))?\d{0,4}@")
_MOST_WORDS = 6
_EAST_ASIAN_OTHERS = re.compile(
    "客服|客户|客戶|公司|部|中心|服务|服務|支持|窓口|お客様|センター|サポート|株式会社|事務局|고객|센터|지원|상담|팀|회사"
)
_CAPITAL_NOUNS = frozenset({"de"})


@dataclass(frozen=True, slots=True)
class KnownNames:
    """``words``: the words of the names, casefolded. ``whole``: finds the names themselves."""

    words: frozenset[str] = frozenset()
    whole: re.Pattern[str] | None = None

    def find(self, text: str, lang: str) -> Iterator[Span]:
        """The names in ``text``."""
        if self.whole is None:
            return
        for found in self.whole.finditer(text):
            yield Span(found.start(), found.end(), "name")
        if lang not in _CAPITAL_NOUNS:
            yield from self._single(text)

    def _single(self, text: str) -> Iterator[Span]:
        for word in sorted(self.words):
            if len(word) < 3 or not word[0].isalpha() or word.upper() == word or word in others():
                continue
            titled = word.capitalize()
            small = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
            for found in re.finditer(rf"(?<=[\w,;:] ){re.escape(titled)}(?!\w|[-@])", text) if not small else ():
                yield Span(found.start(), found.end(), "name")


def known_names(given: Iterable[str]) -> KnownNames:
    """What is known from display names ("Meier, Hans") and addresses ("hans.meier@example.org")."""
    return _known(tuple(sorted({name.strip() for name in given if name and name.strip()})))


@lru_cache(maxsize=256)
def _known(given: tuple[str, ...]) -> KnownNames:
    names = [words for name in given if (words := _words_of(name))]
    if not names:
        return KnownNames()
    forms = {form for words in names for form in _forms(words)}
    pattern = "|".join(sorted(forms, key=lambda form: (-len(form), form)))
    whole = re.compile(
        rf"(?:(?<![^\W_])|(?<=[\u3040-\u9fff\uac00-\ud7af]))(?:{pattern})(?:(?![^\W_])|(?=[\u3040-\u9fff\uac00-\ud7af]))", re.IGNORECASE
    )
    latin = (word.casefold() for words in names for word in words if not _IDEOGRAPHIC.match(word))
    return KnownNames(frozenset(latin), whole)


def _words_of(name: str) -> list[str]:
    """The words of a name in the order given name, surname; none if it is no person's."""
    local = _LOCAL.fullmatch(name.partition("@")[0] + "@") if "@" in name else None
    if local:
        words = [part for part in local.groups() if part]
    elif _NOT_A_NAME.search(name) or _EAST_ASIAN_OTHERS.search(name):
        return []
    else:
        surname, comma, given = name.strip("\"' ").partition(",")
        words = _LETTERS.findall(f"{given} {surname}" if comma else surname)
    fits = 0 < len(words) <= _MOST_WORDS and not any(word.casefold().strip(".") in others() for word in words)
    return words if fits else []


def _forms(words: list[str]) -> Iterator[str]:
    """Patterns of a name: its words in both orders; of one word only if it is written without blanks by its script."""
    if _IDEOGRAPHIC.match(words[0]):
        whole = "".join(words)
        if len(whole) > 1:
            yield re.escape(words[0]) + r"[ \u3000]?" + re.escape("".join(words[1:])) if len(words) > 1 else re.escape(whole)
            if len(words) > 1:
                yield re.escape("".join(words[1:])) + r"[ \u3000]?" + re.escape(words[0])
    elif len(words) > 1:
        escaped = [re.escape(word) for word in words]
        yield r"\s{1,3}".join(escaped)
        yield re.escape(words[-1]) + r",?\s{1,3}" + r"\s{1,3}".join(escaped[:-1])
        if len(words) > 2:
            yield escaped[0] + r"\s{1,3}" + escaped[-1]
