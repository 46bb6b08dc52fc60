"""A curve on a matplotlib axis.

In: a `HostilityCurve`, perhaps an axis. Out: the axis, drawn; or the bytes of a PNG. Only letters that the fonts at hand
can show are set (`fonts`); else the callout names the message by its number alone. Not here: what is drawn (`scene`).
"""

from __future__ import annotations

import io
from typing import Any

from pipeline.conversation import palette, scene, story
from pipeline.conversation.fonts import Lettering, lettering, right_to_left
from pipeline.conversation.turns import HostilityCurve
from pipeline.errors import MissingExtraError
from pipeline.report.lettering import wrap

_INCHES, _HIGH, _DPI = 11.6, 6.6, 144
_LEFT = 1.3
_PIXELS = 88
"""Pixels to an inch at which texts are measured to be wrapped."""
_PER_TURN = 0.62
_TICKS = 24
_TITLE, _SUBTITLE = 21.5, 14.4
"""Sizes in pixels at `_PIXELS` to the inch."""
_MARKERS: dict[story.Effect, str] = {"hotter": "^", "same": "s", "cooler": "v", "open": "o"}


def draw(found: HostilityCurve, axes: Any = None) -> Any:
    """Draw ``found`` and return the axis."""
    try:
        from matplotlib import pyplot
    except ImportError as fault:
        raise MissingExtraError("matplotlib", extra="plots", needed_for="drawing a curve") from fault
    letters = lettering(turn.lang for turn in found.turns)
    inches = _inches(found)
    if axes is None:
        figure, axes = pyplot.subplots(figsize=(inches, _HIGH), dpi=_DPI / 2)
        figure.subplots_adjust(left=_LEFT / inches, right=1 - 0.25 / inches, top=0.86, bottom=0.085)
    what = scene.scene(found, width=(inches - _LEFT) * _PIXELS)
    with pyplot.rc_context({"font.family": list(letters.families)}):
        _ground(axes, what, found)
        _line(axes, what, found)
        _replies(axes, what)
        _callouts(axes, what, letters)
        _words(axes, found, room=(inches - _LEFT) * _PIXELS)
    return axes


def png(found: HostilityCurve) -> bytes:
    """The picture, `_DPI` dots to an inch."""
    axes = draw(found)
    from matplotlib import pyplot

    stream = io.BytesIO()
    axes.figure.savefig(stream, format="png", dpi=_DPI, facecolor=palette.PAPER)
    pyplot.close(axes.figure)
    return stream.getvalue()


def _inches(found: HostilityCurve) -> float:
    return min(60.0, max(_INCHES, _PER_TURN * len(found.turns)))


def _ground(axes: Any, what: scene.Scene, found: HostilityCurve) -> None:
    """Bands of stages with their names, the levels' lines, the axis of messages."""
    top = len(found.level_names) - 1
    for band in what.bands:
        axes.axvspan(band.start, band.end, ymin=0, ymax=_share(scene.STAGE_LINE + 0.3), color=palette.BANDS[band.stage], lw=0)
        ink, box = palette.BAND_INK[band.stage], {"facecolor": palette.BANDS[band.stage], "lw": 0, "pad": 2.5}
        axes.text(
            (band.start + band.end) / 2,
            scene.STAGE_LINE,
            band.name,
            ha="center",
            va="center",
            size=9.5,
            weight="bold",
            color=ink,
            zorder=6,
            bbox=box,
        )
    for level in range(top + 1):
        axes.axhline(level, color="white" if level else palette.LINE, lw=1, zorder=1)
    axes.set_xlim(0.5, what.count + 0.5)
    axes.set_ylim(scene.BOTTOM, scene.TOP if what.callouts else scene.STAGE_LINE + 0.4)
    names = [f"{name}  {level}" for level, name in enumerate(found.level_names)]
    axes.set_yticks([*range(top + 1), scene.LANE], [*names, "company"])
    step = -(-what.count // _TICKS)
    axes.set_xticks(range(1, what.count + 1, step))
    axes.tick_params(length=0, labelsize=10, colors=palette.INK)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)


def _share(y: float) -> float:
    return (y - scene.BOTTOM) / (scene.TOP - scene.BOTTOM)


def _line(axes: Any, what: scene.Scene, found: HostilityCurve) -> None:
    """The curve, its band of uncertainty, a point for each of the customer's messages."""
    xs = [float(point.x) for point in what.points]
    if len(xs) > 1:
        lows, highs = (scene.smooth(xs, [getattr(point, name) for point in what.points]) for name in ("low", "high"))
        edges = [y for _, y in lows], [y for _, y in highs]
        axes.fill_between([x for x, _ in lows], *edges, color=palette.UNSURE, alpha=0.11, lw=0, zorder=2)
        for heights in edges:
            axes.plot([x for x, _ in lows], heights, color=palette.UNSURE, alpha=0.5, lw=0.8, ls=(0, (4, 3)), zorder=2)
    else:
        axes.vlines(xs, [point.low for point in what.points], [point.high for point in what.points], color=palette.UNSURE, alpha=0.3, lw=8)
    path = scene.smooth(xs, [float(point.level) for point in what.points])
    axes.plot([x for x, _ in path], [y for _, y in path], color=palette.INK, lw=2.6, zorder=3, solid_capstyle="round")
    named = {callout.x for callout in what.callouts}
    style = {"edgecolors": palette.INK, "zorder": 5}
    for point in what.points:
        size, edge = (230, 2.2) if point.x in named else (110, 1.4)
        fill = palette.heat(point.level, len(found.level_names))
        axes.scatter([point.x], [point.level], s=size, c=[fill], linewidths=edge, **style)


def _replies(axes: Any, what: scene.Scene) -> None:
    """The company's messages below the curve, by what came after them."""
    for effect, marker in _MARKERS.items():
        xs = [reply.x for reply in what.replies if reply.effect == effect]
        if xs:
            axes.scatter(
                xs, [scene.LANE] * len(xs), s=95, marker=marker, color=palette.EFFECTS[effect], zorder=4, label=palette.EFFECT_WORDS[effect]
            )
    for reply in what.replies:
        if reply.effect == "hotter":
            axes.vlines(reply.x, scene.LANE + 0.3, scene.STAGE_LINE - 0.3, color=palette.EFFECTS["hotter"], lw=1, ls=(0, (2, 3)), zorder=2)


def _callouts(axes: Any, what: scene.Scene, letters: Lettering) -> None:
    """Boxes above the plot that quote the take-off and the peak, with a line down to the message."""
    foot, top = scene.CALLOUT_FOOT, scene.TOP - 0.1
    for callout in what.callouts:
        left, right = callout.centre - callout.half * 0.97, callout.centre + callout.half * 0.97
        axes.plot([callout.x, callout.x], [callout.level + 0.25, foot], color=palette.INK, lw=1, zorder=4)
        axes.plot([left, right], [foot, foot], color=palette.INK, lw=1.4)
        axes.text(left, top, callout.title, va="top", size=10.5, weight="bold", color=palette.INK, parse_math=False)
        lines = [letters.readable(line) for line in callout.lines]
        if all(lines):
            place = {"x": right, "ha": "right"} if right_to_left(lines[0]) else {"x": left, "ha": "left"}
            said = "\n".join(lines)
            axes.text(**place, y=top - 0.45, s=said, va="top", size=9.5, color=palette.SOFT, linespacing=1.25, parse_math=False)


def _words(axes: Any, found: HostilityCurve, *, room: float) -> None:
    """The headline and what qualifies it."""
    below = " ".join(part for part in (story.turning_point(found), story.doubt(found)) if part)
    rows = wrap(below, room, _SUBTITLE, lines=2)
    title = wrap(story.headline(found), room, _TITLE, lines=1)[0]
    axes.set_title(title, loc="left", size=15, weight="bold", color=palette.INK, pad=12 + 15 * len(rows))
    axes.text(0, 1.02, "\n".join(rows), transform=axes.transAxes, size=10.5, color=palette.SOFT, va="bottom", parse_math=False)
    what = "sentence" if found.unit == "sentence" else "message"
    shaded = any(max(turn.scores or (1.0,)) < 1 for turn in found.turns)
    note = f"{what} · within the dashed lines the level lies with 80 % probability" if shaded else what
    axes.set_xlabel(note, color=palette.SOFT, size=9.5, loc="left")
    if any(turn.level is None for turn in found.turns):
        box = {"bbox_to_anchor": (1, -0.03), "borderaxespad": 0.6, "frameon": False}
        axes.legend(loc="upper right", ncols=4, fontsize=9.5, handletextpad=0.2, columnspacing=1.2, title=None, **box)
