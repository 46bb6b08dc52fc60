"""Numbers of orders, contracts, tickets and customers: masked only where the user asks for it.

In: a text in its plain form (`plain`). Out: spans. What is masked is a word with at least four digits that directly follows a word such as
"order", "Bestellnummer", "订单号" (`plain.introduced_by`). By default order numbers stay: the company needs them, and without
its own files they name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.redact.plain import introduced_by
from pipeline.redact.spans import Span

_NUMBER = re.compile(r"(?<![A-Za-z0-9\-/.])(?=[A-Za-z0-9\-/]{0,12}\d)[A-Za-z]{0,6}[A-Za-z0-9]{0,12}(?:[\-/.]?[A-Za-z0-9]{1,20}){0,6}")
_FOUR_DIGITS = 4


def find_orders(text: str) -> Iterator[Span]:
    """Numbers that the text calls those of an order or the like."""
    for found in _NUMBER.finditer(text):
        digits = sum(sign.isdecimal() for sign in found.group())
        if digits >= _FOUR_DIGITS and introduced_by(text, found.start()) == "order":
            yield Span(found.start(), found.end(), "order")
