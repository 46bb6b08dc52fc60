"""Tokens per second of the embedded encoder beside larger shapes: `python -m tests.benchmarks.encoder_speed`.

Single precision, two threads, random weights of each shape, runs in turn (the machine may be shared): the best of each, and
the ratio to the embedded one.
"""

from __future__ import annotations

import sys
import time

import torch
from transformers import BertConfig, BertModel, XLMRobertaConfig, XLMRobertaModel

BATCH, TOKENS, ROUNDS = 16, 128, 5


def models() -> dict[str, torch.nn.Module]:
    """One model per shape."""
    small = {"hidden_size": 384, "num_attention_heads": 12, "intermediate_size": 1536}
    return {
        "embedded (6 layers, 384 wide, 36k pieces)": BertModel(BertConfig(vocab_size=36_000, num_hidden_layers=6, **small)).eval(),
        "multilingual MiniLM-L12 shape (12, 384, 250k)": BertModel(BertConfig(vocab_size=250_000, num_hidden_layers=12, **small)).eval(),
        "XLM-R-base shape (12, 768, 250k)": XLMRobertaModel(XLMRobertaConfig(vocab_size=250_002, max_position_embeddings=514)).eval(),
    }


@torch.inference_mode()
def seconds(model: torch.nn.Module) -> float:
    """Time of one forward pass."""
    ids = torch.randint(5, 30_000, (BATCH, TOKENS))
    started = time.perf_counter()
    model(input_ids=ids, attention_mask=torch.ones_like(ids))
    return time.perf_counter() - started


def main() -> None:
    """Measure in turn, print a table."""
    torch.set_num_threads(2)
    found = models()
    for model in found.values():
        seconds(model)
    best = {name: float("inf") for name in found}
    for _ in range(ROUNDS):
        for name, model in found.items():
            best[name] = min(best[name], seconds(model))
    first = next(iter(best.values()))
    sys.stdout.write("| shape | tokens a second | times as slow |\n| --- | --- | --- |\n")
    for name, value in best.items():
        sys.stdout.write(f"| {name} | {BATCH * TOKENS / value:,.0f} | {value / first:.1f} |\n")


if __name__ == "__main__":
    main()
