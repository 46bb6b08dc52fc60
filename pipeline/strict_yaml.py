"""Read YAML without its traps, into frozen pydantic models, with errors a person can act on.

In: a file. Out: a plain mapping, or a validated model. Refused, with file and line: a key given
twice, a key that is a bare ``no``/``on`` (YAML 1.1 reads it as a truth value), a tab as indent.
Unknown keys are refused with the nearest right spelling. The rules are those of YAML 1.1 as
PyYAML implements it, minus what surprises people.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import ConfigError

Model = TypeVar("Model", bound="StrictModel")


class StrictModel(BaseModel):
    """Base of everything read from YAML: frozen, and unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Loader(yaml.SafeLoader):
    """A safe loader that refuses duplicate keys and keys that are not text."""


def _mapping(loader: _Loader, node: yaml.MappingNode, deep: bool = False) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise _KeyError(line, f"key '{key_node.value}' is read as {key!r}", f'put quotes around it: "{key_node.value}"')
        if key in seen:
            raise _KeyError(line, f"key '{key}' is given twice", "keep one of the two")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


class _KeyError(Exception):
    def __init__(self, line: int, what: str, hint: str) -> None:
        self.line, self.what, self.hint = line, what, hint


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in ``path``.

    Raises:
        ConfigError: the file is missing, is no YAML, has a key twice, or holds no mapping.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise ConfigError(f"cannot be read ({fault.strerror})", where=str(path), hint="check the path") from fault
    except UnicodeDecodeError as fault:
        raise ConfigError("is not UTF-8 text", where=str(path), hint="save it as UTF-8") from fault
    try:
        found = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader subclass
    except _KeyError as fault:
        raise ConfigError(fault.what, where=f"{path}:{fault.line}", hint=fault.hint) from None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise ConfigError(f"is not valid YAML: {getattr(fault, 'problem', fault)}", where=where, hint="mend that line") from fault
    if not isinstance(found, dict):
        raise ConfigError("holds no 'key: value' lines", where=str(path), hint="see configs/ for complete examples")
    return found


def apply_overrides(values: dict[str, Any], overrides: Sequence[str]) -> dict[str, Any]:
    """``values`` with ``dotted.key=yaml value`` settings laid over it; the input stays as it is.

    Raises:
        ConfigError: an override without ``=``, or one that reaches below a plain value.
    """
    result: dict[str, Any] = {key: _copy(value) for key, value in values.items()}
    for override in overrides:
        dotted, equals, text = override.partition("=")
        if not equals or not dotted:
            raise ConfigError(f"'{override}' is no setting", hint="write key=value, for example train.epochs=1")
        *parents, last = dotted.split(".")
        level = result
        for parent in parents:
            level = level.setdefault(parent, {})
            if not isinstance(level, dict):
                raise ConfigError(f"'{dotted}': '{parent}' holds a plain value", hint="check the dotted key against the file")
        try:
            level[last] = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader subclass
        except (yaml.YAMLError, _KeyError) as fault:
            raise ConfigError(f"'{override}': the value is no YAML", hint="quote it") from fault
    return result


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return list(value) if isinstance(value, list) else value


def validate(model: type[Model], values: dict[str, Any], *, where: str) -> Model:
    """``values`` as a ``model``; all faults are reported at once, a line each.

    Raises:
        ConfigError: one line per fault: dotted key, what was found, what is allowed.
    """
    try:
        return model.model_validate(values)
    except ValidationError as fault:
        lines = [_fault_line(model, error) for error in fault.errors()]
        raise ConfigError("\n  ".join(["is not right:", *lines]), where=where, hint="mend these keys") from None


def _fault_line(model: type[BaseModel], error: Any) -> str:
    path = [str(part) for part in error["loc"]]
    dotted = ".".join(path)
    if error["type"] == "extra_forbidden":
        known = sorted(_keys_at(model, path[:-1]))
        near = difflib.get_close_matches(path[-1], known, n=1)
        tail = f"did you mean '{near[0]}'?" if near else f"allowed here: {', '.join(known) or 'nothing'}"
        return f"{dotted}: unknown key; {tail}"
    if error["type"] == "missing":
        return f"{dotted}: missing"
    told = error["msg"].removeprefix("Value error, ")
    found = "" if isinstance(error["input"], (dict, list, tuple)) else f" (found {error['input']!r})"
    return f"{dotted}: {told}{found}" if dotted else told


def _keys_at(model: type[BaseModel], path: Sequence[str]) -> set[str]:
    """The field names allowed below ``path``, looking through optionals, unions and containers."""
    models: set[type[BaseModel]] = {model}
    for part in path:
        following: set[type[BaseModel]] = set()
        for candidate in models:
            field = candidate.model_fields.get(part)
            inner = _models_in(field.annotation) if field else set()
            following |= inner or {candidate}
        models = following
    return {name for candidate in models for name in candidate.model_fields}


def _models_in(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {found for inner in getattr(annotation, "__args__", ()) for found in _models_in(inner)}
