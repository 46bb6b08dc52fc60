"""The wide part of a model: a linear head per facet on hashed n-grams, beside the deep part that reads with an encoder.

In: texts and targets (`pipeline.targets`). Out: a `WidePart`, whose opinion `pipeline.blend` pools with the network's.
Wide and deep is of Cheng et al. (2016, arXiv:1606.07792); here the two are trained apart and stacked (Wolpert 1992), so that
any encoder will do. What the wide part knows are words: an insult, a court, the order of a bank.

The road: n-grams (`pipeline.ngrams`) of two texts or more → 1 + log of their counts, times inverse document frequency, rows of
length one → ridge regression (`pipeline.ridge`) → the ``terms`` that weigh most, and once more → from leave-one-out
estimates to logits by a small head of the network's own kind, fitted to the network's own likelihood. So masked
facets, allowed sets, weights of sources and the rising thresholds of ``ordinal`` facets mean the same in both parts. Both
steps are linear and are kept as one: int8 with a scale per column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from torch import Tensor, nn

from pipeline.config import WideConfig
from pipeline.network import OrdinalHead, negative_log_likelihood
from pipeline.ngrams import Terms, count, frequencies
from pipeline.ridge import Numbers, regress
from pipeline.targets import is_covered
from pipeline.taxonomy import Facet, Taxonomy

Rows = NDArray[np.float32]
Spans = Sequence[tuple[int, int]]

_MOST = 400_000  # terms that the first regression sees
_PENALTY = 0.01  # of the small heads, which have few inputs and need little
_TINY = 1e-12
_LEFT = 0.05  # of a text's mass: less than that counts as that much when a sentence is left out


class _Tags(nn.Module):
    """A slope and a bias for each label on its own."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(labels)), nn.Parameter(torch.zeros(labels))

    def forward(self, estimates: Tensor) -> Tensor:
        """[rows, labels] → logits [rows, labels]."""
        return estimates * self.weight + self.bias


class WidePart:
    """Kept terms, their weights, and what makes logits of them; make one with `fit` or `from_tensors`.

    ``tensors``: ``terms`` (hashes in rising order), ``rarity`` [terms], ``weights`` [terms, columns] in int8, ``scales``
    [columns], ``offsets``. A column is a label, or the height of a whole ``ordinal`` facet; its offsets are its thresholds.
    ``shares``: facet → how much this part's opinion counts (`pipeline.blend`).
    """

    def __init__(self, taxonomy: Taxonomy, tensors: Mapping[str, Tensor], shares: Mapping[str, float]) -> None:
        self.taxonomy, self.tensors, self.shares = taxonomy, dict(tensors), dict(shares)
        self._terms: Terms = tensors["terms"].view(torch.int32).numpy().view(np.uint32)
        self._rarity: Rows = tensors["rarity"].float().numpy()
        self._weights: Rows = (tensors["weights"].float() * tensors["scales"]).numpy()

    def logits(self, texts: Sequence[str]) -> Tensor:
        """Logits [texts, width] of the taxonomy's layout; a text without any known term has the offsets alone."""
        return self._linked(torch.from_numpy(_scaled(count(texts, self._terms), self._rarity) @ self._weights))

    def falls(self, texts: Sequence[str], sentences: Sequence[Spans]) -> list[Rows]:
        """By how much each logit (``ordinal``: the height) of each text falls without each sentence, [sentences, width].

        A sentence takes with it its share of the counts; the weight of what is left grows as its length shrinks.
        """
        lengths = [len(spans) for spans in sentences]
        if not sum(lengths):
            return [np.zeros((0, self.taxonomy.layout.width), np.float32) for _ in texts]
        owners = np.repeat(np.arange(len(texts)), lengths)
        whole = count(texts, self._terms)
        parts = count([text[start:end] for text, spans in zip(texts, sentences, strict=True) for start, end in spans], self._terms)
        own, lost = _taken(whole, parts, owners, raw := _damped(whole, self._rarity))
        sums, mass = raw @ self._weights, _row_sums(raw, raw.data**2)
        length, left = np.sqrt(np.maximum(mass, _TINY)), np.sqrt(np.maximum(np.maximum(mass[owners] - lost, _LEFT * mass[owners]), _TINY))
        heights, without = sums / length[:, None], (sums[owners] - own @ self._weights) / left[:, None]
        return np.split(self._spread((heights[owners] - without).astype(np.float32)), np.cumsum(lengths)[:-1])

    def _linked(self, heights: Tensor) -> Tensor:
        parts, column, offset = [], 0, 0
        for facet in self.taxonomy.facets.values():
            own = heights[:, column : column + _columns(facet)]
            shift = self.tensors["offsets"][offset : offset + _offsets(facet)]
            parts.append(_graded(own, shift) if _is_graded(facet) else own + shift)
            column, offset = column + _columns(facet), offset + _offsets(facet)
        return torch.cat(parts, dim=1)

    def _spread(self, columns: Rows) -> Rows:
        """[rows, columns] → [rows, width]: a height stands for every level."""
        times = [len(facet.labels) // _columns(facet) for facet in self.taxonomy.facets.values() for _ in range(_columns(facet))]
        return np.repeat(columns, times, axis=1)


def fit(texts: Sequence[str], targets: Rows, weights: Rows, taxonomy: Taxonomy, config: WideConfig, *, seed: int) -> WidePart:
    """Learn from ``texts`` with ``targets`` [texts, width] and ``weights`` [texts]; ``seed`` draws the parts of large sets.

    Its shares are 0 until they are chosen.
    """
    truth, importance = _known(targets, taxonomy), weights.astype(np.float64)
    terms = _kept(texts, truth, importance, config, seed)
    counts = count(texts, terms)
    rarity = _rarity(counts)
    slopes, biases, left_out = regress(_scaled(counts, rarity), truth, seed, importance)
    columns: list[Numbers] = []
    offsets: list[Numbers] = []
    for name, part in taxonomy.layout.slices.items():
        head = _fit_head(taxonomy.facets[name], left_out[:, part], targets[:, part], weights)
        for found, piece in zip((columns, offsets), _folded(head, slopes[:, part], biases[part]), strict=True):
            found.append(piece)
    joined = np.concatenate(columns, axis=1)
    scales = np.maximum(np.abs(joined).max(axis=0, initial=0), 1e-12) / 127
    tensors = {
        "terms": torch.from_numpy(terms.view(np.int32)),
        "rarity": torch.from_numpy(rarity).half(),
        "weights": torch.from_numpy(np.rint(joined / scales).astype(np.int8)),
        "scales": torch.from_numpy(scales.astype(np.float32)),
        "offsets": torch.from_numpy(np.concatenate(offsets).astype(np.float32)),
    }
    return WidePart(taxonomy, tensors, dict.fromkeys(taxonomy.facets, 0.0))


def _kept(texts: Sequence[str], truth: Numbers, importance: Numbers, config: WideConfig, seed: int) -> Terms:
    """The terms that weigh most in a regression on all that stand in two texts or more."""
    terms, found = frequencies(texts)
    terms, found = terms[found >= 2], found[found >= 2]
    terms = terms[np.sort(np.argsort(-found, kind="stable")[:_MOST])]
    if len(terms) <= config.terms:
        return terms
    counts = count(texts, terms)
    inputs = _scaled(counts, _rarity(counts))
    slopes, _, _ = regress(inputs, truth, seed, importance)
    mass = np.bincount(inputs.indices, inputs.data**2, minlength=len(terms))
    weight = np.square(slopes).sum(axis=1) * np.sqrt(mass)
    return terms[np.sort(np.argsort(-weight, kind="stable")[: config.terms])]


def _known(targets: Rows, taxonomy: Taxonomy) -> Numbers:
    """What the regression is to estimate [texts, width]: an allowed set is shared out by how common its labels are, NaN is unknown."""
    truth = targets.astype(np.float64)
    for name, part in taxonomy.layout.slices.items():
        if taxonomy.facets[name].kind != "many":
            allowed = truth[:, part]
            common = allowed[allowed.sum(axis=1) == 1].sum(axis=0) + 1
            open_ = (allowed == 1).all(axis=1, keepdims=True)
            truth[:, part] = np.where(open_, np.nan, allowed * common / np.maximum(allowed @ common, 1e-12)[:, None])
    return truth


def _fit_head(facet: Facet, estimates: Numbers, targets: Rows, weights: Rows) -> nn.Module:
    """From estimates [rows, labels] to logits, by the network's own likelihood."""
    head = _head(facet).double()
    rows = np.array([is_covered(row, facet) for row in targets], bool)
    if not rows.any():
        return head
    inputs, truth = torch.from_numpy(np.nan_to_num(estimates[rows])), torch.from_numpy(targets[rows]).double()
    weight = torch.from_numpy(weights[rows]).double()
    optimizer = torch.optim.LBFGS(head.parameters(), max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        penalty = torch.stack([parameter.square().sum() for parameter in head.parameters()]).sum()
        value: Tensor = negative_log_likelihood(facet, head(inputs), truth) @ weight + _PENALTY / 2 * penalty
        value.backward()
        return value

    optimizer.step(loss)
    return head


def _head(facet: Facet) -> nn.Module:
    labels = len(facet.labels)
    if facet.kind == "many":
        return _Tags(labels)
    if _is_graded(facet):
        graded = OrdinalHead(labels, labels)
        graded.score.weight.data = torch.linspace(0, 1, labels).view(1, -1)
        return graded
    plain = nn.Linear(labels, labels)
    plain.weight.data, plain.bias.data = torch.eye(labels), torch.zeros(labels)
    return plain


def _folded(head: nn.Module, slopes: NDArray[np.floating[Any]], biases: Numbers) -> tuple[Numbers, Numbers]:
    """Regression and head as one linear step: weights [terms, columns] and offsets."""
    values = {name: tensor.detach().numpy() for name, tensor in head.named_parameters()}
    if isinstance(head, OrdinalHead):
        toward = values["score.weight"][0]
        return slopes @ toward[:, None], np.concatenate([values["first"][None] - biases @ toward, values["gaps"]])
    if isinstance(head, _Tags):
        return slopes * values["weight"], biases * values["weight"] + values["bias"]
    return slopes @ values["weight"].T, values["weight"] @ biases + values["bias"]


def _is_graded(facet: Facet) -> bool:
    return facet.kind == "ordinal" and len(facet.labels) > 2


def _columns(facet: Facet) -> int:
    return 1 if _is_graded(facet) else len(facet.labels)


def _offsets(facet: Facet) -> int:
    return len(facet.labels) - 1 if _is_graded(facet) else len(facet.labels)


def _graded(heights: Tensor, offsets: Tensor) -> Tensor:
    """Log-probabilities of the levels, as the network's own head gives them."""
    head = OrdinalHead(1, len(offsets) + 1)
    head.load_state_dict({"score.weight": torch.ones(1, 1), "first": offsets[0], "gaps": offsets[1:]})
    with torch.inference_mode():
        found: Tensor = head(heights)
    return found


def _rarity(counts: csr_matrix) -> Rows:
    """Inverse document frequency [terms], as the folder keeps it."""
    found = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity: Rows = (np.log((1 + counts.shape[0]) / (1 + found)) + 1).astype(np.float16).astype(np.float32)
    return rarity


def _damped(counts: csr_matrix, rarity: Rows) -> csr_matrix:
    """1 + log of counts, times rarity."""
    data = (1 + np.log(counts.data)) * rarity[counts.indices]
    return csr_matrix((data.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape)


def _scaled(counts: csr_matrix, rarity: Rows) -> csr_matrix:
    """As `_damped`, each row of length one."""
    damped = _damped(counts, rarity)
    lengths = np.sqrt(np.maximum(_row_sums(damped, damped.data**2), _TINY))
    damped.data /= np.repeat(lengths, np.diff(damped.indptr)).astype(np.float32)
    return damped


def _row_sums(matrix: csr_matrix, data: NDArray[np.floating[Any]]) -> Numbers:
    """``data``, one number for each entry of ``matrix``, summed by row."""
    sums: Numbers = np.bincount(_rows_of(matrix), data, minlength=matrix.shape[0]).astype(np.float64)
    return sums


def _rows_of(matrix: csr_matrix) -> NDArray[np.intp]:
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def _taken(whole: csr_matrix, parts: csr_matrix, owners: NDArray[np.intp], raw: csr_matrix) -> tuple[csr_matrix, Numbers]:
    """What each part takes of its owner's ``raw`` row: its share of each term's occurrences, and of the row's squared length."""
    entries, terms = _rows_of(parts), whole.shape[1]
    held = np.append(_rows_of(whole) * terms + whole.indices, -1)
    wanted = owners[entries] * terms + parts.indices
    places = np.searchsorted(held[:-1], wanted)
    there = held[places] == wanted
    counts, values = np.append(whole.data, 1)[places], np.append(raw.data, 0)[places]
    taken = np.where(there, values * np.minimum(parts.data / counts, 1), 0).astype(np.float32)
    return csr_matrix((taken, parts.indices, parts.indptr), shape=parts.shape), _row_sums(parts, taken * values)
