"""Whether matrix products in bfloat16 pay on this CPU.

Where it has AVX-512 BF16 or AMX they may: training was 2-4 times as fast on one such CPU, and half as fast again in
float32 on another. So ``auto`` tries both, once a process. Weights, sums and losses stay in float32 either way.
"""

from __future__ import annotations

import time
from functools import cache
from typing import Literal

import torch

Precision = Literal["auto", "float32", "bfloat16"]
_WIDTH, _HEADS, _BATCH, _TOKENS = 384, 12, 8, 128
_TRIALS = 3


def bfloat16_pays(precision: Precision) -> bool:
    """Whether ``precision`` means bfloat16 here; ``auto`` tries both where the CPU has instructions for it."""
    return _is_faster() if precision == "auto" else precision == "bfloat16"


@cache
def _is_faster() -> bool:
    able = torch.cpu.get_capabilities()
    if not (able.get("avx512_bf16") or able.get("amx_bf16")):
        return False
    with torch.random.fork_rng(devices=[]):
        layer = torch.nn.TransformerEncoderLayer(_WIDTH, _HEADS, 4 * _WIDTH, dropout=0.0, batch_first=True)
        states = torch.randn(_BATCH, _TOKENS, _WIDTH)
        return _step_seconds(layer, states, bfloat16=True) < _step_seconds(layer, states, bfloat16=False)


def _step_seconds(layer: torch.nn.Module, states: torch.Tensor, *, bfloat16: bool) -> float:
    """The fastest of a few forward and backward passes through one layer, after one to warm up."""
    seconds = []
    for _ in range(1 + _TRIALS):
        started = time.perf_counter()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
            loss = layer(states).float().square().mean()
        loss.backward()
        seconds.append(time.perf_counter() - started)
    return min(seconds[1:])
