"""The network: masked losses, pooling over windows, ordered probabilities."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.network import ComplaintNetwork, OrdinalHead, negative_log_likelihood, probabilities
from pipeline.targets import encode
from pipeline.taxonomy import Facet


class Echo(torch.nn.Module):
    """An encoder whose token states are the token ids themselves, in every dimension."""

    def forward(self, input_ids, attention_mask):
        states = input_ids.unsqueeze(-1).float().expand(*input_ids.shape, 4)
        return type("Output", (), {"last_hidden_state": states})


@pytest.fixture
def network(taxonomy):
    torch.manual_seed(1)
    return ComplaintNetwork(Echo(), 4, taxonomy, dropout=0.0)


def batch(*rows):
    return torch.tensor(np.stack(rows))


def test_pooling_starts_as_the_mean_over_all_windows_of_a_message(network):
    ids, mask = torch.tensor([[1, 2, 3], [7, 9, 0], [5, 5, 5]]), torch.tensor([[1, 1, 1], [1, 1, 0], [1, 1, 1]])
    pooled = network._pool(network.encoder(ids, mask).last_hidden_state, mask, torch.tensor([0, 0, 1]))
    assert pooled[0, 0, 0].item() == pytest.approx((1 + 2 + 3 + 7 + 9) / 5)
    assert pooled[1, 0, 0].item() == pytest.approx(5)


def test_how_a_text_is_cut_into_batches_does_not_change_its_logits(network):
    torch.nn.init.normal_(network.queries)
    ids, mask = torch.tensor([[1, 2], [3, 4], [5, 6]]), torch.ones(3, 2, dtype=torch.long)
    together = network(ids, mask, torch.tensor([0, 1, 1]))["logits"]
    alone = network(ids[1:], mask[1:], torch.tensor([0, 0]))["logits"]
    assert torch.allclose(together[1], alone[0], atol=1e-5)


def test_a_record_that_says_nothing_costs_nothing(network, taxonomy):
    ids, mask = torch.tensor([[1, 2]]), torch.ones(1, 2, dtype=torch.long)
    loss = network(ids, mask, torch.tensor([0]), targets=batch(encode({}, taxonomy)))["loss"]
    assert loss.item() == pytest.approx(0, abs=1e-5)


def test_every_facet_a_record_has_adds_to_its_loss(network, taxonomy):
    ids, mask, index = torch.tensor([[1, 2]]), torch.ones(1, 2, dtype=torch.long), torch.tensor([0])
    losses = []
    labels = {}
    for name, value in {"intent": "complaint", "hostility": 4, "types": ["billing"], "sentiment": "negative"}.items():
        labels[name] = value
        losses.append(network(ids, mask, index, targets=batch(encode(labels, taxonomy)))["loss"].item())
    assert losses == sorted(losses)
    assert len(set(losses)) == 4


def test_weights_weigh_records(network, taxonomy):
    ids, mask, index = torch.tensor([[1, 2], [30, 40]]), torch.ones(2, 2, dtype=torch.long), torch.tensor([0, 1])
    targets = batch(encode({"intent": "complaint"}, taxonomy), encode({"intent": "praise"}, taxonomy))
    first, second = (network(ids, mask, index, targets, torch.tensor(weights))["loss"].item() for weights in ([1.0, 0.0], [0.0, 1.0]))
    both = network(ids, mask, index, targets, torch.tensor([3.0, 1.0]))["loss"].item()
    assert both == pytest.approx((3 * first + second) / 4, rel=1e-4)


@settings(deadline=None)
@given(st.integers(3, 8), st.integers(0, 1000))
def test_levels_are_a_distribution_that_moves_up_with_the_score(levels, seed):
    torch.manual_seed(seed)
    head = OrdinalHead(1, levels)
    torch.nn.init.ones_(head.score.weight)
    chances = head(torch.tensor([[-2.0], [0.0], [2.0]])).exp()
    assert torch.allclose(chances.sum(1), torch.ones(3), atol=1e-4)
    expected = (chances * torch.arange(levels)).sum(1)
    assert expected[0] < expected[1] < expected[2]


def test_an_allowed_set_costs_less_than_any_of_its_members():
    facet = Facet(kind="one", labels=["a", "b", "c"])
    logits = torch.tensor([[0.3, -1.0, 0.7]])
    either = negative_log_likelihood(facet, logits, torch.tensor([[1.0, 1.0, 0.0]]))
    singles = [negative_log_likelihood(facet, logits, torch.eye(3)[[column]]) for column in (0, 1)]
    assert either < min(singles)
    assert negative_log_likelihood(facet, logits, torch.ones(1, 3)).item() == pytest.approx(0, abs=1e-6)


def test_calibrated_slices_sum_to_one_and_temperature_flattens(taxonomy):
    logits = torch.randn(5, taxonomy.layout.width, generator=torch.Generator().manual_seed(2)) * 3
    sharp, flat = (probabilities(logits, taxonomy, {"intent": value}) for value in (0.5, 4.0))
    columns = taxonomy.layout.slices["intent"]
    assert torch.allclose(sharp[:, columns].sum(1), torch.ones(5), atol=1e-5)
    assert (flat[:, columns].max(1).values < sharp[:, columns].max(1).values).all()
