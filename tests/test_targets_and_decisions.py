"""From labels to targets and from probabilities to labels."""

import numpy as np
import pytest

from pipeline.decide import Decider, Decisions
from pipeline.targets import encode, is_covered
from pipeline.taxonomy import Facet, Taxonomy


@pytest.fixture(scope="module")
def small():
    facets = {
        "intent": Facet(kind="one", labels=["complaint", "praise"]),
        "types": Facet(kind="many", labels=["price", "delivery", "staff"], at_most=2, only_if={"intent": ("complaint",)}),
        "heat": Facet(kind="ordinal", labels=["calm", "warm", "hot", "burning"]),
    }
    return Taxonomy(version=1, facets=facets)


def test_a_missing_facet_says_nothing(small):
    row = encode({"intent": "praise"}, small)
    slices = small.layout.slices
    assert row[slices["intent"]].tolist() == [0, 1]
    assert not is_covered(row[slices["types"]], small.facets["types"])
    assert not is_covered(row[slices["heat"]], small.facets["heat"])


def test_a_source_may_know_less_than_our_scale(small):
    row = encode({"heat": {"any_of": [2, 3]}, "types": {"yes": ["price"], "no": ["staff"]}}, small)
    assert row[small.layout.slices["heat"]].tolist() == [0, 0, 1, 1]
    types = row[small.layout.slices["types"]]
    assert types[0] == 1
    assert np.isnan(types[1])
    assert types[2] == 0


def scores(intent, types, heat):
    return np.array([*intent, *types, *heat], np.float32)


def test_many_labels_come_likeliest_first_and_within_the_bound(small):
    row = scores([0.9, 0.1], [0.6, 0.9, 0.8], [1, 0, 0, 0])
    assert Decider(small).labels(row)["types"] == ["delivery", "staff"]


def test_thresholds_are_those_of_the_model(small):
    row = scores([0.9, 0.1], [0.6, 0.2, 0.1], [1, 0, 0, 0])
    decider = Decider(small, Decisions(thresholds={"types": {"price": 0.7, "delivery": 0.15, "staff": 0.5}}))
    assert decider.labels(row)["types"] == ["delivery"]


def test_only_a_complaint_carries_types(small):
    row = scores([0.2, 0.8], [0.9, 0.9, 0.9], [1, 0, 0, 0])
    assert Decider(small).labels(row) == {"intent": "praise", "types": [], "heat": 0}


def test_a_level_is_the_one_nearest_to_all_likely_ones(small):
    decider = Decider(small)
    assert decider.level("heat", np.array([0.4, 0.0, 0.2, 0.4], np.float32)) == 2
    assert decider.level("heat", np.array([0.0, 1.0, 0.0, 0.0], np.float32)) == 1


def test_a_rare_level_is_given_its_due(small):
    row = scores([0.9, 0.1], [0, 0, 0], [0.4, 0.2, 0.1, 0.3])
    names = small.facets["heat"].label_names
    decider = Decider(small, Decisions(biases={"heat": {names[3]: 1.5}}))
    assert (Decider(small).labels(row)["heat"], decider.labels(row)["heat"]) == (1, 3)


def test_a_language_that_was_never_measured_needs_a_person(small):
    decider = Decider(small, Decisions(languages={"en": 30, "sw": 3}, language_floor=20))
    row = scores([1, 0], [0, 0, 0], [1, 0, 0, 0])
    assert decider.review_reasons(row, "en") == ()
    assert decider.review_reasons(row, "nl") == ("language nl: never measured",)
    assert decider.review_reasons(row, "sw") == ("language sw: measured on 3 only",)


def test_low_confidence_is_said_with_its_number_and_limit(small):
    decider = Decider(small, Decisions(limits={"intent": 0.7, "heat": 0.8}, languages={"en": 30}))
    assert decider.review_reasons(scores([0.6, 0.4], [0, 0, 0], [0.4, 0.1, 0.1, 0.4]), "en") == (
        "intent: 0.60 sure, limit 0.70",
        "heat: 0.60 sure, limit 0.80",
    )


def test_shown_scores_have_a_name_per_label_and_a_list_per_level(small):
    shown = Decider(small).scores(scores([0.25, 0.75], [0.1, 0.2, 0.3], [0.7, 0.1, 0.1, 0.1]))
    assert shown["intent"] == {"complaint": 0.25, "praise": 0.75}
    assert shown["heat"] == [0.7, 0.1, 0.1, 0.1]
