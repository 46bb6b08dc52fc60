"""Label noise: planted faults come first, thin evidence and neighbours are left alone."""

import csv

import numpy as np
import pytest

from pipeline.data import Example
from pipeline.errors import TrainingError
from pipeline.label_noise import out_of_fold, suspicious, write_review_list
from pipeline.taxonomy import Facet, Taxonomy

WORDS = {"praise": "lovely kind wonderful staff", "complaint": "broken late refused parcel"}


@pytest.fixture(scope="module")
def own():
    facets = {
        "intent": Facet(kind="one", labels=["complaint", "praise"]),
        "types": Facet(kind="many", labels=["price", "delivery"]),
        "heat": Facet(kind="ordinal", labels=["calm", "warm", "hot", "burning"]),
    }
    return Taxonomy(version=1, facets=facets)


def example(number, text="text", group=None, **labels):
    return Example(f"m{number}", group or f"m{number}", "own", "en", text, labels)


def test_a_planted_wrong_label_is_found_out_of_fold_and_comes_first():
    own = Taxonomy(version=1, facets={"intent": Facet(kind="one", labels=["complaint", "praise"])})
    names = [("complaint", "praise")[number % 2] for number in range(60)]
    examples = [example(number, f"{WORDS[name]} {number}", intent=name) for number, name in enumerate(names)]
    examples[10] = example(10, f"{WORDS['complaint']} again", intent="praise")
    first = suspicious(examples, out_of_fold(examples, own, seed=7), own)[0]
    assert (first.example.id, first.given, first.likelier) == ("m10", "praise", "complaint")


def test_a_label_counts_from_its_own_mean_so_rare_ones_are_heard(own):
    rows = np.zeros((4, own.layout.width), np.float32)
    rows[:, :2] = [[0.9, 0.1], [0.95, 0.05], [0.45, 0.55], [0.4, 0.6]]
    given = ["complaint", "complaint", "praise", "complaint"]
    examples = [example(number, intent=name) for number, name in enumerate(given)]
    found = suspicious(examples, rows, own, least=1)
    assert [(one.example.id, one.likelier) for one in found] == [("m3", "praise")]
    assert found[0].sure == pytest.approx(0.2, abs=1e-6)


def test_neighbouring_levels_are_left_alone_and_far_ones_told(own):
    rows, columns = np.zeros((4, own.layout.width), np.float32), own.layout.slices["heat"]
    rows[:, columns] = [[0.8, 0.1, 0.05, 0.05], [0.1, 0.8, 0.05, 0.05], [0.05, 0.05, 0.1, 0.8], [0.05, 0.05, 0.1, 0.8]]
    examples = [example(number, heat=level) for number, level in enumerate((0, 0, 0, 3))]
    assert [(one.example.id, one.given, one.likelier) for one in suspicious(examples, rows, own, least=1)] == [("m2", "0", "3")]


def test_of_many_labels_one_that_is_missing_is_proposed(own):
    rows, columns = np.zeros((3, own.layout.width), np.float32), own.layout.slices["types"]
    rows[:, columns] = [[0.9, 0.1], [0.95, 0.1], [0.1, 0.9]]
    examples = [example(0, types=["price"]), example(1, types=[]), example(2, types=["delivery"])]
    found = suspicious(examples, rows, own, least=1)
    assert [(one.example.id, one.given, one.likelier) for one in found] == [("m1", "", "price")]


def test_a_label_too_rare_to_be_learned_is_left_alone(own):
    rows, columns = np.zeros((12, own.layout.width), np.float32), own.layout.slices["types"]
    rows[:, columns] = [0.8, 0.02]
    rows[0, columns], rows[11, columns] = [0.02, 0.01], [0.05, 0.01]
    given = [["price", "delivery"], *[["price"]] * 10, []]
    examples = [example(number, types=labels) for number, labels in enumerate(given)]
    (found,) = suspicious(examples, rows, own)
    assert (found.example.id, found.given, found.likelier) == ("m0", "price;delivery", "delivery")


def test_facets_that_a_source_does_not_know_are_never_suspicious(own):
    rows = np.full((3, own.layout.width), 0.9, np.float32)
    examples = [example(0, heat={"any_of": [0, 1]}), example(1), example(2, types={"yes": [], "no": []})]
    assert suspicious(examples, rows, own, least=1) == []


def test_too_few_examples_to_fold_are_told(own):
    with pytest.raises(TrainingError, match="too few"):
        out_of_fold([example(0, intent="praise")], own, seed=7)


def test_the_list_opens_in_a_spreadsheet_without_running_formulas(own, tmp_path):
    rows = np.zeros((2, own.layout.width), np.float32)
    rows[:, :2] = [[0.9, 0.1], [0.95, 0.05]]
    examples = [example(0, intent="complaint"), example(1, "=HYPERLINK(1)\nnext", intent="praise")]
    found = suspicious(examples, rows, own, least=1)
    write_review_list(found, tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["text"] == "'=HYPERLINK(1) next"
    assert (row["facet"], row["given"], row["likelier"]) == ("intent", "praise", "complaint")
