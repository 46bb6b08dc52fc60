"""What the endpoint does with a request, free of HTTP: label, reply, check, curve.

In: requests that pydantic has checked. Out: records and plain JSON values. One batch is computed at a time.
"""

from __future__ import annotations

import threading
from functools import cached_property
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException

from pipeline.ingest import message_from
from pipeline.label import Labeller
from pipeline.linter import Linter
from pipeline.records import Record, Rejected
from pipeline.replies import ReplyDesk
from pipeline.serve.limits import Limits
from pipeline.serve.schema import CheckRequest, LabelRequest
from pipeline.triage import Triage


class Desk:
    """A model, the reply desk and the linter at work for requests within ``limits``."""

    def __init__(self, triage: Triage, limits: Limits) -> None:
        self._triage, self._limits = triage, limits
        self._one_at_a_time = threading.Lock()

    @cached_property
    def _replies(self) -> ReplyDesk:
        return ReplyDesk.load(taxonomy=self._triage.taxonomy)

    @cached_property
    def _linter(self) -> Linter:
        return Linter.load()

    def label(self, request: LabelRequest) -> list[Record]:
        """A record per message."""
        self._check_size(request)
        given = [message.model_dump(exclude_none=True, exclude={"labels"}) for message in request.messages]
        messages = [message_from(values | {"source": f"request#{number}"}) for number, values in enumerate(given, 1)]
        with self._one_at_a_time:
            return [_record(item) for item in Labeller(self._triage.scorer).stream(messages)]

    def reply(self, request: LabelRequest) -> list[dict[str, Any]]:
        """``id`` and ``suggestions`` of each message; none for messages of the company."""
        records = self.label(request)
        given = [message.model_dump(exclude_none=True) for message in request.messages]
        return [
            {"id": record.id, "suggestions": [found.to_dict() for found in self._suggest(record, values)]}
            for record, values in zip(records, given, strict=True)
        ]

    def _suggest(self, record: Record, values: dict[str, Any]) -> list[Any]:
        return [] if record.role == "agent" else list(self._replies.suggest(record, message=values))

    def check(self, request: CheckRequest) -> list[dict[str, Any]]:
        """The findings of a draft; the model supplies the labels of the message where they are missing."""
        message = request.to.model_dump(exclude_none=True) if request.to else None
        if message is not None and not message.get("labels"):
            with self._one_at_a_time:
                labels = self._triage({name: message[name] for name in ("text", "lang") if name in message}).labels
            message["labels"] = dict(labels or {})
        return [finding.to_dict() for finding in self._linter.check(request.reply, lang=request.lang, message=message)]

    def curve(self, request: LabelRequest) -> dict[str, Any]:
        """The messages as one thread, in order."""
        self._check_size(request)
        with self._one_at_a_time:
            found: dict[str, Any] = self._triage.curve([message.model_dump(exclude_none=True) for message in request.messages]).to_dict()
        return found

    def _check_size(self, request: LabelRequest) -> None:
        most, longest = self._limits.messages, self._limits.text_chars
        if len(request.messages) > most:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{len(request.messages)} messages; at most {most} a request")
        for number, message in enumerate(request.messages, 1):
            if len(message.text) > longest:
                told = f"message {number} has {len(message.text)} characters; at most {longest}"
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, told)


def _record(item: Record | Rejected) -> Record:
    if isinstance(item, Record):
        return item
    raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, f"{item.source}: {item.detail}")
