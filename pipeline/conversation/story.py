"""What a curve says, in words: where it took off, where it peaked, after which replies it rose or fell.

In: a `HostilityCurve`. Out: short English sentences, and the effect of each of the company's replies: the difference of
the customer's levels after and before it (not its cause: a reply is never proved to have made anyone angry). Not here: ink.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pipeline.conversation.turns import HostilityCurve
from pipeline.curve import Stage

Effect = Literal["hotter", "same", "cooler", "open"]
STAGE_NAMES: Mapping[Stage, str] = {
    "rational": "rational",
    "take_off": "take-off",
    "peak": "peak",
    "cool_down": "cool-down",
    "resolved": "resolved",
}
EFFECT_NAMES: Mapping[Effect, str] = {
    "hotter": "the customer was hotter after this reply",
    "same": "the customer was as hot after this reply",
    "cooler": "the customer was cooler after this reply",
    "open": "the customer has not written again",
}
_SURE = 0.75
CAUTION = (
    "Levels are estimates of how a message is written, with the uncertainty shown. They are never a verdict on a person. "
    "That the customer was hotter after a reply does not prove that the reply was the cause."
)


@dataclass(frozen=True, slots=True)
class ReplyEffect:
    """A reply of the company at ``place``, with the customer's levels before and after it, if any."""

    place: int
    before: int | None
    after: int | None

    @property
    def effect(self) -> Effect:
        """How the customer went on."""
        if self.before is None or self.after is None:
            return "open"
        return "hotter" if self.after > self.before else "cooler" if self.after < self.before else "same"


def reply_effects(found: HostilityCurve) -> list[ReplyEffect]:
    """Each reply of the company with the customer's level before and after."""
    effects = []
    for place, turn in enumerate(found.turns):
        if turn.level is None:
            before = next((other.level for other in reversed(found.turns[:place]) if other.level is not None), None)
            after = next((other.level for other in found.turns[place + 1 :] if other.level is not None), None)
            effects.append(ReplyEffect(place, before, after))
    return effects


def headline(found: HostilityCurve) -> str:
    """The one sentence a supervisor reads."""
    noun, off, peak = found.unit, found.take_off, found.peak
    customers = found.customers
    if not customers:
        return "The customer has not written yet."
    if off is None:
        return "This conversation never took off." if noun == "message" else "This letter stays calm throughout."
    if peak is None:
        head = f"It took off at {noun} {off + 1} and did not peak"
    elif peak == off == customers[0]:
        head = f"It began at its peak, “{found.level_names[_level(found, peak)]}”"
    elif peak == off:
        head = f"It took off straight to its peak, “{found.level_names[_level(found, peak)]}”, at {noun} {peak + 1}"
    else:
        head = f"It took off at {noun} {off + 1} and peaked at {noun} {peak + 1}, “{found.level_names[_level(found, peak)]}”"
    return f"{head}; {_ending(found)}."


def turning_point(found: HostilityCurve) -> str:
    """Between which messages the customer's level rose most; empty where nothing rose beyond calm."""
    customers = found.customers
    rises = [(_level(found, after) - _level(found, before), before, after) for before, after in pairwise(customers)]
    heated = [item for item in rises if item[0] > 0 and found.turns[item[2]].stage != "rational"]
    if not heated:
        return ""
    _, before, after = max(heated, key=lambda item: (item[0], _level(found, item[2])))
    names = found.level_names
    change = f"from “{names[_level(found, before)]}” to “{names[_level(found, after)]}”"
    replies = range(before + 2, after + 1)
    if not replies:
        return f"The steepest rise, {change}, lies between {found.unit}s {before + 1} and {after + 1}."
    which = f"the company’s message {replies[0]}" if len(replies) == 1 else f"the company’s messages {replies[0]} to {replies[-1]}"
    return f"The steepest rise, {change}, came after {which}."


def doubt(found: HostilityCurve) -> str:
    """Said where the take-off is unsure: how likely it is, and where else it may lie."""
    if found.take_off is None:
        never = 1 - sum(turn.took_off for turn in found.turns)
        return "" if never >= _SURE else f"It is not sure that it stayed calm: the chance is {never:.0%}."
    here = found.turns[found.take_off].took_off
    if here >= _SURE:
        return ""
    others = [(turn.took_off, place) for place, turn in enumerate(found.turns) if place != found.take_off]
    chance, place = max(others, default=(0.0, 0))
    also = f"; {found.unit} {place + 1}: {chance:.0%}" if chance >= 0.1 else ""
    return f"The place of the take-off is not sure ({found.unit} {found.take_off + 1}: {here:.0%}{also})."


def _ending(found: HostilityCurve) -> str:
    last = found.turns[found.customers[-1]]
    if last.stage == "peak":
        return "it ends at its peak"
    if last.stage == "take_off":
        return "it ends while rising"
    if last.stage == "cool_down":
        return "it ends cooler, not yet calm"
    return "it ends calm"


def _level(found: HostilityCurve, place: int) -> int:
    return found.turns[place].level or 0
