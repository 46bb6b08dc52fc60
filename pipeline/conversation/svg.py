"""A curve as a string of SVG, with hover texts, that loads nothing.

In: a `HostilityCurve`. Out: `Markup`; alone a whole SVG file, in a page (`page`) a part of it with links to the messages.
The viewer's own fonts set every script, with its shaping and direction. Message texts are untrusted: all of them are
escaped here. Not here: what is drawn (`scene`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from pipeline.conversation import palette, scene, story
from pipeline.conversation.fonts import right_to_left
from pipeline.conversation.turns import HostilityCurve
from pipeline.report.lettering import text_width, wrap

_LEFT, _RIGHT, _UNIT, _FEWEST, _PER_TURN = 118, 14, 56, 1000, 62
_HEAD = 92
_FONT = Markup("system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans CJK SC','Noto Sans Arabic',sans-serif")
_STYLE = Markup(
    "text{{font:13px {};fill:{}}}.b{{font-weight:650}}.s{{fill:{}}}.t{{font-size:22px;font-weight:650}}.p{{font-size:12px}}"
    ".pt:hover circle,.pt:hover path{{stroke:#1b2126;stroke-width:4}}.pt{{cursor:pointer}}a{{text-decoration:none}}"
).format(_FONT, palette.INK, palette.SOFT)
_SIGNS: dict[story.Effect, str] = {
    "hotter": "M{x},{a} l9,15 h-18 z",
    "cooler": "M{x},{b} l9,-15 h-18 z",
    "same": "M{l},{c} h14 v14 h-14 z",
    "open": "M{l},{y} a7,7 0 1,0 14,0 a7,7 0 1,0 -14,0 z",
}


class _Paper:
    """Turns the scene's units into pixels."""

    def __init__(self, count: int, *, callouts: bool) -> None:
        self.plot = max(_FEWEST, count * _PER_TURN)
        self.count = count
        self.top = scene.TOP if callouts else scene.STAGE_LINE + 0.3
        self.width = _LEFT + self.plot + _RIGHT
        self.height = (self.top - scene.BOTTOM) * _UNIT + 74

    def x(self, place: float) -> float:
        return round(_LEFT + (place - 0.5) / self.count * self.plot, 1)

    def y(self, level: float) -> float:
        return round((self.top - level) * _UNIT, 1)


def drawing(found: HostilityCurve, *, link: bool = False) -> Markup:
    """The picture alone, as an ``<svg>`` element; ``link``: each message leads to ``#mNUMBER`` on the same page."""
    count = max(1, len(found.turns))
    what = scene.scene(found, width=max(_FEWEST, count * _PER_TURN))
    paper = _Paper(count, callouts=bool(what.callouts))
    parts = [*_ground(paper, what, found), *_line(paper, what), *_replies(paper, what, found, link), *_callouts(paper, what)]
    parts += [*_points(paper, what, found, link), *_legend(paper, what, found)]
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}"><style>{}</style>'
    )
    about = f"{story.headline(found)} {story.turning_point(found)}".strip()
    size = (paper.width, paper.height)
    return head.format(*size, *size, about, _STYLE) + Markup("").join(parts) + Markup("</svg>")


def standalone(found: HostilityCurve) -> str:
    """A whole SVG file: the headline above the picture."""
    inner = drawing(found)
    count = max(1, len(found.turns))
    paper = _Paper(count, callouts=found.take_off is not None)
    below = " ".join(part for part in (story.turning_point(found), story.doubt(found)) if part)
    rows = wrap(below, paper.width - 40, 13, lines=2)
    said = Markup("").join(_text(20, 62 + 19 * place, row, "s") for place, row in enumerate(rows))
    size = (paper.width, paper.height + _HEAD)
    shell = Markup('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}">').format(*size)
    ground = Markup('<rect width="100%" height="100%" fill="{}"/>').format(palette.PAPER)
    body = Markup('<g transform="translate(0,{})">{}</g>').format(_HEAD, inner)
    return str(shell + ground + _text(20, 36, story.headline(found), "t") + said + body + Markup("</svg>\n"))


def _ground(paper: _Paper, what: scene.Scene, found: HostilityCurve) -> Iterable[Markup]:
    roof, foot = paper.y(scene.STAGE_LINE + 0.3), paper.y(scene.BOTTOM)
    for band in what.bands:
        left, right = paper.x(band.start), paper.x(band.end)
        box = Markup('<rect x="{}" y="{}" width="{:.1f}" height="{:.1f}" fill="{}"/>')
        yield box.format(left, roof, right - left, foot - roof, palette.BANDS[band.stage])
    for level, name in enumerate(found.level_names):
        rule = Markup('<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="{}"/>')
        yield rule.format(_LEFT, _LEFT + paper.plot, palette.PAPER if level else palette.LINE, y=paper.y(level))
        yield _text(_LEFT - 12, paper.y(level) + 4.5, f"{name}  {level}", "", "end")
    if what.replies:
        yield _text(_LEFT - 12, paper.y(scene.LANE) + 4.5, "company", "s", "end")
    step = -(-what.count // 40)
    for place in range(1, what.count + 1, step):
        yield _text(paper.x(place), foot + 18, str(place), "p s", "middle")


def _line(paper: _Paper, what: scene.Scene) -> Iterable[Markup]:
    xs = [float(point.x) for point in what.points]
    lows, highs = (scene.smooth(xs, [getattr(point, name) for point in what.points]) for name in ("low", "high"))
    area = Markup(
        '<path d="{} L{}Z" fill="{}" fill-opacity=".11" stroke="{}" stroke-opacity=".5" stroke-width=".8" stroke-dasharray="4 3"/>'
    )
    if any(point.high > point.low for point in what.points):
        yield area.format(_path(paper, highs), _path(paper, lows[::-1])[1:], palette.UNSURE, palette.UNSURE)
    line = scene.smooth(xs, [float(point.level) for point in what.points])
    stroke = Markup('<path d="{}" fill="none" stroke="{}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>')
    yield stroke.format(_path(paper, line), palette.INK)


def _points(paper: _Paper, what: scene.Scene, found: HostilityCurve, link: bool) -> Iterable[Markup]:
    named = {callout.x for callout in what.callouts}
    for point in what.points:
        size, edge = (11, 2.6) if point.x in named else (7.5, 1.8)
        circle = Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="{}"/>').format(
            paper.x(point.x), paper.y(point.level), size, palette.heat(point.level, len(found.level_names)), palette.INK, edge
        )
        yield _spot(circle, point.x, scene.hover(found, point.x - 1), link)


def _replies(paper: _Paper, what: scene.Scene, found: HostilityCurve, link: bool) -> Iterable[Markup]:
    for reply in what.replies:
        x, y = paper.x(reply.x), paper.y(scene.LANE)
        if reply.effect == "hotter":
            rule = Markup('<line x1="{x}" x2="{x}" y1="{}" y2="{}" stroke="{}" stroke-dasharray="2 4"/>')
            yield rule.format(paper.y(scene.STAGE_LINE - 0.35), y - 14, palette.EFFECTS["hotter"], x=x)
        yield _spot(_sign(reply.effect, x, y), reply.x, scene.hover(found, reply.x - 1, reply.effect), link)


def _sign(effect: story.Effect, x: float, y: float) -> Markup:
    shape = _SIGNS[effect].format(x=x, y=y, a=y - 8, b=y + 8, c=y - 7, l=x - 7)
    return Markup('<path d="{}" fill="{}"/>').format(shape, palette.EFFECTS[effect])


def _spot(shape: Markup, number: int, about: str, link: bool) -> Markup:
    """A mark with its hover text, and with a link to the message on the page."""
    spot = Markup('<g class="pt"><title>{}</title>{}</g>').format(about, shape)
    return Markup('<a href="#m{}">{}</a>').format(number, spot) if link else spot


def _callouts(paper: _Paper, what: scene.Scene) -> Iterable[Markup]:
    for callout in what.callouts:
        foot, half = paper.y(scene.CALLOUT_FOOT), callout.half * paper.plot / paper.count * 0.97
        left, right = paper.x(callout.centre) - half, paper.x(callout.centre) + half
        yield Markup('<path d="M{:.1f},{y} H{:.1f} M{x},{y} V{:.1f}" stroke="{}" fill="none"/>').format(
            left, right, paper.y(callout.level) - 12, palette.INK, y=foot, x=paper.x(callout.x)
        )
        yield _text(left, 16, callout.title, "b")
        for place, line in enumerate(callout.lines):
            mirrored = right_to_left(line)
            yield _text(right if mirrored else left, 38 + 18 * place, line, "s", "start", mirrored=mirrored)
    for band in what.bands:
        middle, width = (paper.x(band.start) + paper.x(band.end)) / 2, len(band.name) * 7.4 + 10
        box = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="20" fill="{}"/>')
        yield box.format(middle - width / 2, paper.y(scene.STAGE_LINE) - 10, width, palette.BANDS[band.stage])
        yield _text(middle, paper.y(scene.STAGE_LINE) + 4.5, band.name, "b", "middle", fill=palette.BAND_INK[band.stage])


def _legend(paper: _Paper, what: scene.Scene, found: HostilityCurve) -> Iterable[Markup]:
    y = paper.y(scene.BOTTOM) + 46
    shaded = any(point.high > point.low for point in what.points)
    yield _text(
        _LEFT, y + 4, f"{found.unit}" + (" · within the dashed lines the level lies with 80 % probability" if shaded else ""), "p s"
    )
    x = float(_LEFT + paper.plot)
    for effect in reversed([name for name in palette.EFFECTS if any(reply.effect == name for reply in what.replies)]):
        words = palette.EFFECT_WORDS[effect]
        yield _text(x, y + 4, words, "p", "end")
        x -= text_width(words, 12) + 16
        yield _sign(effect, round(x, 1), y)
        x -= 24


def _path(paper: _Paper, points: Sequence[tuple[float, float]]) -> str:
    return "M" + " ".join(f"{paper.x(x)},{paper.y(y)}" for x, y in points)


def _text(x: float, y: float, text: str, css: str, anchor: str = "start", *, fill: str = "", mirrored: bool = False) -> Markup:
    paint = Markup(' style="fill:{}"').format(fill) if fill else Markup(' direction="rtl"') if mirrored else Markup("")
    return Markup('<text x="{:.1f}" y="{:.1f}" class="{}" text-anchor="{}"{}>{}</text>').format(x, y, css, anchor, paint, escape(text))
