"""Calibration makes probabilities honest, thresholds follow support, limits hold the error they state."""

import numpy as np
import pytest

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
    assert found.temperatures["intent"] == pytest.approx(3.0, rel=0.15)


def test_above_the_limit_errors_stay_within_what_was_asked(small):
    logits, targets = world(1)
    calibration = calibrate(logits, targets, ["en"] * len(logits), small, SETTINGS)
    import torch

    fresh, truth = world(2)
    rows = probabilities(torch.from_numpy(fresh), small, dict(calibration.temperatures)).numpy()
    decider = Decider(small, calibration.decisions)
    sure = np.array([decider.confidence("intent", row) >= calibration.decisions.limits["intent"] for row in rows])
    wrong = truth[np.arange(len(rows)), rows[:, :3].argmax(1)] == 0
    assert 0.3 < sure.mean() < 0.95
    assert wrong[sure].mean() < 0.33 < wrong.mean()


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
