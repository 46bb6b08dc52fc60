"""The vocabulary: anger stays visible, offsets point into the text as given."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.encoder.vocabulary import SHOUT, normalizer, pre_tokenizer, train_vocabulary
from pipeline.errors import TrainingError

pytest.importorskip("sentencepiece", reason="needs the extra 'encoder'")

LINES = [
    "Where is my parcel? I paid twelve euros.",
    "The parcel is late, where is the parcel",
    "WHERE IS IT",
    "no answer!!!",
    "why??",
    "我的包裹在哪里",
    "包裹还没有到，我要退款",
    "荷物はどこですか",
    "返金してください",
    "소포가 어디에 있나요",
    "Где моя посылка",
    "أين طردي",
    "أين الطرد",
    "Kargom nerede",
    "İade istiyorum",
    "Wo ist mein Paket",
    "das Paket ist nicht da",
    "12 345 678 90",
    "😡 😡😡 ok",
]


@pytest.fixture(scope="module")
def tokenizer():
    return train_vocabulary(LINES * 20, size=210, min_char_count=2, threads=1)


def shape(text):
    return [piece for piece, _ in pre_tokenizer().pre_tokenize_str(normalizer().normalize_str(text))]


def test_a_shouted_word_keeps_its_pieces_and_gets_a_mark():
    assert shape("where IS it") == ["▁where", SHOUT, "▁is", "▁it"]
    assert shape("ВЕРНИТЕ деньги") == [SHOUT, "▁верните", "▁деньги"]


def test_a_capital_letter_or_an_iphone_is_no_shouting():
    assert SHOUT not in shape("Where Is My iPhone, A letter")


def test_runs_of_marks_and_emoji_stay_together():
    assert "!!!" in shape("no answer!!!")
    assert "😡😡" in [piece.lstrip("▁") for piece in shape("ok 😡😡")]


def test_folding_that_carries_no_anger():
    assert normalizer().normalize_str("İADE") == normalizer().normalize_str("IADE")
    assert normalizer().normalize_str("أإآ") == normalizer().normalize_str("ااا")
    assert shape("包裹 在 哪里") == ["包裹在哪里"]


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=st.sampled_from(list("aBé İıßﬁ 我返ーア漢أًـ환1２３!！?😡️\u200d\n\t.")), max_size=40))
def test_offsets_point_into_the_text_and_never_go_back(tokenizer, text):
    offsets = tokenizer.encode(text, add_special_tokens=False).offsets
    assert all(0 <= start <= end <= len(text) for start, end in offsets)
    assert [start for start, _ in offsets] == sorted(start for start, _ in offsets)


def test_every_letter_of_a_known_script_is_read(tokenizer):
    text = "WHERE is my Paket? 我要退款。Где посылка!"
    offsets = tokenizer.encode(text, add_special_tokens=False).offsets
    read = {position for start, end in offsets for position in range(start, end)}
    assert [char for position, char in enumerate(text) if position not in read and char != " "] == []


def test_a_vocabulary_that_is_too_large_for_its_text_is_told():
    with pytest.raises(TrainingError, match="Vocabulary size too high"):
        train_vocabulary(LINES, size=5000, min_char_count=1, threads=1)


def test_special_tokens_stand_first(tokenizer):
    assert [tokenizer.token_to_id(token) for token in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")] == [0, 1, 2, 3, 4]
    assert tokenizer.encode("where").tokens[0] == "[CLS]"
