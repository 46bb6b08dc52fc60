"""How far long work has come: a bar on a terminal, plain lines elsewhere, always on stderr."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from tqdm import tqdm

_LINE_EVERY_S = 15.0


class Progress:
    """Counts ``unit``; ``done`` of them were finished before."""

    def __init__(self, unit: str, done: int = 0) -> None:
        self._unit, self._done, self._started, self._said = unit, done, time.monotonic(), time.monotonic()
        self._first = done
        self._bar = tqdm(initial=done, unit=f" {unit}", file=sys.stderr, leave=False) if sys.stderr.isatty() else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()

    def advance(self, count: int) -> None:
        """``count`` more are done."""
        self._done += count
        if self._bar is not None:
            self._bar.update(count)
        elif time.monotonic() - self._said > _LINE_EVERY_S:
            self._said = time.monotonic()
            rate = (self._done - self._first) / (self._said - self._started)
            sys.stderr.write(f"{self._done} {self._unit} ({rate:.0f}/s)\n")
            sys.stderr.flush()
