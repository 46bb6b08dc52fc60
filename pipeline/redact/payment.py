"""Bank accounts and payment cards, each proved by its check digits.

In: a text in its plain form (`plain`). Out: spans. An IBAN (ISO 13616) needs a country of the register, the length of that country and
the remainder 1 by 97 (ISO 7064). A card (ISO/IEC 7812) needs a range in use and its length, the Luhn sum, and groups such as cards
have them; digits that the text calls an order or a reference are none. Four last digits alone are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.redact.plain import introduced_by
from pipeline.redact.spans import Span

_LENGTHS = {
    **{"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29, "BY": 28},
    **{"CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18},
    **{"FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28},
    **{"IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20},
    **{"LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28},
    **{"NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24},
    **{"SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26},
    **{"UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30},
}
"""Characters of an IBAN by country: SWIFT IBAN Registry, release 99."""
_RANGES: Sequence[tuple[int, int, tuple[int, ...]]] = (
    (340000, 349999, (15,)),
    (370000, 379999, (15,)),
    (300000, 305999, (14, 16)),
    (309500, 309599, (14, 16)),
    (360000, 369999, (14, 16)),
    (380000, 399999, (14, 16)),
    (352800, 358999, (16,)),
    (400000, 499999, (13, 16, 19)),
    (510000, 559999, (16,)),
    (222100, 272099, (16,)),
    (220000, 220499, (16, 19)),
    (601100, 601199, (16, 19)),
    (644000, 659999, (16, 19)),
    (620000, 629999, (16, 17, 18, 19)),
    (500000, 509999, (16, 18, 19)),
    (560000, 619999, (16, 18, 19)),
    (630000, 639999, (16, 18, 19)),
    (670000, 679999, (16, 18, 19)),
    (810000, 817999, (16,)),
    (979200, 979289, (16,)),
)
"""First six digits and lengths: Amex, Diners, JCB, Visa, Mastercard, Mir, Discover, UnionPay, Maestro, RuPay, Troy."""
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[ \-]?\d{2}(?:[ .\-]{0,2}[A-Z0-9]){10,31}", re.IGNORECASE)
_ALNUM = re.compile(r"[A-Za-z0-9]")
_DIGITS = re.compile(r"(?<![A-Za-z0-9])\d(?:[ .\-/]{0,3}\d){12,60}")
_GROUP = re.compile(r"\d+")


def find_ibans(text: str) -> Iterator[Span]:
    """Account numbers whose check digits are right."""
    for found in _IBAN.finditer(text):
        length = _LENGTHS.get(found.group()[:2].upper())
        places = [sign.start() for sign in _ALNUM.finditer(found.group())][:length]
        end = found.start() + places[-1] + 1
        if length == len(places) and not _ALNUM.match(text, end):
            code = "".join(found.group()[place] for place in places).upper()
            if _remainder_is_one(code):
                yield Span(found.start(), end, "iban")


def _remainder_is_one(code: str) -> bool:
    return int("".join(str(int(sign, 36)) for sign in code[4:] + code[:4])) % 97 == 1


def find_cards(text: str) -> Iterator[Span]:
    """Card numbers: the longest run of groups that passes, from the left; the same groups are never read as two cards."""
    for run in _DIGITS.finditer(text):
        groups = list(_GROUP.finditer(run.group()))
        number = 0
        while number < len(groups):
            size = _card_at(groups[number : number + 6])
            if size:
                start, end = run.start() + groups[number].start(), run.start() + groups[number + size - 1].end()
                if introduced_by(text, start) != "order" or _is_grouped(groups[number : number + size]):
                    yield Span(start, end, "card")
            number += size or 1


def _card_at(groups: Sequence[re.Match[str]]) -> int:
    """How many of the ``groups``, from the first on, make up a card number; 0 if none do."""
    for size in range(len(groups), 0, -1):
        digits = "".join(group.group() for group in groups[:size])
        if 13 <= len(digits) <= 19 and _shape_fits(groups[:size]) and is_card(digits):
            return size
    return 0


def _shape_fits(groups: Sequence[re.Match[str]]) -> bool:
    """Cards are written in one piece, in fours with a shorter or longer last group, or 4-6-5 and 4-6-4."""
    sizes = [len(group.group()) for group in groups]
    return len(sizes) == 1 or sizes[:2] == [4, 6] or set(sizes[:-1]) == {4} or set(sizes[:-1]) == {8} or sizes[0] == 6


def _is_grouped(groups: Sequence[re.Match[str]]) -> bool:
    return [len(group.group()) for group in groups] == [4, 4, 4, 4]


def is_card(digits: str) -> bool:
    """Whether the first digits and the length are those of a card in use, and the Luhn sum is right."""
    first = int(digits[:6])
    known = any(low <= first <= high and len(digits) in lengths for low, high, lengths in _RANGES)
    return known and luhn(digits)


def luhn(digits: str) -> bool:
    """The check of ISO/IEC 7812-1, annex B."""
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(int(digit) for digit in digits[-1::-2])) % 10 == 0
