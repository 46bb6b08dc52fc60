"""When a recipe or a variant fits: conditions over what is known of a case.

In: ``when`` and ``unless`` as they stand in the YAML. Out: a `Condition` that is asked of a `Case`. A case is a set of
facts written ``key=value``: the labels, the stage, the channel, which slots are known. All of ``when`` must hold (one of
the values of each key), none of ``unless``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.records import LabelValue
from pipeline.taxonomy import Taxonomy

Case = frozenset[str]
Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Condition:
    """``required``: one fact of each set holds; ``barred``: none of these holds."""

    required: tuple[frozenset[str], ...] = ()
    barred: frozenset[str] = frozenset()

    @classmethod
    def of(cls, when: Values, unless: Values) -> Condition:
        """The condition written as ``when`` and ``unless``."""
        required = tuple(frozenset(_facts(key, values)) for key, values in when.items())
        return cls(required, frozenset(fact for key, values in unless.items() for fact in _facts(key, values)))

    def fits(self, case: Case) -> bool:
        """Whether it holds in ``case``."""
        return self.barred.isdisjoint(case) and not any(facts.isdisjoint(case) for facts in self.required)

    def grounds(self, case: Case) -> tuple[str, ...]:
        """The facts of ``case`` that it rests on, in the order of the file."""
        return tuple(fact for facts in self.required for fact in sorted(facts & case))


def _facts(key: str, values: Iterable[str]) -> Iterator[str]:
    return (f"{key}={value}" for value in values)


def facts_of_labels(taxonomy: Taxonomy, labels: Mapping[str, LabelValue]) -> Iterator[str]:
    """``facet=label`` of every label; of a grouped facet's first label also ``type=`` and ``group=``."""
    for facet, value in labels.items():
        if not isinstance(value, list):
            yield f"{facet}={value}"
            continue
        yield from _facts(facet, value)
        grouped = taxonomy.facets.get(facet)
        if grouped is not None and grouped.groups and value:
            yield f"type={value[0]}"
            yield f"group={grouped.group_of(value[0])}"


def vocabulary(taxonomies: Iterable[Taxonomy], slots: Iterable[str]) -> dict[str, frozenset[str]]:
    """The keys a condition may have, and the values of each: what any of ``taxonomies`` knows."""
    known: dict[str, frozenset[str]] = {"known": frozenset(slots), "gender": frozenset({"f", "m"}), "again": frozenset({"yes"})}
    for taxonomy in taxonomies:
        for key, values in _words(taxonomy).items():
            known[key] = known.get(key, frozenset()) | values
    return known


def _words(taxonomy: Taxonomy) -> dict[str, frozenset[str]]:
    grouped = [facet for facet in taxonomy.facets.values() if facet.groups]
    words = {
        name: frozenset(str(level) for level in range(len(facet.labels))) if facet.kind == "ordinal" else frozenset(facet.labels)
        for name, facet in taxonomy.facets.items()
    }
    return words | {
        "type": frozenset(label for facet in grouped for label in facet.labels),
        "group": frozenset(group for facet in grouped for group in facet.groups),
        "stage": frozenset(taxonomy.stages),
        "channel": frozenset(taxonomy.channels),
    }
