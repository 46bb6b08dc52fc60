"""Charts as strings of inline SVG: bars, stacked strips, columns over time, sparks.

In: labels (untrusted, escaped here) and counts. Out: `Markup` that follows its column's width: positions
are percentages, so letters keep their size on a phone and on paper. Colours are CSS classes (``f-accent``,
``f-h0`` calm … ``f-h5`` hottest), so the page's light, dark and print palettes apply. Each chart says in
words what it shows (``aria-label``): every value in it is also text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup, escape

from pipeline.report.lettering import text_width, wrap

_SIZE = 13
_LINE = 17
_BAR = 8
_GAP = 13
_ROOM = 240
"""Pixels a row's label and value share at least: the narrowest column of the page."""
_HEIGHT = 150
_AXIS = 22
_FEWEST_SLOTS = 12
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled amount; ``lead`` of it is drawn first, in the colour of heat. ``text`` stands at the right."""

    label: str
    value: int
    text: str
    fill: str = "f-accent"
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Stack:
    """A labelled distribution over the levels of heat."""

    label: str
    counts: Sequence[int]
    text: str = ""


def heat_class(level: int, levels: int) -> str:
    """The colour class of a level on a scale of ``levels``: the page has six, from calm to hottest."""
    return f"f-h{round(level * 5 / max(1, levels - 1))}"


def horizontal_bars(bars: Sequence[Bar], *, top: int, about: str, lead_fill: str = "f-h4") -> Markup:
    """A row per bar: label above, value at the right, bar below. ``top`` is the amount of a full row."""
    rows, y = [], 0
    for bar in bars:
        row, height = _row(bar.label, bar.text, y)
        track = y + height + 5
        rows += [row, _box(0, 100, track, _BAR, "f-track"), _box(0, _percent(bar.value, top), track, _BAR, bar.fill)]
        rows.append(_box(0, _percent(bar.lead, top), track, _BAR, lead_fill))
        y = track + _BAR + _GAP
    spoken = "; ".join(f"{bar.label} {bar.text}" for bar in bars)
    return _svg(rows, y - _GAP + 1, f"{about}: {spoken}")


def stacked_strips(stacks: Sequence[Stack], *, about: str) -> Markup:
    """A row per distribution, each filling the width: shares of the levels, the calm ones first."""
    rows, y = [], 0
    for stack in stacks:
        row, height = _row(stack.label, stack.text, y)
        rows += [row, *_segments(stack.counts, y + height + 5)]
        y += height + 5 + _BAR + _GAP
    spoken = "; ".join(f"{stack.label} {stack.text}" for stack in stacks)
    return _svg(rows, y - _GAP + 1, f"{about}: {spoken}")


def columns(stacks: Sequence[Stack], *, about: str) -> Markup:
    """A column per moment, stacked by level with the hottest at the foot, where heights compare best."""
    top = max((sum(stack.counts) for stack in stacks), default=0) or 1
    slot = 100 / max(len(stacks), _FEWEST_SLOTS)
    grid = Markup('<line class="rule" x1="0" x2="100%" y1="{0}" y2="{0}"/>')
    parts = [grid.format(_AXIS), grid.format(_AXIS + _HEIGHT), _text(0, 13, f"{top:,}", "small")]
    for index, stack in enumerate(stacks):
        parts += _column(stack.counts, index * slot, slot * 0.82, top)
    for index in _tick_places(len(stacks)):
        anchor = "start" if index == 0 else "end" if index == len(stacks) - 1 and len(stacks) >= _FEWEST_SLOTS else "middle"
        x = {"start": index * slot, "end": (index + 0.82) * slot}.get(anchor, (index + 0.41) * slot)
        parts.append(_text(x, _AXIS + _HEIGHT + 17, stacks[index].label, "small", anchor))
    return _svg(parts, _HEIGHT + 2 * _AXIS + 2, about)


def spark(levels: Sequence[int], scale: int, *, about: str) -> Markup:
    """One small bar per message of a thread, as high as its level, the last at the right."""
    step = 30 / max(1, scale - 1)
    parts = [
        Markup('<rect class="{}" x="{}" y="{:.1f}" width="7" height="{:.1f}" rx="1"/>').format(
            heat_class(level, scale), index * 10, 31 - level * step, 3 + level * step
        )
        for index, level in enumerate(levels)
    ]
    return _svg(parts, 34, about, width=f"{max(1, len(levels)) * 10 - 3}")


def meter(level: int, scale: int, *, about: str) -> Markup:
    """A row of small squares, filled up to ``level``: readable without colour."""
    parts = [
        Markup('<rect class="{}" x="{}" y="0" width="9" height="9" rx="2"/>').format(
            heat_class(level, scale) if place <= level else "f-track", place * 12
        )
        for place in range(scale)
    ]
    return _svg(parts, 9, about, width=f"{scale * 12 - 3}")


def _row(label: str, value: str, y: int) -> tuple[Markup, int]:
    """Label lines with the value at the right of the first, and their height."""
    lines = wrap(label, _ROOM - text_width(value, _SIZE) - 12, _SIZE)
    drawn = [_text(0, y + 13 + index * _LINE, line, "label") for index, line in enumerate(lines)]
    drawn.append(_text(100, y + 13, value, "value", "end"))
    return Markup("<g><title>{}</title>{}</g>").format(f"{label} {value}", Markup("").join(drawn)), _LINE * len(lines)


def _segments(counts: Sequence[int], y: int) -> Iterable[Markup]:
    total = sum(counts)
    for level, (end, count) in enumerate(zip(accumulate(counts), counts, strict=True)):
        if count:
            start = _percent(end - count, total)
            yield _box(start, _percent(count, total), y, _BAR, heat_class(level, len(counts)) + " seam")


def _column(counts: Sequence[int], x: float, width: float, top: int) -> Iterable[Markup]:
    foot = float(_AXIS + _HEIGHT)
    for level in reversed(range(len(counts))):
        height = counts[level] / top * (_HEIGHT - 4)
        foot -= height
        if height:
            yield _box(x, width, foot, height, heat_class(level, len(counts)) + " seam")


def _tick_places(count: int) -> list[int]:
    """Evenly spread positions that are labelled, the first and the last among them."""
    if count <= _TICKS:
        return list(range(count))
    return sorted({round(index * (count - 1) / (_TICKS - 1)) for index in range(_TICKS)})


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _box(x: float, width: float, y: float, height: float, fill: str) -> Markup:
    if width <= 0:
        return Markup("")
    return Markup('<rect class="{}" x="{:.2f}%" width="{:.2f}%" y="{:.1f}" height="{:.1f}"/>').format(fill, x, width, y, height)


def _text(x: float, y: float, text: str, css: str, anchor: str = "start") -> Markup:
    return Markup('<text class="{}" x="{:.2f}%" y="{:.0f}" text-anchor="{}">{}</text>').format(css, x, y, anchor, text)


def _svg(parts: Iterable[Markup], height: float, about: str, *, width: str = "100%") -> Markup:
    head = Markup('<svg role="img" width="{}" height="{:.0f}" aria-label="{}">').format(width, max(1, height), escape(about))
    return head + Markup("").join(parts) + Markup("</svg>")
