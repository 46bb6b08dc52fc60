"""E-mail addresses, and web addresses that tell who their reader is.

In: a text in its plain form (`plain`). Out: spans. E-mail addresses as RFC 5322 writes them without quotes, with letters of all
scripts (RFC 6531), and as people spell them out ("name (at) example.org"). A web address is masked only if it has a user name in
it, or a query or fragment that names a person or a session (``email=``, ``token=`` …, or an @); a plain link stays. Every
pattern is bounded and begins where no earlier match could, so the time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.redact.spans import Span

_LATIN = r"[^\W\u0250-\U0010ffff]"
"""Letters of the Latin script, digits and "_": Chinese, Japanese and Korean write on without a blank after an address."""


def _address(sign: str) -> re.Pattern[str]:
    before, part = f"(?<!{sign})(?<![.+\\-@])", f"(?:{sign}|-){{1,63}}"
    return re.compile(f"(?:mailto:)?{before}(?:{sign}|\\+)(?:{sign}|[.+\\-']){{0,63}}@{part}(?:\\.{part}){{1,8}}", re.IGNORECASE)


_LOCAL = r"(?<![\w.+\-@])[\w+][\w.+\-']{0,63}"
_ADDRESSES = (_address(_LATIN), _address(r"\w"))
_SPELLED = re.compile(
    rf"{_LOCAL} ?[(\[{{] ?(?:at|@|arroba|arobase|chiocciola|собака) ?[)\]}}] ?[\w\-]{{1,63}}"
    r"(?: ?(?:\.|[(\[{] ?(?:dot|punkt|point|punto|ponto|точка|nokta) ?[)\]}]) ?[a-z][\w\-]{1,62}){1,4}",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"'«»“”（）。，、]{3,2000}", re.IGNORECASE)
_KEYS = (
    r"e?mail|mail_?to|user(?:_?name|_?id)?|uid|login|name|first_?name|last_?name|vorname|nachname|"
    r"nom|prenom|phone|tel|mobile|customer(?:_?id|_?no)?|"
    r"client(?:_?id)?|kundennr|account|acct|member(?:_?id)?|subscriber(?:_?id)?|contact|token|"
    r"access_token|id_token|auth|key|api_?key|sig|signature|"
    r"session(?:_?id)?|sid|jsessionid|phpsessid|code|otp|password|pwd|pass|recipient|address|dob|birth\w*|iban|ssn"
)
_PERSONAL = re.compile(rf"[?&#;](?:{_KEYS})=[^&#]|[?#].*(?:@|%40)|//[^/?#\s]*@", re.IGNORECASE)
_TAIL = ".,;:!?)]}…*_"


def find_addresses(text: str) -> Iterator[Span]:
    """E-mail addresses."""
    signs = set[int]()
    for pattern in _ADDRESSES:
        for found in pattern.finditer(text):
            sign = text.index("@", found.start())
            if sign not in signs:
                signs.add(sign)
                yield Span(found.start(), found.start() + len(found.group().rstrip(".-")), "email")
    for found in _SPELLED.finditer(text):
        yield Span(found.start(), found.end(), "email")


def find_links(text: str) -> Iterator[Span]:
    """Web addresses that tell a person or a session."""
    for found in _LINK.finditer(text):
        link = found.group().rstrip(_TAIL)
        if _PERSONAL.search(link):
            yield Span(found.start(), found.start() + len(link), "url")
