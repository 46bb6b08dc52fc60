"""Draw a multilingual student towards an English sentence encoder.

In: translation pairs, a student and a frozen English teacher. Out: the student, trained. Multilingual
distillation (Reimers & Gurevych 2020, arXiv:2004.09813): the student's vector of either side is drawn
to the teacher's vector of the English side; an in-batch contrastive term (InfoNCE) keeps neighbours
apart. Batches depend on the step alone, so a run that was stopped goes on to the same loss.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from pipeline.encoder.texts import Pair

_BUCKET = 16  # batches that are sorted by length together: less padding, still random


@dataclass(frozen=True, slots=True)
class DistillationPlan:
    """How long, how fast; ``english_share`` of each batch is also shown in English."""

    steps: int
    batch_size: int
    max_tokens: int
    embedding_learning_rate: float
    body_learning_rate: float
    warmup_steps: int
    contrastive_weight: float
    temperature: float
    english_share: float
    checkpoint_every: int
    seed: int


def mean_pool(hidden: Tensor, mask: Tensor) -> Tensor:
    """Unit vectors [texts, width]: the mean of the token states [texts, tokens, width] under ``mask``."""
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return functional.normalize((hidden * weights).sum(1) / weights.sum(1).clamp(min=1), dim=-1)


class SentenceEncoder:
    """A Hugging Face encoder and its tokenizer as one function: texts → unit vectors."""

    def __init__(self, model: nn.Module, tokenizer: Tokenizer, *, max_tokens: int) -> None:
        self.model, self.tokenizer, self.max_tokens = model, tokenizer, max_tokens
        tokenizer.enable_truncation(max_tokens)
        tokenizer.enable_padding(pad_id=tokenizer.token_to_id("[PAD]"), pad_token="[PAD]")

    def __call__(self, texts: Sequence[str]) -> Tensor:
        """Vectors [texts, width], with gradients where the caller has them on."""
        encodings = self.tokenizer.encode_batch(list(texts))
        ids = torch.tensor([encoding.ids for encoding in encodings])
        mask = torch.tensor([encoding.attention_mask for encoding in encodings])
        return mean_pool(self.model(input_ids=ids, attention_mask=mask).last_hidden_state, mask)

    @torch.inference_mode()
    def encode(self, texts: Sequence[str], batch_size: int = 64) -> Tensor:
        """Vectors [texts, width] of many texts, batched by length, without gradients."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        vectors: list[Tensor] = []
        for start in range(0, len(order), batch_size):
            vectors.append(self([texts[index] for index in order[start : start + batch_size]]))
        result = torch.empty(len(texts), vectors[0].shape[1])
        result[torch.tensor(order)] = torch.cat(vectors)
        return result


class _TeacherMemory:
    """The teacher's vectors, computed once per English sentence (many sentences have several translations)."""

    def __init__(self, teacher: SentenceEncoder) -> None:
        self._teacher = teacher
        self._vectors: dict[str, Tensor] = {}

    def __call__(self, texts: Sequence[str]) -> Tensor:
        missing = list(dict.fromkeys(text for text in texts if text not in self._vectors))
        if missing:
            for text, vector in zip(missing, self._teacher.encode(missing).half(), strict=True):
                self._vectors[text] = vector.clone()
        return torch.stack([self._vectors[text] for text in texts]).float()


def batch_at(pairs: Sequence[Pair], step: int, plan: DistillationPlan) -> list[Pair]:
    """The batch of one step: a function of the step alone. ``pairs`` are shuffled already."""
    bucket_index, position = divmod(step, _BUCKET)
    size = plan.batch_size * _BUCKET
    start = bucket_index * size
    bucket = sorted((pairs[(start + offset) % len(pairs)] for offset in range(size)), key=lambda pair: len(pair.english))
    order = list(range(_BUCKET))
    random.Random(f"{plan.seed}:{bucket_index}").shuffle(order)
    first = order[position] * plan.batch_size
    return bucket[first : first + plan.batch_size]


def distil(
    student: SentenceEncoder,
    teacher: SentenceEncoder,
    pairs: Sequence[Pair],
    plan: DistillationPlan,
    *,
    checkpoint: Path,
    report: Callable[[int, float], None],
) -> None:
    """Train ``student`` in place; goes on from ``checkpoint`` where it exists. ``report(step, loss)``."""
    optimizer = _optimizer(student.model, plan)
    first = _resume(checkpoint, student.model, optimizer)
    remember = _TeacherMemory(teacher)
    student.model.train()
    for module in student.model.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0  # the target is exact: noise only blurs it
    for step in range(first, plan.steps):
        _set_learning_rate(optimizer, plan, step)
        loss = _loss(student, remember, batch_at(pairs, step, plan), plan)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(student.model.parameters(), 1.0)
        optimizer.step()
        report(step, float(loss.detach()))
        if (step + 1) % plan.checkpoint_every == 0 or step + 1 == plan.steps:
            _save(checkpoint, student.model, optimizer, step + 1)
    student.model.eval()


def _loss(student: SentenceEncoder, teacher: Callable[[Sequence[str]], Tensor], batch: list[Pair], plan: DistillationPlan) -> Tensor:
    target = teacher([pair.english for pair in batch])
    also_english = int(len(batch) * plan.english_share)
    vectors = student([pair.translation for pair in batch] + [pair.english for pair in batch[:also_english]])
    distance = 1 - (vectors * torch.cat([target, target[:also_english]])).sum(-1)
    similarity = vectors[: len(batch)] @ target.T / plan.temperature
    twins = torch.tensor([[a.english == b.english and a is not b for b in batch] for a in batch])
    contrast = functional.cross_entropy(similarity.masked_fill(twins, float("-inf")), torch.arange(len(batch)))
    return distance.mean() + plan.contrastive_weight * contrast


def _optimizer(model: nn.Module, plan: DistillationPlan) -> torch.optim.Optimizer:
    words = [parameter for name, parameter in model.named_parameters() if "word_embeddings" in name]
    body = [parameter for name, parameter in model.named_parameters() if "word_embeddings" not in name]
    return torch.optim.AdamW(
        [
            {"params": words, "lr": plan.embedding_learning_rate, "weight_decay": 0.0},
            {"params": body, "lr": plan.body_learning_rate, "weight_decay": 0.01},
        ]
    )


def _set_learning_rate(optimizer: torch.optim.Optimizer, plan: DistillationPlan, step: int) -> None:
    """Linear warm-up, then linear decay to a twentieth."""
    factor = min(1.0, (step + 1) / plan.warmup_steps) * (1 - 0.95 * step / plan.steps)
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
