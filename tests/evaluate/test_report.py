"""What the report tells besides scores: comparison, what goes to a person, slices, the test of the evidence."""

import json

import numpy as np
import pytest

from pipeline import metrics
from pipeline.cli import main
from pipeline.data import Example
from pipeline.decide import Decisions
from pipeline.evaluate import Beside, evaluate, render
from pipeline.evaluate.comparison import BETTER, SAME, WORSE, compare
from pipeline.evaluate.deletion import deletion_test
from pipeline.evaluate.selective import area, selective
from pipeline.evaluate.slices import slices_of
from pipeline.scoring import Reading
from pipeline.taxonomy import Facet, Taxonomy
from tests.evaluate.samples import made_up


def said_with(own, skill, seed):
    """Answers that are right with probability ``skill``, to the gold of `made_up`."""
    gold = made_up(own)[0]
    rng = np.random.default_rng(seed)
    wrong = {"intent": "other", "types": [], "heat": 0}
    return [{name: value if rng.random() < skill else wrong[name] for name, value in labels.items()} for labels in gold]


def test_a_better_model_is_called_better_and_the_swap_worse(own):
    gold, _, _, languages, groups = made_up(own)
    good, bad = said_with(own, 0.9, 1), said_with(own, 0.5, 2)
    for first, second, word in ((good, bad, BETTER), (bad, good, WORSE)):
        found = compare(gold, first, second, languages, groups, own, other="b", seed=3, samples=200)
        assert {part.word for part in found.facets.values()} == {word}
        assert all(part.p < 0.05 for part in found.facets.values())


def test_no_difference_is_shown_between_equals_nor_on_few_messages(own):
    gold, _, _, _, groups = made_up(own)
    languages = ["tr"] * 10 + ["en"] * 390
    same = compare(gold, said_with(own, 0.7, 1), said_with(own, 0.7, 5), languages, groups, own, other="b", seed=3, samples=200)
    assert all(part.word == SAME and part.p > 0.05 for part in same.facets.values())
    far = compare(gold, gold, said_with(own, 0.1, 2), languages, groups, own, other="b", seed=3, samples=200)
    assert {part.word for part in far.languages["tr"].values()} == {SAME}
    assert {part.word for part in far.languages["en"].values()} == {BETTER}


def test_the_pairing_makes_the_test_sharper_than_two_intervals(own):
    gold, said, _, languages, groups = made_up(own)
    nearly = [dict(labels) for labels in said]
    for index in range(0, 24, 2):
        nearly[index] = dict(gold[index])
    paired = compare(gold, nearly, said, languages, groups, own, other="b", seed=3, samples=300).facets["heat"].value
    alone = evaluate(gold, said, None, languages, groups, own, seed=3, samples=300).facets["heat"].headline
    assert paired.high - paired.low < 0.6 * (alone.high - alone.low)


def test_the_area_is_small_where_the_sure_ones_are_right():
    sure, wrong = np.linspace(1, 0, 100), (np.arange(100) >= 80).astype(float)
    ranked, reversed_ = area(sure, wrong).value, area(sure, wrong[::-1].copy()).value
    assert ranked < 0.05 < 0.4 < reversed_
    assert area(np.full(100, 0.5), wrong).value == pytest.approx(0.2)


def test_a_limit_hands_over_the_unsure_and_lowers_the_error(own):
    taxonomy = Taxonomy(version=1, facets={"intent": own.facets["intent"]})
    rows = np.array([[0.9, 0.05, 0.05]] * 80 + [[0.4, 0.3, 0.3]] * 20, np.float32)
    gold = [{"intent": "complaint"}] * 80 + [{"intent": "praise"}] * 15 + [{"intent": "complaint"}] * 5
    said, decisions = [{"intent": "complaint"}] * 100, Decisions(limits={"intent": 0.5}, risks={"intent": 0.1}, languages={"en": 50})
    groups, languages = [str(number) for number in range(100)], ["en"] * 90 + ["tr"] * 10
    found = selective(gold, said, rows, languages, groups, taxonomy, decisions, seed=1, samples=50)
    part = found.facets["intent"]
    assert (part.error.value, part.handed_over.value, part.kept_error.value, part.kept_wrong.value) == (0.15, 0.2, 0.0, 0.0)
    assert (part.limit, part.bound) == (0.5, 0.1)
    assert part.curve[-1].coverage == 1.0
    assert part.curve[-1].risk == pytest.approx(0.15)
    assert (found.any_reason.value, found.language.value) == (0.2, 0.1)


def test_messages_are_parted_by_source_length_channel_and_form():
    examples = [
        Example("1", "1", "use", "en", "Where is it?", {}, origin="set", channel="email", forwarded=True),
        Example("2", "2", "use", "zh-Hans", "我" * 200, {}, mixed=True),
        Example("3", "3", "use", "en", "word " * 60, {}),
    ]
    assert slices_of(examples) == {
        "source": ["set", "use", "use"],
        "length": ["short", "long", "middle"],
        "channel": ["email", "", ""],
        "form": ["forwarded", "mixed languages", "plain"],
    }


class Spotter:
    """Finds complaints by the word "broken"; points at the sentence that holds it, or (``blind``) at the first."""

    name, decisions = "spotter", Decisions()
    taxonomy = Taxonomy(version=1, facets={"intent": Facet(kind="one", labels=["complaint", "other"])})

    def __init__(self, *, blind):
        self.blind = blind

    def score(self, texts, languages=None):
        return np.array([[0.9, 0.1] if "broken" in text else [0.1, 0.9] for text in texts], np.float32)

    def read(self, texts, sentences, languages=None):
        falls = []
        for text, spans in zip(texts, sentences, strict=True):
            rows = np.zeros((len(spans), 2), np.float32)
            for number, (start, end) in enumerate(spans):
                rows[number] = number == 0 if self.blind else "broken" in text[start:end]
            falls.append(rows)
        return Reading(self.score(texts), falls)


def test_deletion_tells_true_evidence_from_false():
    text = "I bought a kettle here. The lid is broken now. It came on Monday. My name is Ann."
    examples = [Example(str(number), str(number), "use", "en", text, {}) for number in range(12)]
    seeing = deletion_test(Spotter(blind=False), examples, seed=7, samples=50)
    blind = deletion_test(Spotter(blind=True), examples, seed=7, samples=50)
    assert seeing.overall.share.value == 1.0
    assert seeing.overall.difference.value > 4
    assert blind.overall.share.value == 0.0
    assert (seeing.messages, seeing.overall.n, set(seeing.facets)) == (12, 12, {"intent"})


def test_deletion_needs_sentences_enough_and_looks_at_no_more_than_asked():
    short = [Example("1", "1", "use", "en", "It is broken. Help.", {})]
    assert deletion_test(Spotter(blind=False), short, seed=7) is None
    text = "I bought a kettle here. The lid is broken now. It came on Monday."
    many = [Example(str(number), str(number), "use", "en", text, {}) for number in range(12)]
    assert deletion_test(Spotter(blind=False), many, seed=7, samples=10, most=5).messages == 5


def test_intervals_of_labels_and_calibration_per_language_are_measured(own):
    gold, said, rows, languages, groups = made_up(own)
    found = evaluate(gold, said, rows, languages, groups, own, seed=3, samples=100, slices={"channel": ["email"] * 100 + [""] * 300})
    price = found.facets["types"].labels["price"]
    assert price.interval.low < price.f1 < price.interval.high
    assert price.interval == metrics.Interval(price.f1, price.interval.low, price.interval.high)
    assert {code: part.n for code, part in found.calibration["heat"].languages.items()} == {"ar": 133, "en": 134, "zh-Hans": 133}
    assert found.slices["channel"]["email"]["heat"].n == 100
    assert list(found.slices["channel"]) == ["email"]


def test_off_by_two_counts_levels_that_are_far():
    assert metrics.off_by_two([0, 1, 2, 3], [0, 3, 3, 1]).value == 0.5


def test_the_page_names_the_other_model_harmlessly(own):
    gold, said, rows, languages, groups = made_up(own)
    scores = evaluate(gold, said, rows, languages, groups, own, seed=3, samples=20)
    found = compare(gold, said, gold, languages, groups, own, other="<b>evil</b>", seed=3, samples=50)
    page = render(scores, title="How good?", beside=Beside(comparisons=[found]))
    assert "&lt;b&gt;evil" in page
    assert "<b>evil" not in page
    assert WORSE in page


@pytest.fixture
def labelled(tmp_path, taxonomy):
    labels = {name: facet.label_names[0] for name, facet in taxonomy.facets.items() if facet.kind == "one"}
    labels |= {"types": [], "threats": [], "needs": [], "loss": [], "hostility": 1}
    text = "The kettle came late. Its lid is broken. Nobody answers me."
    rows = [{"id": f"m{number}", "lang": "en", "channel": "email", "text": f"{text} {number}", "labels": labels} for number in range(12)]
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_the_command_writes_one_page_and_all_numbers(labelled, tiny_model, tmp_path, capsys):
    out = tmp_path / "report"
    command = ["evaluate", str(tiny_model), str(labelled), "--against", str(tiny_model), "--samples", "20", "--out", str(out)]
    assert main(command) == 0
    found = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    assert {"facets", "languages", "calibration", "sources", "slices", "selective", "evidence", "comparisons"} <= set(found)
    assert found["sources"].keys() == {"gold.jsonl"}
    assert found["slices"]["channel"].keys() == {"email"}
    assert found["comparisons"][0]["facets"]["hostility"]["verdict"] == SAME
    assert {"mae", "off_by_two"} <= set(found["facets"]["hostility"])
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "What goes to a person" in page
    assert "12" in capsys.readouterr().err


def test_the_command_lists_suspicious_labels_for_review(labelled, tiny_model, tmp_path, capsys):
    out = tmp_path / "review.csv"
    assert main(["evaluate", str(tiny_model), str(labelled), "--suspicious", str(out)]) == 0
    assert out.read_text(encoding="utf-8-sig").startswith("id,facet,given,likelier,sure")
    assert "of 12 messages" in capsys.readouterr().out
    assert main(["evaluate", str(tiny_model), "--suspicious", str(out)]) == 2
