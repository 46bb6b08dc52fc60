"""`Scores` as one self-contained page of HTML: what a model can do, where it fails, what to read.

In: the scores of a model, perhaps those of another on the same messages, and mistakes to show. Out: a string of HTML
with its style and charts inside; it loads nothing, and every text of a stranger is escaped. Shown: the findings in a few
sentences, all metrics with intervals, the parts of `pipeline.evaluate.parts`, and per facet its labels, confusion,
reliability and risk against coverage. Writing the file is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from pipeline.evaluate import parts
from pipeline.evaluate.mistakes import Mistake
from pipeline.evaluate.notation import METRIC_NAMES, NOTHING, Cell, bounds, interval_text, number, percent
from pipeline.evaluate.parts import Beside
from pipeline.evaluate.scores import FEW, HEADLINE, Calibration, FacetScores, Scores
from pipeline.evaluate.selective import Selective
from pipeline.metrics import Interval, LabelScore
from pipeline.taxonomy import Taxonomy

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
    confusion: tuple[tuple[str, tuple[Cell, ...]], ...]
    heads: tuple[str, ...]
    reliability: tuple[_Point, ...]
    error: str
    risk: str
    area: str
    operating: tuple[float, float] | None
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
    beside: Beside | None = None,
) -> str:
    """The page. ``other`` names the model of ``against``; ``about`` is shown below the title (model, data, date).

    ``beside``: what is known besides the scores. ``sections`` are further parts, rendered and escaped where they come
    from; they stand before the facets.
    """
    beside = beside or Beside()
    measures = [measure for name in scores.facets for measure in _measures(scores, against, name)]
    return _template().render(
        title=title,
        about=about or {},
        n=scores.n,
        few=FEW,
        other=other if against else None,
        summary=list(parts.summary(scores, beside)),
        measures=measures,
        comparisons=[parts.comparison_view(found, scores.taxonomy) for found in beside.comparisons],
        heads=parts.heads(scores),
        languages=parts.language_rows(scores),
        slices=parts.slice_rows(scores),
        calibration=parts.calibration_rows(scores),
        handover=parts.handover_view(beside.handover, scores.taxonomy) if beside.handover else None,
        deletion=parts.deletion_rows(beside.deletion, scores.taxonomy) if beside.deletion else [],
        panels=[_panel(scores, name, mistakes, beside) for name in scores.facets],
        plot=_PLOT,
        sections=sections,
    )


def _template() -> Template:
    loader = FunctionLoader(lambda name: (resources.files("pipeline.evaluate") / name).read_text(encoding="utf-8"))
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["number"] = number
    environment.filters["bounds"] = lambda found: bounds(found) if found else NOTHING
    return environment.get_template("page.html.j2")


def _measures(scores: Scores, against: Scores | None, name: str) -> Iterator[_Measure]:
    facet = scores.facets[name]
    theirs = against.facets[name].metrics if against and name in against.facets else {}
    for metric, found in facet.metrics.items():
        other = theirs[metric].value if metric in theirs else None
        bounded = metric not in ("mae", "off_by_two")
        yield _Measure(
            facet=scores.taxonomy.facet_name(name),
            metric=METRIC_NAMES[metric],
            headline=metric == HEADLINE[facet.kind],
            value=number(found.value),
            bounds=bounds(found),
            n=facet.n,
            other=number(other),
            difference=NOTHING if found.value is None or other is None else f"{found.value - other:+.3f}",
            bar=_bar(found) if bounded else None,
            tick=percent(other) if bounded and other is not None else None,
        )


def _bar(found: Interval) -> tuple[float, float, float] | None:
    if found.value is None:
        return None
    low, high = (found.value if bound is None else bound for bound in (found.low, found.high))
    return percent(found.value), percent(low), percent(high)


def _panel(scores: Scores, name: str, mistakes: Sequence[Mistake], beside: Beside) -> _Panel:
    facet, calibration = scores.facets[name], scores.calibration.get(name)
    selective = beside.handover.facets.get(name) if beside.handover else None
    return _Panel(
        key=name,
        name=scores.taxonomy.facet_name(name),
        n=facet.n,
        labels=tuple((scores.taxonomy.name_of(name, label), score) for label, score in facet.labels.items()),
        confusion=tuple(_confusion_rows(scores.taxonomy, name, facet)),
        heads=tuple(scores.taxonomy.name_of(name, label) for label in scores.taxonomy.facets[name].labels),
        reliability=tuple(_points(calibration)) if calibration else (),
        error=interval_text(calibration.ece) if calibration else NOTHING,
        risk=" ".join(_risk_points(selective)) if selective else "",
        area=interval_text(selective.aurc) if selective else NOTHING,
        operating=_operating_point(selective) if selective and selective.limit else None,
        mistakes=tuple(mistake for mistake in mistakes if mistake.facet == name),
    )


def _confusion_rows(taxonomy: Taxonomy, name: str, facet: FacetScores) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """A row per gold label with support, shaded by its share."""
    for label, counts in zip(taxonomy.facets[name].labels, facet.confusion or (), strict=False):
        total = sum(counts)
        if total:
            cells = tuple(Cell(str(count) if count else "·", percent(count / total), title=f"{count} of {total}") for count in counts)
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


def _risk_points(found: Selective) -> Iterator[str]:
    """The risk-coverage curve in the diagram's units; its height is an error of 1."""
    for point in found.curve:
        yield f"{_PLOT * point.coverage:.1f},{_PLOT * (1 - point.risk):.1f}"


def _operating_point(found: Selective) -> tuple[float, float] | None:
    """Where the shipped limit stands on the curve."""
    if found.handed_over.value is None or found.kept_error.value is None:
        return None
    return round(_PLOT * (1 - found.handed_over.value), 1), round(_PLOT * (1 - found.kept_error.value), 1)
