"""Token embeddings for a new vocabulary, from an encoder that knows the languages by another one.

In: the new tokenizer, the earlier encoder's tokenizer and embeddings. Out: an array [pieces, width]. A piece that both
know keeps its vector; any other starts as the mean of the earlier pieces that spell it (fast vocabulary transfer,
Gee et al. 2022, EMNLP industry track). No gradient step is taken.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from pipeline.encoder.vocabulary import UNKNOWN


def transferred_embeddings(tokenizer: Tokenizer, earlier: Tokenizer, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    """The new embedding table [pieces, width] from ``embeddings`` [earlier pieces, width]."""
    known, unknown = earlier.get_vocab(), earlier.token_to_id(UNKNOWN)
    table = np.empty((tokenizer.get_vocab_size(), embeddings.shape[1]), np.float32)
    anything = embeddings.mean(0)
    for piece, index in tokenizer.get_vocab().items():
        spelt = [known[piece]] if piece in known else [part.id for part in earlier.model.tokenize(piece) if part.id != unknown]
        table[index] = embeddings[spelt].mean(0) if spelt else anything
    return table
