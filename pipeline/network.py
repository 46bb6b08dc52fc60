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

from collections.abc import Mapping, Sequence

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
        logits = self._judge(_gather(hidden, self._shares(hidden, attention_mask, message_index), message_index))
        if targets is None:
            return {"logits": logits}
        return {"loss": self._loss(logits, targets, weights), "logits": logits}

    def read(self, input_ids: Tensor, attention_mask: Tensor, message_index: Tensor, sentence_index: Tensor) -> tuple[Tensor, Tensor]:
        """Logits [messages, width], and by how much each would fall without each sentence [sentences, width].

        ``sentence_index`` [windows, tokens] numbers the sentences of the batch from 0; -1 is in none. A facet's logit is a
        sum over tokens of attention share x value (the norm's scale taken as it is), so the pooled vector of what is left
        without a sentence is known at no cost; the tokens' own states are taken as they are.
        """
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        shares = self._shares(hidden, attention_mask, message_index)
        pooled = _gather(hidden, shares, message_index)
        falls = [
            _falls(self._values(head, hidden, pooled[:, facet], message_index), shares[:, :, facet], message_index, sentence_index)
            for facet, head in enumerate(self.heads.values())
        ]
        widths = [len(facet.labels) for facet in self.facets.values()]
        return self._judge(pooled), torch.cat([fall.expand(-1, width) for fall, width in zip(falls, widths, strict=True)], dim=1)

    def _judge(self, pooled: Tensor) -> Tensor:
        """[messages, facets, width of the encoder] → logits [messages, width of the taxonomy]."""
        ready = self.dropout(self.norm(pooled))
        return torch.cat([head(ready[:, position]) for position, head in enumerate(self.heads.values())], dim=1)

    def _shares(self, hidden: Tensor, mask: Tensor, message_index: Tensor) -> Tensor:
        """[windows, tokens, facets]: a softmax over all tokens of a message, all its windows together."""
        messages = int(message_index.max()) + 1
        attention = hidden @ self.queries.T / hidden.shape[-1] ** 0.5
        attention = attention.masked_fill(mask.unsqueeze(-1) == 0, float("-inf"))
        peaks = attention.detach().amax(1)  # [windows, facets]
        owners = message_index.unsqueeze(1).expand_as(peaks)
        highest = peaks.new_full((messages, peaks.shape[-1]), float("-inf")).scatter_reduce(0, owners, peaks, "amax")
        weight = (attention - highest[message_index].unsqueeze(1)).exp()
        mass = weight.new_zeros(messages, weight.shape[-1]).index_add(0, message_index, weight.sum(1))
        shares: Tensor = weight / mass[message_index].unsqueeze(1)
        return shares

    def _values(self, head: nn.Module, hidden: Tensor, pooled: Tensor, message_index: Tensor) -> Tensor:
        """What each token says of each label [windows, tokens, labels] (``ordinal``: of the height, [.., 1])."""
        linear = head.score if isinstance(head, OrdinalHead) else head
        direction = linear.weight * self.norm.weight  # type: ignore[operator]
        centred = hidden - hidden.mean(-1, keepdim=True)
        scale = (pooled.var(-1, unbiased=False) + self.norm.eps).sqrt()[message_index]
        values: Tensor = centred @ direction.T / scale[:, None, None]
        return values

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


def _gather(hidden: Tensor, shares: Tensor, message_index: Tensor) -> Tensor:
    """[windows, tokens, width] and shares [windows, tokens, facets] → [messages, facets, width]."""
    summed = torch.einsum("wtf,wtd->wfd", shares, hidden)
    return summed.new_zeros(int(message_index.max()) + 1, *summed.shape[1:]).index_add(0, message_index, summed)


def _falls(values: Tensor, shares: Tensor, message_index: Tensor, sentence_index: Tensor) -> Tensor:
    """How far each label's sum falls [sentences, labels] when a sentence goes and the other tokens share its weight."""
    said = values * shares.unsqueeze(-1)
    whole = said.new_zeros(int(message_index.max()) + 1, said.shape[-1]).index_add(0, message_index, said.sum(1))
    sentences = int(sentence_index.max()) + 1
    inside = sentence_index.flatten() >= 0
    numbers = sentence_index.flatten()[inside]
    own = said.new_zeros(sentences, said.shape[-1]).index_add(0, numbers, said.flatten(0, 1)[inside])
    weight = shares.new_zeros(sentences).index_add(0, numbers, shares.flatten()[inside]).unsqueeze(1)
    owner = message_index.new_zeros(sentences)
    owner[numbers] = message_index.unsqueeze(1).expand_as(sentence_index).flatten()[inside]
    return (own - weight * whole[owner]) / (1 - weight).clamp(min=0.05)


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


def probabilities(
    logits: Tensor,
    taxonomy: Taxonomy,
    temperatures: Mapping[str, Mapping[str, float]],
    languages: Sequence[str] | None = None,
    *,
    offsets: Mapping[str, Sequence[float]] | None = None,
) -> Tensor:
    """Calibrated probabilities [messages, width] from logits: each facet divided by its temperature, then moved by its offsets.

    ``temperatures``: facet → language (``all`` where a language has none of its own) → temperature. ``offsets``: facet → what
    is then added to the logit of each label.
    """
    parts = []
    for name, columns in taxonomy.layout.slices.items():
        known = temperatures.get(name, {"all": 1.0})
        each = torch.tensor([[known.get(language, known["all"])] for language in languages or ["all"] * len(logits)])
        added = torch.tensor((offsets or {}).get(name, [0.0] * len(taxonomy.facets[name].labels)))
        scaled = logits[:, columns] / each.view(-1, 1) + added
        parts.append(scaled.sigmoid() if taxonomy.facets[name].kind == "many" else scaled.softmax(dim=1))
    return torch.cat(parts, dim=1)


def _head(facet: Facet, width: int) -> nn.Module:
    if facet.kind == "ordinal" and len(facet.labels) > 2:
        return OrdinalHead(width, len(facet.labels))
    return nn.Linear(width, len(facet.labels))
