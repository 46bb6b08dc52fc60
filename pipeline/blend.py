"""Two parts of a model, deep and wide, as one: their opinions pooled facet by facet.

In: logits of both parts and the wide part's share per facet. Out: logits of the whole (temperatures apply to it afterwards), and
how far they fall without a sentence. The yes-or-no answers of ``many`` are averaged as probabilities, the linear opinion pool
(Stone 1961); the labels of ``one`` and ``ordinal``, of which one excludes the other, as log-probabilities, the logarithmic pool
(Genest and Zidek 1986). Shares are chosen on the dev split: for ``many`` by the headline score, else by likelihood.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pipeline.network import negative_log_likelihood, probabilities
from pipeline.taxonomy import Facet, Taxonomy

Rows = NDArray[np.float32]
Score = Callable[[Rows, Rows, Taxonomy], Mapping[str, float]]

SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
"""What the wide part's share of a facet may be: few choices, since the dev split that makes them is small."""
_FLOOR = 1e-6  # a probability below this counts as this
_TEMPERATURES = np.geomspace(0.3, 3.0, 24)


def blend(deep: Tensor, wide: Tensor, shares: Mapping[str, float], taxonomy: Taxonomy) -> Tensor:
    """Logits [messages, width] of both parts together; a facet without a share keeps the deep part's."""
    parts = [
        _pooled(facet, deep[:, columns], wide[:, columns], shares.get(name, 0.0))
        for (name, columns), facet in zip(taxonomy.layout.slices.items(), taxonomy.facets.values(), strict=True)
    ]
    return torch.cat(parts, dim=1)


def blend_falls(deep: tuple[Rows, Rows], wide: tuple[Rows, Rows], shares: Mapping[str, float], taxonomy: Taxonomy) -> Rows:
    """How far the pooled log-odds fall without each sentence [sentences, width].

    ``deep`` and ``wide``: a message's logits [width], and how far that part's fall [sentences, width]. Each label is taken by
    itself, a level of an ``ordinal`` facet as that level or a higher one.
    """
    found = deep[1].copy()
    odds = [torch.from_numpy(logits)[None] for logits, _ in (deep, wide)]
    for name, columns in taxonomy.layout.slices.items():
        share = shares.get(name, 0.0)
        if share and taxonomy.facets[name].kind == "many":
            before = [part[:, columns] for part in odds]
            after = [part - torch.from_numpy(falls[:, columns]) for part, (_, falls) in zip(before, (deep, wide), strict=True)]
            whole, rest = ((1 - share) * a.sigmoid() + share * b.sigmoid() for a, b in (before, after))
            found[:, columns] = (whole.logit(eps=_FLOOR) - rest.logit(eps=_FLOOR)).numpy()
        elif share:
            found[:, columns] = (1 - share) * deep[1][:, columns] + share * wide[1][:, columns]
    return found


def choose_shares(deep: Tensor, wide: Tensor, targets: Rows, taxonomy: Taxonomy, score: Score) -> dict[str, float]:
    """The share of each facet that does best on dev ``targets``; the smallest of equals, 0 where nothing can be said."""
    tried = {share: blend(deep, wide, dict.fromkeys(taxonomy.facets, share), taxonomy) for share in SHARES}
    scores = {share: score(probabilities(logits, taxonomy, {}).numpy(), targets, taxonomy) for share, logits in tried.items()}
    found = {}
    for name, columns in taxonomy.layout.slices.items():
        facet, truth = taxonomy.facets[name], torch.from_numpy(targets[:, columns])
        if facet.kind == "many":
            found[name] = max(SHARES, key=lambda share: (scores[share].get(name, 0.0), -share))
        else:
            losses = {share: _least_loss(facet, tried[share][:, columns], truth) for share in SHARES}
            found[name] = min(SHARES, key=lambda share: (losses[share], share))
    return found


def _pooled(facet: Facet, deep: Tensor, wide: Tensor, share: float) -> Tensor:
    if not share:
        return deep
    if facet.kind == "many":
        return ((1 - share) * deep.sigmoid() + share * wide.sigmoid()).logit(eps=_FLOOR)
    return (1 - share) * deep.log_softmax(1) + share * wide.log_softmax(1)


def _least_loss(facet: Facet, logits: Tensor, targets: Tensor) -> float:
    """Of all temperatures."""
    return min(float(negative_log_likelihood(facet, logits / float(value), targets).sum()) for value in _TEMPERATURES)
