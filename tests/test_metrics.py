"""`pipeline.metrics`: right against scikit-learn and by hand, honest where nothing is defined."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, f1_score, precision_recall_fscore_support

from pipeline.metrics import (
    Interval,
    bootstrap,
    exact_match,
    expected_calibration_error,
    label_f1,
    label_scores,
    macro_f1,
    mean_absolute_error,
    micro_f1,
    quadratic_kappa,
    reliability,
    within_one,
    yes_no_macro_f1,
)

Pair = tuple[NDArray[Any], NDArray[Any]]


def bounds(found: Interval) -> tuple[float, float]:
    """Both ends, which must be there."""
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def width(found: Interval) -> float:
    low, high = bounds(found)
    return high - low


def holds_its_value(found: Interval) -> bool:
    low, high = bounds(found)
    return found.value is not None and low < found.value < high


@pytest.fixture
def indicators() -> Pair:
    """Gold and predicted label sets of 200 messages and five labels, right three times in four."""
    rng = np.random.default_rng(11)
    gold = (rng.random((200, 5)) < [0.6, 0.3, 0.2, 0.1, 0.05]).astype(float)
    predicted = np.where(rng.random(gold.shape) < 0.75, gold, 1 - gold)
    return gold, predicted


@pytest.fixture
def levels() -> Pair:
    """Gold and predicted levels of 200 messages on a scale of six."""
    rng = np.random.default_rng(12)
    gold = rng.integers(6, size=200)
    return gold, np.clip(gold + rng.integers(-2, 3, size=200), 0, 5)


def test_macro_micro_and_label_f1_agree_with_scikit_learn(indicators: Pair) -> None:
    gold, predicted = indicators
    assert macro_f1(gold, predicted).value == pytest.approx(f1_score(gold, predicted, average="macro"))
    assert micro_f1(gold, predicted).value == pytest.approx(f1_score(gold, predicted, average="micro"))
    assert label_f1(gold, predicted, 2).value == pytest.approx(f1_score(gold[:, 2], predicted[:, 2]))
    assert yes_no_macro_f1(gold, predicted, 2).value == pytest.approx(f1_score(gold[:, 2], predicted[:, 2], average="macro"))


def test_per_label_scores_agree_with_scikit_learn(indicators: Pair) -> None:
    gold, predicted = indicators
    precision, recall, f1, support = precision_recall_fscore_support(gold, predicted)
    for column, score in enumerate(label_scores(gold, predicted)):
        assert (score.precision, score.recall, score.f1) == pytest.approx((precision[column], recall[column], f1[column]))
        assert score.support == support[column]


def test_quadratic_kappa_agrees_with_scikit_learn(levels: Pair) -> None:
    gold, predicted = levels
    assert quadratic_kappa(gold, predicted, 6).value == pytest.approx(cohen_kappa_score(gold, predicted, weights="quadratic"))


def test_quadratic_kappa_is_one_when_equal_and_below_zero_when_reversed() -> None:
    assert quadratic_kappa([0, 1, 2, 3], [0, 1, 2, 3], 4).value == 1
    assert quadratic_kappa([0, 1, 2, 3], [3, 2, 1, 0], 4).value == pytest.approx(-1)


def test_quadratic_kappa_is_undefined_when_nobody_leaves_one_level() -> None:
    assert quadratic_kappa([2, 2, 2], [2, 2, 2], 6).value is None


def test_level_errors_are_counted_in_levels() -> None:
    assert mean_absolute_error([0, 3, 5], [0, 4, 2]).value == pytest.approx(4 / 3)
    assert within_one([0, 3, 5], [0, 4, 2]).value == pytest.approx(2 / 3)


def test_macro_f1_leaves_out_labels_without_gold_support() -> None:
    gold, predicted = [[1, 0], [1, 0], [1, 0]], [[1, 0], [1, 0], [0, 1]]
    assert macro_f1(gold, predicted).value == pytest.approx(0.8)


def test_a_label_never_predicted_has_no_precision_and_f1_zero() -> None:
    (score,) = label_scores([[1], [0]], [[0], [0]])
    assert (score.precision, score.recall, score.f1, score.support) == (None, 0, 0, 1)


def test_a_label_without_gold_support_has_no_recall_and_no_f1() -> None:
    (score,) = label_scores([[0], [0]], [[1], [0]])
    assert (score.precision, score.recall, score.f1, score.support) == (0, None, None, 0)


def test_unknown_gold_labels_count_neither_for_nor_against() -> None:
    gold, predicted = np.array([[1, np.nan], [1, 0], [0, 1]]), [[1, 1], [0, 0], [0, 1]]
    known, said = [[1, 0], [1, 0], [0, 1]], [[1, 0], [0, 0], [0, 1]]
    assert macro_f1(gold, predicted).value == macro_f1(known, said).value
    assert exact_match(gold, predicted).value == 0.5


def test_nothing_to_measure_is_none_and_no_number() -> None:
    nothing = np.zeros((0, 3))
    assert macro_f1(nothing, nothing).value is None
    assert bootstrap(macro_f1(nothing, nothing), [], seed=1) == Interval(None, None, None)
    assert expected_calibration_error(np.zeros(0), np.zeros(0)).value is None


def test_arrays_of_different_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="gold has shape"):
        macro_f1(np.zeros((3, 2)), np.zeros((2, 2)))
    with pytest.raises(ValueError, match="gold has shape"):
        quadratic_kappa([0, 1, 2], [0], 3)


def test_bootstrap_brackets_the_value_and_repeats_with_its_seed(indicators: Pair) -> None:
    groups = [f"m{index}" for index in range(200)]
    first = bootstrap(macro_f1(*indicators), groups, samples=300, seed=5)
    assert holds_its_value(first)
    assert bootstrap(macro_f1(*indicators), groups, samples=300, seed=5) == first
    assert bootstrap(macro_f1(*indicators), groups, samples=300, seed=6) != first


def test_bootstrap_gives_the_width_that_theory_expects() -> None:
    rng = np.random.default_rng(4)
    errors = (rng.random(400) < 0.3).astype(float)
    found = bootstrap(mean_absolute_error(np.zeros(400), errors), [str(index) for index in range(400)], samples=2000, seed=1)
    expected = 2 * 1.96 * np.sqrt(errors.mean() * (1 - errors.mean()) / 400)
    assert width(found) == pytest.approx(expected, rel=0.1)


def test_bootstrap_draws_whole_groups() -> None:
    errors = np.repeat([0.0, 1.0] * 20, 10)
    alone = bootstrap(mean_absolute_error(np.zeros(400), errors), [str(index) for index in range(400)], seed=1)
    threads = bootstrap(mean_absolute_error(np.zeros(400), errors), [str(index // 10) for index in range(400)], seed=1)
    assert threads.value == alone.value
    assert width(threads) > 2 * width(alone)


def test_the_interval_of_a_calibration_error_holds_its_value() -> None:
    rng = np.random.default_rng(9)
    confidence = rng.random(300)
    error = expected_calibration_error(confidence, (rng.random(300) < confidence).astype(float))
    groups = [str(index) for index in range(300)]
    centred, plain = bootstrap(error, groups, seed=1, centred=True), bootstrap(error, groups, seed=1)
    assert holds_its_value(centred)
    assert bounds(centred)[0] >= 0
    assert bounds(centred)[1] < bounds(plain)[1]


def test_one_group_gives_a_value_and_no_interval() -> None:
    assert bootstrap(mean_absolute_error([0, 1], [0, 2]), ["a", "a"], seed=1) == Interval(0.5, None, None)


def test_a_statistic_undefined_in_most_draws_gets_no_interval() -> None:
    gold = np.zeros((40, 1))
    assert bootstrap(macro_f1(gold, gold), [str(index) for index in range(40)], seed=1) == Interval(None, None, None)


def test_bootstrap_wants_a_group_for_each_message() -> None:
    with pytest.raises(ValueError, match="1 groups for 2 messages"):
        bootstrap(mean_absolute_error([0, 1], [0, 2]), ["a"], seed=1)


def test_calibration_error_by_hand() -> None:
    confidence, right = np.repeat([0.6, 0.9], 10), np.array([1] * 5 + [0] * 5 + [1] * 9 + [0])
    assert expected_calibration_error(confidence, right, bins=2).value == pytest.approx(0.05)
    low, high = reliability(confidence, right, bins=2)
    assert (low.confidence, low.accuracy, low.n) == pytest.approx((0.6, 0.5, 10))
    assert (high.confidence, high.accuracy, high.n) == pytest.approx((0.9, 0.9, 10))


def test_calibration_bins_hold_equal_mass() -> None:
    confidence = np.random.default_rng(2).random(1500) ** 4
    sizes = [found.n for found in reliability(confidence, np.ones(1500))]
    assert len(sizes) == 15
    assert max(sizes) - min(sizes) <= 2


def test_calibration_does_not_depend_on_the_order_of_equal_confidences() -> None:
    confidence, right = np.full(40, 0.7), np.repeat([0.0, 1.0], 20)
    shuffled = np.random.default_rng(3).permutation(right)
    assert expected_calibration_error(confidence, right).value == pytest.approx(0.2)
    assert expected_calibration_error(confidence, shuffled).value == pytest.approx(0.2)


def test_calibration_leaves_out_unknown_answers() -> None:
    confidence, right = np.array([[0.8, 0.1], [0.8, 0.4]]), np.array([[1, 0], [1, np.nan]])
    assert sum(found.n for found in reliability(confidence, right)) == 3
