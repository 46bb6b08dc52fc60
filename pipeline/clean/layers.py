"""A normalised body while its layers are taken off, one by one: banners, history, a letter passed on, signatures.

In: the body, the ranges that the markup of an HTML mail marks in it, and whether the subject says that a letter is passed on.
Out: `Layers` with what is left as own words, what was cut and why, and the letter passed on. The text rules of `history` and
`signatures` look at the own words only, as they will stand when all is done, so that cleaning twice equals once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.clean.banners import end_of_banners
from pipeline.clean.history import find_history, read_letter
from pipeline.clean.signatures import find_signature, is_program_line
from pipeline.records import Cut, Forwarded

_MOST_ROUNDS = 6
"""Rounds of looking for banners, history and signatures; real mail needs three."""
_MOST_SIGNATURES = 20
"""Signatures of one message; what seems to have more is a list, or an attack, and keeps them all."""
_BETWEEN = "\n\n"
"""Stands between two ranges of own words that lay around a quotation."""


@dataclass(slots=True)
class Layers:
    """``kept`` are the ranges of the body that are left, without blanks at their ends."""

    body: str
    forward_subject: bool = False
    kept: list[tuple[int, int]] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    forwarded: Forwarded | None = None

    def __post_init__(self) -> None:
        if self.body.strip():
            self.kept = [(0, len(self.body))]

    @property
    def own(self) -> str:
        """What is left of the body."""
        return _BETWEEN.join(self.body[start:end] for start, end in self.kept).strip()

    def set_aside(self, reason: str) -> str:
        """All that was cut for ``reason``, in order."""
        cuts = sorted((cut for cut in self.cuts if cut.reason == reason), key=lambda cut: cut.start)
        return "\n\n".join(self.body[cut.start : cut.end].strip() for cut in cuts)

    def take_marked(self, marked: Sequence[Cut]) -> None:
        """Set aside what markup marks, unless nothing would be left. A marked letter is one passed on where `history` says so."""
        for cut in marked:
            above = self.body[: cut.start].strip()
            above = above[end_of_banners(above) :].strip()
            letter = read_letter(
                above, self.body[cut.start : cut.end], passed_on=cut.reason == "forwarded", forward_subject=self.forward_subject
            )
            if cut.reason != "signature" and letter and not self.forwarded:
                self.forwarded = letter
                self._take(cut.start, cut.end, "forwarded")
            elif self._leaves_something(cut):
                self._take(cut.start, cut.end, "quoted" if cut.reason == "forwarded" else cut.reason)

    def _leaves_something(self, cut: Cut) -> bool:
        pieces = [(start, min(end, cut.start)) for start, end in self.kept] + [(max(start, cut.end), end) for start, end in self.kept]
        return self.forwarded is not None or any(self.body[start:end].strip() for start, end in pieces if start < end)

    def take_banners(self) -> bool:
        """Set aside what a mail gateway wrote above the letter; whether there was any."""
        own = self.own
        end = end_of_banners(own)
        if not end or not (own[end:].strip() or self.forwarded):
            return False
        self._cut(0, end, "banner")
        return True

    def take_history(self) -> bool:
        """Set history aside; whether there was any. The first letter passed on is the one that is kept as such."""
        found = find_history(self.own, forward_subject=self.forward_subject)
        if not found:
            return False
        reason = "quoted" if self.forwarded else found.reason
        self.forwarded = self.forwarded or found.forwarded
        self._cut(found.start, found.end, reason)
        return True

    def take_signatures(self) -> bool:
        """Set aside all signatures, from the last one up; whether there were any."""
        kept, cuts = self.kept, list(self.cuts)
        for number in range(_MOST_SIGNATURES):
            if not (self.kept and self._take_signature()):
                return number > 0
        self.kept, self.cuts = kept, cuts
        return False

    def _take_signature(self) -> bool:
        """Set the last signature aside; whether there was one with something above it, or above a letter passed on."""
        own = self.own
        found = find_signature(own)
        if found is None and self.forwarded and is_program_line(own):
            found = 0
        elif found is None or not own[:found].strip():
            return False
        self._cut(found, len(own), "signature")
        return True

    def _cut(self, start: int, end: int, reason: str) -> None:
        """Set aside what lies between two places of ``own``."""
        place, ranges = 0, list[tuple[int, int]]()
        for begin, stop in self.kept:
            ranges.append((min(max(begin, begin + start - place), stop), min(max(begin, begin + end - place), stop)))
            place += stop - begin + len(_BETWEEN)
        for first, last in ranges:
            self._take(first, last, reason)

    def _take(self, first: int, last: int, reason: str) -> None:
        """Set aside what is left between two places of the body."""
        left: list[tuple[int, int]] = []
        for begin, stop in self.kept:
            start, end = max(begin, first), min(stop, last)
            if start < end and self.body[start:end].strip():
                self.cuts.append(Cut(start, end, reason))
                left += [(begin, start), (end, stop)]
            else:
                left.append((begin, stop))
        self.kept = [trimmed for piece in left if (trimmed := self._trimmed(*piece))]

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        text = self.body[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip())
        return (start, end) if start < end else None


def take_layers(body: str, marked: Sequence[Cut] = (), *, forward_subject: bool) -> Layers:
    """Take layers off until none is found. Each step shortens what is left; what has too many of them keeps all that markup leaves."""
    layers = Layers(body, forward_subject)
    layers.take_marked(marked)
    for number in range(_MOST_ROUNDS):
        found = layers.take_banners()
        found = layers.take_history() or found
        if not (layers.kept and (found or number == 0)):
            return layers
        found = layers.take_signatures() or found
        if not (layers.kept and found):
            return layers
    untouched = Layers(body, forward_subject)
    untouched.take_marked(marked)
    return untouched
