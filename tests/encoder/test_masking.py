"""Masked-language-model steps: whole words are hidden, and hidden words are learnt."""

import random

import pytest
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

from pipeline.encoder.loop import LoopPlan, run
from pipeline.encoder.masking import MaskedLanguageModel, MaskingPlan, Passage, hidden_positions, passages

TEXTS = [f"my parcel number {number} never came and nobody answers the phone" for number in range(12)]


@pytest.fixture
def tokenizer(tiny_encoder):
    return AutoTokenizer.from_pretrained(tiny_encoder)


def language_model(tiny_encoder, tokenizer, found):
    torch.manual_seed(3)
    model = AutoModelForMaskedLM.from_pretrained(tiny_encoder, dtype=torch.float32)
    plan = MaskingPlan(batch_size=4, max_tokens=32, share=0.2, seed=1)
    return model, MaskedLanguageModel(model, tokenizer.backend_tokenizer, found, plan, special=tokenizer.all_special_ids)


def test_words_are_hidden_whole_and_special_pieces_never():
    passage = Passage(ids=tuple(range(12)), words=((1, 2, 3), (4,), (5, 6), (7, 8, 9, 10)))
    for seed in range(50):
        hidden = set(hidden_positions(passage, 0.3, random.Random(seed)))
        assert hidden
        assert not hidden & {0, 11}
        assert all(set(word) <= hidden or not set(word) & hidden for word in passage.words)


def test_a_long_text_becomes_several_passages_and_a_word_too_short_none(tokenizer):
    found = list(passages(["word " * 60, "no"], tokenizer.backend_tokenizer, max_tokens=16))
    assert len(found) > 2
    assert all(6 <= len(passage.ids) <= 16 for passage in found)


def test_the_loss_on_text_held_out_falls(tiny_encoder, tokenizer, tmp_path):
    found = list(passages(TEXTS, tokenizer.backend_tokenizer, max_tokens=32))
    model, guess = language_model(tiny_encoder, tokenizer, found[2:])
    before = guess.mean_loss(found[:2])
    assert guess.mean_loss(found[:2]) == before
    plan = LoopPlan(steps=60, warmup_steps=2, embedding_learning_rate=1e-2, body_learning_rate=3e-3, checkpoint_every=100)
    run(model, guess.loss_at, plan, checkpoint=tmp_path / "c.pt", report=lambda step, loss: None)
    assert guess.mean_loss(found[:2]) < 0.7 * before
