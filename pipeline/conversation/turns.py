"""The hostility curve of one conversation: its messages with level, stage and what is unsure about them.

In: turns in order, the customer's with a level and the probabilities of all levels. Out: a frozen `HostilityCurve`, the
JSON of the contract, and a drawing. Stages follow from the levels (`pipeline.curve`), their probabilities from those of
the levels. Not here: where levels come from (`labelling`), files (`reading`), ink (`figure`, `svg`, `page`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pipeline import curve
from pipeline.records import Role

Unit = Literal["message", "sentence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message, or one sentence of a letter (``span``: its characters in the letter's text).

    ``scores``: a probability per level. ``chances``: a probability per stage. The company's turns have neither.
    """

    id: str
    role: Role
    text: str
    lang: str = "und"
    date: str | None = None
    level: int | None = None
    scores: tuple[float, ...] | None = None
    stage: curve.Stage | None = None
    chances: Mapping[curve.Stage, float] | None = None
    took_off: float = 0.0
    """The probability that the conversation took off with this turn."""
    span: tuple[int, int] | None = None

    def to_dict(self) -> dict[str, Any]:
        """An entry of ``messages`` in the JSON of a curve."""
        values: dict[str, Any] = {"id": self.id, "role": self.role, "hostility": self.level, "scores": None, "stage": self.stage}
        if self.scores is not None and self.chances is not None:
            values["scores"] = [round(score, 4) for score in self.scores]
            values["stage_scores"] = {name: round(chance, 4) for name, chance in self.chances.items()}
            values["take_off_score"] = round(self.took_off, 4)
        if self.span is not None:
            values |= {"start": self.span[0], "end": self.span[1]}
        return values


@dataclass(frozen=True, slots=True)
class HostilityCurve:
    """The curve of a thread, or of one letter sentence by sentence. ``level_names``: lowest first."""

    turns: tuple[Turn, ...]
    unit: Unit
    level_names: tuple[str, ...]

    @property
    def customers(self) -> list[int]:
        """The places of the customer's turns."""
        return [place for place, turn in enumerate(self.turns) if turn.level is not None]

    @property
    def take_off(self) -> int | None:
        """The place of the first customer's turn at take-off or peak."""
        return curve.take_off([turn.stage for turn in self.turns])

    @property
    def peak(self) -> int | None:
        """The place of the first of the hottest turns, if it is hot enough for a peak."""
        return curve.peak([turn.level for turn in self.turns])

    def to_dict(self) -> dict[str, Any]:
        """The JSON of the contract; ``forecast`` for the customer's next message of a thread."""
        from pipeline.conversation.forecast import forecast

        ahead = forecast(self)
        return {
            "messages": [turn.to_dict() for turn in self.turns],
            "take_off": self._id(self.take_off),
            "peak": self._id(self.peak),
            "unit": self.unit,
            "forecast": None if ahead is None else ahead.to_dict(),
        }

    def _id(self, place: int | None) -> str | None:
        return None if place is None else self.turns[place].id

    def plot(self, axes: Any = None) -> Any:
        """Draw on a matplotlib axis (a new one if none is given), and return it.

        Raises:
            MissingExtraError: matplotlib is not installed.
        """
        from pipeline.conversation.figure import draw

        return draw(self, axes)


def placed(turns: Sequence[Turn], unit: Unit, level_names: Sequence[str]) -> HostilityCurve:
    """The curve of ``turns``: the customer's get their stage and its probabilities."""
    ours = [turn for turn in turns if turn.level is not None and turn.scores is not None]
    stages = iter(curve.stages(turn.level for turn in ours if turn.level is not None))
    rows = [turn.scores for turn in ours if turn.scores is not None]
    chances, lifted = iter(curve.stage_probabilities(rows)), iter(curve.take_off_probabilities(rows))
    found = [
        turn if turn.level is None else replace(turn, stage=next(stages), chances=next(chances), took_off=next(lifted)) for turn in turns
    ]
    return HostilityCurve(tuple(found), unit, tuple(level_names))


def sure(level: int, levels: int) -> tuple[float, ...]:
    """The probabilities of levels where a person, not a model, has said which it is."""
    return tuple(float(place == level) for place in range(levels))
