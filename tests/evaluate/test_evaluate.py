"""Evaluation: values checked against scikit-learn, intervals that mean something, shapes of the contract."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score

from pipeline.errors import InputError
from pipeline.evaluate import evaluate, render, table, to_json, worst_mistakes
from tests.evaluate.samples import made_up


@pytest.fixture(scope="module")
def scores(own):
    return evaluate(*made_up(own), own, seed=3, samples=200)


def test_values_are_those_of_scikit_learn(own, scores):
    gold, said, _, _, _ = made_up(own)
    pairs = {name: ([labels[name] for labels in gold], [labels[name] for labels in said]) for name in own.facets}
    assert scores.facets["intent"].headline.value == pytest.approx(f1_score(*pairs["intent"], average="macro"))
    assert scores.facets["heat"].headline.value == pytest.approx(cohen_kappa_score(*pairs["heat"], weights="quadratic"))
    truth, answers = (np.array([[label in found for label in own.facets["types"].labels] for found in side]) for side in pairs["types"])
    assert scores.facets["types"].headline.value == pytest.approx(f1_score(truth, answers, average="macro"))
    complaint = [[label == "complaint" for label in side] for side in pairs["intent"]]
    assert scores.facets["intent"].metrics["complaint_f1"].value == pytest.approx(f1_score(*complaint))


def test_intervals_hold_the_value_and_shrink_with_more_messages(own, scores):
    more = evaluate(*made_up(own, n=3000), own, seed=3, samples=200)
    for name in own.facets:
        few, many = scores.facets[name].headline, more.facets[name].headline
        assert few.low < few.value < few.high
        assert many.high - many.low < few.high - few.low


def test_threads_are_resampled_whole(own):
    gold, said, rows, languages, _ = made_up(own, n=200)
    alone = evaluate(gold, said, rows, languages, [str(n) for n in range(200)], own, seed=3, samples=300).facets["intent"].headline
    repeated = [[item for item in column for _ in range(4)] for column in (gold, said, languages)]
    groups = [str(n // 4) for n in range(800)]
    together = evaluate(repeated[0], repeated[1], None, repeated[2], groups, own, seed=3, samples=300).facets["intent"].headline
    assert together.value == pytest.approx(alone.value)
    assert together.high - together.low == pytest.approx(alone.high - alone.low, rel=0.25)


def test_records_that_lack_a_facet_are_left_out_of_it(own):
    gold, said, rows, languages, groups = made_up(own, n=100)
    partly = [labels if index < 60 else {"heat": labels["heat"]} for index, labels in enumerate(gold)]
    found = evaluate(partly, said, rows, languages, groups, own, seed=3, samples=20)
    assert (found.facets["intent"].n, found.facets["heat"].n) == (60, 100)
    assert (
        found.facets["intent"].headline.value
        == evaluate(gold[:60], said[:60], None, languages[:60], groups[:60], own, seed=3, samples=20).facets["intent"].headline.value
    )


def test_languages_are_sliced_and_small_ones_marked(own):
    gold, said, rows, _, groups = made_up(own, n=100)
    languages = ["tr"] * 10 + ["en"] * 90
    found = evaluate(gold, said, rows, languages, groups, own, seed=3, samples=20)
    assert {code: facets["heat"].n for code, facets in found.languages.items()} == {"tr": 10, "en": 90}
    assert found.languages["tr"]["heat"].few
    assert not found.languages["en"]["heat"].few


def test_calibration_error_is_small_where_confidence_is_honest(own):
    _, _, rows, languages, groups = made_up(own, n=4000)
    rng = np.random.default_rng(5)
    names, levels = own.facets["intent"].label_names, own.layout.slices["heat"]
    gold = [
        {"intent": names[rng.choice(3, p=row[:3] / row[:3].sum())], "heat": int(rng.choice(4, p=row[levels] / row[levels].sum()))}
        for row in rows
    ]
    said = [{"intent": names[int(row[:3].argmax())], "types": [], "heat": int(row[levels].argmax())} for row in rows]
    honest = evaluate(gold, said, rows, languages, groups, own, seed=3, samples=20).calibration["intent"].ece.value
    boasting = np.concatenate([np.eye(3)[rows[:, :3].argmax(1)], rows[:, 3:]], axis=1).astype(np.float32)
    boasted = evaluate(gold, said, boasting, languages, groups, own, seed=3, samples=20).calibration["intent"].ece.value
    assert honest < 0.04 < 0.3 < boasted


def test_the_json_has_the_shape_of_the_contract(own, scores):
    found = to_json(scores)
    assert set(found) >= {"facets", "languages", "calibration"}
    for facet in (*found["facets"].values(), *found["languages"]["ar"].values()):
        assert {"n", "labels"} <= set(facet)
    assert set(found["facets"]["heat"]["qwk"]) == {"value", "low", "high"}
    assert set(found["facets"]["types"]["labels"]["price"]) >= {"precision", "recall", "f1", "support"}
    assert 0 <= found["calibration"]["intent"]["ece"] <= 1


def test_a_table_shows_both_models_and_their_difference(own, scores):
    worse = evaluate(*made_up(own, skill=0.2), own, seed=3, samples=50)
    shown = table(scores, worse, other="baseline")
    difference = scores.facets["heat"].headline.value - worse.facets["heat"].headline.value
    assert "baseline" in shown
    assert f"{difference:+.3f}" in shown or f"{difference:+.2f}" in shown
    assert all(code in shown for code in ("en", "zh-Hans", "ar"))


def test_a_prediction_without_a_facet_that_gold_has_is_told(own):
    gold, said, _, languages, groups = made_up(own, n=20)
    with pytest.raises(InputError, match="heat"):
        evaluate(gold, [{"intent": labels["intent"], "types": labels["types"]} for labels in said], None, languages, groups, own, seed=1)


def test_the_worst_mistakes_are_the_surest_and_the_farthest(own):
    gold = [{"heat": 0}, {"heat": 0}, {"heat": 2}]
    said = [{"heat": 3}, {"heat": 1}, {"heat": 2}]
    rows = np.full((3, own.layout.width), 0.25, np.float32)
    found = worst_mistakes(["far", "near", "right"], ["a", "b", "c"], ["en"] * 3, gold, said, rows, own)
    assert [mistake.id for mistake in found] == ["far", "near"]


def test_the_page_is_one_file_and_hostile_text_is_shown_not_run(own, scores):
    evil = "<script>alert(1)</script>"
    gold, said, rows, languages, _ = made_up(own)
    mistakes = worst_mistakes([evil] * 400, [evil] * 400, languages, gold, said, rows, own)
    for against in (None, scores):
        page = render(scores, against, title="How good?", mistakes=mistakes, about={"Model": "tiny@1"})
        assert "tiny@1" in page
        assert "<script>alert" not in page
        assert "//cdn" not in page
        assert 'src="http' not in page
