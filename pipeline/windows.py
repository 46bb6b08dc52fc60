"""Texts longer than an encoder's window, read in overlapping windows: nothing is cut in silence.

In: texts and a tokenizer. Out: a `Windows` batch, in which ``message_index`` says to which text each window
belongs. A text needs ``1 + ceil((tokens - size) / (size - stride))`` windows; one that needs more than
``limit`` is read up to there and ``unread_tokens`` says how much was not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from pipeline.strict_yaml import StrictModel


class WindowConfig(StrictModel):
    """``tokens`` a window holds, by how many neighbours overlap (``stride``), and how many a text may have."""

    tokens: int
    stride: int
    limit: int


@dataclass(frozen=True, slots=True)
class Windows:
    """Windows of several texts: ids and mask are [windows, tokens], ``message_index`` [windows]."""

    input_ids: Tensor
    attention_mask: Tensor
    message_index: Tensor
    unread_tokens: tuple[int, ...]


def windows_of(texts: Sequence[str], tokenizer: Any, config: WindowConfig) -> Windows:
    """The windows of ``texts``, padded to the longest; ``tokenizer`` is a fast Hugging Face one."""
    encoded = tokenizer(
        list(texts),
        truncation=True,
        max_length=config.tokens,
        stride=config.stride,
        return_overflowing_tokens=True,
        return_token_type_ids=False,
    )
    owners: list[int] = encoded["overflow_to_sample_mapping"]
    kept: list[int] = []
    counts, unread = [0] * len(texts), [0] * len(texts)
    for position, owner in enumerate(owners):
        if counts[owner] < config.limit:
            counts[owner] += 1
            kept.append(position)
        else:
            unread[owner] += len(encoded["input_ids"][position]) - config.stride
    padded = tokenizer.pad({"input_ids": [encoded["input_ids"][position] for position in kept]}, return_tensors="pt")
    index = torch.tensor([owners[position] for position in kept])
    return Windows(padded["input_ids"], padded["attention_mask"], index, tuple(unread))


def count_tokens(texts: Sequence[str], tokenizer: Any) -> list[int]:
    """Tokens of each text, for batches of like length."""
    return [len(ids) for ids in tokenizer(list(texts), add_special_tokens=True, return_token_type_ids=False)["input_ids"]]
