"""Read → clean → score → decide → place on the curve: messages in, label records out.

In: an iterator of `Message` and `Rejected`, of any length. Out: an iterator of `Record` and `Rejected`, in
input order, in memory that does not grow with the inbox: messages are taken a chunk at a time, and of a
thread only the curve's state is kept. Evaluation and serving call exactly this.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline import evidence
from pipeline.clean import clean
from pipeline.curve import CurveState
from pipeline.decide import Decider
from pipeline.records import CleanMessage, Message, Record, Rejected
from pipeline.scoring import Scorer, model_text
from pipeline.sentences import split

Rows = NDArray[np.float32]

CHUNK = 256
"""Messages computed together: enough to batch by length, little enough to stream."""


class Labeller:
    """A scorer at work on messages; remembers where each thread stands on its curve.

    ``prepare`` makes of a message what is scored and written: cleaning, or cleaning and masking.
    """

    def __init__(self, scorer: Scorer, prepare: Callable[[Message], CleanMessage] = clean) -> None:
        self.scorer = scorer
        self._prepare = prepare
        self.decider = Decider(scorer.taxonomy, scorer.decisions)
        self._curves: dict[str, CurveState] = {}
        self._heat = next((name for name, facet in scorer.taxonomy.facets.items() if facet.kind == "ordinal"), None)

    def stream(self, items: Iterable[Message | Rejected]) -> Iterator[Record | Rejected]:
        """Records in input order; what was rejected on the way passes through in its place."""
        for chunk in chunks(items):
            yield from self.label_chunk(chunk)

    def label_chunk(self, items: Sequence[Message | Rejected]) -> list[Record | Rejected]:
        """The records of one chunk; the same chunk gives the same bytes."""
        cleaned = [item if isinstance(item, Rejected) else self._prepare(item) for item in items]
        ours = [item for item in cleaned if isinstance(item, CleanMessage) and item.message.role == "customer"]
        texts = [model_text(item.message.subject, item.text) for item in ours]
        shifts = [len(text) - len(item.text) for text, item in zip(texts, ours, strict=True)]  # the subject stands in front
        spans = [split(item.text, item.lang) for item in ours]
        shifted = [[(start + shift, end + shift) for start, end in some] for some, shift in zip(spans, shifts, strict=True)]
        reading = self.scorer.read(texts, shifted, [item.lang for item in ours])
        read = iter(zip(reading.scores, self.scorer.unread(texts), reading.falls, spans, strict=True))
        results: list[Record | Rejected] = []
        for item in cleaned:
            if isinstance(item, Rejected):
                results.append(item)
            elif item.message.role == "agent":
                results.append(record_of(item, self.scorer.name))
            else:
                results.append(self._labelled(item, *next(read)))
        return results

    def _labelled(self, item: CleanMessage, row: Rows, unread: int, falls: Rows, spans: Sequence[evidence.Span]) -> Record:
        labels = self.decider.labels(row)
        reasons = self.decider.review_reasons(row, item.lang)
        if unread:
            reasons = (*reasons, f"length: the last {unread} tokens were not read")
        return record_of(
            item,
            self.scorer.name,
            labels=labels,
            scores=self.decider.scores(row),
            stage=self._stage(item.message.thread, labels),
            review=bool(reasons),
            review_why=reasons,
            evidence=evidence.choose(labels, falls, spans, self.scorer.taxonomy),
        )

    def _stage(self, thread: str | None, labels: dict[str, Any]) -> str | None:
        if self._heat is None:
            return None
        state = self._curves.get(thread, CurveState()) if thread else CurveState()
        stage, state = state.follow(labels[self._heat])
        if thread:
            self._curves[thread] = state
        return stage

    def follow(self, record: Record) -> None:
        """Take a record that was labelled earlier into account (a run that is resumed)."""
        if record.labels is not None:
            self._stage(record.thread, dict(record.labels))


def chunks(items: Iterable[Message | Rejected]) -> Iterator[list[Message | Rejected]]:
    """``items``, `CHUNK` at a time."""
    iterator = iter(items)
    while chunk := list(itertools.islice(iterator, CHUNK)):
        yield chunk


def record_of(item: CleanMessage, model: str, **labelled: Any) -> Record:
    """The record of a cleaned message; ``labelled`` are the fields that ``model`` filled, the others are empty."""
    message = item.message
    values: dict[str, Any] = {"labels": None, "scores": None, "stage": None, "review": False} | labelled
    return Record(
        id=message.id,
        source=message.source,
        thread=message.thread,
        role=message.role,
        date=message.date,
        channel=message.channel,
        lang=item.lang,
        subject=message.subject,
        text=item.text,
        model=model,
        **values,
    )
