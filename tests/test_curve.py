"""The hostility curve: what the annotation guide says, held over all sequences and all threads of the corpus."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import corpus
from pipeline.curve import STAGES, CurveState, peak, stage_probabilities, stages, take_off, take_off_probabilities

ROWS = st.lists(st.lists(st.floats(0.001, 1), min_size=6, max_size=6), max_size=5)
LEVELS = st.lists(st.integers(0, 5), max_size=12)


def by_the_guide(levels):
    """The guide's wording, written as directly as it stands there."""
    found, start = [], 0
    for index, level in enumerate(levels):
        before = levels[start:index]
        hottest = max(before, default=0)
        if level <= 1:
            found.append("resolved" if hottest >= 2 else "rational")
            if hottest >= 2:
                start = index + 1
        elif level < hottest:
            found.append("cool_down")
        else:
            found.append("peak" if level >= 3 else "take_off")
    return found


@given(LEVELS)
def test_stages_are_those_of_the_guide(levels):
    assert stages(levels) == by_the_guide(levels)


@given(LEVELS, LEVELS)
def test_later_messages_never_change_earlier_stages(levels, later):
    assert stages(levels + later)[: len(levels)] == stages(levels)


@given(st.integers(0, 5))
def test_a_message_alone_is_a_thread_of_one(level):
    assert stages([level]) == [CurveState().follow(level)[0]]
    assert stages([level])[0] in ("rational", "take_off", "peak")


@given(LEVELS)
def test_after_resolved_a_new_curve_begins(levels):
    found = stages(levels)
    if "resolved" in found:
        end = found.index("resolved") + 1
        assert found[end:] == stages(levels[end:])


def test_every_thread_of_the_corpus_has_the_stages_its_annotator_gave(taxonomy):
    threads = list(corpus.threads(taxonomy))
    assert len(threads) == 97
    for thread in threads:
        ours = [message["labels"] for message in thread["messages"] if message["role"] == "customer"]
        assert stages([labels["hostility"] for labels in ours]) == [labels["stage"] for labels in ours], thread["id"]


def one_hot(level):
    return [float(level == place) for place in range(6)]


@given(ROWS)
def test_the_probabilities_of_a_messages_stages_sum_to_one(rows):
    assert all(math.isclose(sum(found.values()), 1.0) for found in stage_probabilities(rows))


@given(LEVELS)
def test_sure_levels_give_sure_stages(levels):
    found = stage_probabilities(map(one_hot, levels))
    assert found == [{name: float(name == stage) for name in STAGES} for stage in stages(levels)]


@given(ROWS.filter(lambda rows: len(rows) <= 3))
def test_stage_probabilities_are_those_of_all_curves_summed_up(rows):
    shares = [[value / sum(row) for value in row] for row in rows]
    summed = [dict.fromkeys(STAGES, 0.0) for _ in rows]
    for levels in itertools.product(range(6), repeat=len(rows)):
        chance = math.prod(share[level] for share, level in zip(shares, levels, strict=True))
        for place, stage in enumerate(stages(levels)):
            summed[place][stage] += chance
    for found, expected in zip(stage_probabilities(rows), summed, strict=True):
        assert found == pytest.approx(expected)


@given(ROWS, ROWS)
def test_later_messages_never_change_earlier_probabilities(rows, later):
    assert stage_probabilities(rows + later)[: len(rows)] == stage_probabilities(rows)


@given(LEVELS)
def test_the_take_off_is_the_first_heated_message_and_is_sure_with_sure_levels(levels):
    place = take_off(stages(levels))
    assert place == next((index for index, level in enumerate(levels) if level >= 2), None)
    assert take_off_probabilities(map(one_hot, levels)) == [float(index == place) for index in range(len(levels))]


@given(ROWS)
def test_a_thread_takes_off_at_most_once(rows):
    assert sum(take_off_probabilities(rows)) <= 1 + 1e-9


@pytest.mark.parametrize(
    ("levels", "place"), [([], None), ([1, 2, 2], None), ([2, 3, 3, 2], 1), ([3, 0, 5, 4], 2), ([0, None, 4, None, 4], 2)]
)
def test_the_peak_is_the_first_of_the_hottest_messages(levels, place):
    assert peak(levels) == place
