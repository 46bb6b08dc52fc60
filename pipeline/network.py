"""The network: any Hugging Face encoder, pooling over all windows of a message, one head per facet.

In: windows [windows, tokens] and which message each belongs to. Out: logits [messages, width] in the
taxonomy's layout, and the loss where targets are given. `torch` only: no files, no texts.

Pooling is attention with one learnt query per facet over every token of the message, all windows together;
the queries start at zero, where it is plain mean pooling. Heads: ``one`` softmax, ``many`` a sigmoid per
label, ``ordinal`` the cumulative link model (proportional odds, McCullagh 1980; the rank-consistent form
of CORAL, arXiv:1901.07884). The loss is the negative log-likelihood of what a record says, so that
set-valued and missing labels need no special case (`pipeline.targets`).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.taxonomy import Facet, Taxonomy

_FLOOR = 1e-7  # a probability below this counts as this


class OrdinalHead(nn.Module):
    """One score per message against rising thresholds → log-probabilities of the levels."""

    def __init__(self, width: int, levels: int) -> None:
        super().__init__()
        self.score = nn.Linear(width, 1, bias=False)
        self.first = nn.Parameter(torch.tensor(-1.0))
        self.gaps = nn.Parameter(torch.zeros(levels - 2))

    def forward(self, pooled: Tensor) -> Tensor:
        """[messages, width] → log-probabilities [messages, levels]."""
        thresholds = torch.cat([self.first.view(1), self.first + functional.softplus(self.gaps).cumsum(0)])
        below = torch.sigmoid(thresholds - self.score(pooled))  # P(level ≤ k)  [messages, levels - 1]
        edges = torch.cat([torch.zeros_like(below[:, :1]), below, torch.ones_like(below[:, :1])], dim=1)
        return edges.diff(dim=1).clamp(min=_FLOOR).log()


class ComplaintNetwork(nn.Module):
    """Encoder, pooling and heads for one taxonomy."""

    def __init__(self, encoder: nn.Module, width: int, taxonomy: Taxonomy, *, dropout: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.queries = nn.Parameter(torch.zeros(len(taxonomy.facets), width))
        self.norm = nn.LayerNorm(width)  # pooled states differ little between texts: without it heads learn far too slowly
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({name: _head(facet, width) for name, facet in taxonomy.facets.items()})
        self.facets = dict(taxonomy.facets)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, message_index: Tensor, targets: Tensor | None = None, weights: Tensor | None = None
    ) -> dict[str, Tensor]:
        """Logits (and the loss) as the Trainer wants them; ``weights`` [messages] weigh records."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        pooled = self.dropout(self.norm(self._pool(hidden, attention_mask, message_index)))
        logits = torch.cat([head(pooled[:, position]) for position, head in enumerate(self.heads.values())], dim=1)
        if targets is None:
            return {"logits": logits}
        return {"loss": self._loss(logits, targets, weights), "logits": logits}

    def _pool(self, hidden: Tensor, mask: Tensor, message_index: Tensor) -> Tensor:
        """[windows, tokens, width] → [messages, facets, width]: a softmax over all tokens of a message."""
        messages = int(message_index.max()) + 1
        attention = hidden @ self.queries.T / hidden.shape[-1] ** 0.5  # [windows, tokens, facets]
        attention = attention.masked_fill(mask.unsqueeze(-1) == 0, float("-inf"))
        peaks = attention.detach().amax(1)  # [windows, facets]
        owners = message_index.unsqueeze(1).expand_as(peaks)
        highest = peaks.new_full((messages, peaks.shape[-1]), float("-inf")).scatter_reduce(0, owners, peaks, "amax")
        weight = (attention - highest[message_index].unsqueeze(1)).exp()
        summed = torch.einsum("wtf,wtd->wfd", weight, hidden)
        totals = hidden.new_zeros(messages, *summed.shape[1:]).index_add(0, message_index, summed)
        mass = weight.new_zeros(messages, weight.shape[-1]).index_add(0, message_index, weight.sum(1))
        pooled: Tensor = totals / mass.unsqueeze(-1)
        return pooled

    def _loss(self, logits: Tensor, targets: Tensor, weights: Tensor | None) -> Tensor:
        """Mean over records of the summed negative log-likelihood of their facets."""
        per_record = logits.new_zeros(len(logits))
        start = 0
        for facet in self.facets.values():
            columns = slice(start, start + len(facet.labels))
            per_record = per_record + negative_log_likelihood(facet, logits[:, columns], targets[:, columns])
            start = columns.stop
        per_record = per_record / len(self.facets)
        return (per_record * weights).sum() / weights.sum() if weights is not None else per_record.mean()


def negative_log_likelihood(facet: Facet, logits: Tensor, targets: Tensor) -> Tensor:
    """-log P(what the record says) [messages]: 0 where it says nothing.

    ``one`` and ``ordinal``: the probability of the allowed set. ``many``: of each known yes or no.
    """
    if facet.kind == "many":
        known = targets.isfinite()
        each = functional.binary_cross_entropy_with_logits(logits, targets.nan_to_num(), reduction="none")
        return (each * known).sum(1)
    allowed = functional.log_softmax(logits, dim=1).masked_fill(targets == 0, float("-inf"))
    return -allowed.logsumexp(dim=1).clamp(max=0)


def probabilities(logits: Tensor, taxonomy: Taxonomy, temperatures: dict[str, float]) -> Tensor:
    """Calibrated probabilities [messages, width] from logits: each facet divided by its temperature."""
    parts = []
    for name, columns in taxonomy.layout.slices.items():
        scaled = logits[:, columns] / temperatures.get(name, 1.0)
        parts.append(scaled.sigmoid() if taxonomy.facets[name].kind == "many" else scaled.softmax(dim=1))
    return torch.cat(parts, dim=1)


def _head(facet: Facet, width: int) -> nn.Module:
    if facet.kind == "ordinal" and len(facet.labels) > 2:
        return OrdinalHead(width, len(facet.labels))
    return nn.Linear(width, len(facet.labels))
