"""What is to be drawn of a curve, in the curve's own units, for every kind of ink alike.

In: a `HostilityCurve`. Out: a frozen `Scene`: bands of stages, the line and its band of uncertainty, marks of replies,
callouts. x: the place of a message, 1 the first; y: the level. The line between messages is a monotone cubic (Fritsch
and Carlson 1980), so it never shows a height that no message has. Not here: colours, pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.conversation.story import EFFECT_NAMES, STAGE_NAMES, Effect, reply_effects
from pipeline.conversation.turns import HostilityCurve, Turn
from pipeline.curve import Stage
from pipeline.report.excerpt import one_line
from pipeline.report.lettering import wrap

LANE = -1.0
"""Where the company's marks stand, below level 0."""
BOTTOM, STAGE_LINE, CALLOUT_FOOT, TOP = -1.55, 5.72, 6.25, 8.1
STEPS = 12
_ROOM = 300
_SIZE = 13
_INTERVAL = 0.8
_EXCERPT = 110


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch in one stage."""

    start: float
    end: float
    stage: Stage

    @property
    def name(self) -> str:
        """The stage as people say it."""
        return STAGE_NAMES[self.stage]


@dataclass(frozen=True, slots=True)
class Point:
    """A customer's message: its level and the interval that holds 80 of 100 chances."""

    x: int
    level: int
    low: float
    high: float
    turn: Turn


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of the company."""

    x: int
    effect: Effect
    turn: Turn


@dataclass(frozen=True, slots=True)
class Callout:
    """A title and a short excerpt that point at a message. ``centre``: where its box stands, ``half``: half its width."""

    x: int
    level: int
    title: str
    lines: Sequence[str]
    centre: float
    half: float


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is drawn."""

    count: int
    bands: Sequence[Band]
    points: Sequence[Point]
    replies: Sequence[Reply]
    callouts: Sequence[Callout]


def scene(found: HostilityCurve, *, width: float) -> Scene:
    """The scene of ``found``, to be drawn ``width`` pixels wide."""
    points = [_point(place, found.turns[place]) for place in found.customers]
    replies = [Reply(item.place + 1, item.effect, found.turns[item.place]) for item in reply_effects(found)]
    return Scene(len(found.turns), _bands(points, len(found.turns)), points, replies, _callouts(found, width))


def hover(found: HostilityCurve, place: int, effect: Effect | None = None) -> str:
    """What is said of a message where the mouse rests on it."""
    turn = found.turns[place]
    excerpt = one_line(turn.text, 280)
    if turn.level is None or turn.chances is None or turn.stage is None:
        about = f": {EFFECT_NAMES[effect]}" if effect else ""
        return f"{place + 1} · company{about}\n{excerpt}"
    sure = f"{turn.chances[turn.stage]:.0%}"
    return f"{place + 1} · {turn.level} {found.level_names[turn.level]} · {STAGE_NAMES[turn.stage]} ({sure})\n{excerpt}"


def smooth(xs: Sequence[float], ys: Sequence[float]) -> list[tuple[float, float]]:
    """Points of a monotone cubic through the given ones, `STEPS` to an interval."""
    if len(xs) < 2:
        return list(zip(xs, ys, strict=True))
    slopes = _slopes(xs, ys)
    found = [(xs[0], ys[0])]
    for place in range(len(xs) - 1):
        width = xs[place + 1] - xs[place]
        for step in range(1, STEPS + 1):
            t = step / STEPS
            rise = (2 * t**3 - 3 * t**2 + 1) * ys[place] + (3 * t**2 - 2 * t**3) * ys[place + 1]
            bend = (t**3 - 2 * t**2 + t) * width * slopes[place] + (t**3 - t**2) * width * slopes[place + 1]
            found.append((xs[place] + t * width, rise + bend))
    return found


def _slopes(xs: Sequence[float], ys: Sequence[float]) -> list[float]:
    """The slope in each point: the harmonic mean of its neighbours' secants, 0 where they change sign."""
    secants = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(zip(xs, ys, strict=True))]
    inner = [2 * a * b / (a + b) if a * b > 0 else 0.0 for a, b in pairwise(secants)]
    return [0.0, *inner, 0.0]


def interval(scores: Sequence[float]) -> tuple[float, float]:
    """The middle 80 of 100 chances, each level spread evenly over half a step to both sides."""
    total = sum(scores) or 1.0
    top = float(len(scores) - 1)
    low, high = (_quantile(scores, share * total) for share in ((1 - _INTERVAL) / 2, (1 + _INTERVAL) / 2))
    return min(max(low, 0.0), top), min(max(high, 0.0), top)


def _quantile(scores: Sequence[float], share: float) -> float:
    passed = 0.0
    for level, score in enumerate(scores):
        if score > 0 and passed + score >= share:
            return level - 0.5 + (share - passed) / score
        passed += score
    return len(scores) - 0.5


def _point(place: int, turn: Turn) -> Point:
    level, scores = turn.level or 0, turn.scores or ()
    certain = max(scores, default=1.0) >= 1.0
    low, high = (float(level), float(level)) if certain else interval(scores)
    return Point(place + 1, level, min(low, level), max(high, level), turn)


def _bands(points: Sequence[Point], count: int) -> list[Band]:
    """Stages as stretches between the middles of neighbouring customer messages."""
    edges = [0.5, *((one.x + two.x) / 2 for one, two in pairwise(points)), count + 0.5]
    found: list[Band] = []
    for point, start, end in zip(points, edges, edges[1:], strict=False):
        stage = point.turn.stage or "rational"
        first = found.pop().start if found and found[-1].stage == stage else start
        found.append(Band(first, end, stage))
    return found


def _callouts(found: HostilityCurve, width: float) -> list[Callout]:
    """The callouts of take-off and peak, side by side without touching."""
    off, peak = found.take_off, found.peak
    named = [("Take-off and peak", off)] if off is not None and off == peak else [("Take-off", off), ("Peak", peak)]
    half = min(_ROOM + 24, width / 2) / 2 * len(found.turns) / width
    wanted = [(title, place) for title, place in named if place is not None]
    centres = _apart([place + 1.0 for _, place in wanted], half, len(found.turns))
    return [_callout(found, title, place, centre, half, width) for (title, place), centre in zip(wanted, centres, strict=True)]


def _callout(found: HostilityCurve, title: str, place: int, centre: float, half: float, width: float) -> Callout:
    turn = found.turns[place]
    level = turn.level or 0
    room = half * 2 * width / len(found.turns) - 24
    lines = wrap(one_line(turn.text, _EXCERPT), room, _SIZE, lines=3)
    head = f"{title} · {found.unit} {place + 1} · {found.level_names[level]}"
    return Callout(place + 1, level, head, lines, centre, half)


def _apart(wanted: list[float], half: float, count: int) -> list[float]:
    """``wanted`` centres moved so that boxes ``half`` wide to each side stay inside and do not touch."""
    low, high = 0.5 + half, count + 0.5 - half
    centres = [min(max(centre, low), high) for centre in wanted]
    if len(centres) == 2 and centres[1] - centres[0] < 2 * half:
        middle = min(max(sum(centres) / 2, low + half), high - half)
        return [middle - half, middle + half]
    return centres
