"""What labels: a network and, where it has one, a wide part, behind the one seam `scoring.Scorer`.

In: texts. Out: calibrated probabilities, and what each sentence does for each label. `TorchScorer.logits` is the one place where
deep and wide become one (`pipeline.blend`): calibration, labelling, serving and evaluation all read what comes from there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pipeline.blend import blend, blend_falls
from pipeline.decide import Decisions
from pipeline.network import ComplaintNetwork, probabilities
from pipeline.scoring import Reading
from pipeline.taxonomy import Taxonomy
from pipeline.wide import WidePart
from pipeline.windows import WindowConfig, Windows, count_tokens, sentences_of_tokens, windows_of

_TOKENS_AT_ONCE = 4096  # padding included: what a forward pass needs of memory follows from it


@dataclass(frozen=True, slots=True)
class Calibration:
    """What `pipeline.decide` needs, and what makes logits honest probabilities.

    ``temperatures``: facet → language or ``all`` → what logits are divided by. ``offsets``: facet → what is added to the logit
    of each label after that.
    """

    temperatures: Mapping[str, Mapping[str, float]]
    decisions: Decisions
    offsets: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """As ``calibration.json`` holds it."""
        return {"temperatures": self.temperatures, "offsets": self.offsets, **dataclasses.asdict(self.decisions)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Calibration:
        """The calibration whose `to_dict` is ``values``."""
        decisions = {name: value for name, value in values.items() if name not in ("temperatures", "offsets")}
        return cls(values["temperatures"], Decisions(**decisions), values.get("offsets", {}))


class TorchScorer:
    """A trained network with its tokenizer, taxonomy and calibration, and perhaps a wide part: texts → probabilities."""

    def __init__(self, network: ComplaintNetwork, tokenizer: Any, taxonomy: Taxonomy, window: WindowConfig, *, name: str) -> None:
        self.network, self.tokenizer, self.taxonomy, self.window, self.name = network, tokenizer, taxonomy, window, name
        self.calibration = Calibration({}, Decisions())
        self.wide: WidePart | None = None

    @property
    def decisions(self) -> Decisions:
        """Thresholds and limits, measured on the dev split."""
        return self.calibration.decisions

    def score(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> NDArray[np.float32]:
        """Calibrated probabilities [texts, width]."""
        return self._probabilities(torch.from_numpy(self.logits(texts)), languages)

    def _probabilities(self, logits: Tensor, languages: Sequence[str] | None) -> NDArray[np.float32]:
        known = self.calibration
        found: NDArray[np.float32] = probabilities(logits, self.taxonomy, known.temperatures, languages, offsets=known.offsets).numpy()
        return found

    def logits(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Uncalibrated logits [texts, width] of the whole model."""
        deep = self.deep_logits(texts)
        return blend(deep, self.wide.logits(texts), self.wide.shares, self.taxonomy).numpy() if self.wide else deep.numpy()

    @torch.inference_mode()
    def deep_logits(self, texts: Sequence[str]) -> Tensor:
        """The network's own logits [texts, width]; texts of like length are computed together."""
        result = torch.zeros(len(texts), self.taxonomy.layout.width)
        for batch, windows in self._windows(texts):
            result[batch] = self.network(windows.input_ids, windows.attention_mask, windows.message_index)["logits"].float().cpu()
        return result

    def read(self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]], languages: Sequence[str] | None = None) -> Reading:
        """As `score`, and what each sentence does for each label, from the same forward pass."""
        deep, falls = self._read_deep(texts, sentences)
        if not self.wide:
            return Reading(self._probabilities(deep, languages), falls)
        wide, other = self.wide.logits(texts), self.wide.falls(texts, sentences)
        both = zip(deep.numpy(), falls, wide.numpy(), other, strict=True)
        joined = [blend_falls((a, b), (c, d), self.wide.shares, self.taxonomy) for a, b, c, d in both]
        return Reading(self._probabilities(blend(deep, wide, self.wide.shares, self.taxonomy), languages), joined)

    @torch.inference_mode()
    def _read_deep(self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]]) -> tuple[Tensor, list[NDArray[np.float32]]]:
        logits = torch.zeros(len(texts), self.taxonomy.layout.width)
        falls = [np.zeros((len(spans), self.taxonomy.layout.width), np.float32) for spans in sentences]
        for batch, windows in self._windows(texts):
            numbers = sentences_of_tokens(windows, [sentences[index] for index in batch])
            found, fall = self.network.read(
                windows.input_ids, windows.attention_mask, windows.message_index, numbers.to(windows.input_ids.device)
            )
            logits[batch] = found.float().cpu()
            first = 0
            for index in batch:
                count = min(len(sentences[index]), max(0, len(fall) - first))
                falls[index][:count] = fall[first : first + count].float().cpu().numpy()
                first += len(sentences[index])
        return logits, falls

    def _windows(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Windows]]:
        """Batches within the token budget: which texts, and their windows on the network's device."""
        self.network.eval()
        device = self.network.queries.device
        if not texts:
            return
        for batch in _batches([self._padded(count) for count in count_tokens(texts, self.tokenizer)]):
            yield batch, windows_of([texts[index] for index in batch], self.tokenizer, self.window).to(device)

    def _padded(self, tokens: int) -> int:
        """Tokens that a text takes in a batch: long texts are read in whole windows, which overlap."""
        size, step = self.window.tokens, self.window.tokens - self.window.stride
        if tokens <= size:
            return tokens
        return size * min(self.window.limit, 1 + -(-(tokens - size) // step))

    def unread(self, texts: Sequence[str]) -> list[int]:
        """How many tokens of each text lie beyond what is read; 0 for all but enormous ones."""
        room = self.window.tokens + (self.window.limit - 1) * (self.window.tokens - self.window.stride)
        shortest = room  # a token is at least one character
        long = [index for index, text in enumerate(texts) if len(text) > shortest]
        found = [0] * len(texts)
        for index, tokens in zip(long, count_tokens([texts[index] for index in long], self.tokenizer) if long else [], strict=True):
            found[index] = max(0, tokens - room)
        return found


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Indices grouped by length, each group within the token budget."""
    groups: list[list[int]] = []
    longest = 0
    for index in sorted(range(len(lengths)), key=lambda index: (lengths[index], index)):
        longest = max(longest, lengths[index])
        if not groups or longest * (len(groups[-1]) + 1) > _TOKENS_AT_ONCE:
            groups.append([])
            longest = lengths[index]
        groups[-1].append(index)
    return groups
