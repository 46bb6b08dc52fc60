"""The training loop that distillation and masked-language-model steps share.

In: a model and a loss that is a function of the step alone. Out: the model, trained in place. The checkpoint
holds weights, optimizer and step: a run that was stopped goes on to the same loss.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class LoopPlan:
    """How long and how fast; the embedding table learns at a rate of its own."""

    steps: int
    warmup_steps: int
    embedding_learning_rate: float
    body_learning_rate: float
    checkpoint_every: int


def run(
    model: nn.Module, loss_at: Callable[[int], Tensor], plan: LoopPlan, *, checkpoint: Path, report: Callable[[int, float], None]
) -> None:
    """Train ``model`` for ``plan.steps``; goes on from ``checkpoint`` where it exists. ``report(step, loss)``."""
    optimizer = _optimizer(model, plan)
    first = _resume(checkpoint, model, optimizer)
    model.train()
    for step in range(first, plan.steps):
        _set_learning_rate(optimizer, plan, step)
        loss = loss_at(step)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        report(step, float(loss.detach()))
        if (step + 1) % plan.checkpoint_every == 0 or step + 1 == plan.steps:
            _save(checkpoint, model, optimizer, step + 1)
    model.eval()


def _optimizer(model: nn.Module, plan: LoopPlan) -> torch.optim.Optimizer:
    words = [parameter for name, parameter in model.named_parameters() if "word_embeddings" in name]
    body = [parameter for name, parameter in model.named_parameters() if "word_embeddings" not in name]
    return torch.optim.AdamW(
        [
            {"params": words, "lr": plan.embedding_learning_rate, "weight_decay": 0.0},
            {"params": body, "lr": plan.body_learning_rate, "weight_decay": 0.01},
        ],
        fused=True,
    )


def _set_learning_rate(optimizer: torch.optim.Optimizer, plan: LoopPlan, step: int) -> None:
    """Linear warm-up, then linear decay to a twentieth."""
    factor = min(1.0, (step + 1) / max(1, plan.warmup_steps)) * (1 - 0.95 * step / plan.steps)
    for group, top in zip(optimizer.param_groups, (plan.embedding_learning_rate, plan.body_learning_rate), strict=True):
        group["lr"] = top * factor


def _save(checkpoint: Path, model: nn.Module, optimizer: torch.optim.Optimizer, step: int) -> None:
    partial = checkpoint.with_suffix(".partial")
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, partial)
    partial.replace(checkpoint)


def _resume(checkpoint: Path, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])
