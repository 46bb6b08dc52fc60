"""Whether matrix products in bfloat16 pay on this CPU.

They do where it has AVX-512 BF16 or AMX (training is 2-4 times as fast); elsewhere they are emulated, and slower
than float32. Weights, sums and losses stay in float32 either way.
"""

from __future__ import annotations

from typing import Literal

import torch

Precision = Literal["auto", "float32", "bfloat16"]


def bfloat16_pays(precision: Precision) -> bool:
    """Whether ``precision`` means bfloat16 here; ``auto`` looks at the CPU."""
    if precision == "auto":
        able = torch.cpu.get_capabilities()
        return bool(able.get("avx512_bf16") or able.get("amx_bf16"))
    return precision == "bfloat16"
