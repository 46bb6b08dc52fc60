r"""The words of `phrases.yaml`, read and compiled once, and the folded form in which words are compared.

In: the data file, a list of words per language. Out: `words`, all languages together, for one mail may hold three.
Folding is blind to capitals, Arabic vowel signs, kinds of apostrophe, hyphen and blank, and to direction marks. Every
pattern that is built here has bounded repetition, for it meets whatever people send.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field

from pipeline.strict_yaml import StrictModel, read_yaml, validate

FILE = Path(__file__).with_name("phrases.yaml")
_DROPPED = re.compile("[\u064b-\u0652\u0640\u0307\u200c]")
_ALIKE = str.maketrans(
    dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", strict=True))
    | {"\u2010": "-", "\u2011": "-", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "\uff1a": ":", "\u00a0": " ", "\ufe55": ":"}
)
_BARE = re.compile(r"[\s.,:;!…。，！、،؛()\-]+")

_LETTERS = "a-z\u00df-\u024f\u0370-\u052f\u0590-\u07ff\u0900-\u0dff"
"""Of scripts that write blanks between words: a device's name is a whole word there, "live" is none in "delivery"."""
_TAIL = (
    r"(?:的|手机|手機|智能手机|智慧型手機|智慧手機|平板电脑|平板電腦|平板|邮箱|郵箱|信箱|奇摩|邮件|郵件|大师|大師|安全|版|客户端|應用程式|应用|"
    r"[ a-z0-9+.\-]){0,16}"
)
_SHOP = r".{0,20}(?:ショップ|ストア|店|倉庫|センター|工場|会社|本社|매장|창고|대리점|센터|공장|본사|스토어|쇼핑)"
"""What follows a maker's name where it sends parcels, in scripts without blanks or with endings."""


class MailPhrases(StrictModel):
    """Of one language, all that `phrases.yaml` says of it; its head says what each list means."""

    intro_starts: tuple[str, ...] = ()
    intro_verbs: tuple[str, ...] = ()
    author_after_verb: bool = False
    intros: tuple[str, ...] = ()
    weak_intros: tuple[str, ...] = ()
    replied: tuple[str, ...] = ()
    forwarded: tuple[str, ...] = ()
    forwarders: tuple[str, ...] = ()
    forward_lines: tuple[str, ...] = ()
    from_: tuple[str, ...] = Field(default=(), alias="from")
    date: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    sent_from: tuple[str, ...] = ()
    determiners: tuple[str, ...] = ()
    no_programs: tuple[str, ...] = ()
    no_devices: tuple[str, ...] = ()
    for_information: tuple[str, ...] = ()
    forward_prefixes: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()
    reply_above: tuple[str, ...] = ()
    answers_within: tuple[str, ...] = ()
    own_letters: tuple[str, ...] = ()
    no_authors: tuple[str, ...] = ()
    no_names: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()


def fold(text: str) -> str:
    """``text`` as words are compared here."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(_DROPPED.sub("", text.translate(_ALIKE).casefold()).split())


def bare(text: str) -> str:
    """Folded ``text`` without punctuation, for lines that must be a phrase and nothing else."""
    return _BARE.sub(" ", fold(text)).strip()


@dataclass(frozen=True, slots=True)
class Words:
    """All languages together, folded and compiled."""

    replied: frozenset[str]
    forwarded: frozenset[str]
    forwarders: tuple[str, ...]
    forward_lines: frozenset[str]
    for_information: frozenset[str]
    forward_prefixes: frozenset[str]
    closings: frozenset[str]
    intro_verbs: tuple[str, ...]
    fields: Mapping[str, str]
    intro_start: re.Pattern[str]
    verb: re.Pattern[str]
    verb_then_author: re.Pattern[str]
    sent_from: re.Pattern[str]
    sent_from_after: re.Pattern[str]
    app: re.Pattern[str]
    own_letter: re.Pattern[str]
    no_author: re.Pattern[str]
    no_name: re.Pattern[str]
    particles: frozenset[str]
    notice: re.Pattern[str]
    footer: re.Pattern[str]
    reply_above: re.Pattern[str]
    answers_within: re.Pattern[str]
    glued_divider: re.Pattern[str]
    glued_field: re.Pattern[str]


_FIELDS = {"from_": "from", "date": "date", "to": "to", "subject": "subject", "other": "other"}


@cache
def phrases() -> Mapping[str, MailPhrases]:
    """What each language says, by code."""
    return {code: validate(MailPhrases, values, where=f"{FILE}: {code}") for code, values in read_yaml(FILE).items()}


@cache
def words() -> Words:
    """All languages together. The first call reads the file (a fifth of a second)."""
    verbs, dividers = _union("intro_verbs"), _union("replied") | _union("forwarded")
    named = {name: _union(attribute) for attribute, name in _FIELDS.items()}
    return Words(
        replied=_union("replied"),
        forwarded=_union("forwarded"),
        forwarders=tuple(sorted(_union("forwarders"))),
        forward_lines=_union("forward_lines"),
        for_information=frozenset(map(bare, _union("for_information"))),
        forward_prefixes=_union("forward_prefixes"),
        closings=frozenset(map(bare, _union("closings"))),
        intro_verbs=tuple(sorted(verbs)),
        fields={word: name for name in reversed(named) for word in named[name]},
        intro_start=re.compile(rf"(?:{_any_of(_union('intro_starts'))})(?![^\W\d_])"),
        verb=re.compile(rf"(?:{_any_of(verbs)})(?![^\W\d_]|\()"),
        verb_then_author=re.compile(
            rf"(?:{_any_of(_author_after())})(?:[ :]+[^\s<:]+){{0,6}}"
            rf"(?: ?[<(\[]{{1,3}}[^<>]+[>)\]]{{1,3}})?(?: [^\W\d_]+)?$"
        ),
        sent_from=_patterns("sent_from", lambda pattern: not pattern.startswith(".{")),
        sent_from_after=_patterns("sent_from", lambda pattern: pattern.startswith(".{")),
        app=re.compile(_app()),
        own_letter=_patterns("own_letters"),
        no_author=_patterns("no_authors"),
        no_name=_patterns("no_names"),
        particles=_union("particles"),
        notice=_patterns("notices"),
        footer=_patterns("footers"),
        reply_above=_patterns("reply_above"),
        answers_within=_patterns("answers_within"),
        glued_divider=re.compile(rf"(?<![-_—–])[-_—–]{{3,40}} ?(?:{_any_of(dividers)}) ?[-_—–]{{3,40}}", re.IGNORECASE),
        glued_field=re.compile(rf"(?:{_any_of(frozenset().union(*named.values()), longer_than=1)}) ?[:：]", re.IGNORECASE),
    )


def _app() -> str:
    """What ``{app}`` stands for: all devices, programs and providers, as whole words, with an ending or without."""
    known = phrases()["any"]
    return rf"(?:(?<![{_LETTERS}])(?:{'|'.join(known.devices)})(?:['-]?(?:{_any_of(known.suffixes)}))?(?![{_LETTERS}]))"


@cache
def _places() -> Mapping[str, str]:
    """What the words in braces stand for in patterns; the last ones occur in those before them."""
    no_program, no_device = (f"(?:{_any_of(_union(name))})" for name in ("no_programs", "no_devices"))
    further = rf"(?! {no_program}(?![{_LETTERS}]))"
    return {
        "{less}": rf"[\"„“«]?(?:(?:{_any_of(_union('determiners'))})(?: |(?<=')))" + r"{0,5}[\"„“«]?",
        "{more}": rf"(?:{further}[^,.!?;。，！？；؟]){{0,40}}",
        "{mine}": rf"(?!{{no_device}}\b)[^\s,.;!?]+(?:{further} [^\s,.;!?]+){{0,4}}",
        "{no_device}": no_device,
        "{tail}": _TAIL,
        "{shop}": _SHOP,
        "{app}": _app(),
    }


def _union(name: str) -> frozenset[str]:
    return frozenset(fold(word) for language in phrases().values() for word in getattr(language, name))


def _author_after() -> frozenset[str]:
    return frozenset(fold(verb) for language in phrases().values() if language.author_after_verb for verb in language.intro_verbs)


def _any_of(found: Iterable[str], longer_than: int = 0) -> str:
    """Alternatives, the longest first."""
    return "|".join(re.escape(word) for word in sorted(found, key=lambda word: (-len(word), word)) if len(word) > longer_than)


def _patterns(name: str, which: Callable[[str], bool] = bool) -> re.Pattern[str]:
    found = [fold_pattern(pattern) for language in phrases().values() for pattern in getattr(language, name) if which(pattern)]
    joined = "|".join(f"(?:{pattern})" for pattern in found)
    for place, pattern in _places().items():
        joined = joined.replace(place, pattern)
    return re.compile(joined)


def fold_pattern(pattern: str) -> str:
    """A pattern as it must be to meet folded text."""
    return _DROPPED.sub("", pattern.translate(_ALIKE))
