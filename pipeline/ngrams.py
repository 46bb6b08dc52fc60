"""Texts as hashed n-grams: what a linear model reads of them, in any script, without a list of words.

In: texts. Out: which n-grams (numbers of 32 bits) they hold, and sparse counts [texts, terms] of those that are kept. Counted
are n-grams of characters that lie within a word, the blanks at its ends included (" par", "cel "; a script without blanks
is read as long words, so that its n-grams count as well), words, and pairs of words. No seed or machine changes a hash.
Hashing is of Weinberger et al. (2009, arXiv:0902.2206), character n-grams across languages of Joulin et al. (2017,
arXiv:1607.01759). Unlike there, terms do not share buckets: those worth keeping are kept by their hash. Texts are
hashed many at once, by array arithmetic.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

Hashes = NDArray[np.uint64]
Terms = NDArray[np.uint32]
Places = NDArray[np.int64]

LONGEST = 6_000
"""Characters of a text that are read."""
_CHARS = 5  # the longest n-grams of characters
_AT_ONCE = 128  # texts
_BASE, _PAIR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03)
_STEPS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))  # SplitMix64 (Steele et al. 2014)
_GAP = re.compile(r"[^\w]+")


def frequencies(texts: Sequence[str]) -> tuple[Terms, NDArray[np.int64]]:
    """All terms of ``texts`` in rising order, and in how many texts each stands."""
    distinct = [np.unique(_keys(terms, owners)).astype(np.uint32) for terms, owners in _batches(texts)]
    return np.unique(np.concatenate(distinct), return_counts=True) if distinct else (np.zeros(0, np.uint32), np.zeros(0, np.int64))


def count(texts: Sequence[str], kept: Terms) -> csr_matrix:
    """How often each ``kept`` term (in rising order) stands in each text [texts, terms]."""
    parts = []
    for start, (terms, owners) in zip(range(0, len(texts), _AT_ONCE), _batches(texts), strict=True):
        places = np.minimum(np.searchsorted(kept, terms), max(0, len(kept) - 1))
        known = kept[places] == terms if len(kept) else np.zeros(len(terms), bool)
        shape = (min(_AT_ONCE, len(texts) - start), len(kept))
        parts.append(csr_matrix((np.ones(int(known.sum()), np.float32), (owners[known], places[known])), shape=shape))
    return vstack(parts, format="csr") if parts else csr_matrix(np.zeros((0, len(kept)), np.float32))


def _batches(texts: Sequence[str]) -> Iterator[tuple[Terms, Places]]:
    """Every occurrence of a term, and the place of its text in the batch."""
    for start in range(0, len(texts), _AT_ONCE):
        lines = [" ".join(unicodedata.normalize("NFKC", text[:LONGEST]).casefold().split()) for text in texts[start : start + _AT_ONCE]]
        found = [*_within_words(lines), *_words(lines)]
        yield np.concatenate([hashes for hashes, _ in found]).astype(np.uint32), np.concatenate([owners for _, owners in found])


def _keys(terms: Terms, owners: Places) -> Hashes:
    return (owners.astype(np.uint64) << np.uint64(32)) | terms


def _within_words(lines: Sequence[str]) -> Iterator[tuple[Hashes, Places]]:
    """Hashes of n-grams of characters and the line of each: a blank stands at an end or nowhere."""
    codes, owners = _codes(lines)
    blanks = np.concatenate([np.zeros(1, np.int64), np.cumsum(codes == ord(" "))])  # before each character
    hashes = characters = _mix(codes.astype(np.uint64))
    for size in range(1, min(_CHARS, len(codes)) + 1):
        fits = len(codes) - size + 1
        hashes = hashes[:fits] * _BASE + characters[size - 1 :] if size > 1 else characters
        inside, all_of_it = blanks[size - 1 : size - 1 + fits] - blanks[1 : 1 + fits], blanks[size:] - blanks[:fits]
        sound = (inside <= 0) & (all_of_it < size)
        yield _mix(hashes[sound] + np.uint64(size)), owners[:fits][sound]


def _words(lines: Sequence[str]) -> list[tuple[Hashes, Places]]:
    """Hashes of words and of pairs of words, and the line of each."""
    codes, owners = _codes([_GAP.sub(" ", line) for line in lines])
    blank = codes == ord(" ")
    starts = np.flatnonzero(~blank[1:] & blank[:-1]) + 1
    if not len(starts):
        return []
    lengths = np.flatnonzero(blank[1:] & ~blank[:-1]) + 1 - starts
    first = np.cumsum(lengths) - lengths
    place = np.arange(lengths.sum()) - np.repeat(first, lengths)
    powers = np.concatenate([np.ones(1, np.uint64), np.full(lengths.max(), _BASE).cumprod(dtype=np.uint64)])
    words = _mix(np.add.reduceat(_mix(codes[~blank].astype(np.uint64)) * powers[place], first))
    texts = owners[starts]
    beside = texts[1:] == texts[:-1]
    pairs = _mix(words[:-1] * _PAIR + words[1:])[beside]
    return [(words, texts), (pairs, texts[1:][beside])]


def _codes(lines: Sequence[str]) -> tuple[NDArray[np.uint32], Places]:
    """The code points of all lines, a blank at both ends of each, and the line of each."""
    framed = [f" {line} " for line in lines]
    codes = np.frombuffer("".join(framed).encode("utf-32-le", "surrogatepass"), np.uint32)
    return codes, np.repeat(np.arange(len(framed)), [len(line) for line in framed])


def _mix(numbers: Hashes) -> Hashes:
    """Numbers that differ a little → hashes that differ in every bit."""
    mixed = numbers + _BASE
    for shift, factor in _STEPS:
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed
