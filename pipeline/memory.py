"""Keep a long run's memory flat: large blocks go back to the system when they are freed.

Batches of many sizes leave holes in the heap of glibc, whose threshold for mapping a block on its own grows up to
32 MB (mallopt(3), M_MMAP_THRESHOLD): over 10,000 messages a run grew by half. With a fixed threshold it stays
level. Elsewhere than on glibc nothing is done.
"""

from __future__ import annotations

import ctypes

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h
_BYTES = 256 * 1024


def return_freed_blocks() -> bool:
    """Fix the allocator's thresholds for this process; whether it has such."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):
        return False
    return bool(mallopt(_M_MMAP_THRESHOLD, _BYTES)) and bool(mallopt(_M_TRIM_THRESHOLD, _BYTES))
