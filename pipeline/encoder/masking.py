"""Masked-language-model steps: an encoder learns the words and phrases of unlabelled text.

In: texts, an encoder with a masked-language-model head. Out: the loss of each step, for `loop.run`. Masked
language modelling (Devlin et al. 2019, arXiv:1810.04805) by whole words where a script writes spaces
(a word of many pieces, such as a Chinese clause, is masked piece by piece); batches of like length. Only
masked positions pass the output layer, which costs more than the encoder itself.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from pipeline.encoder.batches import batch_at

_IGNORED = -100
_LONGEST_WORD = 5  # pieces; a longer "word" is a clause in a script without spaces
_ENCODED_AT_ONCE = 2048


@dataclass(frozen=True, slots=True)
class MaskingPlan:
    """``share`` of the pieces is hidden: 8 in 10 behind the mask, 1 in 10 behind a random piece, 1 in 10 as it is."""

    batch_size: int
    max_tokens: int
    share: float
    seed: int
    bfloat16: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """At most ``max_tokens`` pieces of a text, special pieces included; ``words`` groups their positions."""

    ids: tuple[int, ...]
    words: tuple[tuple[int, ...], ...]


def passages(texts: Iterable[str], tokenizer: Tokenizer, *, max_tokens: int, at_least: int = 6) -> Iterator[Passage]:
    """Each text in passages of at most ``max_tokens`` pieces; those of fewer than ``at_least`` say too little."""
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    for some in _chunks(texts):
        for encoding in tokenizer.encode_batch(some):
            for part in (encoding, *encoding.overflowing):
                if len(part.ids) >= at_least:
                    yield _passage(part)


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    iterator = iter(texts)
    while some := list(islice(iterator, _ENCODED_AT_ONCE)):
        yield some


def _passage(encoding: Encoding) -> Passage:
    words: dict[int, list[int]] = {}
    for position, word in enumerate(encoding.word_ids):
        if word is not None:
            words.setdefault(word, []).append(position)
    grouped: list[tuple[int, ...]] = []
    for positions in words.values():
        grouped += [tuple(positions)] if len(positions) <= _LONGEST_WORD else [(position,) for position in positions]
    return Passage(tuple(encoding.ids), tuple(grouped))


class MaskedLanguageModel:
    """The loss of each step over ``texts`` (shuffled). ``model`` is of `transformers.AutoModelForMaskedLM`."""

    def __init__(self, model: Any, tokenizer: Tokenizer, texts: Sequence[Passage], plan: MaskingPlan, *, special: Sequence[int]) -> None:
        self._model, self._texts, self._plan = model, texts, plan
        self._mask, self._pad = _token_ids(model, tokenizer)
        ordinary = torch.ones(model.config.vocab_size)
        ordinary[list(special)] = 0
        self._ordinary = ordinary.nonzero().squeeze(1)

    def loss_at(self, step: int) -> Tensor:
        """Cross-entropy of the hidden pieces of the batch of ``step``, in nats."""
        batch = batch_at(self._texts, step, size=self._plan.batch_size, seed=self._plan.seed, length=lambda passage: len(passage.ids))
        return self.loss(batch, seed=f"{self._plan.seed}:{step}")

    def loss(self, batch: Sequence[Passage], *, seed: str) -> Tensor:
        """Cross-entropy of what ``seed`` hides of ``batch``."""
        ids, wanted, attention = self._hide(batch, random.Random(seed))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._plan.bfloat16):
            states = self._model.base_model(input_ids=ids, attention_mask=attention).last_hidden_state
            logits = _head(self._model)(states[wanted != _IGNORED])
        return functional.cross_entropy(logits.float(), wanted[wanted != _IGNORED])

    @torch.inference_mode()
    def mean_loss(self, held_out: Sequence[Passage]) -> float:
        """The loss over passages that no step saw; the same pieces are hidden at every call."""
        ordered = sorted(held_out, key=lambda passage: len(passage.ids))
        total = 0.0
        for start in range(0, len(ordered), 64):
            some = ordered[start : start + 64]
            total += float(self.loss(some, seed=f"held out {start}")) * len(some)
        return total / max(1, len(ordered))

    def _hide(self, batch: Sequence[Passage], chance: random.Random) -> tuple[Tensor, Tensor, Tensor]:
        longest = max(len(passage.ids) for passage in batch)
        ids = torch.full((len(batch), longest), self._pad)
        wanted = torch.full((len(batch), longest), _IGNORED)
        attention = torch.zeros(len(batch), longest, dtype=torch.long)
        for row, passage in enumerate(batch):
            ids[row, : len(passage.ids)] = torch.tensor(passage.ids)
            attention[row, : len(passage.ids)] = 1
            for position in hidden_positions(passage, self._plan.share, chance):
                wanted[row, position] = passage.ids[position]
                ids[row, position] = self._stand_in(passage.ids[position], chance)
        return ids, wanted, attention

    def _stand_in(self, piece: int, chance: random.Random) -> int:
        dice = chance.random()
        if dice < 0.8:
            return self._mask
        return int(self._ordinary[chance.randrange(len(self._ordinary))]) if dice < 0.9 else piece


def hidden_positions(passage: Passage, share: float, chance: random.Random) -> list[int]:
    """Positions of whole words that together make ``share`` of the passage, at least one word."""
    words = list(passage.words)
    chance.shuffle(words)
    budget, chosen = max(1, round(share * sum(map(len, words)))), list[int]()
    for word in words:
        if len(chosen) >= budget:
            break
        chosen += word
    return chosen


def _token_ids(model: Any, tokenizer: Tokenizer) -> tuple[int, int]:
    mask = next((tokenizer.token_to_id(name) for name in ("[MASK]", "<mask>") if tokenizer.token_to_id(name) is not None), None)
    if mask is None:
        raise ValueError("the tokenizer has no mask piece")
    return mask, model.config.pad_token_id or 0


def _head(model: Any) -> nn.Module:
    """The output layers: of BERT and DeBERTa ``cls``, of RoBERTa and XLM-R ``lm_head``, of ModernBERT two."""
    for name in ("cls", "lm_head"):
        if hasattr(model, name):
            module: nn.Module = getattr(model, name)
            return module
    return nn.Sequential(model.head, model.decoder)
