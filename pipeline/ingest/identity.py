"""Ids of messages: given, or made from the content; never from the place in a file.

The same content has the same id in every file and in every run, so that labels can be joined later.
Within one run no id comes twice.
"""

from __future__ import annotations

import hashlib


def stable_id(subject: str, body: str, date: str | None) -> str:
    """An id of 16 hexadecimal digits from the content alone (BLAKE2b, RFC 7693)."""
    content = "\0".join((subject, body, date or ""))
    return hashlib.blake2b(content.encode("utf-8", "replace"), digest_size=8).hexdigest()


class UniqueIds:
    """Marks ids that came before: ``a``, ``a~2``, ``a~3``.

    Keeps an 8-byte hash per id instead of the id: among a million ids the chance of taking two different
    ones for the same is below one in ten million, and then one of them only gets a needless ``~2``.
    """

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._last_number: dict[int, int] = {}

    def unique(self, wanted: str) -> str:
        """``wanted``, or ``wanted`` with the next free number."""
        first = _hash(wanted)
        if first not in self._seen:
            self._seen.add(first)
            return wanted
        number = self._last_number.get(first, 1) + 1
        while _hash(f"{wanted}~{number}") in self._seen:
            number += 1
        self._last_number[first] = number
        self._seen.add(_hash(f"{wanted}~{number}"))
        return f"{wanted}~{number}"


def _hash(identifier: str) -> int:
    return int.from_bytes(hashlib.blake2b(identifier.encode("utf-8", "replace"), digest_size=8).digest(), "big")
