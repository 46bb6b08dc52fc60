"""Batches of like length that depend on the step alone, so that a stopped training goes on as it would have.

In: shuffled items, a step. Out: the items of that step's batch. Sixteen batches at a time are sorted by
length and dealt out in random order: little padding, still random.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
_BUCKET = 16


def batch_at(items: Sequence[Item], step: int, *, size: int, seed: int, length: Callable[[Item], int]) -> list[Item]:
    """The ``size`` items of ``step``; after the last item the first comes again."""
    bucket, position = divmod(step, _BUCKET)
    start = bucket * size * _BUCKET
    sorted_items = sorted((items[(start + offset) % len(items)] for offset in range(size * _BUCKET)), key=length)
    order = list(range(_BUCKET))
    random.Random(f"{seed}:{bucket}").shuffle(order)
    first = order[position] * size
    return sorted_items[first : first + size]
