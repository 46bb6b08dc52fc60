"""Which sentences carry each label: the answer to "why was this letter tagged *volatile*?".

In: the decided labels of a message, and how far each label's log-odds would fall without each sentence
(`scoring.Reading`). Out: ``facet.label`` → ranges of the text, in its order. The lowest level of an ordinal facet, where
nothing is to be seen, has no evidence. The test of it is deletion: without its evidence a label's score falls more than
without another sentence (`pipeline.evaluate.deletion`; DeYoung et al. 2020, arXiv:1911.03429).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.records import LabelValue
from pipeline.taxonomy import Taxonomy

Span = tuple[int, int]
_AT_MOST = 3  # sentences a label
_STRONG = 0.6  # of the strongest sentence's fall: from there on a sentence carries the label too


def choose(
    labels: Mapping[str, LabelValue], falls: NDArray[np.float32], sentences: Sequence[Span], taxonomy: Taxonomy
) -> dict[str, list[Span]]:
    """The evidence of each label; ``falls`` is [sentences, width], ``sentences`` are ranges of the text."""
    if not sentences:
        return {}
    return {name: _strongest(falls[:, column], sentences) for name, column in decided_columns(labels, taxonomy)}


def decided_columns(labels: Mapping[str, LabelValue], taxonomy: Taxonomy) -> Iterator[tuple[str, int]]:
    """``facet.label`` and its column, of every label but a lowest level."""
    for name, facet in taxonomy.facets.items():
        first, value = taxonomy.layout.slices[name].start, labels[name]
        if isinstance(value, int):
            columns = [value] if value else []
        else:
            columns = [facet.label_names.index(label) for label in ([value] if isinstance(value, str) else value)]
        for column in columns:
            label = column if isinstance(value, int) else facet.label_names[column]
            yield f"{name}.{label}", first + column


def _strongest(falls: NDArray[np.float32], sentences: Sequence[Span]) -> list[Span]:
    order = np.argsort(-falls, kind="stable")[:_AT_MOST]
    kept = [index for index in order if falls[index] >= _STRONG * falls[order[0]]] if falls[order[0]] > 0 else [order[0]]
    return [sentences[index] for index in sorted(kept)]
