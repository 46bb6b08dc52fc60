"""`Scores` and what stands beside them as ``metrics.json``.

In: frozen records of an evaluation. Out: plain values for JSON. The keys of the contract are ``facets``, ``languages`` and
``calibration``; the others came later. Numbers are rounded to four digits, undefined is null, ``few`` marks parts of under
`scores.FEW` messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.evaluate.scores import Calibration, FacetScores, Scores
from pipeline.metrics import Interval, LabelScore


def to_json(scores: Scores) -> dict[str, Any]:
    """The contract's ``metrics.json``: ``facets``, ``languages`` (code → facets) and ``calibration``; ``slices`` as ``languages``."""
    return {
        "n": scores.n,
        "facets": _facets_json(scores.facets, confusion=True),
        "languages": _parts_json(scores.languages),
        "sources": _parts_json(scores.slices.get("source", {})),
        "slices": {kind: _parts_json(parts) for kind, parts in scores.slices.items() if kind != "source"},
        "calibration": {name: _calibration_json(found) for name, found in scores.calibration.items()},
    }


def _parts_json(parts: Mapping[str, Mapping[str, FacetScores]]) -> dict[str, Any]:
    return {part: _facets_json(facets, confusion=False) for part, facets in parts.items()}


def _facets_json(facets: Mapping[str, FacetScores], *, confusion: bool) -> dict[str, Any]:
    return {name: _facet_json(facet, confusion=confusion) for name, facet in facets.items()}


def _facet_json(facet: FacetScores, *, confusion: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {name: interval_json(interval) for name, interval in facet.metrics.items()}
    shown |= {"n": facet.n, "few": facet.few, "labels": {label: _label_json(score) for label, score in facet.labels.items()}}
    if confusion and facet.confusion is not None:
        shown["confusion"] = [list(row) for row in facet.confusion]
    return shown


def _calibration_json(found: Calibration) -> dict[str, Any]:
    bins = [{"confidence": rounded(part.confidence), "accuracy": rounded(part.accuracy), "n": part.n} for part in found.bins]
    languages = {code: {"ece": interval_json(part.ece), "n": part.n} for code, part in found.languages.items()}
    shown = {"ece": rounded(found.ece.value), "interval": interval_json(found.ece), "n": found.n, "bins": bins}
    return shown | {"languages": languages}


def _label_json(score: LabelScore) -> dict[str, Any]:
    parts = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    interval = {} if score.interval is None else {"interval": interval_json(score.interval)}
    return {name: rounded(value) for name, value in parts.items()} | {"support": score.support} | interval


def interval_json(interval: Interval) -> dict[str, float | None]:
    """Value and bounds."""
    return {"value": rounded(interval.value), "low": rounded(interval.low), "high": rounded(interval.high)}


def rounded(value: float | None) -> float | None:
    """Four digits."""
    return None if value is None else round(value, 4)
