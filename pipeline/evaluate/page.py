"""`Scores` as one self-contained page of HTML: what a model can do, where it fails, what to read.

In: the scores of a model, perhaps those of another on the same messages, and mistakes to show. Out: a string of HTML
with its style and charts inside; it loads nothing, and every text of a stranger is escaped. Shown: headlines with
intervals, all metrics, a heat table of languages by facets, and per facet its labels, confusion and reliability.
Writing the file is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from pipeline.evaluate.mistakes import Mistake
from pipeline.evaluate.scores import FEW, HEADLINE, Calibration, FacetScores, Scores
from pipeline.metrics import Interval, LabelScore
from pipeline.taxonomy import Taxonomy

METRIC_NAMES: Mapping[str, str] = {
    "macro_f1": "Macro-F1",
    "micro_f1": "Micro-F1",
    "accuracy": "Accuracy",
    "exact_match": "Exact match",
    "complaint_f1": "Complaint: F1",
    "complaint_macro_f1": "Complaint yes/no: macro-F1",
    "qwk": "Quadratic kappa",
    "mae": "Mean error in levels",
    "within_one": "Within one level",
}
_NONE = "–"
_PLOT = 200  # side of a reliability diagram in its own units
_DOTS = (2.0, 7.0)  # radius of the smallest and the largest bin


@dataclass(frozen=True, slots=True)
class _Measure:
    """One metric of one facet, as shown. ``bar`` holds value, low and high in percent of a track, if it fits one."""

    facet: str
    metric: str
    headline: bool
    value: str
    bounds: str
    n: int
    other: str
    difference: str
    bar: tuple[float, float, float] | None
    tick: float | None


@dataclass(frozen=True, slots=True)
class _Cell:
    """A number on a ground: ``shade`` is 0 to 100, None without a number."""

    text: str
    shade: float | None
    few: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Point:
    """A bin of a reliability diagram in the diagram's units."""

    x: float
    y: float
    radius: float
    title: str


@dataclass(frozen=True, slots=True)
class _Panel:
    """All there is to see of one facet."""

    key: str
    name: str
    n: int
    labels: tuple[tuple[str, LabelScore], ...]
    confusion: tuple[tuple[str, tuple[_Cell, ...]], ...]
    heads: tuple[str, ...]
    reliability: tuple[_Point, ...]
    error: str
    mistakes: tuple[Mistake, ...]


def render(
    scores: Scores,
    against: Scores | None = None,
    *,
    title: str,
    other: str = "baseline",
    about: Mapping[str, str] | None = None,
    mistakes: Sequence[Mistake] = (),
    sections: Sequence[Markup] = (),
) -> str:
    """The page. ``other`` names the model of ``against``; ``about`` is shown below the title (model, data, date).

    ``sections`` are further parts, rendered and escaped where they come from; they stand after the languages.
    """
    measures = [measure for name in scores.facets for measure in _measures(scores, against, name)]
    return _template().render(
        title=title,
        about=about or {},
        n=scores.n,
        few=FEW,
        other=other if against else None,
        measures=measures,
        heads=[(scores.taxonomy.facet_name(name), METRIC_NAMES[HEADLINE[facet.kind]]) for name, facet in scores.facets.items()],
        languages=[(code, _language_row(scores, code)) for code in scores.languages],
        panels=[_panel(scores, name, mistakes) for name in scores.facets],
        plot=_PLOT,
        sections=sections,
    )


def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["number"] = _number
    return environment.from_string((resources.files("pipeline.evaluate") / "page.html.j2").read_text(encoding="utf-8"))


def _measures(scores: Scores, against: Scores | None, name: str) -> Iterator[_Measure]:
    facet = scores.facets[name]
    theirs = against.facets[name].metrics if against and name in against.facets else {}
    for metric, found in facet.metrics.items():
        other = theirs[metric].value if metric in theirs else None
        bounded = metric != "mae"
        yield _Measure(
            facet=scores.taxonomy.facet_name(name),
            metric=METRIC_NAMES[metric],
            headline=metric == HEADLINE[facet.kind],
            value=_number(found.value),
            bounds=_NONE if found.low is None else f"{_number(found.low)} – {_number(found.high)}",
            n=facet.n,
            other=_number(other),
            difference=_NONE if found.value is None or other is None else f"{found.value - other:+.3f}",
            bar=_bar(found) if bounded else None,
            tick=_percent(other) if bounded and other is not None else None,
        )


def _bar(found: Interval) -> tuple[float, float, float] | None:
    if found.value is None:
        return None
    low, high = (found.value if bound is None else bound for bound in (found.low, found.high))
    return _percent(found.value), _percent(low), _percent(high)


def _language_row(scores: Scores, code: str) -> list[_Cell]:
    cells = []
    for name in scores.facets:
        facet = scores.languages[code].get(name)
        if facet is None or facet.headline.value is None:
            cells.append(_Cell(_NONE, None))
            continue
        found = facet.headline
        bounds = f"{_number(found.low)} – {_number(found.high)}, " if found.low is not None else ""
        cells.append(_Cell(_number(found.value), _percent(facet.headline.value), facet.few, f"{bounds}n {facet.n}"))
    return cells


def _panel(scores: Scores, name: str, mistakes: Sequence[Mistake]) -> _Panel:
    facet, calibration = scores.facets[name], scores.calibration.get(name)
    return _Panel(
        key=name,
        name=scores.taxonomy.facet_name(name),
        n=facet.n,
        labels=tuple((scores.taxonomy.name_of(name, label), score) for label, score in facet.labels.items()),
        confusion=tuple(_confusion_rows(scores.taxonomy, name, facet)),
        heads=tuple(scores.taxonomy.name_of(name, label) for label in scores.taxonomy.facets[name].labels),
        reliability=tuple(_points(calibration)) if calibration else (),
        error=_interval_text(calibration.ece) if calibration else _NONE,
        mistakes=tuple(mistake for mistake in mistakes if mistake.facet == name),
    )


def _confusion_rows(taxonomy: Taxonomy, name: str, facet: FacetScores) -> Iterator[tuple[str, tuple[_Cell, ...]]]:
    """A row per gold label with support, shaded by its share."""
    for label, counts in zip(taxonomy.facets[name].labels, facet.confusion or (), strict=False):
        total = sum(counts)
        if total:
            cells = tuple(_Cell(str(count) if count else "·", _percent(count / total), title=f"{count} of {total}") for count in counts)
            yield taxonomy.name_of(name, label), cells


def _points(calibration: Calibration) -> Iterator[_Point]:
    largest = max((part.n for part in calibration.bins), default=1)
    small, large = _DOTS
    for part in calibration.bins:
        yield _Point(
            x=round(_PLOT * part.confidence, 1),
            y=round(_PLOT * (1 - part.accuracy), 1),
            radius=round(small + (large - small) * (part.n / largest) ** 0.5, 1),
            title=f"says {part.confidence:.2f}, right {part.accuracy:.2f}, n {part.n}",
        )


def _interval_text(found: Interval) -> str:
    return _number(found.value) if found.low is None else f"{_number(found.value)} ({_number(found.low)} – {_number(found.high)})"


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.3f}"


def _percent(value: float) -> float:
    return round(100 * min(1.0, max(0.0, value)), 1)
