"""Evidence: which sentences carry a label."""

import numpy as np
import pytest
from transformers import AutoTokenizer

from pipeline import evidence
from pipeline.baseline import LinearBaseline
from pipeline.label import Labeller
from pipeline.records import Message
from pipeline.windows import WindowConfig, sentences_of_tokens, windows_of

LABELS = {"intent": "complaint", "types": ["delivery"], "hostility": 3, "threats": [], "style": "neutral", "loyalty": "unknown"}
LABELS |= {"needs": [], "loss": [], "sentiment": "negative"}
SENTENCES = [(0, 10), (11, 30), (31, 40)]


@pytest.fixture
def falls(taxonomy):
    return np.zeros((3, taxonomy.layout.width), np.float32)


def column(taxonomy, facet, label):
    return taxonomy.layout.slices[facet].start + taxonomy.facets[facet].label_names.index(label)


def test_the_sentence_without_which_a_label_would_fall_most_is_its_evidence(taxonomy, falls):
    falls[1, column(taxonomy, "types", "delivery")] = 2.0
    falls[2, column(taxonomy, "types", "delivery")] = 0.2
    assert evidence.choose(LABELS, falls, SENTENCES, taxonomy)["types.delivery"] == [(11, 30)]


def test_sentences_that_carry_a_label_together_are_all_named_in_the_order_of_the_text(taxonomy, falls):
    falls[:, column(taxonomy, "types", "delivery")] = (1.8, 0.1, 2.0)
    assert evidence.choose(LABELS, falls, SENTENCES, taxonomy)["types.delivery"] == [(0, 10), (31, 40)]


def test_labels_that_were_not_decided_and_the_lowest_level_have_none(taxonomy, falls):
    found = evidence.choose(LABELS | {"hostility": 0}, falls, SENTENCES, taxonomy)
    assert set(found) == {"intent.complaint", "types.delivery", "style.neutral", "loyalty.unknown", "sentiment.negative"}


def test_a_token_belongs_to_the_sentence_that_holds_its_middle(tiny_encoder):
    text = "My parcel never came. I want my money back!"
    tokenizer = AutoTokenizer.from_pretrained(tiny_encoder)
    windows = windows_of([text, "No."], tokenizer, WindowConfig(tokens=8, stride=2, limit=9))
    numbers = sentences_of_tokens(windows, [[(0, 21), (22, 43)], [(0, 3)]])
    read = characters(windows, numbers)
    assert "parcel" in "".join(text[index] for index in sorted(read[0]))
    assert "money" in "".join(text[index] for index in sorted(read[1]))
    assert max(read[0]) < 22 <= min(read[1]) + 1  # a token may begin with the blank before it
    assert set(numbers[-1].tolist()) == {-1, 2}


def characters(windows, numbers):
    """The characters of the first text that count as its first and second sentence; windows overlap."""
    found = {}
    for owner, offsets, row in zip(windows.message_index.tolist(), windows.offsets, numbers.tolist(), strict=True):
        for (first, last), number in zip(offsets, row, strict=False):
            if owner == 0 and number >= 0:
                found.setdefault(number, set()).update(range(first, last))
    return found


def test_a_linear_model_names_the_sentence_that_holds_the_word_it_learnt(taxonomy):
    late = "The parcel came three weeks late."
    texts = [f"Hello there. {late} Thank you.", "Hello there. The clerk was rude to me. Thank you."] * 12
    labels = [LABELS, LABELS | {"types": ["rudeness"]}] * 12
    baseline = LinearBaseline.fit(texts, labels, taxonomy, seed=1)
    message = Message(id="1", source="test", body=texts[0], lang="en")
    (record,) = Labeller(baseline).label_chunk([message])
    assert [record.text[start:end] for start, end in record.evidence["types.delivery"]] == [late]


def test_ranges_are_of_the_text_also_where_a_subject_stands_in_front(tiny_triage):
    record = tiny_triage({"subject": "About my order", "text": "It broke. I am furious!"})
    assert record.evidence
    for spans in record.evidence.values():
        assert all(record.text[start:end] in ("It broke.", "I am furious!") for start, end in spans)
