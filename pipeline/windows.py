"""Texts longer than an encoder's window, read in overlapping windows: nothing is cut in silence.

In: texts and a tokenizer. Out: a `Windows` batch, in which ``message_index`` says to which text each window
belongs. A text needs ``1 + ceil((tokens - size) / (size - stride))`` windows; one that needs more than
``limit`` is read up to there and ``unread_tokens`` says how much was not.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    """Windows of several texts: ids and mask are [windows, tokens], ``message_index`` [windows].

    ``offsets`` per window: the characters of the text that each token stands for, (0, 0) for special tokens.
    """

    input_ids: Tensor
    attention_mask: Tensor
    message_index: Tensor
    unread_tokens: tuple[int, ...]
    offsets: Sequence[Sequence[tuple[int, int]]]

    def to(self, device: torch.device) -> Windows:
        """The same on another device."""
        return replace(
            self,
            input_ids=self.input_ids.to(device),
            attention_mask=self.attention_mask.to(device),
            message_index=self.message_index.to(device),
        )


def windows_of(texts: Sequence[str], tokenizer: Any, config: WindowConfig) -> Windows:
    """The windows of ``texts``, padded to the longest; ``tokenizer`` is a fast Hugging Face one."""
    encoded = tokenizer(
        list(texts),
        truncation=True,
        max_length=config.tokens,
        stride=config.stride,
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
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
    offsets = [encoded["offset_mapping"][position] for position in kept]
    return Windows(padded["input_ids"], padded["attention_mask"], index, tuple(unread), offsets)


def sentences_of_tokens(windows: Windows, sentences: Sequence[Sequence[tuple[int, int]]]) -> Tensor:
    """The sentence of each token [windows, tokens], numbered from 0 through the whole batch; -1 where it is in none.

    ``sentences``: per text, ranges of its characters, in order and apart.
    """
    starts = [0, *itertools.accumulate(len(spans) for spans in sentences)]
    numbers = torch.full(windows.input_ids.shape, -1)
    for row, (owner, offsets) in enumerate(zip(windows.message_index.tolist(), windows.offsets, strict=True)):
        begins = [start for start, _ in sentences[owner]]
        for column, (first, last) in enumerate(offsets):
            found = bisect.bisect_right(begins, (first + last - 1) // 2) - 1  # by its middle: a token may begin with a blank
            if last > first and found >= 0 and (first + last - 1) // 2 < sentences[owner][found][1]:
                numbers[row, column] = starts[owner] + found
    return numbers


def count_tokens(texts: Sequence[str], tokenizer: Any) -> list[int]:
    """Tokens of each text, for batches of like length."""
    return [len(ids) for ids in tokenizer(list(texts), add_special_tokens=True, return_token_type_ids=False)["input_ids"]]
