"""How cleaning compares words, and which kinds of words it knows: the shape of `patterns`, without the words.

In: a line. Out: its folded form: without regard to capitals, Arabic vowel signs, kinds of apostrophe and hyphen.
``APP`` and ``MORE`` are what the device lines of all languages share.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DROPPED = re.compile("[\u064b-\u0652\u0640\u0307]")
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2019": "'", "\u02bc": "'", "\uff1a": ":", "\u00a0": " "})

APP = (
    r"(?:i ?phone|i ?pad|i ?os|mac(?:book)?|android|samsung|galaxy|huawei|xiaomi|redmi|oppo|vivo|honor|pixel|nokia|sony|blackberry|"
    r"windows|outlook|hotmail|yahoo|gmail|proton ?mail|aol|gmx|web\.de|t-online|orange|libero|thunderbird|spark|zoho|naver|daum|qq|163|"
    r"typeapp|foxmail|yandex|яндекс|mail\.ru|почт\w*|网易|網易|handy|smartphone|mobil\w*|telefon\w*|teléfono|móvil|celular|téléphone|cellulare|phone|tablet|갤럭시|아이폰|스마트폰|휴대폰|手机|手機|スマートフォン|スマホ|携帯)"
)

MORE = r"[^,.!?;。，！？؟]{0,40}"
"""What may follow a device's name on its line; a sentence may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPhrases:
    """Of one language: how a reply introduces the quoted letter, how forwards begin, header names, device lines."""

    intro_starts: tuple[str, ...] = ()
    intro_verbs: tuple[str, ...] = ()
    author_after_verb: bool = False
    replied: tuple[str, ...] = ()
    forwarded: tuple[str, ...] = ()
    forward_lines: tuple[str, ...] = ()
    from_: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    other_fields: tuple[str, ...] = ()
    sent_from: tuple[str, ...] = ()
    for_information: tuple[str, ...] = ()
    forward_prefixes: tuple[str, ...] = ()


def fold(text: str) -> str:
    """``text`` as words are compared here."""
    return " ".join(_DROPPED.sub("", text.translate(_HYPHENS).casefold()).split())
