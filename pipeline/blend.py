"""Two parts of a model, deep and wide, as one: their probabilities averaged facet by facet.

In: logits of both parts and the wide part's share per facet. Out: logits whose probabilities are the average (so that temperatures
apply to the whole afterwards), and how far they fall without a sentence. This is the linear opinion pool (Stone 1961). The
shares are the best of `SHARES` on the dev split, each facet by its headline score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pipeline.network import probabilities
from pipeline.taxonomy import Taxonomy

Rows = NDArray[np.float32]
Score = Callable[[Rows, Rows, Taxonomy], Mapping[str, float]]

SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
"""What the wide part's share of a facet may be: few choices, since the dev split that makes them is small."""
_FLOOR = 1e-6  # a probability below this counts as this


def blend(deep: Tensor, wide: Tensor, shares: Mapping[str, float], taxonomy: Taxonomy) -> Tensor:
    """Logits [messages, width] of the averaged probabilities; a facet without a share keeps the deep part's."""
    parts = []
    rows = _averaged(deep, wide, shares, taxonomy)
    for name, columns in taxonomy.layout.slices.items():
        part = rows[:, columns].clamp(_FLOOR, 1 - _FLOOR)
        said = part.logit() if taxonomy.facets[name].kind == "many" else part.log()
        parts.append(said if shares.get(name) else deep[:, columns])
    return torch.cat(parts, dim=1)


def blend_falls(deep: tuple[Rows, Rows], wide: tuple[Rows, Rows], shares: Mapping[str, float], taxonomy: Taxonomy) -> Rows:
    """How far the averaged log-odds fall without each sentence [sentences, width].

    ``deep`` and ``wide``: a message's logits [width], and how far that part's fall [sentences, width]. Each label is taken by
    itself, a level of an ``ordinal`` facet as that level or a higher one.
    """
    found = deep[1].copy()
    chances = [_odds(torch.from_numpy(logits)[None], taxonomy) for logits, _ in (deep, wide)]
    for name, columns in taxonomy.layout.slices.items():
        share = shares.get(name, 0.0)
        if share:
            before = [part[:, columns] for part in chances]
            after = [odds - torch.from_numpy(falls[:, columns]) for odds, (_, falls) in zip(before, (deep, wide), strict=True)]
            whole, rest = ((1 - share) * a.sigmoid() + share * b.sigmoid() for a, b in (before, after))
            found[:, columns] = (whole.logit(eps=_FLOOR) - rest.logit(eps=_FLOOR)).numpy()
    return found


def choose_shares(deep: Tensor, wide: Tensor, targets: Rows, taxonomy: Taxonomy, score: Score) -> dict[str, float]:
    """The share of each facet that scores best on dev ``targets``; the smallest of equals, 0 where nothing can be scored."""
    tried = {
        share: score(_averaged(deep, wide, dict.fromkeys(taxonomy.facets, share), taxonomy).numpy(), targets, taxonomy) for share in SHARES
    }
    return {name: max(SHARES, key=lambda share: (tried[share].get(name, 0.0), -share)) for name in taxonomy.facets}


def _averaged(deep: Tensor, wide: Tensor, shares: Mapping[str, float], taxonomy: Taxonomy) -> Tensor:
    ours, theirs = (probabilities(logits, taxonomy, {}) for logits in (deep, wide))
    share = torch.cat([torch.full((len(facet.labels),), float(shares.get(name, 0))) for name, facet in taxonomy.facets.items()])
    return (1 - share) * ours + share * theirs


def _odds(logits: Tensor, taxonomy: Taxonomy) -> Tensor:
    """Log-odds of each label [messages, width]; of a level or any above it."""
    rows = probabilities(logits, taxonomy, {})
    parts = [
        rows[:, columns].flip(1).cumsum(1).flip(1) if taxonomy.facets[name].kind == "ordinal" else rows[:, columns]
        for name, columns in taxonomy.layout.slices.items()
    ]
    return torch.cat(parts, dim=1).logit(eps=_FLOOR)
