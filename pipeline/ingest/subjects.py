"""Subjects as threads are told by: without "Re:", "AW:", "回复：", "رد:" and marks that gateways put in front.

In: a subject. Out: its base in one form (NFKC, small letters, single blanks), and whether a reply or forward mark stood before it.
Prefixes are those that mail programs of the world write (RFC 5322, section 3.6.5 knows "Re: " alone); a mark in brackets
stays if it has a figure in it, for then it names a ticket.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_REPLIES = (
    "re|aw|antw|antwort|antwoord|sv|vs|res|resp|rép|r|bls|odp|odpověď|ynt|yan|cevap|cvp|отв|ответ|вiдп|відп|رد|الرد|"
    "回复|回覆|答复|答覆|返信|회신|답장|답변|trả lời|balas|αν|απ|תשובה|השב"
)
_FORWARDS = (
    "fw|fwd|wg|tr|rv|reenv|enc|i|vb|doorst|pd|ilt|fs|vl|továbbítás|пер|пересл|إعادة توجيه|تحويل|转发|轉寄|轉發|転送|전달|전달됨|chuyển tiếp"
)
_PREFIX = re.compile(rf"\s*(?:({_REPLIES})|{_FORWARDS})\s?(?:[\[(^]?\d{{1,3}}[\])]?)?\s?:\s*")
_GATEWAY = re.compile(r"\s*[\[(](?:ext(?:ern(?:al|e|o)?)?|spam|caution|warning|achtung|externer absender|sicher|encrypted)[\])]:?\s*")
_LONGEST = 400
_ENDS = " \t.!?…:;-–—_\"'«»“”"


@dataclass(frozen=True, slots=True)
class BaseSubject:
    """``text`` is the base; ``is_reply`` where a reply mark stood before it, ``is_marked`` a reply or forward mark."""

    text: str
    is_reply: bool = False
    is_marked: bool = False

    @property
    def is_telling(self) -> bool:
        """Whether the base says enough to tell a matter by: two words, a figure, or four signs where words are not spaced."""
        words = self.text.split()
        unspaced = len(self.text) >= 4 and ord(self.text[0]) >= 0x3040
        return len(words) > 1 or unspaced or any(map(str.isdecimal, self.text))


def base_subject(subject: str) -> BaseSubject:
    """The base of ``subject``; prefixes are taken off until none is left."""
    text = unicodedata.normalize("NFKC", subject[:_LONGEST]).casefold()
    is_reply = is_marked = False
    place = 0
    while True:
        prefix, gateway = _PREFIX.match(text, place), _GATEWAY.match(text, place)
        found = prefix or gateway
        if found is None:
            return BaseSubject(" ".join(text[place:].strip(_ENDS).split()), is_reply, is_marked)
        is_marked = is_marked or prefix is not None
        is_reply = is_reply or (prefix is not None and prefix[1] is not None)
        place = found.end()
