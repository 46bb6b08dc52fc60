"""Word alignment: translations that go together find one another."""

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from pipeline.encoder.alignment import align, aligned_embeddings
from pipeline.encoder.texts import Pair
from pipeline.encoder.vocabulary import SPECIAL_TOKENS


def words(*vocabulary):
    tokenizer = Tokenizer(models.WordLevel({word: index for index, word in enumerate([*SPECIAL_TOKENS, *vocabulary])}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


ENGLISH = words("the", "red", "blue", "house", "car", "book")
NEW = words("das", "rote", "blaue", "haus", "auto", "buch", "unbekannt")
MEANINGS = {"rote": "red", "blaue": "blue", "haus": "house", "auto": "car", "buch": "book", "das": "the"}


@pytest.fixture(scope="module")
def alignment():
    pairs = [
        Pair(f"the {colour_en} {thing_en}", f"das {colour} {thing}", "de", "test")
        for colour, colour_en in (("rote", "red"), ("blaue", "blue"))
        for thing, thing_en in (("haus", "house"), ("auto", "car"), ("buch", "book"))
    ]
    return align(pairs * 3, NEW, ENGLISH, rounds=20, identity_every=1000)


@pytest.mark.parametrize(("word", "meaning"), MEANINGS.items())
def test_a_word_aligns_with_its_translation(alignment, word, meaning):
    row = alignment.table[NEW.token_to_id(word)].toarray().ravel()
    assert int(row.argmax()) == ENGLISH.token_to_id(meaning)
    assert row.sum() == pytest.approx(1)


def test_embeddings_are_those_of_the_translations_and_unknown_words_get_some(alignment):
    vectors = np.eye(ENGLISH.get_vocab_size(), dtype=np.float32)
    table = aligned_embeddings(alignment, NEW, ENGLISH, vectors, seed=3)
    for word, meaning in MEANINGS.items():
        vector = table[NEW.token_to_id(word)]
        assert int((vectors @ vector).argmax()) == ENGLISH.token_to_id(meaning), word
    assert not alignment.known[NEW.token_to_id("unbekannt")]
    assert np.isfinite(table).all()
    assert np.linalg.norm(table[NEW.token_to_id("unbekannt")]) > 0
    assert np.array_equal(table[NEW.token_to_id("[CLS]")], vectors[ENGLISH.token_to_id("[CLS]")])
