"""Heads learnt from few examples: what they hold back, what they have not seen, what they start from."""

import numpy as np
import pytest
import torch
from torch import nn

from pipeline import few
from pipeline.data import Example, Splits
from pipeline.network import ComplaintNetwork
from pipeline.targets import encode
from pipeline.taxonomy import Taxonomy

WIDTH, EACH = 12, 8
FACETS = {
    "fault": {"kind": "one", "labels": ["leak", "noise", "smell"]},
    "rooms": {"kind": "many", "labels": ["kitchen", "bath", "attic"]},
    "heat": {"kind": "ordinal", "labels": ["calm", "warm", "hot"]},
}
OWN = Taxonomy(version=1, facets=FACETS)
LEVEL = {"leak": 0, "noise": 1, "smell": 2}
LABELS = [{"fault": fault, "rooms": ["kitchen"] if fault == "leak" else ["bath"], "heat": LEVEL[fault]} for fault in LEVEL] * EACH


@pytest.fixture
def network():
    return blank(OWN)


def blank(taxonomy):
    found = ComplaintNetwork(nn.Identity(), WIDTH, taxonomy, dropout=0.0).requires_grad_(True)
    for parameter in found.heads.parameters():
        nn.init.zeros_(parameter)
    return found


def states_of(labels, *, told=True):
    """States of which the first dimensions tell the fault, or noise; far from centred, as an encoder's are."""
    drawn = torch.randn(len(labels), WIDTH, generator=torch.Generator().manual_seed(1))
    if told:
        for row, label in zip(drawn, labels, strict=True):
            row[LEVEL[label["fault"]]] += 6
    return (drawn * torch.linspace(0.1, 3, WIDTH) + 5).unsqueeze(1).expand(-1, len(FACETS), -1).clone()


def fitted(network, labels, states, taxonomy=OWN):
    targets = np.stack([encode(label, taxonomy) for label in labels])
    return few.fit_heads(network, states, targets, torch.ones(len(labels)), few.folds_of([str(number) for number in range(len(labels))], 1))


def said(network, states):
    with torch.no_grad():
        return {name: head(states[:, position]) for position, (name, head) in enumerate(network.heads.items())}


def test_heads_of_all_kinds_learn_on_states_as_they_come(network):
    states = states_of(LABELS)
    held_out = fitted(network, LABELS, states)
    found = said(network, states)
    faults = torch.tensor([LEVEL[label["fault"]] for label in LABELS])
    assert (found["fault"].argmax(1) == faults).all()
    assert (found["heat"].argmax(1) == faults).float().mean() > 0.8
    assert ((found["rooms"][:, 0] > 0) == (faults == 0)).all()
    assert (held_out[:, :3].argmax(1) == faults.numpy()).mean() > 0.9


def test_logits_for_calibration_come_from_heads_that_had_not_seen_the_message(network):
    states = states_of(LABELS, told=False)
    held_out = fitted(network, LABELS, states)
    faults = np.array([LEVEL[label["fault"]] for label in LABELS])
    assert (held_out[:, :3].argmax(1) == faults).mean() < 0.7
    assert np.abs(held_out[:, :3]).max() < 3  # noise is not believed


def test_a_label_never_seen_and_facets_left_out_do_no_harm(network):
    labels = [{"fault": label["fault"]} if number % 2 else label for number, label in enumerate(LABELS)]
    fitted(network, labels, states_of(labels))
    found = said(network, states_of(labels))
    assert all(logits.isfinite().all() for logits in found.values())
    assert (found["rooms"][:, 2] < 0).all()


def test_what_a_head_knew_of_a_label_without_examples_it_keeps(network):
    states = states_of(LABELS)
    with torch.no_grad():  # the first dimensions tell the fault
        network.heads["fault"].weight[:, :3] = torch.diag(4 / states[:, 0].std(0)[:3])
        network.heads["fault"].bias -= network.heads["fault"].weight @ states[:, 0].mean(0)
    told = [number for number, label in enumerate(LABELS) if label["fault"] != "smell"]
    fitted(network, [LABELS[number] for number in told], states[told])
    untold = [number for number, label in enumerate(LABELS) if label["fault"] == "smell"]
    assert (said(network, states[untold])["fault"].argmax(1) == LEVEL["smell"]).float().mean() > 0.7


def test_messages_of_a_thread_are_in_one_fold():
    folds = few.folds_of(["a", "b", "a", "c", "b"], seed=1)
    assert folds[0] == folds[2]
    assert folds[1] == folds[4]
    assert len(folds.unique()) == 3


def test_the_dev_split_is_learnt_from():
    one, two, three = (Example(name, name, "mine", "en", name, {}) for name in "abc")
    assert few.without_dev(Splits((one,), (two,), (three,))) == Splits((one, two), (), (three,))
