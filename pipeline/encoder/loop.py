"""The training loop that distillation and masked-language-model steps share.

In: a model and a loss that is a function of the step alone. Out: the model, trained in place. The checkpoint
holds weights, optimizer and step: a run that was stopped goes on to the same loss.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor, nn

from pipeline.errors import InputError


@dataclass(frozen=True, slots=True)
class LoopPlan:
    """How long and how fast; the embedding table learns at a rate of its own, by AdamW or by Adagrad.

    Adagrad (Duchi et al. 2011) leaves a row alone that a batch does not hold, and slows down for frequent pieces; AdamW's
    moments carry a rare piece on for many steps.
    """

    steps: int
    warmup_steps: int
    embedding_learning_rate: float
    body_learning_rate: float
    checkpoint_every: int
    embedding_optimizer: Literal["adamw", "adagrad"] = "adamw"


def run(
    model: nn.Module, loss_at: Callable[[int], Tensor], plan: LoopPlan, *, checkpoint: Path, report: Callable[[int, float], None]
) -> None:
    """Train ``model`` for ``plan.steps``; goes on from ``checkpoint`` where it exists. ``report(step, loss)``."""
    optimizers = _optimizers(model, plan)
    first = _resume(checkpoint, model, optimizers)
    model.train()
    for step in range(first, plan.steps):
        _set_learning_rate(optimizers, plan, step)
        loss = loss_at(step)
        model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
        report(step, float(loss.detach()))
        if (step + 1) % plan.checkpoint_every == 0 or step + 1 == plan.steps:
            _save(checkpoint, model, optimizers, step + 1)
    model.eval()


def _optimizers(model: nn.Module, plan: LoopPlan) -> tuple[torch.optim.Optimizer, torch.optim.Optimizer]:
    """Of the embedding table, and of the rest."""
    words = [parameter for name, parameter in model.named_parameters() if "word_embeddings" in name]
    body = [parameter for name, parameter in model.named_parameters() if "word_embeddings" not in name]
    table: torch.optim.Optimizer
    if plan.embedding_optimizer == "adagrad":
        table = torch.optim.Adagrad(words, lr=plan.embedding_learning_rate, fused=True)
    else:
        table = torch.optim.AdamW(words, lr=plan.embedding_learning_rate, weight_decay=0.0, fused=True)
    return table, torch.optim.AdamW(body, lr=plan.body_learning_rate, weight_decay=0.01, fused=True)


def _set_learning_rate(optimizers: Sequence[torch.optim.Optimizer], plan: LoopPlan, step: int) -> None:
    """Linear warm-up, then linear decay to a twentieth."""
    factor = min(1.0, (step + 1) / max(1, plan.warmup_steps)) * (1 - 0.95 * step / plan.steps)
    for optimizer, top in zip(optimizers, (plan.embedding_learning_rate, plan.body_learning_rate), strict=True):
        for group in optimizer.param_groups:
            group["lr"] = top * factor


def _save(checkpoint: Path, model: nn.Module, optimizers: Sequence[torch.optim.Optimizer], step: int) -> None:
    partial = checkpoint.with_suffix(".partial")
    states = {type(each).__name__ + str(place): each.state_dict() for place, each in enumerate(optimizers)}
    torch.save({"model": model.state_dict(), "optimizers": states, "step": step}, partial)
    partial.replace(checkpoint)


def _resume(checkpoint: Path, model: nn.Module, optimizers: Sequence[torch.optim.Optimizer]) -> int:
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, weights_only=True)
    names = [type(each).__name__ + str(place) for place, each in enumerate(optimizers)]
    if list(state.get("optimizers", ())) != names:
        raise InputError("was left by a run with other optimizers", where=str(checkpoint), hint="delete it to do the stage again")
    model.load_state_dict(state["model"])
    for name, optimizer in zip(names, optimizers, strict=True):
        optimizer.load_state_dict(state["optimizers"][name])
    return int(state["step"])
