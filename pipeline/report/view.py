"""What the template is given: figures, panels and sections, words and charts ready to be set.

In: a `Summary` and the language for names. Out: small frozen pieces of page without any HTML but the
charts'. The template escapes every string here; nothing in this module may be marked as safe but charts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.report import wording
from pipeline.report.charts import Bar, heat_class
from pipeline.report.summary import Summary

FEW = 30
"""Below so many messages a share says little, and the page says so."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure of the headline. ``key`` names it for machines."""

    key: str
    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Legend:
    """A colour and what it stands for."""

    fill: str
    name: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A name with a sentence about it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart: its title, the sentence that says what it shows, remarks below it."""

    title: str
    sentence: str
    chart: Markup | None = None
    legend: Sequence[Legend] = ()
    remarks: Sequence[Remark] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page. ``note``: what a reader must not misread."""

    key: str
    title: str
    sentence: str
    panels: Sequence[Panel] = ()
    note: str = ""
    legend: Sequence[Legend] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """Names of facets, groups and labels in one language, and of levels as people say them."""

    summary: Summary
    language: str

    def label(self, facet: str, code: str) -> str:
        """A label's name, with a capital."""
        return wording.first_upper(self.summary.taxonomy.name_of(facet, code, self.language))

    def labels(self, facet: str, codes: object) -> str:
        """The names of a record's labels of one facet; unknown ones are left out."""
        known = self.summary.taxonomy.facets[facet].labels
        return ", ".join(self.label(facet, code) for code in (codes if isinstance(codes, list) else [codes]) if code in known)

    def facet(self, facet: str) -> str:
        """A facet's name, with a capital."""
        return wording.first_upper(self.summary.taxonomy.facet_name(facet, self.language))

    def group(self, facet: str, group: str) -> str:
        """A group's name, with a capital."""
        return wording.first_upper(self.summary.taxonomy.group_name(facet, group, self.language))

    def level(self, level: int) -> str:
        """A level of heat with its number: ``3 Angry``."""
        return f"{level} {self.label_of_level(level)}"

    def label_of_level(self, level: int) -> str:
        """A level's name alone."""
        heat = self.summary.heat
        return self.label(heat, self.summary.taxonomy.facets[heat].label_names[level]) if heat else ""

    def hot(self) -> str:
        """What hot means: ``level 3 (“Angry”) or above``."""
        name = wording.quoted(self.label_of_level(self.summary.hot_from))
        top = self.summary.hot_from == self.summary.levels - 1
        return f"level {self.summary.hot_from} ({name})" + ("" if top else " or above")


def type_facet(summary: Summary) -> str | None:
    """The facet that says what messages are about: ``types``, else the first with groups."""
    grouped = [name for name, facet in summary.taxonomy.facets.items() if facet.groups]
    return "types" if "types" in summary.counts else next(iter(grouped), None)


def heat_legend(summary: Summary, names: Names) -> list[Legend]:
    """The colours of the levels."""
    return [Legend(heat_class(level, summary.levels), names.level(level)) for level in range(summary.levels)] if summary.heat else []


def label_bars(summary: Summary, names: Names, facet: str, codes: Sequence[str], base: int, *, hot: bool = False) -> list[Bar]:
    """A bar per label in the order given, with its share of ``base`` messages; ``hot``: with its hot part."""
    counts, heated = summary.counts[facet], summary.hot_counts[facet]
    return [
        Bar(names.label(facet, code), counts[code], wording.amount_and_share(counts[code], base), lead=heated[code] if hot else 0)
        for code in codes
    ]
