"""`Linter`: reads a draft reply by the 28 rules and says what not to say, and what to say instead.

In: a reply, its language where known, the message it answers (the contract's MESSAGE), rules to leave out. Out: findings in
the order of the text, those about something missing last. It rewrites nothing, needs no model and no network; each language's
phrases are compiled when its first reply comes. A language without a phrase file gets the rules that need none.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.assets import shipped
from pipeline.errors import UsageError
from pipeline.languages import detect, normalize_code
from pipeline.linter import address, course, residue, surface
from pipeline.linter.draft import Draft, Splitter, read_draft
from pipeline.linter.findings import Finding, RuleBook
from pipeline.linter.hits import Context, Hit, context_of
from pipeline.linter.phrasebook import Phrasebook, PhraseFile
from pipeline.linter.tokens import primary
from pipeline.linter.wording import BLUNT, phrase_hits
from pipeline.strict_yaml import read_yaml, validate

_FOLDER = "configs/linter"
_RULES = "rules.yaml"
_VARIANTS = "zh-variants.yaml"


class Linter:
    """The rules and phrases of one folder. Safe to share between threads."""

    def __init__(self, folder: Path, rules: RuleBook, *, split: Splitter | None = None) -> None:
        self.rules = rules
        self._folder, self._split = folder, split or _sentences
        self._books: dict[str, Phrasebook] = {}
        self._loading = threading.Lock()

    @classmethod
    def load(cls, folder: str | Path | None = None, *, split: Splitter | None = None) -> Linter:
        """The linter of ``folder``: ``rules.yaml`` and a file per language; by default the one that ships.

        ``split``: another sentence splitter than `pipeline.sentences`.

        Raises:
            ConfigError: ``rules.yaml`` is missing or wrong.
        """
        home = Path(folder) if folder else shipped(_FOLDER)
        return cls(home, validate(RuleBook, read_yaml(home / _RULES), where=str(home / _RULES)), split=split)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have phrases."""
        reserved = {_RULES, _VARIANTS}
        return tuple(sorted(path.stem for path in self._folder.glob("*.yaml") if path.name not in reserved))

    def check(
        self, reply: str, *, lang: str | None = None, message: Mapping[str, Any] | None = None, ignore: Collection[str] = ()
    ) -> list[Finding]:
        """The findings of ``reply``, in the order of the text.

        ``message`` brings the rules to life that compare the two; those that need its height stay silent where it
        has no ``labels``. ``lang`` defaults to the message's, else it is detected.

        Raises:
            UsageError: ``ignore`` names no rule.
            ConfigError: the language's file is wrong.
        """
        self._known(ignore)
        code = normalize_code(lang or str((message or {}).get("lang") or "") or detect(reply).code)
        context = context_of(message, self.rules)
        draft = read_draft(reply, code=code, phrasebook=self.phrasebook(code), split=self._split, name=context.name)
        hits = [hit for hit in _hits(draft, context) if hit.rule not in {*ignore, *self.rules.ignore}]
        return [self._finding(reply, hit) for hit in sorted(_one_each(hits), key=_place)] + self._open(draft, ignore)

    def phrasebook(self, code: str) -> Phrasebook:
        """The phrases of a language; an empty book where there is no file for it."""
        language = primary(code)
        with self._loading:
            if language not in self._books:
                self._books[language] = self._load(language)
            return self._books[language]

    def _load(self, language: str) -> Phrasebook:
        path = self._folder / f"{language}.yaml"
        if not path.exists():
            return Phrasebook(PhraseFile(language=language), where=str(path))
        return Phrasebook.from_file(path, variants=_variants(self._folder) if language == "zh" else None)

    def _known(self, ignore: Collection[str]) -> None:
        strangers = sorted(set(ignore) - self.rules.rules.keys())
        if strangers:
            raise UsageError(f"no such rule: {', '.join(strangers)}", hint=f"rules: {', '.join(self.rules.rules)}")

    def _finding(self, reply: str, hit: Hit) -> Finding:
        rule = self.rules.rules[hit.rule]
        span = None if hit.start is None else reply[hit.start : hit.end]
        return Finding(hit.rule, rule.severity, span, hit.start, hit.end, rule.message, rule.instead)

    def _open(self, draft: Draft, ignore: Collection[str]) -> list[Finding]:
        """Slots the reply desk left open: a hint, not an error."""
        if "residue" in {*ignore, *self.rules.ignore}:
            return []
        found = [self._finding(draft.text, hit) for hit in residue.open_slots(draft)]
        return [replace(item, severity="hint", message="a place is still open", instead="fill it in before you send") for item in found]


def _hits(draft: Draft, context: Context) -> Iterator[Hit]:
    worded = [*phrase_hits(draft), *surface.shouting(draft, context), *surface.codes(draft, context)]
    blunt = {number for number, sentence in enumerate(draft.body) if any(_blunt_in(hit, sentence.start, sentence.end) for hit in worded)}
    yield from worded
    yield from residue.residue(draft, context)
    yield from surface.beyond_limits(draft, context)
    yield from address.mass_address(draft, context)
    yield from address.wrong_name(draft, context)
    yield from course.copy_of_last(draft, context)
    if draft.phrasebook.has_list("promise"):  # what is missing can only be said of a language whose words are known
        yield from course.sorry_again(draft)
        yield from course.we_centred(draft)
        yield from course.no_action(draft, blunt)
        yield from course.no_date(
            draft, {number for number, sentence in enumerate(draft.body) if _any_in(worded, sentence.start, sentence.end)}
        )
        yield from course.early_solution(draft, context, blunt)
        yield from course.no_acknowledgement(draft, context, blunt, worded)


def _blunt_in(hit: Hit, start: int, end: int) -> bool:
    return hit.rule in BLUNT and hit.start is not None and start <= hit.start < end


def _any_in(hits: list[Hit], start: int, end: int) -> bool:
    return any(hit.start is not None and start <= hit.start < end for hit in hits)


def _one_each(hits: list[Hit]) -> list[Hit]:
    """Of one rule's overlapping places the widest."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: ((hit.start or 0) - (hit.end or 0), hit.start or 0)):
        if not any(hit.rule == other.rule and (hit.start is None or _overlap(hit, other)) for other in kept):
            kept.append(hit)
    return kept


def _overlap(one: Hit, other: Hit) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def _place(hit: Hit) -> tuple[bool, int, str]:
    return hit.start is None, hit.start or 0, hit.rule


def _variants(folder: Path) -> dict[str, str]:
    """Traditional characters and the simplified ones they are compared as; none where the folder has no table."""
    path = folder / _VARIANTS
    if not path.exists():
        return {}
    table = read_yaml(path)
    traditional, simplified = ("".join(str(table.get(name, "")).split()) for name in ("traditional", "simplified"))
    return dict(zip(traditional, simplified, strict=False))


def _sentences(text: str, code: str) -> list[tuple[int, int]]:
    from pipeline.sentences import split

    return split(text, code)
