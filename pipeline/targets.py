"""Labels ↔ the numbers a model is trained on.

In: one record's labels. Out: a row [width] of the taxonomy's layout. For ``one`` and ``ordinal`` facets
the row holds the *allowed set*: 1 where a label may be the truth, else 0; a facet that is not covered is
all ones, so that its likelihood is 1 and its loss 0. For ``many`` facets 1 yes, 0 no, NaN unknown.

A source that knows less than our scale says so: ``{"any_of": [2, 3]}`` for ``one`` and ``ordinal``,
``{"yes": […], "no": […]}`` for ``many``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.taxonomy import Facet, Taxonomy


def encode(labels: Mapping[str, Any], taxonomy: Taxonomy) -> NDArray[np.float32]:
    """One row [width] of targets; facets that ``labels`` lacks are masked."""
    layout = taxonomy.layout
    row = np.empty(layout.width, np.float32)
    for name, facet in taxonomy.facets.items():
        row[layout.slices[name]] = _many(facet, labels.get(name)) if facet.kind == "many" else _allowed(facet, labels.get(name))
    return row


def _allowed(facet: Facet, value: Any) -> NDArray[np.float32]:
    if value is None:
        return np.ones(len(facet.labels), np.float32)
    allowed = value["any_of"] if isinstance(value, Mapping) else [value]
    row = np.zeros(len(facet.labels), np.float32)
    for label in allowed:
        row[label if facet.kind == "ordinal" else facet.label_names.index(label)] = 1.0
    return row


def _many(facet: Facet, value: Any) -> NDArray[np.float32]:
    if value is None:
        return np.full(len(facet.labels), np.nan, np.float32)
    if not isinstance(value, Mapping):
        return np.array([label in value for label in facet.labels], np.float32)
    row = np.full(len(facet.labels), np.nan, np.float32)
    for answer, number in (("yes", 1.0), ("no", 0.0)):
        for label in value.get(answer, ()):
            row[facet.label_names.index(label)] = number
    return row


def is_covered(row: NDArray[np.float32], facet: Facet) -> bool:
    """Whether a facet's slice of a target row says anything at all."""
    if facet.kind == "many":
        return bool(np.isfinite(row).any())
    return bool((row == 0).any())
