"""One message to its layers: what the sender newly wrote, and what was set aside.

In: a `Message`. Out: a `CleanMessage`. Order: normalise; then, in mail only, set aside what the markup of an HTML
mail marks, and history and signatures until nothing more is found; then name the language. Rows of a table are
only normalised, unless their channel is ``email``. What is labelled is ``own``, or the letter passed on where
``own`` is empty or says no more than "FYI", or the subject where there is no text. Everything set aside is kept,
with its range in the normalised body. If nothing would be left, nothing is cut. Cleaning what was cleaned changes
nothing more.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.clean.history import holds_history
from pipeline.clean.layers import Layers, take_layers
from pipeline.clean.markers import is_for_information, is_forward_subject
from pipeline.clean.mojibake import REPAIRED, repair
from pipeline.clean.normalization import carried, normalize, normalize_line
from pipeline.languages import UNKNOWN, Detection, detect, language_warnings, normalize_code
from pipeline.records import ONLY_SUBJECT, CleanMessage, Forwarded, Message

_DEEPEST_FORWARD = 8
"""Letters passed on within letters passed on; what is deeper is no mail, and stays as it is."""
_PREFIX_END = re.compile("[:：]")
_CLOSING = {"[": "]", "(": ")"}
"""By the bracket with which a subject begins: "[Fwd: Your order]"."""
NOT_CUT = "history: found, but not set aside"


def clean(message: Message) -> CleanMessage:
    """``message`` in its layers. The body of the result's ``message`` is the normalised one."""
    body = normalize(message.body)
    marked = carried(message.marked, message.body, body)
    subject = normalize_line(message.subject)
    is_mail = message.channel == "email" or message.message_id is not None
    layers = take_layers(body, marked, forward_subject=is_forward_subject(subject)) if is_mail else Layers(body)
    text = _text(layers) or (subject if ONLY_SUBJECT in message.warnings else "")
    stated = normalize_code(message.lang) if message.lang else UNKNOWN
    found = detect(text) if stated == UNKNOWN else Detection(stated, 1.0)
    return CleanMessage(
        message=replace(message, body=body, subject=subject, marked=marked),
        own=layers.own,
        text=text,
        lang=found.code,
        lang_confidence=found.confidence,
        quoted=layers.set_aside("quoted"),
        signature=layers.set_aside("signature"),
        forwarded=_with_subject(layers.forwarded, subject),
        cuts=tuple(sorted(layers.cuts, key=lambda cut: cut.start)),
        warnings=(
            *_repairs(message),
            *((NOT_CUT,) if is_mail and holds_history(layers.own) else ()),
            *language_warnings(text, found, stated=stated != UNKNOWN),
        ),
    )


def _with_subject(forwarded: Forwarded | None, subject: str) -> Forwarded | None:
    """A letter passed on whose heading states no subject has that of the mail, without its "Fwd:" (Outlook 2019, new Outlook)."""
    if forwarded is None or forwarded.subject or not is_forward_subject(subject):
        return forwarded
    told = _PREFIX_END.split(subject, maxsplit=1)[1].strip()
    return replace(forwarded, subject=told.removesuffix(_CLOSING.get(subject[:1], "")).strip())


def _repairs(message: Message) -> tuple[str, ...]:
    return (REPAIRED,) if repair(message.body) != message.body else ()


def _text(layers: Layers) -> str:
    """What is to be labelled: ``own``, or the letter passed on, without its own history and signature."""
    innermost = layers
    for _ in range(_DEEPEST_FORWARD):
        forwarded = innermost.forwarded
        if not forwarded or (innermost.kept and not is_for_information(innermost.own)):
            return innermost.own
        innermost = take_layers(forwarded.text, forward_subject=layers.forward_subject)
    return layers.body
