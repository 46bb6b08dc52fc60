"""The parts of the report's page: what each table shows, in words and cells; ``page.html.j2`` sets them.

In: scores, and what is known besides (`Beside`). Out: rows of ready texts and `Cell` values. Nothing is measured or
escaped here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.evaluate.comparison import BETTER, SAME, WORSE, Comparison, Difference
from pipeline.evaluate.deletion import DeletionScores, DeletionTest
from pipeline.evaluate.notation import EMPTY, METRIC_NAMES, NOTHING, Cell, bounds, number, percent, share, share_text, signed
from pipeline.evaluate.scores import FEW, HEADLINE, FacetScores, Scores
from pipeline.evaluate.selective import Handover, Selective
from pipeline.evaluate.slices import LENGTHS
from pipeline.metrics import Interval
from pipeline.taxonomy import Taxonomy

Row = tuple[str, list[Cell]]
_WIDEST = 0.3  # a difference or a calibration error of this size has the strongest shade


@dataclass(frozen=True, slots=True)
class Beside:
    """What a report tells besides the scores of a model: other models, what a person should see, the evidence."""

    comparisons: Sequence[Comparison] = ()
    handover: Handover | None = None
    deletion: DeletionTest | None = None


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """A comparison in words: a row of texts per facet, and a row of cells per language."""

    other: str
    facets: Sequence[tuple[str, ...]]
    heads: list[str]
    languages: list[Row]
    cells: int


@dataclass(frozen=True, slots=True)
class HandoverView:
    """What goes to a person, in words: over all, and a row of cells per facet."""

    any_reason: str
    language: str
    facets: Sequence[Row]


def summary(scores: Scores, beside: Beside) -> Iterator[str]:
    """The findings, a sentence each."""
    for found in beside.comparisons:
        named = {word: [name for name, part in found.facets.items() if part.word == word] for word in (BETTER, WORSE, SAME)}
        told = [f"{word} on {_listed(scores.taxonomy, facets)}" for word, facets in named.items() if facets and word != SAME]
        if named[SAME]:
            told.append(f"no difference shown on {_listed(scores.taxonomy, named[SAME])}")
        yield f"Beside {found.other}: {'; '.join(told)}."
    errors = {name: found.ece.value for name, found in scores.calibration.items() if found.ece.value is not None}
    if errors:
        worst = max(errors, key=lambda name: errors[name])
        name = scores.taxonomy.facet_name(worst)
        yield f"Calibration error: {number(min(errors.values()))} to {number(errors[worst])}, largest on {name}."
    if beside.handover:
        yield f"To a person go {share_text(beside.handover.any_reason)} of the messages."
    if beside.deletion:
        overall = beside.deletion.overall
        yield (
            f"Deleting the evidence lowers a label more than deleting another sentence in {share_text(overall.share)} of {overall.n} cases."
        )


def _listed(taxonomy: Taxonomy, facets: Sequence[str]) -> str:
    return ", ".join(taxonomy.facet_name(name) for name in facets)


def heads(scores: Scores) -> list[tuple[str, str]]:
    """Each facet's name and headline metric."""
    return [(scores.taxonomy.facet_name(name), METRIC_NAMES[HEADLINE[facet.kind]]) for name, facet in scores.facets.items()]


def language_rows(scores: Scores) -> list[Row]:
    """The headline metrics of each language."""
    return [(code, _headlines(scores, facets)) for code, facets in scores.languages.items()]


def slice_rows(scores: Scores) -> list[tuple[str, list[Row]]]:
    """For each kind of slice the headline metrics of its parts; kinds with one part alone say nothing new."""
    return [
        (kind, [(part, _headlines(scores, parts[part])) for part in sorted(parts, key=_place)])
        for kind, parts in scores.slices.items()
        if len(parts) > 1
    ]


def _place(part: str) -> tuple[int, str]:
    """Lengths from short to long, all else by name."""
    return (LENGTHS.index(part), "") if part in LENGTHS else (len(LENGTHS), part)


def _headlines(scores: Scores, facets: Mapping[str, FacetScores]) -> list[Cell]:
    return [_headline(facets[name]) if name in facets else EMPTY for name in scores.facets]


def _headline(facet: FacetScores) -> Cell:
    found = facet.headline
    if found.value is None:
        return EMPTY
    title = f"n {facet.n}" if found.low is None else f"{bounds(found)}, n {facet.n}"
    return Cell(number(found.value), percent(found.value), facet.few, title)


def calibration_rows(scores: Scores) -> list[Row]:
    """Calibration errors: over all languages first, then of each; the darker the worse."""
    if not scores.calibration:
        return []
    rows: list[Row] = [("all", [_error(found.ece, found.n) for found in scores.calibration.values()])]
    for code in scores.languages:
        parts = [found.languages.get(code) for found in scores.calibration.values()]
        rows.append((code, [_error(part.ece, part.n) if part else EMPTY for part in parts]))
    return rows


def _error(found: Interval, n: int) -> Cell:
    if found.value is None:
        return EMPTY
    return Cell(number(found.value), percent(found.value / _WIDEST), n < FEW, f"{bounds(found)}, n {n}", "bad")


def comparison_view(found: Comparison, taxonomy: Taxonomy) -> ComparisonView:
    """The differences to another model."""
    facets = [
        (
            taxonomy.facet_name(name),
            signed(part.value.value),
            _signed_bounds(part),
            NOTHING if part.p is None else f"{part.p:.3f}",
            part.word,
        )
        for name, part in found.facets.items()
    ]
    languages = [
        (code, [_difference(parts[name]) if name in parts else EMPTY for name in found.facets]) for code, parts in found.languages.items()
    ]
    cells = sum(cell.shade is not None for _, row in languages for cell in row)
    return ComparisonView(found.other, facets, [taxonomy.facet_name(name) for name in found.facets], languages, cells)


def _signed_bounds(found: Difference) -> str:
    return NOTHING if found.value.low is None else f"{signed(found.value.low)} – {signed(found.value.high)}"


def _difference(found: Difference) -> Cell:
    if found.value.value is None:
        return EMPTY
    tone = {BETTER: "good", WORSE: "bad", SAME: "good"}[found.word]
    shade = 0.0 if found.word == SAME else percent(abs(found.value.value) / _WIDEST)
    return Cell(signed(found.value.value), shade, found.few, f"{_signed_bounds(found)}, n {found.n}: {found.word}", tone)


def handover_view(found: Handover, taxonomy: Taxonomy) -> HandoverView:
    """What each facet's limit is worth."""
    facets = [(taxonomy.facet_name(name), list(_handover_cells(part))) for name, part in found.facets.items()]
    return HandoverView(share_text(found.any_reason), share_text(found.language), facets)


def _handover_cells(found: Selective) -> Iterator[Cell]:
    limited = bool(found.limit)
    yield _share(found.error)
    yield Cell(number(found.limit), None) if limited else EMPTY
    yield _share(found.handed_over) if limited else EMPTY
    yield _share(found.kept_error) if limited else EMPTY
    yield _share(found.kept_wrong)
    yield EMPTY if found.bound is None else Cell(share(found.bound), None, title=_kept(found.kept_wrong, found.bound))
    yield _share(found.unseen)
    yield Cell(number(found.aurc.value), None, title=bounds(found.aurc))


def _share(found: Interval) -> Cell:
    return Cell(share(found.value), None, title="" if found.low is None else f"{share(found.low)} – {share(found.high)}")


def _kept(wrong: Interval, bound: float) -> str:
    """Whether the bound that was promised is kept here."""
    if wrong.value is None or wrong.value <= bound:
        return "kept"
    return "passed" if wrong.low is not None and wrong.low > bound else "passed within chance"


def deletion_rows(found: DeletionTest, taxonomy: Taxonomy) -> list[tuple[str, ...]]:
    """The test of the evidence: over all labels first, then each facet."""

    def row(name: str, part: DeletionScores) -> tuple[str, ...]:
        return name, str(part.n), share_text(part.share), signed(part.difference.value), bounds(part.difference)

    return [row("all", found.overall), *(row(taxonomy.facet_name(name), part) for name, part in found.facets.items())]
