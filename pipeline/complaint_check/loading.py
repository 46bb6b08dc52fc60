"""The shipped cases: read from this package, checked, each with the expectation of its function.

In: ``functions.yaml`` (what is tested, and what it expects by default) and ``cases/<code>.yaml`` (a list of cases for
each function; a case that says nothing else takes its function's expectation). Out: `Case` records in a fixed order;
ids count the cases of a function, so new ones go to the end. ``{name}`` in a text makes one case of all of the file's
``names``. Nothing is scored here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import Field

from pipeline.clean import clean
from pipeline.complaint_check.requirements import Case, Claim, Stated
from pipeline.errors import ConfigError, UsageError
from pipeline.ingest import message_from
from pipeline.languages import normalize_code
from pipeline.splits import message_key
from pipeline.strict_yaml import StrictModel, read_yaml, validate

SLOT = "{name}"


class Function(StrictModel):
    """One thing that is tested. ``expect`` holds for all its cases that state none of the same facet.

    ``same`` are the facets of ``same_as`` with how far a level may move; ``channel`` is that of the texts.
    """

    about: str
    expect: dict[str, Stated] = {}
    hotter_by: int = Field(default=1, ge=1)
    same: dict[str, int] = {}
    channel: str | None = None


class _Functions(StrictModel):
    functions: dict[str, Function] = Field(min_length=1)


class _Stated(StrictModel):
    """A case that is more than its text."""

    text: str
    expect: dict[str, Stated] = {}
    hotter_than: str | tuple[str, ...] = ()
    same_as: str | tuple[str, ...] = ()


class _Language(StrictModel):
    language: str
    names: tuple[str, ...] = ()
    cases: dict[str, list[str | _Stated]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a case stands: for its id and for errors."""

    language: _Language
    function: str
    number: int
    path: Path

    @property
    def id(self) -> str:
        return f"{self.language.language}-{self.function}-{self.number}"


@cache
def functions() -> Mapping[str, Function]:
    """What is tested, in the order of the file."""
    path = _folder() / "functions.yaml"
    return validate(_Functions, read_yaml(path), where=str(path)).functions


def cases(languages: Iterable[str] | None = None) -> list[Case]:
    """The shipped cases of ``languages`` (BCP 47 codes; None: all), by language, function and number.

    Raises:
        UsageError: there are no cases in one of the languages.
    """
    shipped = {path.stem: path for path in sorted((_folder() / "cases").glob("*.yaml"))}
    wanted = list(shipped) if languages is None else [normalize_code(code) for code in languages]
    strangers = [code for code in wanted if code not in shipped]
    if strangers:
        raise UsageError(f"there are no cases in {', '.join(strangers)}", hint=f"choose among {', '.join(shipped)}")
    return [case for code in dict.fromkeys(wanted) for case in read_cases(shipped[code])]


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of one file.

    Raises:
        ConfigError: a key or a function in it is unknown, or names are missing.
    """
    found = validate(_Language, read_yaml(path), where=str(path))
    strangers = found.cases.keys() - functions().keys()
    if strangers:
        raise ConfigError(f"unknown functions: {', '.join(sorted(strangers))}", where=str(path), hint="see functions.yaml")
    for function in functions():
        for number, stated in enumerate(found.cases.get(function, ()), 1):
            yield _case(_Stated(text=stated) if isinstance(stated, str) else stated, _Place(found, function, number, path))


@cache
def keys() -> frozenset[str]:
    """Digests (`splits.message_key`) of every shipped text, as written and as cleaned: what training must leave out."""
    return frozenset(message_key(form) for case in cases() for text in case.texts for form in (text, visible(text, case)))


def visible(text: str, case: Case) -> str:
    """What labelling would read of a ``text`` of ``case``: in mail, without what is quoted or passed on."""
    return clean(message_from({"text": text, "channel": case.channel, "lang": case.language})).text


def _case(stated: _Stated, place: _Place) -> Case:
    function = functions()[place.function]
    expect = {name: Claim.of(claim) for name, claim in (function.expect | stated.expect).items()}
    text, *others = _named(stated.text, place)
    return Case(
        id=place.id,
        function=place.function,
        language=place.language.language,
        text=text,
        expect=expect,
        hotter_than=_texts(stated.hotter_than),
        hotter_by=function.hotter_by,
        same_as=(*_texts(stated.same_as), *others),
        same=function.same,
        channel=function.channel,
    )


def _named(text: str, place: _Place) -> list[str]:
    """``text``, once for each name where it has a slot for one."""
    if SLOT not in text:
        return [text]
    if len(place.language.names) < 2:
        raise ConfigError(f"{place.id} has {SLOT}, but there are no names", where=str(place.path), hint="list two or more under 'names'")
    return [text.replace(SLOT, name) for name in place.language.names]


def _texts(stated: str | tuple[str, ...]) -> tuple[str, ...]:
    return (stated,) if isinstance(stated, str) else stated


def _folder() -> Path:
    return Path(str(resources.files("pipeline.complaint_check")))
