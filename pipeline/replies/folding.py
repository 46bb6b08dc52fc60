"""Words as they are compared: without capitals, accents, compatibility forms and the dot of abbreviations."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_DOTLESS = str.maketrans({"İ": "i", "ı": "i"})


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """``word`` in the form in which it is compared.

    >>> [fold(word) for word in ("Grüße", "Sra.", "İADE", "№")]
    ['grusse', 'sra', 'iade', 'no']
    """
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).translate(_DOTLESS).casefold())
    return unicodedata.normalize("NFC", "".join(sign for sign in parts if not unicodedata.combining(sign))).strip(".,") or word
