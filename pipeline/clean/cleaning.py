"""One message to its layers: what the sender newly wrote, and what was set aside.

In: a `Message`. Out: a `CleanMessage`. Order: normalise; then, in mail only, set aside history and signatures
until nothing more is found; then name the language. Rows of a table are only normalised, unless their channel
is ``email``. What is labelled is ``own``, or the letter passed on where ``own`` is empty or says no more than
"FYI". Everything set aside is kept, with its range in the normalised body. If nothing would be left, nothing is
cut. Cleaning what was cleaned changes nothing more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.clean.history import find_history, holds_history
from pipeline.clean.markers import is_for_information, is_forward_subject
from pipeline.clean.normalization import normalize, normalize_line
from pipeline.clean.signatures import find_signature
from pipeline.languages import UNKNOWN, detect, normalize_code
from pipeline.records import CleanMessage, Cut, Forwarded, Message

_DEEPEST_FORWARD = 20
"""Letters passed on within letters passed on; what is deeper is no mail, and stays as it is."""
_VISIBLE = re.compile(r"\S")
NOT_CUT = "history: found, but not set aside"


def clean(message: Message) -> CleanMessage:
    """``message`` in its layers. The body of the result's ``message`` is the normalised one."""
    body = normalize(message.body)
    subject = normalize_line(message.subject)
    is_mail = message.channel == "email" or message.message_id is not None
    layers = _layers(body, forward_subject=is_forward_subject(subject)) if is_mail else _Layers(body)
    text = _text(layers)
    lang, confidence = _language(message.lang, text)
    return CleanMessage(
        message=replace(message, body=body, subject=subject),
        own=layers.own,
        text=text,
        lang=lang,
        lang_confidence=confidence,
        quoted=layers.set_aside("quoted"),
        signature=layers.set_aside("signature"),
        forwarded=layers.forwarded,
        cuts=tuple(sorted(layers.cuts, key=lambda cut: cut.start)),
        warnings=(NOT_CUT,) if is_mail and holds_history(layers.own) else (),
    )


def _language(stated: str | None, text: str) -> tuple[str, float]:
    """The language that the input states, at full confidence, or else the one detected."""
    code = normalize_code(stated) if stated else UNKNOWN
    if code != UNKNOWN:
        return code, 1.0
    found = detect(text)
    return found.code, found.confidence


@dataclass(slots=True)
class _Layers:
    """A normalised body while its layers are taken off: ``own`` is what lies between ``start`` and ``end``."""

    body: str
    start: int = 0
    end: int = -1
    cuts: list[Cut] = field(default_factory=list)
    forwarded: Forwarded | None = None
    forward_subject: bool = False

    def __post_init__(self) -> None:
        if self.end < 0:
            self.end = len(self.body)

    @property
    def own(self) -> str:
        """What is left of the body."""
        return self.body[self.start : self.end].strip()

    def has_own(self, end: int | None = None) -> bool:
        """Whether anything visible is left, up to ``end``."""
        return _VISIBLE.search(self.body, self.start, self.end if end is None else end) is not None

    def set_aside(self, reason: str) -> str:
        """All that was cut for ``reason``, in order."""
        cuts = sorted((cut for cut in self.cuts if cut.reason == reason), key=lambda cut: cut.start)
        return "\n\n".join(self.body[cut.start : cut.end].strip() for cut in cuts)

    def take_history(self) -> bool:
        """Set history aside; whether there was any. The first letter passed on is the one that is kept as such."""
        found = find_history(self.body[self.start : self.end], forward_subject=self.forward_subject)
        if not found:
            return False
        reason = "quoted" if self.forwarded else found.reason
        self.forwarded = self.forwarded or found.forwarded
        self._cut(self.start + found.start, self.start + found.end, reason)
        return True

    def take_signature(self) -> bool:
        """Set the last signature aside; whether there was one with something above it."""
        while self.end > self.start and self.body[self.end - 1].isspace():
            self.end -= 1
        found = find_signature(self.body, self.start, self.end)
        if found is None or not self.has_own(found):
            return False
        self._cut(found, self.end, "signature")
        return True

    def _cut(self, start: int, end: int, reason: str) -> None:
        self.cuts.append(Cut(start, end, reason))
        if start == self.start and end < self.end:
            self.start = end
        else:
            self.end = start


def _layers(body: str, *, forward_subject: bool) -> _Layers:
    """Take layers off until none is found. Each step shortens what is left, so this ends."""
    layers = _Layers(body, forward_subject=forward_subject)
    found = True
    while found and layers.has_own():
        found = layers.take_history()
        while layers.has_own() and layers.take_signature():
            found = True
    return layers


def _text(layers: _Layers) -> str:
    """What is to be labelled: ``own``, or the letter passed on, without its own history and signature."""
    innermost = layers
    for _ in range(_DEEPEST_FORWARD):
        forwarded = innermost.forwarded
        if not forwarded or (innermost.has_own() and not is_for_information(innermost.own)):
            return innermost.own
        innermost = _layers(forwarded.text, forward_subject=layers.forward_subject)
    return layers.body
