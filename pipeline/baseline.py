"""The linear baseline that every other model has to beat.

In: texts and label records. Out: a `LinearBaseline`, a `Scorer`. The road: TF-IDF of words, word pairs and character
n-grams (1 to 4, across word limits, so that scripts without spaces are served) → ridge regression of every label's
0/1 column → logistic regression from those estimates to probabilities: multinomial over a facet's labels for ``one`` and
``ordinal``, one per label for ``many``. The second step learns from leave-one-out estimates (`pipeline.ridge`), so that its
probabilities are calibrated and the thresholds of ``many`` facets (best F1) are fair.

A facet that a record lacks, or knows only in part, is skipped for that facet. A label never seen has probability 0, a
label seen in every record 1; a facet seen in no record is uniform (``many``: 0). Not here: splitting, saving, limits
for review. This module imports scikit-learn: import it late.
"""

from __future__ import annotations

import itertools
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.decide import Decisions
from pipeline.errors import TrainingError
from pipeline.ridge import Numbers, regress
from pipeline.scoring import Reading
from pipeline.targets import encode
from pipeline.taxonomy import Facet, Taxonomy

Rows = NDArray[np.float32]

_LONGEST = 6_000  # characters of a message that are read
_MOST_CHARS = 4  # of a character n-gram
_MOST_TERMS = 150_000
_RARE = 100  # from this many texts on, a term must occur in two of them
_CERTAINTY = 100.0  # inverse regularisation of the logistic step, which has few inputs and needs little
_BATCH = 1_000
_STEPS = 10_000  # of a threshold between 0 and 1
_ENOUGH = 20  # positive records from which on a label has a threshold of its own


@dataclass(frozen=True, slots=True)
class _Choice:
    """From estimates to probabilities of one label out of ``width``; without a model, even odds among those ``seen``."""

    model: LogisticRegression | None
    seen: NDArray[np.intp]
    width: int

    def __call__(self, estimates: Numbers) -> Rows:
        rows = np.zeros((len(estimates), self.width), np.float32)
        rows[:, self.seen] = 1 / len(self.seen) if self.model is None else self.model.predict_proba(estimates)
        return rows


@dataclass(frozen=True, slots=True)
class _Tags:
    """From estimates to probabilities of each label on its own."""

    answers: tuple[_Choice, ...]

    def __call__(self, estimates: Numbers) -> Rows:
        return np.stack([answer(estimates[:, [column]])[:, 1] for column, answer in enumerate(self.answers)], axis=1)


@dataclass(slots=True)
class LinearBaseline:
    """A fitted baseline; make one with `LinearBaseline.fit`.

    ``weights`` [terms, width] and ``biases`` [width] give the estimates, ``heads`` the probabilities of each facet.
    """

    taxonomy: Taxonomy
    decisions: Decisions
    features: TfidfVectorizer
    weights: NDArray[np.floating[Any]]
    biases: Numbers
    heads: tuple[_Choice | _Tags, ...]
    name: str = "baseline"

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Sequence[Mapping[str, Any]], taxonomy: Taxonomy, *, seed: int) -> LinearBaseline:
        """Learn from ``texts`` and their ``labels``, record by record; ``seed`` draws the parts of large sets.

        Raises:
            TrainingError: no text holds anything to learn from.
        """
        if len(texts) != len(labels):
            raise ValueError(f"{len(texts)} texts and {len(labels)} label records")
        if not any(text.strip() for text in texts):
            raise TrainingError("the baseline has no text to learn from", hint="check that the training split holds records with a text")
        features = TfidfVectorizer(
            analyzer=_terms, min_df=2 if len(texts) >= _RARE else 1, max_features=_MOST_TERMS, sublinear_tf=True, dtype=np.float32
        )
        truth = _answers(labels, taxonomy)
        weights, biases, left_out = regress(features.fit_transform(texts), truth, seed)
        heads, thresholds = [], {}
        for name, columns in taxonomy.layout.slices.items():
            facet = taxonomy.facets[name]
            heads.append(_fit_head(facet, left_out[:, columns], truth[:, columns]))
            if facet.kind == "many":  # rows that are unknown are scored as if 0, and then left out by their truth
                thresholds[name] = _thresholds(facet, heads[-1](np.nan_to_num(left_out[:, columns])), truth[:, columns])
        return cls(taxonomy, Decisions(thresholds), features, weights, biases, tuple(heads))

    def score(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> Rows:
        """Probabilities [texts, width] in the columns of the taxonomy's layout; the same in every language."""
        columns = self.taxonomy.layout.slices.values()
        rows = np.zeros((len(texts), self.taxonomy.layout.width), np.float32)
        for start in range(0, len(texts), _BATCH):
            estimates = self.features.transform(texts[start : start + _BATCH]) @ self.weights + self.biases
            parts = [head(estimates[:, part]) for head, part in zip(self.heads, columns, strict=True)]
            rows[start : start + _BATCH] = np.concatenate(parts, axis=1)
        return rows

    def read(self, texts: Sequence[str], sentences: Sequence[Sequence[tuple[int, int]]], languages: Sequence[str] | None = None) -> Reading:
        """As `score`; each sentence is left out in turn."""
        whole = self.score(texts)
        falls = []
        for text, row, spans in zip(texts, whole, sentences, strict=True):
            without = self.score([text[:start] + text[end:] for start, end in spans])
            falls.append(_log_odds(row) - _log_odds(without))
        return Reading(whole, falls)

    def unread(self, texts: Sequence[str]) -> list[int]:
        """Nothing is counted in tokens here: long texts are read up to `_LONGEST` characters."""
        return [0] * len(texts)


def _log_odds(scores: Rows) -> Rows:
    bounded = np.clip(scores, 1e-6, 1 - 1e-6)
    odds: Rows = np.log(bounded / (1 - bounded))
    return odds


def _terms(text: str) -> list[str]:
    """Words, pairs of words and character n-grams; the first letter keeps the three apart."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()
    words = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in plain).split()
    terms = [f"w{word}" for word in words] + [f"p{first} {second}" for first, second in itertools.pairwise(words)]
    line = " " + " ".join(plain.split()) + " "
    for size in range(1, _MOST_CHARS + 1):
        terms += [f"c{line[start : start + size]}" for start in range(len(line) - size + 1)]
    return terms


def _answers(labels: Sequence[Mapping[str, Any]], taxonomy: Taxonomy) -> Numbers:
    """What is known [texts, width]: 1 yes, 0 no, NaN unknown; ``one`` and ``ordinal`` facets wholly known or not at all."""
    rows = np.stack([encode(record, taxonomy) for record in labels]).astype(np.float64)
    for name, columns in taxonomy.layout.slices.items():
        if taxonomy.facets[name].kind != "many":
            rows[rows[:, columns].sum(axis=1) != 1, columns] = np.nan
    return rows


def _fit_head(facet: Facet, estimates: Numbers, truth: Numbers) -> _Choice | _Tags:
    """The logistic step of one facet."""
    if facet.kind == "many":
        return _Tags(tuple(_fit_tag(estimates[:, [column]], truth[:, column]) for column in range(len(facet.labels))))
    known = np.isfinite(truth[:, 0])
    return _fit_choice(estimates[known], truth[known].argmax(axis=1), len(facet.labels))


def _fit_tag(estimates: Numbers, truth: Numbers) -> _Choice:
    known = np.isfinite(truth)
    if not known.any():
        return _Choice(None, np.zeros(1, np.intp), 2)
    return _fit_choice(estimates[known], truth[known].astype(np.intp), 2)


def _fit_choice(estimates: Numbers, labels: NDArray[np.intp], width: int) -> _Choice:
    seen = np.unique(labels) if len(labels) else np.arange(width)
    if not len(labels) or len(seen) < 2:
        return _Choice(None, seen, width)
    return _Choice(LogisticRegression(C=_CERTAINTY, max_iter=1_000).fit(estimates, labels), seen, width)


def _thresholds(facet: Facet, scores: Rows, truth: Numbers) -> dict[str, float]:
    """Per label the threshold of the best F1; where a label is rare, that of all the facet's labels together."""
    known = np.isfinite(truth)
    common = _best_threshold(scores[known], truth[known])
    found = {}
    for column, label in enumerate(facet.labels):
        rows = known[:, column]
        enough = (truth[rows, column] == 1).sum() >= _ENOUGH
        found[label] = _best_threshold(scores[rows, column], truth[rows, column]) if enough else common
    return found


def _best_threshold(scores: Rows, truth: Numbers) -> float:
    """The score at which saying yes from there on gives the best F1, cut to four digits; 0.5 where nothing is true."""
    if not (truth == 1).any():
        return 0.5
    order = np.argsort(-scores, kind="stable")
    ranked, hits, said = scores[order], np.cumsum(truth[order]), np.arange(1, len(order) + 1)
    reachable = np.append(ranked[1:] != ranked[:-1], True)  # no threshold parts equal scores
    best = ranked[reachable][np.argmax((2 * hits / (said + truth.sum()))[reachable])]
    # Rounding up would lose the very record that set it; a threshold of 0 would say yes to labels never seen.
    return max(1, math.floor(float(best) * _STEPS)) / _STEPS
