"""The wide part: hashed n-grams of any script, a head per facet, blended with the network, kept small and exact."""

import shutil

import numpy as np
import pytest
import torch

from pipeline import config, model, ngrams, ridge, train, wide
from pipeline.blend import SHARES, blend, blend_falls, choose_shares
from pipeline.config import WideConfig
from pipeline.data import Example, Splits
from pipeline.network import probabilities
from pipeline.taxonomy import Facet, Taxonomy

TEXTS = ["where is my parcel", "我要退款!", "", "thank you, all is well", "the clerk was rude, I want my money back"]


@pytest.fixture(scope="module")
def small():
    facets = {
        "topic": Facet(kind="one", labels=["late", "rude", "broken"]),
        "tags": Facet(kind="many", labels=["money", "court"]),
        "heat": Facet(kind="ordinal", labels=["calm", "warm", "hot", "boiling"]),
        "mood": Facet(kind="one", labels=["good", "bad"]),
    }
    return Taxonomy(version=1, facets=facets)


@pytest.fixture(scope="module")
def lesson(small):
    """Texts whose words say their labels; nothing is known of their mood, and of some only what the topic is not."""
    rng = np.random.default_rng(1)
    words = {"late": "parcel delayed", "rude": "clerk insulting", "broken": "washer cracked"}
    texts, targets = [], []
    for index in range(240):
        topic, heat, court = index % 3, index % 4, index % 5 == 0
        filler = " ".join(rng.choice(["hello", "please", "order", "number", "thanks", "yesterday"], 4))
        texts.append(f"{filler} {list(words.values())[topic]} {'furious ' * heat}{'lawsuit' if court else ''}")
        one = [1.0, 1.0, 0.0] if index % 7 == 0 and topic < 2 else np.eye(3)[topic].tolist()
        targets.append([*one, np.nan if index % 2 else 0.0, float(court), *np.eye(4)[heat], 1.0, 1.0])
    return texts, np.array(targets, np.float32), np.ones(240, np.float32)


@pytest.fixture(scope="module")
def part(lesson, small):
    return wide.fit(*lesson, small, WideConfig(terms=300), seed=1)


def rows(part, texts, taxonomy):
    return probabilities(part.logits(texts), taxonomy, {}).numpy()


def grams(text):
    terms, _ = ngrams.frequencies([text])
    return ngrams.count([text], terms)


@pytest.mark.parametrize(
    ("text", "distinct"),
    [
        ("a", {"a", " a", "a ", " a ", "word"}),
        ("ab", {"a", "b", " a", "ab", "b ", " ab", "ab ", " ab ", "word"}),
        ("a b", {"a", "b", " a", "a ", " b", "b ", " a ", " b ", "word a", "word b", "pair"}),
        ("退款", {"退", "款", " 退", "退款", "款 ", " 退款", "退款 ", " 退款 ", "word"}),
        ("", set()),
    ],
)
def test_ngrams_stay_within_words_in_any_script(text, distinct):
    assert grams(text).nnz == len(distinct)


def test_terms_are_counted_as_often_as_they_stand_and_case_and_width_do_not_matter():
    terms, found = ngrams.frequencies(["no no no", "No", "ＮＯ"])
    assert found.max() == 3
    assert ngrams.count(["no no no"], terms).max() == 3
    assert (ngrams.count(["NO"], terms) != ngrams.count(["ｎｏ"], terms)).nnz == 0


def test_hashes_are_the_same_on_every_machine():
    assert ngrams.frequencies(["ok é"])[0][:3].tolist() == [111762479, 354954699, 424150730]


def test_texts_do_not_depend_on_the_company_they_keep():
    terms, _ = ngrams.frequencies(TEXTS)
    together = ngrams.count(TEXTS, terms)
    for index, text in enumerate(TEXTS):
        assert (together[index] != ngrams.count([text], terms)).nnz == 0


def test_leave_one_out_estimates_are_those_of_fits_without_the_row():
    from scipy.sparse import csr_matrix

    rng = np.random.default_rng(0)
    inputs, truth, weights = rng.normal(size=(12, 30)), rng.normal(size=(12, 2)), rng.uniform(0.2, 1, 12)
    centred = truth - np.average(truth, axis=0, weights=weights)
    _, biases, left_out = ridge.regress(csr_matrix(inputs), truth, 1, weights)
    rest = np.arange(12) != 5
    gram = inputs[rest] @ inputs[rest].T + np.diag(0.3 / weights[rest])
    assert np.allclose(left_out[5] - biases, inputs[5] @ inputs[rest].T @ np.linalg.solve(gram, centred[rest]))


def test_it_learns_what_words_say(part, small):
    said = rows(part, ["my parcel delayed again", "an insulting clerk", "cracked washer furious furious furious lawsuit"], small)
    topic, tags, heat = (said[:, small.layout.slices[name]] for name in ("topic", "tags", "heat"))
    assert topic.argmax(1).tolist() == [0, 1, 2]
    assert tags[2, 1] > 0.5 > tags[0, 1]
    assert heat[0].argmax() == 0
    assert heat[2] @ np.arange(4) > heat[0] @ np.arange(4) + 1
    assert np.allclose(heat.sum(1), 1, atol=1e-5)


def test_a_facet_that_no_record_covers_is_not_learnt(part, small):
    mood = rows(part, ["parcel delayed", "cracked washer furious", "something else"], small)[:, small.layout.slices["mood"]]
    assert np.allclose(mood, 0.5)


def test_the_same_lesson_gives_the_same_part(lesson, small, part):
    again = wide.fit(*lesson, small, WideConfig(terms=300), seed=1)
    assert all(torch.equal(again.tensors[name], tensor) for name, tensor in part.tensors.items())


def test_a_row_without_weight_teaches_almost_nothing(lesson, small):
    texts, targets, weights = lesson
    wrong = targets.copy()
    wrong[:60, :3] = np.roll(targets[:60, :3], 1, axis=1)
    light = weights.copy()
    light[:60] = 1e-3
    careful = rows(wide.fit(texts, wrong, light, small, WideConfig(terms=300), seed=1), texts[60:], small)[:, :3]
    misled = rows(wide.fit(texts, wrong, weights, small, WideConfig(terms=300), seed=1), texts[60:], small)[:, :3]
    truth = targets[60:, :3]
    assert (careful * truth).sum() > (misled * truth).sum()


def test_it_is_as_small_as_it_is_told(part, taxonomy):
    assert part.tensors["terms"].shape == (300,)
    assert part.tensors["weights"].dtype == torch.int8
    columns = sum(1 if facet.kind == "ordinal" else len(facet.labels) for facet in taxonomy.facets.values())
    assert 60_000 * (columns + 4 + 2) < 3.7e6  # what configs/default.yaml asks for


def test_yes_or_no_is_averaged_and_one_of_many_multiplied(small, part):
    deep, other = torch.randn(3, small.layout.width, generator=torch.Generator().manual_seed(1)), part.logits(TEXTS[:3])
    shares = {"topic": 0.3, "tags": 0.5, "heat": 0.2, "mood": 0.0}
    found = probabilities(blend(deep, other, shares, small), small, {})
    ours, theirs = probabilities(deep, small, {}), probabilities(other, small, {})
    columns = small.layout.slices["tags"]
    assert torch.allclose(found[:, columns], (ours[:, columns] + theirs[:, columns]) / 2, atol=1e-4)
    for name in ("topic", "heat"):
        columns = small.layout.slices[name]
        product = ours[:, columns] ** (1 - shares[name]) * theirs[:, columns] ** shares[name]
        assert torch.allclose(found[:, columns], product / product.sum(1, keepdim=True), atol=1e-4)
    assert torch.equal(blend(deep, other, shares, small)[:, small.layout.slices["mood"]], deep[:, small.layout.slices["mood"]])


def test_each_facet_takes_the_share_that_does_best_and_none_where_it_brings_nothing(small, lesson, part):
    texts, targets, _ = lesson
    deep = torch.zeros(len(texts), small.layout.width)

    def score(found, truth, taxonomy):
        columns = taxonomy.layout.slices["tags"]
        return {"tags": -float(np.nansum(np.abs(found[:, columns] - truth[:, columns])))}

    shares = choose_shares(deep, part.logits(texts), targets, small, score)
    assert shares["topic"] > 0
    assert shares["tags"] == max(SHARES)
    assert shares["mood"] == 0
    assert choose_shares(part.logits(texts), torch.zeros(deep.shape), targets, small, lambda *_: {}) == dict.fromkeys(small.facets, 0.0)


def test_the_sentence_that_holds_the_word_is_the_one_a_label_falls_without(part, small):
    text = "Hello please. An insulting clerk. Thanks yesterday."
    spans = [(0, 13), (14, 33), (34, 51)]
    (falls,) = part.falls([text], [spans])
    rude = small.layout.slices["topic"].start + 1
    assert falls[:, rude].argmax() == 1
    rest = part.logits([text[:14] + text[34:]])[0]
    assert falls[1, rude] == pytest.approx(float(part.logits([text])[0, rude] - rest[rude]), rel=0.1)
    joined = blend_falls(
        (np.zeros(11, np.float32), np.zeros((3, 11), np.float32)), (part.logits([text])[0].numpy(), falls), {"topic": 0.4}, small
    )
    assert joined[:, rude].argmax() == 1
    assert not joined[:, small.layout.slices["tags"]].any()


def test_falls_of_texts_without_sentences_or_words_are_empty_or_nothing(part):
    found = part.falls(["", "hello", ""], [[], [(0, 5)], [(0, 0)]])
    assert [fall.shape[0] for fall in found] == [0, 1, 1]
    assert np.isfinite(found[1]).all()
    assert part.falls([], []) == []


@pytest.fixture(scope="module")
def widened(tiny_model, taxonomy):
    """The tiny model with a wide part that has learnt a little."""
    scorer = model.load(tiny_model, device="cpu")
    targets = np.ones((6, taxonomy.layout.width), np.float32)
    first = taxonomy.layout.slices["intent"].start
    targets[:, taxonomy.layout.slices["intent"]] = 0
    targets[range(6), [first, first + 1] * 3] = 1
    texts = ["where is my parcel", "thank you, all is well"] * 3
    scorer.wide = wide.fit(texts, targets, np.ones(6, np.float32), taxonomy, WideConfig(terms=50), seed=1)
    scorer.wide.shares["intent"] = 0.4
    return scorer


def test_a_folder_gives_the_same_probabilities_as_what_was_saved(widened, tiny_model, taxonomy, root, tmp_path):
    folder = shutil.copytree(tiny_model, tmp_path / "model")
    files = {model.TAXONOMY: (root / "configs" / "taxonomy.yaml").read_text(encoding="utf-8")}
    model.save(folder, widened, settings={"name": "tiny", "version": "1"}, files=files)
    deep, loaded = model.load(tiny_model, device="cpu"), model.load(folder, device="cpu")
    assert np.array_equal(loaded.wide.logits(TEXTS).numpy(), widened.wide.logits(TEXTS).numpy())
    assert np.array_equal(loaded.score(TEXTS), widened.score(TEXTS))
    assert not np.allclose(loaded.score(TEXTS), deep.score(TEXTS))
    reading = loaded.read(TEXTS, [[(0, len(text))] if text else [] for text in TEXTS])
    assert np.allclose(reading.scores, loaded.score(TEXTS), atol=1e-5)


def test_a_folder_without_a_wide_part_is_as_before(tiny_model):
    scorer = model.load(tiny_model, device="cpu")
    assert scorer.wide is None
    assert np.array_equal(scorer.logits(TEXTS), scorer.deep_logits(TEXTS).numpy())


@pytest.fixture
def splits():
    """A few messages, the same to learn from and to choose by."""
    labels = [{"intent": "complaint", "hostility": 3, "types": ["delivery"]}, {"intent": "praise", "hostility": 0, "types": []}]
    texts = ["my parcel is late", "thank you, all is well"]
    made = tuple(Example(f"{n}", f"{n}", "test", "en", f"{texts[n % 2]} {n}", labels[n % 2]) for n in range(24))
    return Splits(made, made, ())


def test_a_run_fits_it_beside_the_network_and_may_do_without(root, tiny_encoder, tmp_path, taxonomy, splits, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = [f"encoder={tiny_encoder}", "train.max_steps=1"]
    with_it, without = (
        config.load(root / "configs" / "smoke.yaml", [*settings, f"train.wide={value}"]) for value in ("{terms: 30}", "null")
    )
    assert train.fit(without, taxonomy, splits).wide is None
    found = train.fit(with_it, taxonomy, splits)
    assert found.wide.tensors["terms"].shape == (30,)
    assert found.wide.shares["intent"] > 0
    assert found.wide.shares["loss"] == 0
    texts = ["my parcel is late", "hello"]
    expected = blend(found.deep_logits(texts), found.wide.logits(texts), found.wide.shares, taxonomy).numpy()
    assert np.array_equal(found.logits(texts), expected)
