"""The linear baseline: it learns in every script, respects masks, and gives probabilities."""

import numpy as np
import pytest

from pipeline.baseline import LinearBaseline
from pipeline.errors import TrainingError
from pipeline.taxonomy import Facet, Taxonomy

WORDS = {
    "late": ["the parcel is late", "das Paket kommt zu spät", "包裹还没有到", "荷物が届きません", "посылка не пришла"],
    "price": ["the price is too high", "der Preis ist zu hoch", "价格太贵了", "値段が高すぎます", "цена слишком высокая"],
}


@pytest.fixture(scope="module")
def own():
    facets = {
        "topic": Facet(kind="one", labels=["late", "price", "never_seen"]),
        "tags": Facet(kind="many", labels=["late", "always", "never"]),
        "heat": Facet(kind="ordinal", labels=["calm", "warm", "hot"]),
    }
    return Taxonomy(version=1, facets=facets)


def examples():
    found = []
    for number in range(12):
        for topic, texts in WORDS.items():
            for text in texts:
                heat = 2 if topic == "late" and number % 2 else 0
                shout = "!!!" if heat else "."
                tags = ["late", "always"] if topic == "late" else ["always"]
                found.append((f"{text}{shout} {number}", {"topic": topic, "tags": tags, "heat": heat}))
    return found


@pytest.fixture(scope="module")
def fitted(own):
    texts, labels = zip(*examples(), strict=True)
    return LinearBaseline.fit(texts, labels, own, seed=1)


@pytest.mark.parametrize(("text", "topic"), [(text, topic) for topic, texts in WORDS.items() for text in texts])
def test_it_learns_in_every_script(fitted, own, text, topic):
    row = fitted.score([text])[0]
    assert own.facets["topic"].label_names[int(row[own.layout.slices["topic"]].argmax())] == topic


def test_it_gives_probabilities(fitted, own):
    rows = fitted.score(["the parcel is late!!!", "", "something else entirely"])
    assert ((rows >= 0) & (rows <= 1)).all()
    for name in ("topic", "heat"):
        assert np.allclose(rows[:, own.layout.slices[name]].sum(1), 1, atol=1e-5)


def test_a_label_never_seen_is_impossible_and_one_always_seen_certain(fitted, own):
    row = fitted.score(["the parcel is late"])[0]
    assert row[own.layout.slices["topic"]][2] == 0
    assert row[own.layout.slices["tags"]].tolist()[1:] == [1, 0]


def test_levels_move_with_the_tone(fitted, own):
    calm, hot = (row[own.layout.slices["heat"]] @ np.arange(3) for row in fitted.score(["the parcel is late.", "the parcel is late!!!"]))
    assert hot > calm + 0.5


def test_records_may_lack_facets_or_know_them_in_part(own):
    texts, labels = map(list, zip(*examples(), strict=True))
    whole = LinearBaseline.fit(texts, labels, own, seed=1)
    texts += [f"only the tone {number}!!!" for number in range(20)] + [f"one of two {number}" for number in range(20)]
    labels += [{"heat": 2}] * 20 + [{"topic": {"any_of": ["late", "price"]}, "tags": {"yes": ["always"]}}] * 20
    mixed = LinearBaseline.fit(texts, labels, own, seed=1)
    columns = own.layout.slices["topic"]
    said = [fit.score(["the parcel is late", "价格太贵了"])[:, columns].argmax(1).tolist() for fit in (whole, mixed)]
    assert said[0] == said[1] == [0, 1]
    assert np.isfinite(mixed.score(texts)).all()


def test_the_same_seed_gives_the_same_scores(own, fitted):
    texts, labels = zip(*examples(), strict=True)
    again = LinearBaseline.fit(texts, labels, own, seed=1)
    assert np.array_equal(again.score(texts[:20]), fitted.score(texts[:20]))


def test_nothing_to_learn_from_is_told(own):
    with pytest.raises(TrainingError, match="no text"):
        LinearBaseline.fit(["", " "], [{"topic": "late"}] * 2, own, seed=1)


def test_nothing_is_unread(fitted):
    assert fitted.unread(["a", "b" * 10_000]) == [0, 0]
