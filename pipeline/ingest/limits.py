"""What one message may cost to read, and the word that stops it.

In: `Limits`, from ``configs/reading.yaml`` or a user's own file. While a message is read, `metered` holds a meter
for the thread at work; the steps of reading spend from it (`count_part`, `add_decoded`, `check_time` …), and the
step that goes beyond a limit raises `RefusedError`, which the readers turn into a `Rejected`. Steps that run
without a meter are not limited. Time is the processor time of the thread, looked at between steps: no signals, no
other threads; a step of a library that does not come back in itself cannot be stopped, so sizes are limited
before such steps.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import Field

from pipeline.assets import shipped
from pipeline.strict_yaml import StrictModel, read_yaml, validate

LIMITS_VARIABLE = "COMPLAINTS_LIMITS"
_MIB = 2**20


class Limits(StrictModel):
    """The knobs of ``configs/reading.yaml``, which says what each one means; these are the shipped values."""

    message_bytes: int = Field(40 * _MIB, gt=0)
    header_bytes: int = Field(_MIB, gt=0)
    lines: int = Field(1_000_000, gt=0)
    parts: int = Field(1_000, gt=0)
    depth: int = Field(50, gt=0)
    decoded_bytes: int = Field(20 * _MIB, gt=0)
    characters: int = Field(1_000_000, gt=0)
    elements: int = Field(100_000, gt=0)
    pages: int = Field(200, gt=0)
    seconds: float = Field(1.0, gt=0)


class RefusedError(Exception):
    """A message that is not read. ``reason`` is a stable word, ``detail`` a sentence, as in `Rejected`."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(reason, detail)


def load(path: Path | str | None = None) -> Limits:
    """The limits in ``path``, else in the file that ``$COMPLAINTS_LIMITS`` names, else the shipped ones.

    Raises:
        ConfigError: the file is missing, is no YAML, or has a key or value that is not allowed.
    """
    named = path or os.environ.get(LIMITS_VARIABLE)
    return validate(Limits, read_yaml(Path(named)), where=str(named)) if named else _shipped()


@cache
def _shipped() -> Limits:
    path = shipped("configs/reading.yaml")
    return validate(Limits, read_yaml(path), where=str(path))


@dataclass(slots=True)
class _Meter:
    """What the message at hand has cost so far."""

    limits: Limits
    begun: float = field(default_factory=time.thread_time)
    parts: int = 0
    decoded: int = 0


_METER: ContextVar[_Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered(limits: Limits | None = None) -> Iterator[None]:
    """Within it, what is read counts as one message; by default under the limits of `load`. Inside another it changes nothing."""
    if _METER.get() is not None:
        yield
        return
    token = _METER.set(_Meter(limits or load()))
    try:
        yield
    finally:
        _METER.reset(token)


def current() -> Limits | None:
    """The limits of the message at hand; None where none hold."""
    meter = _METER.get()
    return meter.limits if meter else None


def check_time() -> None:
    """Refuse a message that has taken too long."""
    meter = _METER.get()
    if meter and time.thread_time() - meter.begun > meter.limits.seconds:
        raise _beyond("too_slow", "reading it takes longer than", meter.limits.seconds, "s", "seconds")


def count_part() -> None:
    """One more part; refuse a message with too many, or one that has taken too long."""
    meter = _METER.get()
    if meter:
        meter.parts += 1
        _check("too_many_parts", "parts", meter.parts, "it has more than", "parts")
        check_time()


def add_decoded(size: int) -> None:
    """``size`` more bytes of text with its encoding undone, or of a packed file unpacked."""
    meter = _METER.get()
    if meter:
        meter.decoded += size
        _check("too_large", "decoded_bytes", meter.decoded, "unpacked it is larger than", "bytes")
        check_time()


def check_size(size: int) -> None:
    """The bytes of one message."""
    _check("too_large", "message_bytes", size, "it is larger than", "bytes")


def check_headers(size: int) -> None:
    """The bytes of the headers of one part."""
    _check("too_large", "header_bytes", size, "its headers are larger than", "bytes")


def check_lines(number: int) -> None:
    """The lines of one mail."""
    _check("too_large", "lines", number, "it has more than", "lines")


def check_depth(depth: int) -> None:
    """The level of a part, the message itself being 0."""
    _check("too_deep", "depth", depth, "its parts are nested deeper than", "levels")


def check_text(number: int) -> None:
    """The characters of the visible text of one message."""
    _check("too_large", "characters", number, "its text is longer than", "characters")


def check_elements(number: int) -> None:
    """The tags of one HTML page."""
    _check("too_large", "elements", number, "its HTML has more than", "tags")


def check_pages(number: int) -> None:
    """The pages of one document."""
    _check("too_large", "pages", number, "it has more than", "pages")


def _check(reason: str, knob: str, value: int, what: str, unit: str) -> None:
    limits = current()
    if limits and value > getattr(limits, knob):
        raise _beyond(reason, what, getattr(limits, knob), unit, knob)


def _beyond(reason: str, what: str, limit: float, unit: str, knob: str) -> RefusedError:
    shown = f"{limit / _MIB:.0f} MiB" if unit == "bytes" and limit >= _MIB else f"{limit} {unit}"
    return RefusedError(reason, f"{what} {shown}; to read it, raise '{knob}' (--limits FILE.yaml, or ${LIMITS_VARIABLE})")
