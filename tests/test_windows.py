"""Long texts are read whole, through windows that overlap."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.windows import WindowConfig, windows_of


@pytest.fixture(scope="module")
def tokenizer(tiny_encoder):
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(tiny_encoder)


def pieces(windows, message, tokenizer):
    rows = [row for row, owner in zip(windows.input_ids.tolist(), windows.message_index.tolist(), strict=True) if owner == message]
    special = set(tokenizer.all_special_ids) - {tokenizer.unk_token_id}
    return [[token for token in row if token not in special] for row in rows]


@given(st.integers(1, 300))
def test_every_token_is_read_and_neighbours_overlap_by_the_stride(tokenizer, length):
    text = ("abcdefghij" * 30)[:length]
    read = pieces(windows_of([text], tokenizer, WindowConfig(tokens=20, stride=4, limit=100)), 0, tokenizer)
    joined = read[0]
    for before, after in itertools.pairwise(read):
        assert before[-4:] == after[:4]
        joined = joined + after[4:]
    assert joined == tokenizer(text, add_special_tokens=False)["input_ids"]


def test_each_window_knows_its_message(tokenizer):
    windows = windows_of(["abc", "d" * 50, "e"], tokenizer, WindowConfig(tokens=20, stride=4, limit=100))
    assert windows.message_index.tolist() == [0, 1, 1, 1, 1, 2][: len(windows.message_index)]
    assert windows.input_ids.shape == windows.attention_mask.shape


def test_what_is_beyond_the_limit_is_counted_not_dropped_in_silence(tokenizer):
    windows = windows_of(["a" * 200, "b"], tokenizer, WindowConfig(tokens=20, stride=4, limit=2))
    assert windows.message_index.tolist() == [0, 0, 1]
    assert windows.unread_tokens[0] > 150
    assert windows.unread_tokens[1] == 0
