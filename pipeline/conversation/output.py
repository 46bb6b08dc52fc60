"""A curve to a file: the suffix chooses the kind of picture.

In: a `HostilityCurve`, a path that ends in ``.png``, ``.svg`` or ``.html``. Out: the file, whole or not at all. Not here:
the pictures themselves.
"""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.conversation.turns import HostilityCurve
from pipeline.errors import UsageError

SUFFIXES = (".png", ".svg", ".html")


def check_suffix(path: Path) -> None:
    """Refuse a path whose suffix names no kind of picture.

    Raises:
        UsageError: the suffix is none of `SUFFIXES`, or the folder does not exist.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"'{path.suffix}' is no kind of picture", where=str(path), hint=f"let --out end in {', '.join(SUFFIXES)}")
    if not path.absolute().parent.is_dir():
        raise UsageError("its folder does not exist", where=str(path), hint="make the folder first")


def write(found: HostilityCurve, path: Path, *, title: str, model: str = "") -> None:
    """Draw ``found`` into ``path``."""
    check_suffix(path)
    content = _content(found, path.suffix.lower(), title, model)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _content(found: HostilityCurve, suffix: str, title: str, model: str) -> bytes:
    if suffix == ".png":
        from pipeline.conversation.figure import png

        return png(found)
    if suffix == ".svg":
        from pipeline.conversation.svg import standalone

        return standalone(found).encode("utf-8", "replace")
    from pipeline.conversation.page import render

    return render(found, title=title, model=model).encode("utf-8", "replace")
