"""Messages in, suggestions out, for a whole inbox: `answered`.

In: what `pipeline.ingest.read` yields; label records among it keep their labels, so that the model is loaded only if a
message has none. Out: a record with its suggestions for each message, in input order; what cannot be read passes through.
Of a thread only its place on the curve and the company's last words are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.clean import clean
from pipeline.curve import CurveState
from pipeline.label import chunks, record_of
from pipeline.records import Message, Record, Rejected
from pipeline.replies.desk import ReplyDesk, Suggestion
from pipeline.taxonomy import Taxonomy

LabelChunk = Callable[[Sequence[Message | Rejected]], list[Record | Rejected]]
"""What labels a chunk of messages: `pipeline.label.Labeller.label_chunk`."""
GIVEN = "given"
"""The model's name of a record whose labels came with it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A message's record and the suggestions for it; none for a message of the company."""

    record: Record
    suggestions: tuple[Suggestion, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON line of the contract."""
        return {"id": self.record.id, "suggestions": [suggestion.to_dict() for suggestion in self.suggestions]}


@dataclass(slots=True)
class _Thread:
    """What a later message needs to know of its thread."""

    curve: CurveState = field(default_factory=CurveState)
    last_answer: str | None = None


def answered(
    items: Iterable[Message | Rejected], desk: ReplyDesk, taxonomy: Taxonomy, label: LabelChunk, *, language: str | None = None, n: int = 3
) -> Iterator[Answer | Rejected]:
    """The answers to ``items``, in order. ``label`` is called for those that carry no labels."""
    threads: dict[str, _Thread] = {}
    for chunk in chunks(items):
        labelled = _labelled(chunk, taxonomy, label)
        for item, record in zip(chunk, labelled, strict=True):
            if isinstance(record, Rejected) or isinstance(item, Rejected):
                yield record if isinstance(record, Rejected) else Rejected(record.source, "fault", "it was labelled though it was rejected")
            else:
                yield _answer(item, record, desk, threads, language, n)


def _answer(message: Message, record: Record, desk: ReplyDesk, threads: dict[str, _Thread], language: str | None, n: int) -> Answer:
    thread = threads.setdefault(record.thread, _Thread()) if record.thread else _Thread()
    if record.role == "agent":
        thread.last_answer = record.text
        return Answer(record, ())
    level = (record.labels or {}).get("hostility")
    if isinstance(level, int):
        stage, thread.curve = thread.curve.follow(level)
        record = replace(record, stage=stage)
    known: dict[str, Any] = {"sender_name": message.sender_name, "attachments": message.attachments}
    if thread.last_answer is not None:
        known["thread"] = [{"role": "agent", "text": thread.last_answer}]
    return Answer(record, tuple(desk.suggest(record, message=known, n=n, language=language)))


def _labelled(chunk: Sequence[Message | Rejected], taxonomy: Taxonomy, label: LabelChunk) -> list[Record | Rejected]:
    """Records of a chunk, in order; the model sees those customers' messages that carry no labels."""
    found = [_own_labels(item, taxonomy) for item in chunk]
    open_places = [place for place, record in enumerate(found) if record is None]
    if open_places:
        for place, record in zip(open_places, label([chunk[place] for place in open_places]), strict=True):
            found[place] = record
    return [record for record in found if record is not None]


def _own_labels(item: Message | Rejected, taxonomy: Taxonomy) -> Record | Rejected | None:
    """The record of a message that needs no model; None where it does."""
    if isinstance(item, Rejected):
        return item
    if item.role == "agent":
        return record_of(clean(item), GIVEN)
    if item.labels is None:
        return None
    faults = list(taxonomy.faults(item.labels))
    return Rejected(item.source, "labels", "; ".join(faults)) if faults else record_of(clean(item), GIVEN, labels=dict(item.labels))
