"""Draw a multilingual student towards an English sentence encoder.

In: translation pairs, a student and a frozen English teacher. Out: the loss of each step. Multilingual
distillation (Reimers & Gurevych 2020, arXiv:2004.09813): the student's vector of either side is drawn
to the teacher's vector of the English side; a contrastive term (InfoNCE, van den Oord et al. 2018,
arXiv:1807.03748) against the batch and a queue of the teacher's last vectors (He et al. 2020,
arXiv:1911.05722) keeps neighbours apart. The loss depends on weights and step alone, so a run that was
stopped goes on to the same loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from pipeline.encoder.batches import batch_at
from pipeline.encoder.texts import Pair

_TWIN = 0.95  # cosine from which two English sentences say the same: never each other's negatives


@dataclass(frozen=True, slots=True)
class DistillationPlan:
    """What a batch holds; ``english_share`` of it is also shown in English. ``queue`` negatives beside the batch."""

    batch_size: int
    contrastive_weight: float
    temperature: float
    queue: int
    english_share: float
    seed: int


def mean_pool(hidden: Tensor, mask: Tensor) -> Tensor:
    """Unit vectors [texts, width]: the mean of the token states [texts, tokens, width] under ``mask``."""
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return functional.normalize((hidden * weights).sum(1) / weights.sum(1).clamp(min=1), dim=-1)


class SentenceEncoder:
    """A Hugging Face encoder and its tokenizer as one function: texts → unit vectors in float32.

    With ``bfloat16`` the matrix products are made in that precision (three to four times as fast on CPUs with AVX-512 BF16 or AMX).
    """

    def __init__(self, model: nn.Module, tokenizer: Tokenizer, *, max_tokens: int, bfloat16: bool = False) -> None:
        self.model, self.tokenizer, self.max_tokens, self.bfloat16 = model, tokenizer, max_tokens, bfloat16
        tokenizer.enable_truncation(max_tokens)
        tokenizer.enable_padding(pad_id=tokenizer.token_to_id("[PAD]"), pad_token="[PAD]")

    def __call__(self, texts: Sequence[str]) -> Tensor:
        """Vectors [texts, width], with gradients where the caller has them on."""
        encodings = self.tokenizer.encode_batch(list(texts))
        ids = torch.tensor([encoding.ids for encoding in encodings])
        mask = torch.tensor([encoding.attention_mask for encoding in encodings])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.bfloat16):
            states = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
        return mean_pool(states.float(), mask)

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


def pair_batch(pairs: Sequence[Pair], step: int, plan: DistillationPlan) -> list[Pair]:
    """The batch of one step: pairs whose translations are of like length. ``pairs`` are shuffled already."""
    return batch_at(pairs, step, size=plan.batch_size, seed=plan.seed, length=lambda pair: len(pair.translation.encode()))


class Distillation:
    """The loss of each step, for `loop.run`. The queue before a step is what the steps before it leave."""

    def __init__(self, student: SentenceEncoder, teacher: SentenceEncoder, pairs: Sequence[Pair], plan: DistillationPlan) -> None:
        self._student, self._teacher, self._pairs, self._plan = student, _TeacherMemory(teacher), pairs, plan
        self._queue: Tensor | None = None
        for module in student.model.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0  # the target is exact: noise only blurs it

    def loss_at(self, step: int) -> Tensor:
        """Distance to the teacher's vectors, and contrast against the batch and the queue."""
        batch = pair_batch(self._pairs, step, self._plan)
        target = self._teacher([pair.english for pair in batch])
        queue = self._queue_before(step, width=target.shape[1])
        also_english = int(len(batch) * self._plan.english_share)
        vectors = self._student([pair.translation for pair in batch] + [pair.english for pair in batch[:also_english]])
        distance = 1 - (vectors * torch.cat([target, target[:also_english]])).sum(-1)
        candidates = torch.cat([target, queue])
        self._queue = candidates[: self._plan.queue]
        return distance.mean() + self._plan.contrastive_weight * self._contrast(vectors[: len(batch)], target, candidates)

    def _contrast(self, vectors: Tensor, target: Tensor, candidates: Tensor) -> Tensor:
        twins = target @ candidates.T > _TWIN
        twins.fill_diagonal_(False)
        similarity = (vectors @ candidates.T / self._plan.temperature).masked_fill(twins, float("-inf"))
        return functional.cross_entropy(similarity, torch.arange(len(vectors)))

    def _queue_before(self, step: int, *, width: int) -> Tensor:
        """The teacher's vectors [≤ plan.queue, width] of the steps before, newest first."""
        if self._queue is None:
            needed = -(-self._plan.queue // self._plan.batch_size)
            earlier = [pair_batch(self._pairs, past, self._plan) for past in range(step - 1, max(-1, step - 1 - needed), -1)]
            vectors = [self._teacher([pair.english for pair in batch]) for batch in earlier]
            self._queue = torch.cat([*vectors, torch.empty(0, width)])[: self._plan.queue]
        return self._queue
