"""`ReplyDesk`: a label record in, a few ranked suggestions out.

In: a `Record` and, where it is at hand, the message as it came (``text``, ``name``, ``sender_name``, ``signature``,
``thread``, ``attachments``). Out: `Suggestion`s, best first, of different kinds, filled from the message; what was not
found stays open. Pure: the same case on the same day gives the same texts. A message of the company gets none.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.assets import shipped
from pipeline.curve import CurveState
from pipeline.errors import ConfigError, UsageError
from pipeline.languages import normalize_code
from pipeline.records import LabelValue, Record
from pipeline.replies import dates
from pipeline.replies.book import Book, RecipePlan, Texts
from pipeline.replies.conditions import Case, facts_of_labels
from pipeline.replies.details import DetailReader, Details
from pipeline.replies.loading import load_book
from pipeline.replies.schema import GIVEN_BACK, NUMBERS
from pipeline.taxonomy import Taxonomy

REPLIES_VARIABLE = "COMPLAINTS_REPLIES"
FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reply to edit and send.

    ``why`` names the rule, the labels and the reasons; ``open_slots`` what is still to be filled in (shown as ``⟨…⟩``
    in ``text``); ``questions`` what to ask for missing facts. ``hold``: not to be sent before a person has looked.
    """

    id: str
    title: str
    text: str
    why: tuple[str, ...]
    open_slots: tuple[str, ...]
    questions: tuple[str, ...] = ()
    hold: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, keys in the order of the contract."""
        return {
            "id": self.id,
            "title": self.title,
            "text": self.text,
            "why": list(self.why),
            "open_slots": list(self.open_slots),
            "questions": list(self.questions),
            "hold": self.hold,
        }


@dataclass(frozen=True, slots=True)
class _Situation:
    """All that a reply is chosen and filled by."""

    case: Case
    labels: Mapping[str, LabelValue]
    texts: Texts
    values: Mapping[str, str]
    brief: bool
    notes: tuple[str, ...]


class ReplyDesk:
    """Chooses, fills and ranks replies.

    >>> desk = ReplyDesk.load()  # doctest: +SKIP
    >>> desk.suggest(record, message={"name": "Ruth Adeyemi"})[0].title  # doctest: +SKIP
    'Acknowledge first, solve later'
    """

    def __init__(self, book: Book, taxonomy: Taxonomy, details: DetailReader) -> None:
        self._book, self._taxonomy, self._details = book, taxonomy, details

    @classmethod
    def load(cls, folder: str | Path | None = None, *, taxonomy: Taxonomy | None = None) -> ReplyDesk:
        """The shipped desk, with ``folder`` (else ``$COMPLAINTS_REPLIES``) laid over it.

        Conditions may name the labels of the shipped taxonomy and of ``taxonomy``, that of the model in use.

        Raises:
            ConfigError: a file is wrong; the message names file and line.
        """
        base = shipped("configs/replies")
        own = folder or os.environ.get(REPLIES_VARIABLE)
        folders = [base, Path(own)] if own else [base]
        if not folders[-1].is_dir():
            raise UsageError("there is no such folder of replies", where=str(own), hint="see configs/replies for what it holds")
        known = Taxonomy.from_file(shipped("configs/taxonomy.yaml"))
        book = load_book(folders, [known, taxonomy or known])
        if FALLBACK not in book.languages:
            raise ConfigError(f"the language '{FALLBACK}' is missing", where=str(base), hint="it answers where a language is not there")
        return cls(book, taxonomy or known, DetailReader.load(folders))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it writes."""
        return tuple(self._book.languages)

    def suggest(
        self,
        record: Record,
        *,
        message: Mapping[str, Any] | None = None,
        n: int = 3,
        language: str | None = None,
        today: datetime.date | None = None,
    ) -> list[Suggestion]:
        """Up to ``n`` suggestions for ``record``, best first; none for a message of the company.

        ``language`` overrules that of the record. ``today`` is the day from which deadlines count.
        """
        if record.labels is None:
            return []
        situation = self._situation(record, message or {}, language or record.lang, today or datetime.date.today())
        questions = self._questions(situation)
        said = _last_answer(message or {})
        found: list[Suggestion] = []
        for recipe in self._ranked(situation.case):
            if len(found) == n:
                break
            suggestion = self._render(recipe, situation, questions)
            if suggestion.text != said and all(suggestion.text != other.text for other in found):
                found.append(suggestion)
        return found

    def _situation(self, record: Record, message: Mapping[str, Any], language: str, today: datetime.date) -> _Situation:
        labels = record.labels or {}
        texts, notes = self._texts(language)
        details = self._details.read(record, message)
        stage = record.stage or _stage_alone(labels)
        channel = record.channel or "email"
        values = self._values(texts, details, labels, channel, today)
        case = frozenset(self._facts(labels, stage, channel, details, values, message))
        return _Situation(case, labels, texts, values, channel in self._book.short_channels, (*notes, *_doubts(record), *details.notes))

    def _texts(self, language: str) -> tuple[Texts, tuple[str, ...]]:
        code = normalize_code(language)
        if code in self._book.languages:
            return self._book.languages[code], ()
        note = f"there are no replies in '{language}' yet: this one is in English, to be translated before it is sent"
        return self._book.languages[FALLBACK], (note,)

    def _values(
        self, texts: Texts, details: Details, labels: Mapping[str, LabelValue], channel: str, today: datetime.date
    ) -> dict[str, str]:
        limits, language = self._book.limits, texts.language
        kind = next(iter(_as_list(labels.get("types"))), "default")
        answer = limits.answer_days.get(channel, limits.answer_days["default"])
        settle = limits.settle_days.get(kind, limits.settle_days["default"])
        named = [language.facts[name].replace("{value}", details.values[name]) for name in GIVEN_BACK if name in details.values]
        return {
            **details.values,
            "number": next((details.values[name] for name in NUMBERS if name in details.values), ""),
            "answer_by": dates.written(dates.after(today, answer, limits), today, language),
            "deadline": dates.written(dates.after(today, max(answer, settle), limits), today, language),
            "facts": language.list.join(named),
            "goodwill": limits.goodwill.get(language.language, ""),
            "agent_name": limits.agent_name,
            "company": limits.company,
            "legal_contact": limits.legal_contact,
            "responsible": limits.responsible,
        }

    def _facts(
        self,
        labels: Mapping[str, LabelValue],
        stage: str | None,
        channel: str,
        details: Details,
        values: Mapping[str, str],
        message: Mapping[str, Any],
    ) -> Iterator[str]:
        yield from facts_of_labels(self._taxonomy, labels)
        yield f"stage={stage}"
        yield f"channel={channel}"
        yield from (f"known={name}" for name, value in values.items() if value)
        if details.gender:
            yield f"gender={details.gender}"
        if message.get("attachments"):
            yield "known=attachments"
        if _last_answer(message) is not None:
            yield "again=yes"

    def _ranked(self, case: Case) -> list[RecipePlan]:
        """The recipes that fit, the best of each kind before the second best of any."""
        fitting = sorted((recipe for recipe in self._book.recipes if recipe.condition.fits(case)), key=lambda recipe: -recipe.rank(case))
        seen: dict[str, int] = {}
        turns: list[tuple[int, RecipePlan]] = []
        for recipe in fitting:
            turns.append((seen.get(recipe.kind, 0), recipe))
            seen[recipe.kind] = turns[-1][0] + 1
        return [recipe for _, recipe in sorted(turns, key=lambda turn: turn[0])]

    def _render(self, recipe: RecipePlan, situation: _Situation, questions: tuple[str, ...]) -> Suggestion:
        left_open: dict[str, None] = {}
        reasons: list[str] = []
        paragraphs = [self._paragraph(names, situation, left_open, reasons) for names in recipe.paragraphs]
        filled = [paragraph for paragraph in paragraphs if paragraph]
        space = situation.texts.language.space
        text = "\n".join((space.join(filled[:-1]), filled[-1])) if situation.brief and len(filled) > 1 else "\n\n".join(filled)
        return Suggestion(
            id=recipe.id,
            title=recipe.title,
            text=text,
            why=(*_grounds(recipe, situation.case), *reasons, *situation.notes),
            open_slots=tuple(left_open),
            questions=questions,
            hold=recipe.hold,
        )

    def _paragraph(self, names: tuple[str, ...], situation: _Situation, left_open: dict[str, None], reasons: list[str]) -> str:
        texts, sentences = situation.texts, []
        for name in names:
            for variant in self._book.blocks[name].speaking(situation.case, situation.labels):
                template = texts.templates[name][variant.key]
                sentences.append(template.fill(situation.values, texts.language.open, left_open))
                if variant.why:
                    reasons.append(f"{variant.why} ({name}.{variant.key})")
        return texts.language.space.join(sentences)

    def _questions(self, situation: _Situation) -> tuple[str, ...]:
        offered = (name for name, condition in self._book.questions.items() if condition.fits(situation.case))
        return tuple(situation.texts.questions[name] for name in offered)


def _grounds(recipe: RecipePlan, case: Case) -> Iterator[str]:
    grounds = ", ".join(recipe.condition.grounds(case)) or "whatever the labels"
    yield f"{recipe.why} (recipe {recipe.id}: {grounds})"
    for condition, _, why in recipe.prefer:
        if condition.fits(case):
            yield f"{why} (recipe {recipe.id}: {', '.join(condition.grounds(case))})"


def _as_list(value: LabelValue | None) -> list[str]:
    return value if isinstance(value, list) else []


def _doubts(record: Record) -> Iterator[str]:
    if record.review:
        yield f"the labels are uncertain, check them first: {'; '.join(record.review_why) or 'low confidence'}"


def _stage_alone(labels: Mapping[str, LabelValue]) -> str | None:
    """The stage of a message that is a thread of one, for records that lack it."""
    level = labels.get("hostility")
    return CurveState().follow(level)[0] if isinstance(level, int) else None


def _last_answer(message: Mapping[str, Any]) -> str | None:
    """What the company last wrote in the message's thread; None where it has not."""
    thread = message.get("thread")
    turns = thread if isinstance(thread, list) else []
    return next((str(turn.get("text", "")) for turn in reversed(turns) if isinstance(turn, Mapping) and turn.get("role") == "agent"), None)
