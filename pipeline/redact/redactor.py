"""`Redactor`: one text in, the same text with personal data masked out.

In: a text, its language, and names known from elsewhere. Out: `Redacted`. Each kind has its finder; here they are called in turn
and what they claim is settled by precedence (`spans`). Numbers are looked for in a copy with one form of digits and dashes,
names in the text itself. Not masked: names in the middle of a sentence without a title, street addresses, dates, and order
numbers unless asked for. This is pseudonymisation with known gaps, not anonymisation (GDPR, recital 26).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.languages import UNKNOWN
from pipeline.redact import closings, east_asian, electronic, names, national, orders, payment, phones
from pipeline.redact.known_names import KnownNames, known_names
from pipeline.redact.plain import plain
from pipeline.redact.spans import Kind, Redacted, Span, apply

_log = logging.getLogger(__name__)
_EAST_ASIAN = ("zh", "ja", "ko")


@dataclass(frozen=True, slots=True)
class RedactOptions:
    """``orders``: mask order, contract and ticket numbers too. ``leave``: kinds that stay."""

    orders: bool = False
    leave: frozenset[Kind] = frozenset()


class Redactor:
    """Masks by ``options``; holds no state, so one may serve many threads."""

    def __init__(self, options: RedactOptions | None = None) -> None:
        self.options = options or RedactOptions()
        if "id" not in self.options.leave and not national.available():
            _say_once_without_ids()

    def redact(self, text: str, *, lang: str = UNKNOWN, names: Iterable[str] = ()) -> Redacted:
        """``text`` with a placeholder for each piece of personal data; ``names``: display names and addresses of the headers."""
        found = self._found(text, lang, known_names(names))
        return apply(text, (span for span in found if span.kind not in self.options.leave))

    def _found(self, text: str, lang: str, known: KnownNames) -> Iterator[Span]:
        form = plain(text)
        yield from electronic.find_addresses(form)
        yield from electronic.find_links(form)
        if any(sign.isdecimal() for sign in form):
            yield from payment.find_ibans(form)
            yield from payment.find_cards(form)
            yield from national.find_ids(form)
            yield from phones.find_phones(form, lang)
            if self.options.orders:
                yield from orders.find_orders(form)
        yield from known.find(text, lang)
        yield from names.find_names(text, known.words)
        yield from closings.find_closing_names(text, known.words)
        if lang.startswith(_EAST_ASIAN):
            yield from east_asian.find_names(text, lang)


@cache
def _say_once_without_ids() -> None:
    _log.warning('national identity numbers are not masked: they need python-stdnum: pip install "complaint-pipeline[redact]"')
