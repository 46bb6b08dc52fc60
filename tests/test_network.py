"""The network: masked losses, pooling over windows, ordered probabilities."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import BertConfig, BertModel

from pipeline.assets import find
from pipeline.network import ComplaintNetwork, OrdinalHead, _gather, negative_log_likelihood, probabilities
from pipeline.targets import encode
from pipeline.taxonomy import Facet, Taxonomy


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
    owner, hidden = torch.tensor([0, 0, 1]), network.encoder(ids, mask).last_hidden_state
    pooled = _gather(hidden, network._shares(hidden, mask, owner), owner)
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
    sharp, flat = (probabilities(logits, taxonomy, {"intent": {"all": value}}) for value in (0.5, 4.0))
    columns = taxonomy.layout.slices["intent"]
    assert torch.allclose(sharp[:, columns].sum(1), torch.ones(5), atol=1e-5)
    assert (flat[:, columns].max(1).values < sharp[:, columns].max(1).values).all()


def test_reading_gives_the_same_logits_and_what_each_sentence_does_for_them():
    taxonomy, torch_network = network_with_random_heads()
    ids = torch.randint(5, 50, (3, 9), generator=torch.Generator().manual_seed(1))
    mask, owner = torch.ones_like(ids), torch.tensor([0, 0, 1])
    sentences = torch.tensor([[-1, 0, 0, 0, 1, 1, 1, 1, -1], [1, 1, 1, 2, 2, 2, 2, 2, -1], [-1, 3, 3, 3, 3, 4, 4, 4, -1]])
    with torch.inference_mode():
        logits, falls = torch_network.read(ids, mask, owner, sentences)
        assert torch.allclose(logits, torch_network(ids, mask, owner)["logits"], atol=1e-5)
        assert falls.shape == (5, taxonomy.layout.width)
        hidden = torch_network.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        shares = torch_network._shares(hidden, mask, owner)
        for sentence, message in ((0, 0), (2, 0), (4, 1)):
            for facet, (name, columns) in enumerate(taxonomy.layout.slices.items()):
                expected = fall_by_hand(torch_network, hidden, shares[:, :, facet], owner == message, sentences == sentence, name, facet)
                assert torch.allclose(falls[sentence, columns], expected.expand(columns.stop - columns.start), atol=1e-4)


def network_with_random_heads():
    torch.manual_seed(4)
    taxonomy = Taxonomy.from_file(find("configs/taxonomy.yaml"))
    encoder = BertModel(
        BertConfig(vocab_size=50, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16), add_pooling_layer=False
    )
    made = ComplaintNetwork(encoder, 16, taxonomy, dropout=0.0).eval()
    torch.nn.init.normal_(made.queries)
    return taxonomy, made


def fall_by_hand(made, hidden, shares, mine, left_out, name, facet):
    """The logit of the whole, less that of the tokens that stay, on the norm's scale of the whole."""

    def judged(kept):
        weights = shares * kept
        return (weights.unsqueeze(-1) * hidden).sum((0, 1)) / weights.sum()

    whole, rest = judged(mine[:, None].expand_as(shares)), judged(mine[:, None] & ~left_out)
    scale = (whole.var(unbiased=False) + made.norm.eps).sqrt()
    head = made.heads[name].score if hasattr(made.heads[name], "score") else made.heads[name]
    difference = ((whole - whole.mean()) - (rest - rest.mean())) / scale
    return head.weight @ (made.norm.weight * difference)
