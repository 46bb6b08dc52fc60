"""From messages to a curve: the labels they carry, else those of a model.

In: one thread in order: label records, mappings, texts, `Message`; a model that is only loaded if it is needed. Out: a
`HostilityCurve`. One letter alone is followed sentence by sentence (`pipeline.sentences`); a sentence too short to be
judged by itself is read together with the one before it. Not here: reading files, drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from pipeline.assets import shipped
from pipeline.conversation.turns import HostilityCurve, Turn, placed, sure
from pipeline.decide import Decider
from pipeline.errors import UsageError
from pipeline.ingest import message_from
from pipeline.records import Message, Record, Rejected
from pipeline.scoring import Scorer
from pipeline.sentences import split
from pipeline.taxonomy import Taxonomy

Item = str | Mapping[str, Any] | Message | Record
Supply = Callable[[], Scorer]
_SHORT = 24
"""Columns below which a sentence is read with its neighbour; a wide character counts two."""
_WIDE_FROM = "\u2e80"


def curve_of(thread: Sequence[Item] | Mapping[str, Any], supply: Supply, *, sentences: bool | None = None) -> HostilityCurve:
    """The curve of ``thread``; ``supply`` gives the model for messages without labels.

    ``sentences``: by sentence; by default where the thread is one letter.

    Raises:
        UsageError: there is no message, or one without text, or a label that is no level.
    """
    items = messages_of(thread)
    if sentences or (sentences is None and len(items) == 1):
        return _curve_of_letter(items, supply)
    turns = [_turn(item, number) for number, item in enumerate(items, 1)]
    missing = [place for place, turn in enumerate(turns) if turn.role == "customer" and turn.level is None]
    if missing:
        scorer = supply()
        for place, record in zip(missing, _labelled([_message(items[place]) for place in missing], scorer), strict=True):
            turns[place] = _from_model(turns[place], record, scorer.taxonomy)
        return placed(turns, "message", _level_names(scorer.taxonomy))
    return placed(turns, "message", _level_names(_shipped_taxonomy()))


def messages_of(thread: Sequence[Item] | Mapping[str, Any]) -> list[Item]:
    """The messages of a thread that is a list, or a mapping with ``messages``."""
    found = thread.get("messages", [thread]) if isinstance(thread, Mapping) else thread
    items = [found] if isinstance(found, str) else list(found)
    if not items:
        raise UsageError("the thread has no message", hint="give at least one")
    return items


def heat_facet(taxonomy: Taxonomy) -> str:
    """The facet that is the height of the curve: the first of kind ``ordinal``.

    Raises:
        UsageError: the taxonomy has none.
    """
    name = next((name for name, facet in taxonomy.facets.items() if facet.kind == "ordinal"), None)
    if name is None:
        raise UsageError("this model's taxonomy has no facet of kind 'ordinal', so there is no curve", hint="use another model")
    return name


@cache
def _shipped_taxonomy() -> Taxonomy:
    return Taxonomy.from_file(shipped("configs/taxonomy.yaml"))


def _level_names(taxonomy: Taxonomy) -> tuple[str, ...]:
    heat = heat_facet(taxonomy)
    return tuple(taxonomy.name_of(heat, code) for code in taxonomy.facets[heat].label_names)


def _turn(item: Item, number: int) -> Turn:
    """One message as a turn; with its level if the item carries one."""
    if isinstance(item, Record):
        values: Mapping[str, Any] = item.to_dict()
    elif isinstance(item, Message):
        values = {"id": item.id, "role": item.role, "text": item.body, "lang": item.lang, "date": item.date, "labels": item.labels}
    else:
        values = {"text": item} if isinstance(item, str) else item
    text = values.get("text")
    if not isinstance(text, str) or not text.strip():
        raise UsageError("there is no text in it", where=f"message {number}", hint="every message needs a 'text'")
    turn = Turn(
        id=str(values.get("id") or number),
        role="agent" if values.get("role") == "agent" else "customer",
        text=text,
        lang=values.get("lang") or "und",
        date=values.get("date"),
    )
    return turn if turn.role == "agent" else _with_level(turn, values, number)


def _with_level(turn: Turn, values: Mapping[str, Any], number: int) -> Turn:
    labels = values.get("labels")
    level = labels.get("hostility") if isinstance(labels, Mapping) else None
    if level is None:
        return turn
    scores = (values.get("scores") or {}).get("hostility")
    levels = len(_level_names(_shipped_taxonomy()))
    if not isinstance(level, int) or isinstance(level, bool) or not 0 <= level < levels:
        raise UsageError(f"hostility: {level!r} is no level from 0 to {levels - 1}", where=f"message {number}", hint="mend the label")
    if isinstance(scores, Sequence) and len(scores) == levels and sum(map(float, scores)) > 0:
        return replace(turn, level=level, scores=tuple(map(float, scores)))
    return replace(turn, level=level, scores=sure(level, levels))


def _message(item: Item) -> Message:
    if isinstance(item, Record):
        item = {name: value for name, value in item.to_dict().items() if name in ("id", "source", "text", "subject", "lang", "role")}
    return message_from(item)


def _labelled(messages: Sequence[Message], scorer: Scorer) -> list[Record]:
    from pipeline.label import Labeller

    found = Labeller(scorer).label_chunk(messages)
    for item in found:
        if isinstance(item, Rejected):
            raise UsageError(item.detail, where=item.source, hint="leave this message out")
    return [item for item in found if isinstance(item, Record)]


def _from_model(turn: Turn, record: Record, taxonomy: Taxonomy) -> Turn:
    heat = heat_facet(taxonomy)
    level, scores = (record.labels or {})[heat], (record.scores or {})[heat]
    if not isinstance(level, int) or isinstance(scores, Mapping):
        raise UsageError(f"the model gave no level for '{heat}'", where=record.source)
    return replace(turn, level=level, scores=tuple(scores), text=record.text, lang=record.lang)


def _curve_of_letter(items: Sequence[Item], supply: Supply) -> HostilityCurve:
    """The curve within the one customer's letter among ``items``."""
    letters = [item for number, item in enumerate(items, 1) if _turn(item, number).role == "customer"]
    if len(letters) != 1:
        raise UsageError(f"by sentence is for one letter; there are {len(letters)}", hint="give one letter, or leave the option out")
    scorer = supply()
    (record,) = _labelled([_message(letters[0])], scorer)
    name = _turn(letters[0], 1).id
    ranges = split(record.text, record.lang)
    taxonomy, heat = scorer.taxonomy, heat_facet(scorer.taxonomy)
    decider = Decider(taxonomy, scorer.decisions)
    rows = scorer.score(_in_context(record.text, ranges))[:, taxonomy.layout.slices[heat]]
    turns = [
        Turn(
            id=f"{name}#{number}",
            role="customer",
            text=record.text[start:end],
            lang=record.lang,
            level=decider.level(heat, row),
            scores=tuple(map(float, row)),
            span=(start, end),
        )
        for number, ((start, end), row) in enumerate(zip(ranges, rows, strict=True), 1)
    ]
    return placed(turns, "sentence", _level_names(taxonomy))


def _in_context(text: str, ranges: Sequence[tuple[int, int]]) -> list[str]:
    """What the model reads for each sentence: itself, a short one with the sentence before it."""
    found = []
    for place, (start, end) in enumerate(ranges):
        short = _columns(text[start:end]) < _SHORT and place > 0
        found.append(text[ranges[place - 1][0] if short else start : end])
    return found


def _columns(text: str) -> int:
    return sum(2 if letter >= _WIDE_FROM else 1 for letter in text if letter.isalnum())
