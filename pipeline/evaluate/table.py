"""`Scores` as plain text for a terminal: one table of facets, one of languages by facets.

In: the scores of a model, perhaps those of another on the same messages. Out: lines of text. A dash stands for a
number that is undefined or was not measured; ``*`` marks slices too small to trust. No colour, no width detection.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from pipeline.evaluate.scores import FEW, HEADLINE, FacetScores, Scores

_NONE = "–"


def table(scores: Scores, against: Scores | None = None, *, other: str = "baseline") -> str:
    """Facets with interval, ``n``, the ``other`` model's value and the difference; then language by facet."""
    parts = [_aligned(_facet_rows(scores, against, other))]
    if scores.languages:
        parts.append(_aligned(_language_rows(scores, against)))
        if against:
            parts.append(f"in brackets: the difference to {other}")
    if any(facet.few for facets in (scores.facets, *scores.languages.values()) for facet in facets.values()):
        parts.append(f"* fewer than {FEW} messages")
    return "\n\n".join(parts)


def _facet_rows(scores: Scores, against: Scores | None, other: str) -> list[list[str]]:
    rows = [["facet", "metric", "value", "95 % interval", "n", *([other, "difference"] if against else [])]]
    for name, facet in scores.facets.items():
        for metric, interval in facet.metrics.items():
            bounds = _NONE if interval.low is None else f"{_number(interval.low)}–{_number(interval.high)}"
            row = [name, metric, _marked(interval.value, few=facet.few), bounds, str(facet.n)]
            rows.append([*row, *_compared(scores, against, name, metric)] if against else row)
    return rows


def _compared(scores: Scores, against: Scores, facet: str, metric: str) -> list[str]:
    mine = scores.facets[facet].metrics[metric].value
    measured = against.facets[facet].metrics if facet in against.facets else {}
    theirs = measured[metric].value if metric in measured else None
    return [_number(theirs), _NONE if mine is None or theirs is None else f"{mine - theirs:+.3f}"]


def _language_rows(scores: Scores, against: Scores | None) -> list[list[str]]:
    rows = [["language", *(f"{name} {HEADLINE[facet.kind]}" for name, facet in scores.facets.items())]]
    for code, facets in scores.languages.items():
        cells = []
        for name in scores.facets:
            found = facets.get(name)
            beside = against.languages.get(code, {}).get(name) if against else None
            cells.append(_NONE if found is None else _marked(found.headline.value, few=found.few) + _bracketed(found, beside))
        rows.append([code, *cells])
    return rows


def _bracketed(found: FacetScores, beside: FacetScores | None) -> str:
    """The difference to another model's number, where both have one."""
    if beside is None or found.headline.value is None or beside.headline.value is None:
        return ""
    return f" ({found.headline.value - beside.headline.value:+.2f})"


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.3f}"


def _marked(value: float | None, *, few: bool) -> str:
    return _number(value) + ("*" if few else "")


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]])


def _width(text: str) -> int:
    """Columns on a terminal: East Asian wide characters take two, combining marks none (UAX #11)."""
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
