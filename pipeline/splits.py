"""Which split a record belongs to: fixed for ever, from its thread or id alone.

In: a key (the thread where there is one, else the id). Out: ``train`` (70 %), ``dev`` (15 %) or
``test`` (15 %). No seed, no order, no file: the same key is in the same split on every machine, and
messages of one thread never stand on both sides.
"""

from __future__ import annotations

import hashlib
from typing import Literal, get_args

Split = Literal["train", "dev", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)


def split_of(key: str) -> Split:
    """The split of a thread or message id.

    >>> split_of("en-0001"), split_of("en-0002"), split_of("en-0010")
    ('train', 'train', 'dev')
    """
    bucket = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") % 100
    if bucket < 70:
        return "train"
    return "dev" if bucket < 85 else "test"


def message_key(text: str) -> str:
    """A digest of a text without its blanks and case: the same letter has the same key wherever it lies.

    >>> message_key("Where is my parcel?") == message_key(" where is my  PARCEL?")
    True
    """
    return hashlib.blake2b("".join(text.split()).casefold().encode(), digest_size=8).hexdigest()
