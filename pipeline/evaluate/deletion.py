"""Does the evidence carry the label? Delete it and see.

In: a scorer and examples. Out: how much a label's log-odds fall when its evidence is deleted, less how much they fall when
as many other sentences of like length, drawn by lot, are deleted: the share of cases in which the evidence weighs more, and
the mean difference, with intervals by thread. This is the comprehensiveness of DeYoung et al. (2020, arXiv:1911.03429) beside
a random control. A case is a decided label of a message of `_LEAST` sentences or more, that has evidence and enough other
sentences. Of an ordinal facet the odds are those of its level or a higher one. Every text is scored anew: the estimate from
one forward pass that chose the evidence is not trusted here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline import evidence, metrics
from pipeline.data import Example
from pipeline.decide import Decider
from pipeline.evaluate.as_json import interval_json
from pipeline.metrics import Array, Interval
from pipeline.scoring import Scorer
from pipeline.sentences import split
from pipeline.taxonomy import Taxonomy

Span = tuple[int, int]
MOST = 100
"""Messages that are looked at."""
_LEAST = 3  # sentences of a message
_LIKE = 2.0  # a sentence is of like length up to twice or half of it
_LONGEST = 4_000  # characters: very long letters would take most of the time


@dataclass(frozen=True, slots=True)
class DeletionScores:
    """Of ``n`` cases: the share in which the evidence weighs more, and by how much in log-odds on average."""

    n: int
    share: Interval
    difference: Interval


@dataclass(frozen=True, slots=True)
class DeletionTest:
    """Over all labels and per facet, of ``messages`` messages."""

    messages: int
    overall: DeletionScores
    facets: dict[str, DeletionScores]


@dataclass(frozen=True, slots=True)
class _Case:
    """A decided label of the message at ``index``: the text without its evidence, and without other sentences."""

    index: int
    facet: str
    column: int
    without: str
    control: str


def deletion_test(scorer: Scorer, examples: Sequence[Example], *, seed: int, samples: int = 1000, most: int = MOST) -> DeletionTest | None:
    """Test the evidence of at most ``most`` messages, drawn by ``seed``; None where no message has sentences enough."""
    rng = random.Random(seed)
    spans = {index: split(example.text, example.lang) for index, example in enumerate(examples) if len(example.text) <= _LONGEST}
    chosen = sorted(rng.sample(fit, min(most, len(fit)))) if (fit := [index for index in spans if len(spans[index]) >= _LEAST]) else []
    picked = [examples[index] for index in chosen]
    cases = list(_cases(scorer, picked, [spans[index] for index in chosen], rng)) if picked else []
    if not cases:
        return None
    gains, groups = _gains(scorer, picked, cases), [picked[case.index].group for case in cases]
    of = np.array([case.facet for case in cases])
    facets = {
        name: _summary(gains[of == name], [g for g, facet in zip(groups, of, strict=True) if facet == name], samples, seed)
        for name in scorer.taxonomy.facets
        if (of == name).any()
    }
    return DeletionTest(len({case.index for case in cases}), _summary(gains, groups, samples, seed), facets)


def _cases(scorer: Scorer, examples: Sequence[Example], spans: Sequence[Sequence[Span]], rng: random.Random) -> Iterator[_Case]:
    reading = scorer.read([example.text for example in examples], spans, [example.lang for example in examples])
    decider, taxonomy = Decider(scorer.taxonomy, scorer.decisions), scorer.taxonomy
    for index, example in enumerate(examples):
        labels = decider.labels(reading.scores[index])
        columns = dict(evidence.decided_columns(labels, taxonomy))
        for name, carrying in evidence.choose(labels, reading.falls[index], spans[index], taxonomy).items():
            others = _control(carrying, spans[index], rng)
            if others:
                facet = name.partition(".")[0]
                yield _Case(index, facet, columns[name], _cut(example.text, carrying), _cut(example.text, others))


def _control(carrying: Sequence[Span], spans: Sequence[Span], rng: random.Random) -> list[Span]:
    """As many other sentences, each of like length with one that carries the label; empty where there are too few."""
    left = [span for span in spans if span not in carrying]
    found = []
    if len(left) < len(carrying):
        return []
    for start, end in carrying:
        like = [span for span in left if 1 / _LIKE <= (span[1] - span[0]) / (end - start) <= _LIKE]
        picked = rng.choice(like) if like else min(left, key=lambda span: abs(span[1] - span[0] - (end - start)))
        left.remove(picked)
        found.append(picked)
    return found


def _cut(text: str, spans: Sequence[Span]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text.strip()


def _gains(scorer: Scorer, examples: Sequence[Example], cases: Sequence[_Case]) -> Array:
    """By how much more each label falls without its evidence than without other sentences [cases]."""
    wanted = dict.fromkeys((text, examples[case.index].lang) for case in cases for text in (case.without, case.control))
    texts, languages = zip(*wanted, strict=True)
    rows = dict(zip(wanted, scorer.score(texts, languages), strict=True))
    found = []
    for case in cases:
        lang = examples[case.index].lang
        control, without = (_log_odds(rows[text, lang], case, scorer.taxonomy) for text in (case.control, case.without))
        found.append(control - without)
    return np.array(found)


def _log_odds(row: NDArray[np.float32], case: _Case, taxonomy: Taxonomy) -> float:
    columns = taxonomy.layout.slices[case.facet]
    ordinal = taxonomy.facets[case.facet].kind == "ordinal"
    value = float(row[case.column : columns.stop].sum()) if ordinal else float(row[case.column])
    bounded = min(1 - 1e-6, max(1e-6, value))
    return float(np.log(bounded / (1 - bounded)))


def _summary(gains: Array, groups: Sequence[str], samples: int, seed: int) -> DeletionScores:
    share, mean = (
        metrics.bootstrap(metrics.mean(values), groups, samples=samples, seed=seed) for values in ((gains > 0).astype(np.float64), gains)
    )
    return DeletionScores(len(gains), share, mean)


def to_json(found: DeletionTest) -> dict[str, Any]:
    """As ``metrics.json`` holds it."""

    def shown(part: DeletionScores) -> dict[str, Any]:
        return {"n": part.n, "share": interval_json(part.share), "difference": interval_json(part.difference)}

    return {"messages": found.messages} | shown(found.overall) | {"facets": {name: shown(part) for name, part in found.facets.items()}}
