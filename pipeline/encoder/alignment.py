"""Token embeddings for a new vocabulary, from those of an English model, by word alignment.

In: translation pairs, the new tokenizer, the English model's tokenizer and embeddings. Out: an array
[pieces, width]. IBM Model 1 (Brown et al. 1993) by expectation-maximisation over token links gives
p(English token | new piece); each new piece starts as the mean of the English embeddings that it
translates to, weighted by those probabilities: the family of WECHSEL (arXiv:2112.06598), FOCUS
(arXiv:2305.14481) and OFA (arXiv:2311.08849). No gradient step is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from tokenizers import Tokenizer

from pipeline.encoder.texts import Pair
from pipeline.encoder.vocabulary import SPECIAL_TOKENS

_SHARPEN = 1.5  # exponent on the translation table before averaging: likelier translations count for more
_MAX_TOKENS = 48
_UNUSED = 1000  # the first places of BERT's vocabulary are hardly used: their norms say nothing


@dataclass(frozen=True, slots=True)
class Alignment:
    """p(English token | piece) as a sparse table [pieces, English tokens]; ``known``: pieces seen aligned."""

    table: csr_matrix
    known: NDArray[np.bool_]


def align(pairs: Sequence[Pair], tokenizer: Tokenizer, english: Tokenizer, *, rounds: int, identity_every: int = 3) -> Alignment:
    """IBM Model 1 over ``pairs``; every ``identity_every``-th English side is also paired with itself."""
    sides = [(pair.translation, pair.english) for pair in pairs]
    sides += [(pair.english, pair.english) for pair in pairs[::identity_every]]
    pieces = _encode(tokenizer, [side[0] for side in sides])
    tokens = _encode(english, [side[1] for side in sides])
    kept = [(p, t) for p, t in zip(pieces, tokens, strict=True) if 0 < len(p) <= _MAX_TOKENS and 0 < len(t) <= _MAX_TOKENS]
    width = english.get_vocab_size()
    keys, groups, group_count = _links(kept, width)
    unique, inverse = np.unique(keys, return_inverse=True)
    inverse = inverse.astype(np.int32)
    piece_of, token_of = unique // width, unique % width
    probability = np.ones(len(unique), np.float32)
    counts: NDArray[Any] = probability
    for _ in range(rounds):
        weight = probability[inverse]
        total = np.bincount(groups, weights=weight, minlength=group_count)
        counts = np.bincount(inverse, weights=weight / total[groups], minlength=len(unique))
        per_token = np.bincount(token_of, weights=counts, minlength=width)
        probability = (counts / np.maximum(per_token[token_of], 1e-9)).astype(np.float32)
    size = tokenizer.get_vocab_size()
    per_piece = np.bincount(piece_of, weights=counts, minlength=size)
    share = (counts / np.maximum(per_piece[piece_of], 1e-9)) ** _SHARPEN
    share /= np.maximum(np.bincount(piece_of, weights=share, minlength=size)[piece_of], 1e-12)
    return Alignment(csr_matrix((share, (piece_of, token_of)), shape=(size, width)), per_piece > 1)


def _encode(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch(texts, add_special_tokens=False)]


def _links(kept: Sequence[tuple[list[int], list[int]]], width: int) -> tuple[NDArray[np.int64], NDArray[np.int32], int]:
    """Every (piece, token) link as ``piece * width + token``, and the English token it explains.

    Each English token of each pair is one group: its probability mass is shared by the pair's pieces.
    """
    keys, groups, base = [], [], 0
    for pieces, tokens in kept:
        piece_ids, token_ids = np.asarray(pieces, np.int64), np.asarray(tokens, np.int64)
        keys.append((piece_ids[:, None] * width + token_ids[None, :]).ravel())
        groups.append(np.tile(np.arange(base, base + len(tokens), dtype=np.int32), len(pieces)))
        base += len(tokens)
    return np.concatenate(keys), np.concatenate(groups), base


def aligned_embeddings(
    alignment: Alignment, tokenizer: Tokenizer, english: Tokenizer, embeddings: NDArray[np.float32], *, seed: int
) -> NDArray[np.float32]:
    """The new embedding table [pieces, width], scaled to the norms the English model is used to."""
    table = np.asarray(alignment.table @ embeddings, np.float32)
    known = alignment.known.copy()
    _copy_shared_words(table, known, tokenizer, english, embeddings)
    mean, spread = embeddings.mean(0), embeddings.std(0)
    random = np.random.default_rng(seed)
    table[~known] = mean + 0.3 * spread * random.standard_normal((int((~known).sum()), embeddings.shape[1]))
    used = embeddings[min(_UNUSED, len(embeddings) // 2) :]
    usual = float(np.median(np.linalg.norm(used, axis=1)))
    norms = np.linalg.norm(table, axis=1, keepdims=True)
    table *= np.clip(usual / np.maximum(norms, 1e-6), 1.0, 1.5)
    for token in SPECIAL_TOKENS:
        table[tokenizer.token_to_id(token)] = embeddings[english.token_to_id(token)]
    return table


def _copy_shared_words(
    table: NDArray[np.float32], known: NDArray[np.bool_], tokenizer: Tokenizer, english: Tokenizer, embeddings: NDArray[np.float32]
) -> None:
    """Pieces that the English vocabulary spells alike lean on its embedding (in place)."""
    for piece, index in tokenizer.get_vocab().items():
        word = piece[1:] if piece.startswith("▁") else f"##{piece}"
        bare = word.removeprefix("##")
        english_id = english.token_to_id(word)
        if english_id is not None and bare.isascii() and len(bare) > 2:
            table[index] = 0.6 * embeddings[english_id] + 0.4 * table[index] if known[index] else embeddings[english_id]
            known[index] = True
        elif len(piece) == 1 and (char_id := english.token_to_id(piece)) is not None:
            table[index], known[index] = embeddings[char_id], True
