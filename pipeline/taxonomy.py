"""What may be said of a message: facets and labels, declared in one YAML, never discovered in data.

In: ``configs/taxonomy.yaml`` or a user's own. Out: a frozen `Taxonomy`, its `Layout` (which columns of
a model's output belong to which facet) and checks of label records against it. A facet is of kind
``one`` (exactly one label), ``many`` (any number, perhaps in groups) or ``ordinal`` (a level, 0 the
lowest). The order in the file is the model's order.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from pipeline.errors import ConfigError
from pipeline.records import LabelValue
from pipeline.strict_yaml import StrictModel, read_yaml, validate

Kind = Literal["one", "many", "ordinal"]


class Label(StrictModel):
    """One label: what it means, and its short name per language (``en``, ``zh-Hans`` …)."""

    definition: str = ""
    names: dict[str, str] = Field(default_factory=dict)


class Facet(StrictModel):
    """One question asked of a message, with its possible answers in order.

    ``groups`` maps a group name to its labels. ``only_if`` names another facet and the labels of it
    under which this facet may be filled. ``at_most`` bounds the labels of a ``many`` facet.
    ``optional``: gold records may lack it.
    """

    kind: Kind
    definition: str = ""
    names: dict[str, str] = Field(default_factory=dict)
    labels: dict[str, Label]
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    group_names: dict[str, dict[str, str]] = Field(default_factory=dict)
    only_if: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    at_most: int | None = Field(default=None, gt=0)
    optional: bool = False

    @property
    def label_names(self) -> tuple[str, ...]:
        """The labels' codes in the model's order."""
        return tuple(self.labels)

    def group_of(self, label: str) -> str | None:
        """The group that holds ``label``, if the facet has groups."""
        return next((group for group, members in self.groups.items() if label in members), None)

    @model_validator(mode="before")
    @classmethod
    def _expand(cls, values: Any) -> Any:
        """Accept short forms: a list of labels, or groups of labels, without definitions."""
        if not isinstance(values, dict):
            return values
        expanded = dict(values)
        labels, groups = expanded.get("labels"), expanded.get("groups")
        if isinstance(labels, list):
            expanded["labels"] = _labels_from("labels", labels)
        if isinstance(groups, dict):
            members = {group: _labels_from(f"groups.{group}", inner) for group, inner in groups.items()}
            expanded["groups"] = {group: tuple(inner) for group, inner in members.items()}
            if labels is None:
                expanded["labels"] = {name: label for inner in members.values() for name, label in inner.items()}
        return expanded

    @model_validator(mode="after")
    def _check(self) -> Facet:
        if len(self.labels) < 2:
            raise ValueError("a facet needs at least two labels")
        grouped = Counter(name for members in self.groups.values() for name in members)
        wrong = {name for name in {*grouped, *self.labels} if grouped[name] != 1 or name not in self.labels}
        if self.groups and wrong:
            raise ValueError(f"every label must stand in exactly one group; look at: {', '.join(sorted(wrong))}")
        if (self.groups or self.at_most is not None) and self.kind != "many":
            raise ValueError("only a facet of kind 'many' has groups or at_most")
        strangers = self.group_names.keys() - self.groups.keys()
        if strangers:
            raise ValueError(f"group_names names unknown groups: {', '.join(sorted(strangers))}")
        return self


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a model's output, [messages, width]: a slice per facet, in the taxonomy's order."""

    slices: Mapping[str, slice]
    width: int


class Taxonomy(StrictModel):
    """All facets, in the model's order."""

    version: int
    facets: dict[str, Facet] = Field(min_length=1)
    stages: tuple[str, ...] = ("rational", "take_off", "peak", "cool_down", "resolved")
    channels: tuple[str, ...] = ()

    @classmethod
    def from_file(cls, path: Path) -> Taxonomy:
        """The taxonomy in ``path``.

        Raises:
            ConfigError: the file is missing, or a key in it is wrong.
        """
        return validate(cls, read_yaml(path), where=str(path))

    @model_validator(mode="after")
    def _conditions_exist(self) -> Taxonomy:
        for name, facet in self.facets.items():
            for other, labels in facet.only_if.items():
                if other == name or other not in self.facets or self.facets[other].kind != "one":
                    raise ValueError(f"{name}.only_if names '{other}', which is no other facet of kind 'one'")
                strangers = set(labels) - set(self.facets[other].labels)
                if strangers:
                    raise ValueError(f"{name}.only_if names unknown labels of {other}: {', '.join(sorted(strangers))}")
        return self

    @property
    def layout(self) -> Layout:
        """Where each facet's columns stand."""
        slices, start = {}, 0
        for name, facet in self.facets.items():
            slices[name] = slice(start, start + len(facet.labels))
            start += len(facet.labels)
        return Layout(slices, start)

    @property
    def digest(self) -> str:
        """A short hash of names, kinds and order: what a model's heads depend on."""
        shape = {name: [facet.kind, list(facet.labels)] for name, facet in self.facets.items()}
        return hashlib.blake2b(json.dumps(shape).encode(), digest_size=8).hexdigest()

    def faults(self, labels: Mapping[str, Any]) -> Iterator[str]:
        """What is wrong with one record's gold labels, a sentence each."""
        for name in sorted(labels.keys() - self.facets.keys()):
            yield f"unknown facet '{name}'"
        for name, facet in self.facets.items():
            if name in labels:
                yield from _facet_faults(name, facet, labels[name])
        for name, facet in self.facets.items():
            for other, allowed in facet.only_if.items():
                value = labels.get(other)
                if labels.get(name) and value in self.facets[other].label_names and value not in allowed:
                    yield f"'{name}' is filled though {other} is '{value}'"

    def check(self, labels: Mapping[str, LabelValue], *, where: str) -> None:
        """Raise a `ConfigError` that lists every fault of ``labels``."""
        found = list(self.faults(labels))
        if found:
            raise ConfigError("labels do not fit the taxonomy: " + "; ".join(found), where=where, hint="mend the record, or the taxonomy")

    def name_of(self, facet: str, label: str | int, language: str = "en") -> str:
        """The short name people see: in ``language``, else English, else the code made readable."""
        entry = self.facets[facet]
        code = list(entry.labels)[label] if isinstance(label, int) else label
        return _name(entry.labels[code].names, code, language)

    def facet_name(self, facet: str, language: str = "en") -> str:
        """A facet's short name in ``language``, else English, else its code made readable."""
        return _name(self.facets[facet].names, facet, language)

    def group_name(self, facet: str, group: str, language: str = "en") -> str:
        """A group's short name in ``language``, else English, else its code made readable."""
        return _name(self.facets[facet].group_names.get(group, {}), group, language)


def _labels_from(where: str, found: Any) -> dict[str, Any]:
    """Labels given as a list of names or as a mapping."""
    if isinstance(found, dict):
        return found
    if not isinstance(found, list):
        raise ValueError(f"{where} is no list of labels")
    for name in found:
        if not isinstance(name, str):
            raise ValueError(f"{where}: {name!r} is not text; put quotes around it")
        if found.count(name) > 1:
            raise ValueError(f"{where}: '{name}' stands twice")
    return {name: {} for name in found}


def _name(names: Mapping[str, str], code: str, language: str) -> str:
    return names.get(language) or names.get("en") or code.replace("_", " ")


def _facet_faults(name: str, facet: Facet, value: Any) -> Iterator[str]:
    if facet.kind == "ordinal":
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < len(facet.labels):
            yield f"{name}: {value!r} is no level from 0 to {len(facet.labels) - 1}"
    elif facet.kind == "one":
        if not isinstance(value, str) or value not in facet.labels:
            yield f"{name}: unknown label {value!r}"
    elif not isinstance(value, list):
        yield f"{name}: {value!r} is no list of labels"
    else:
        yield from _many_faults(name, facet, value)


def _many_faults(name: str, facet: Facet, labels: list[Any]) -> Iterator[str]:
    for stranger in [label for label in labels if not isinstance(label, str) or label not in facet.labels]:
        yield f"{name}: unknown label {stranger!r}"
    if len(set(map(str, labels))) < len(labels):
        yield f"{name}: a label stands twice"
    if facet.at_most is not None and len(labels) > facet.at_most:
        yield f"{name}: {len(labels)} labels, at most {facet.at_most} are allowed"
