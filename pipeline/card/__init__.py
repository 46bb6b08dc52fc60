"""The model card, written from the run's own record: nothing in it is kept by hand.

In: the run's config, its data, the calibrated model, its scores and the baseline's. Out: Markdown with the front
matter that model hubs read (Mitchell et al. 2019, arXiv:1810.03993). A pure function: no files, no clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.assets import find
from pipeline.config import RunConfig
from pipeline.data import SourceFile, Splits
from pipeline.decide import Decisions
from pipeline.evaluate.scores import Scores
from pipeline.languages import ENGLISH_NAMES, FIRST_CLASS
from pipeline.strict_yaml import read_yaml, validate
from pipeline.taxonomy import Taxonomy

_OWN = {
    "corpus": ("messages written for this project, one annotator each", "Apache-2.0"),
    "supplement": ("further messages written for this project on what is rare; training alone", "Apache-2.0"),
    "threads": ("threads written for this project; customers' messages, hostility only", "Apache-2.0"),
}


def render(
    config: RunConfig,
    splits: Splits,
    taxonomy: Taxonomy,
    decisions: Decisions,
    scores: Scores,
    against: Scores | None,
    *,
    how: str,
    parameters: int,
    seconds: float,
) -> str:
    """The card of one run; ``how`` says how it was trained, ``parameters`` counts weights, ``seconds`` is the training time."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )  # Markdown, and no text of a message in it: nothing to escape
    return environment.get_template("card.md.j2").render(
        config=config,
        languages=[code for code in FIRST_CLASS if code in scores.languages],
        sources=_sources(config, splits),
        how=how,
        test=len(splits.test),
        written_here=any(use.use in _OWN for use in config.data.sources),
        facets=_facet_rows(scores, against, taxonomy),
        language_heads=[taxonomy.facet_name(name) for name in scores.facets],
        language_rows=_language_rows(scores),
        weak=_weak_labels(scores, taxonomy),
        ece={
            taxonomy.facet_name(name): f"{found.ece.value:.3f}" for name, found in scores.calibration.items() if found.ece.value is not None
        },
        limits=decisions.limits,
        measured=decisions.languages,
        floor=decisions.language_floor,
        taxonomy=taxonomy,
        parameters=f"{parameters / 1e6:.1f}",
        minutes=f"{seconds / 60:.0f}",
        data_digest=splits.digest,
    )


def _sources(config: RunConfig, splits: Splits) -> list[dict[str, Any]]:
    """What was used: name, rows in training, licence."""
    used = Counter(example.source for example in splits.train)
    return [
        {"name": name, "about": about, "licence": licence, "rows": used[use.use]}
        for use in config.data.sources
        for name, about, licence in [_described(use.use)]
    ]


def _described(use: str) -> tuple[str, str, str]:
    if use in _OWN:
        return use, *_OWN[use]
    path = find(use)
    if path.suffix in (".yaml", ".yml"):
        source = validate(SourceFile, read_yaml(path), where=use)
        about = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        return source.name, about, source.licence
    return path.name, "labelled files of the user", "the user's own"


def _facet_rows(scores: Scores, against: Scores | None, taxonomy: Taxonomy) -> list[dict[str, Any]]:
    rows = []
    for name, facet in scores.facets.items():
        for metric, found in facet.metrics.items():
            other = against.facets[name].metrics[metric].value if against and name in against.facets else None
            rows.append(
                {"facet": taxonomy.facet_name(name), "metric": metric, "value": _interval(found), "n": facet.n, "baseline": _number(other)}
            )
    return rows


def _language_rows(scores: Scores) -> list[tuple[str, list[str]]]:
    """A row per language, first-class ones first: the headline of each facet; † where there are few messages."""
    order = [code for code in FIRST_CLASS if code in scores.languages] + [code for code in scores.languages if code not in FIRST_CLASS]
    return [
        (f"{ENGLISH_NAMES.get(code, code)} ({code})", [_cell(scores.languages[code], name) for name in scores.facets]) for code in order
    ]


def _cell(facets: Mapping[str, Any], name: str) -> str:
    if name not in facets:
        return "–"
    return _number(facets[name].headline.value) + ("†" if facets[name].few else "")


def _weak_labels(scores: Scores, taxonomy: Taxonomy, most: int = 12) -> Sequence[str]:
    """The labels it is worst at: F1 and support."""
    found = [
        (score.f1 or 0.0, f"{taxonomy.facet_name(name)}: {label} (F1 {score.f1 or 0:.2f}, {score.support} in the test split)")
        for name, facet in scores.facets.items()
        for label, score in facet.labels.items()
        if score.support
    ]
    return [text for f1, text in sorted(found)[:most] if f1 < 0.5]


def _interval(found: Any) -> str:
    if found.value is None:
        return "–"
    if found.low is None or found.high is None:
        return f"{found.value:.3f}"
    return f"{found.value:.3f} [{found.low:.2f}, {found.high:.2f}]"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
