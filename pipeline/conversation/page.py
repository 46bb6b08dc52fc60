"""A curve as one self-contained page: headline, picture, the conversation below it.

In: a `HostilityCurve` and a title. Out: HTML that loads nothing: inline CSS and SVG, no script, and a content security
policy that forbids the rest. Message texts are untrusted: Jinja2 escapes every string; only the picture, which escapes
its own, is markup. Not here: writing the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.conversation import palette, story
from pipeline.conversation.forecast import forecast, outlook
from pipeline.conversation.story import Effect
from pipeline.conversation.svg import drawing
from pipeline.conversation.turns import HostilityCurve
from pipeline.report.excerpt import one_line

_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class _Row:
    """A message as the page lists it; ``mark``: take-off, peak."""

    number: int
    customer: bool
    lang: str
    date: str
    text: str
    level: str = ""
    fill: str = ""
    stage: str = ""
    chances: str = ""
    mark: str = ""
    effect: str = ""
    effect_fill: str = ""


def render(found: HostilityCurve, *, title: str, model: str = "") -> str:
    """The page."""
    effects = {item.place: item.effect for item in story.reply_effects(found)}
    return (
        _environment()
        .get_template("curve.html.j2")
        .render(
            title=one_line(title, 160),
            headline=story.headline(found),
            remarks=[part for part in (story.turning_point(found), story.doubt(found), outlook(forecast(found))) if part],
            picture=drawing(found, link=True),
            rows=[_row(found, place, effects.get(place)) for place in range(len(found.turns))],
            unit=found.unit,
            caution=story.CAUTION,
            model=one_line(model, 160),
        )
    )


@cache
def _environment() -> Environment:
    loader = PackageLoader("pipeline.conversation", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _row(found: HostilityCurve, place: int, effect: Effect | None) -> _Row:
    turn = found.turns[place]
    text = turn.text if len(turn.text) <= _LONGEST else turn.text[:_LONGEST] + "…"
    lang, date = turn.lang if turn.lang != "und" else "", (turn.date or "")[:16].replace("T", " ")
    if turn.level is None or turn.stage is None or turn.chances is None:
        words = (story.EFFECT_NAMES[effect], palette.EFFECTS[effect]) if effect else ("", "")
        return _Row(place + 1, False, lang, date, text, effect=words[0], effect_fill=words[1])
    ranked = sorted(turn.chances.items(), key=lambda item: -item[1])
    unsure = ", ".join(f"{story.STAGE_NAMES[name]} {chance:.0%}" for name, chance in ranked if chance >= 0.05)
    named = [word for word, at in (("take-off", found.take_off), ("peak", found.peak)) if at == place]
    return _Row(
        place + 1,
        True,
        lang,
        date,
        text,
        level=f"{turn.level} {found.level_names[turn.level]}",
        fill=palette.heat(turn.level, len(found.level_names)),
        stage=story.STAGE_NAMES[turn.stage],
        chances=unsure if len(ranked) > 1 and ranked[0][1] < 1 else "",
        mark=" and ".join(named),
    )
