"""Calibration makes probabilities honest, thresholds follow support, limits hold the error they state."""

import numpy as np
import pytest
import torch

from pipeline.calibrate import calibrate
from pipeline.config import CalibrateConfig, ReviewConfig
from pipeline.decide import Decider
from pipeline.network import probabilities
from pipeline.taxonomy import Facet, Taxonomy


@pytest.fixture(scope="module")
def small():
    facets = {"intent": Facet(kind="one", labels=["a", "b", "c"]), "tags": Facet(kind="many", labels=["often", "rare"])}
    return Taxonomy(version=1, facets=facets)


def world(seed, n=3000, boast=3.0):
    """Logits that boast: the truth is drawn from softmax(logits), and then they are multiplied."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(n, 5)).astype(np.float32)
    chances = np.exp(logits[:, :3]) / np.exp(logits[:, :3]).sum(1, keepdims=True)
    truth = np.array([rng.choice(3, p=row) for row in chances])
    tags = rng.random((n, 2)) < 1 / (1 + np.exp(-logits[:, 3:] + np.array([0.0, 4.0])))
    targets = np.concatenate([np.eye(3)[truth], tags], axis=1).astype(np.float32)
    return logits * boast, targets


SETTINGS = CalibrateConfig(min_support=20, language_floor=10, review=ReviewConfig(target_error={"intent": 0.3}, at_most=0.6))


def test_a_boasting_model_is_cooled_to_its_true_temperature(small):
    logits, targets = world(1)
    found = calibrate(logits, targets, ["en"] * len(logits), small, SETTINGS)
    assert found.temperatures["intent"]["all"] == pytest.approx(3.0, rel=0.15)


def test_a_label_that_is_said_too_often_is_moved_back(small):
    logits, targets = world(1, boast=1.0)
    found = calibrate(logits + np.array([0, 1.5, 0, 0, 0], np.float32), targets, ["en"] * len(logits), small, SETTINGS)
    low, moved, high = found.offsets["intent"]
    assert moved - (low + high) / 2 == pytest.approx(-1.5, abs=0.2)
    assert found.offsets["tags"] == [0.0, 0.0]


def test_a_language_with_many_messages_has_its_own_temperature_and_one_with_few_the_common_one(small):
    calm, calm_truth = world(1, boast=1.0)
    loud, loud_truth = world(2, boast=3.0)
    few, few_truth = world(3, n=4, boast=3.0)
    languages = ["en"] * 3000 + ["tr"] * 3000 + ["ko"] * 4
    found = calibrate(np.concatenate([calm, loud, few]), np.concatenate([calm_truth, loud_truth, few_truth]), languages, small, SETTINGS)
    found = found.temperatures["intent"]
    assert found["en"] == pytest.approx(1.0, rel=0.15)
    assert found["tr"] == pytest.approx(3.0, rel=0.15)
    assert found["ko"] == pytest.approx(found["all"], rel=0.25)


def test_wrong_messages_that_no_person_sees_stay_within_the_stated_share(small):
    """Conformal risk control holds on average over draws of both the dev split and what comes after it."""
    missed, offered = [], []
    for seed in range(12):
        calibration = calibrate(*world(seed, n=400), ["en"] * 400, small, SETTINGS)
        fresh, truth = world(100 + seed, n=1000)
        rows = probabilities(torch.from_numpy(fresh), small, calibration.temperatures, offsets=calibration.offsets).numpy()
        decider = Decider(small, calibration.decisions)
        limit = calibration.decisions.limits.get("intent", 0.0)
        sure = np.array([decider.confidence("intent", row) >= limit for row in rows])
        wrong = np.array([truth[index, decider.likeliest("intent", row[:3])] == 0 for index, row in enumerate(rows)])
        missed.append((wrong & sure).mean())
        offered.append(wrong.mean())
    assert np.mean(missed) < 0.3 + 0.01 < np.mean(offered)
    assert calibration.decisions.risks["intent"] <= 0.3


def test_a_rare_label_gets_its_due_where_that_helps_the_macro_f1(small):
    rng = np.random.default_rng(1)
    truth = rng.choice(3, p=[0.9, 0.08, 0.02], size=4000)
    logits = (rng.normal(size=(4000, 5)) + 1.2 * np.eye(3, 5)[truth] + np.log([0.9, 0.08, 0.02, 0.5, 0.5])).astype(np.float32)
    targets = np.concatenate([np.eye(3)[truth], np.full((4000, 2), np.nan)], axis=1).astype(np.float32)
    biases = calibrate(logits, targets, ["en"] * 4000, small, SETTINGS).decisions.biases["intent"]
    assert biases["a"] < biases["b"] < biases["c"]


def test_a_label_without_support_leans_on_the_common_threshold(small):
    logits, targets = world(1, n=120)
    targets[:, 4] = 0
    targets[:2, 4] = 1
    thresholds = calibrate(logits, targets, ["en"] * 120, small, SETTINGS).decisions.thresholds["tags"]
    assert abs(thresholds["rare"] - thresholds["often"]) < 0.25


def test_messages_that_lack_a_facet_do_not_count(small):
    logits, targets = world(1, n=400)
    half = targets.copy()
    half[200:, :3] = 1
    half[200:, 3:] = np.nan
    whole = calibrate(logits[:200], targets[:200], ["en"] * 200, small, SETTINGS)
    masked = calibrate(logits, half, ["en"] * 400, small, SETTINGS)
    assert masked.temperatures == whole.temperatures
    assert masked.decisions.thresholds == whole.decisions.thresholds


def test_languages_are_counted(small):
    logits, targets = world(1, n=30)
    decisions = calibrate(logits, targets, ["en"] * 20 + ["ja"] * 10, small, SETTINGS).decisions
    assert decisions.languages == {"en": 20, "ja": 10}
    assert decisions.language_floor == 10


@pytest.mark.parametrize("world_of", ["noise", "one label alone", "the opposite"])
def test_what_cannot_be_known_is_not_said_with_certainty(small, world_of):
    rng = np.random.default_rng(3)
    logits = rng.normal(scale=3, size=(60, 5)).astype(np.float32)
    truth = {"noise": rng.integers(0, 3, 60), "one label alone": np.ones(60, int), "the opposite": logits[:, :3].argmin(1)}[world_of]
    targets = np.concatenate([np.eye(3)[truth], np.full((60, 2), np.nan)], axis=1).astype(np.float32)
    found = calibrate(logits, targets, ["en"] * 60, small, SETTINGS)
    rows = probabilities(torch.from_numpy(logits), small, found.temperatures, offsets=found.offsets).numpy()[:, :3]
    assert np.abs(found.offsets["intent"]).max() < 3
    likelihood = np.log(np.take_along_axis(rows, truth[:, None], axis=1)).mean()
    plain = np.log(np.take_along_axis(torch.from_numpy(logits[:, :3] / 4).softmax(1).numpy(), truth[:, None], axis=1)).mean()
    assert likelihood > plain - 0.02
