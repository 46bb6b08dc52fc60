"""What comes in over HTTP: checked here by pydantic, then handed on as plain records."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class MessageIn(BaseModel):
    """A message to label; only ``text`` is needed. Further keys are let pass and ignored."""

    model_config = ConfigDict(extra="ignore")

    text: str = Field(min_length=1, description="the message as the customer wrote it")
    id: str | int | None = None
    subject: str | None = None
    lang: str | None = Field(default=None, description="BCP 47; detected where it is missing")
    thread: str | None = Field(default=None, description="messages of one thread follow one another on its curve, in order")
    role: Literal["customer", "agent"] | None = None
    channel: str | None = None
    date: str | None = None
    name: str | None = Field(default=None, description="the customer's name, for the reply's address")
    labels: dict[str, Any] | None = Field(default=None, description="for a curve: levels that are known need no model")


class LabelRequest(BaseModel):
    """Messages to label, in order."""

    messages: list[MessageIn]


class LabelResponse(BaseModel):
    """A label record per message, in order (the record of the contract)."""

    results: list[dict[str, Any]]


class ReplyResponse(BaseModel):
    """``id`` and ``suggestions`` of each message, in order."""

    results: list[dict[str, Any]]


class TurnIn(BaseModel):
    """An earlier message of a thread."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["customer", "agent"]
    text: str


class AnsweredMessage(BaseModel):
    """The message that a draft answers."""

    model_config = ConfigDict(extra="ignore")

    text: str = Field(min_length=1)
    name: str | None = None
    lang: str | None = None
    labels: dict[str, Any] | None = None
    thread: list[TurnIn] | None = None


class CheckRequest(BaseModel):
    """A draft reply, and the message it answers where that is at hand."""

    reply: str = Field(min_length=1, max_length=200_000)
    lang: str | None = None
    to: AnsweredMessage | None = None


class CheckResponse(BaseModel):
    """What the draft should not say."""

    findings: list[dict[str, Any]]


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
