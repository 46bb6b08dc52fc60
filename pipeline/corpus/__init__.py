"""The project's own labelled messages and threads, in all first-class languages.

In: the files beside this module (Apache-2.0, written for the project). Out: checked records, or a
`datasets.Dataset`. Splits are fixed by thread and hash (`pipeline.splits`). ``sample/`` is an inbox
without labels, for `make run`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.assets import corpus_folder
from pipeline.errors import ConfigError
from pipeline.splits import Split, split_of
from pipeline.taxonomy import Taxonomy

if TYPE_CHECKING:
    from datasets import Dataset


def messages(taxonomy: Taxonomy, split: Split | None = None) -> Iterator[dict[str, Any]]:
    """Single messages: ``id lang channel sector subject text labels``.

    Raises:
        ConfigError: a record's labels do not fit ``taxonomy``; file and line are named.
    """
    for where, record in _rows(corpus_folder() / "messages"):
        if split in (None, split_of(record["id"])):
            taxonomy.check(record["labels"], where=where)
            yield record


def supplement(taxonomy: Taxonomy) -> Iterator[dict[str, Any]]:
    """Further single messages, for training alone: situations recur across languages, so none of them may judge a model.

    They were written for what is rare in `messages`: threats, high levels, archetypes, needs, other sectors.

    Raises:
        ConfigError: a record's labels do not fit ``taxonomy``; file and line are named.
    """
    for where, record in _rows(corpus_folder() / "supplement"):
        taxonomy.check(record["labels"], where=where)
        yield record


def threads(taxonomy: Taxonomy, split: Split | None = None) -> Iterator[dict[str, Any]]:
    """Threads: ``id lang channel sector messages``; a customer's message has ``hostility`` and ``stage``."""
    for where, record in _rows(corpus_folder() / "threads"):
        if split in (None, split_of(record["id"])):
            for message in record["messages"]:
                _check_thread_message(message, taxonomy, where)
            yield record


def _check_thread_message(message: Mapping[str, Any], taxonomy: Taxonomy, where: str) -> None:
    labels = dict(message.get("labels", {}))
    stage = labels.pop("stage", None)
    if stage is not None and stage not in taxonomy.stages:
        raise ConfigError(f"unknown stage '{stage}'", where=where, hint=f"one of {', '.join(taxonomy.stages)}")
    taxonomy.check(labels, where=where)


def thread_messages(taxonomy: Taxonomy, split: Split | None = None) -> Iterator[dict[str, Any]]:
    """The customers' messages of all threads as single records, labelled with ``hostility`` alone."""
    for thread in threads(taxonomy, split):
        for number, message in enumerate(thread["messages"]):
            if message["role"] == "customer":
                labels = {name: value for name, value in message["labels"].items() if name != "stage"}
                common = {name: thread[name] for name in ("lang", "channel", "sector")}
                yield {
                    "id": f"{thread['id']}-{number}",
                    "thread": thread["id"],
                    **common,
                    "subject": "",
                    "text": message["text"],
                    "labels": labels,
                }


def load(taxonomy: Taxonomy, split: Split | None = None) -> Dataset:
    """The single messages as a `datasets.Dataset`; ``labels`` is a struct of the facets."""
    from datasets import Dataset

    return Dataset.from_list(list(messages(taxonomy, split)))


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                yield f"{path}:{number}", json.loads(line)
