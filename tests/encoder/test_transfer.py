"""Transfer of embeddings to another vocabulary."""

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import Unigram

from pipeline.encoder.transfer import transferred_embeddings
from pipeline.encoder.vocabulary import SPECIAL_TOKENS


def unigram(*pieces):
    return Tokenizer(Unigram([*((name, 0.0) for name in SPECIAL_TOKENS), *((piece, -1.0) for piece in pieces)], unk_id=1))


def test_known_pieces_keep_their_vectors_and_others_are_the_mean_of_what_spells_them():
    earlier, new = unigram("▁pa", "ket", "▁brief"), unigram("▁brief", "▁paket", "ß")
    embeddings = np.random.default_rng(7).standard_normal((8, 4)).astype(np.float32)
    table = transferred_embeddings(new, earlier, embeddings)
    assert table.shape == (8, 4)
    assert np.array_equal(table[new.token_to_id("▁brief")], embeddings[earlier.token_to_id("▁brief")])
    assert np.allclose(table[new.token_to_id("▁paket")], embeddings[[5, 6]].mean(0))
    assert np.allclose(table[new.token_to_id("ß")], embeddings.mean(0))
    assert np.array_equal(table[:5], embeddings[:5])
