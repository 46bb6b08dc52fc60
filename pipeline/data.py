"""Labelled examples from many sources, split once and for all.

In: the ``data`` section of a run. Out: `Splits` of `Example`. A source is the word ``corpus``, ``threads`` or
``supplement`` (training alone), a YAML that describes a public set (`SourceFile`), or files with label columns, such as a
user's corrections. Splits follow thread or id (`pipeline.splits`). No text of any dev or test split is ever
trained on, also where it turns up again in another source.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import complaint_check, corpus
from pipeline.assets import DATA_VARIABLE, data_folder, find
from pipeline.clean import clean
from pipeline.config import DataConfig, SourceUse
from pipeline.errors import ConfigError, InputError, TrainingError
from pipeline.ingest import message_from, read
from pipeline.records import Message, Rejected
from pipeline.redact import Redactor, redact_message
from pipeline.scoring import model_text
from pipeline.splits import SPLITS, Split, message_key, split_of
from pipeline.strict_yaml import StrictModel, read_yaml, validate
from pipeline.taxonomy import Taxonomy

_FEWEST = 2  # one to learn from, one to check on
_MIXED = "language: mixed"  # so begins the warning of `languages.language_warnings`


class SourceFile(StrictModel):
    """A public set: ``files`` (a glob below the data folder), and what its own labels say of our facets.

    ``only`` keeps rows whose fields have these values (the others are still kept out of training).
    ``rules``: field of its labels → value (``*``: any) → facet → a label or an allowed set (`pipeline.targets`); without
    rules its labels are ours already. ``ship``: may train weights that are handed out.
    """

    name: str
    files: str
    licence: str
    ship: bool
    only: dict[str, Any] = {}
    rules: dict[str, dict[str, dict[str, Any]]] = {}


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled message: ``text`` as the model reads it, ``group`` its thread or id.

    ``key`` tells the message from all others (`splits.message_key`), also where ``text`` is masked. For slices of an
    evaluation: ``origin`` is the set it comes from (a source of several has several), ``mixed`` whether whole sentences
    are in another language, ``forwarded`` whether it was passed on.
    """

    id: str
    group: str
    source: str
    lang: str
    text: str
    labels: Mapping[str, Any]
    weight: float = 1.0
    masked_from: str = ""
    origin: str = ""
    channel: str | None = None
    forwarded: bool = False
    mixed: bool = False

    @property
    def key(self) -> str:
        """The digest of the text before anything was masked."""
        return self.masked_from or message_key(self.text)


@dataclass(frozen=True, slots=True)
class Splits:
    """Examples to learn from, to choose and calibrate on, and to be judged on."""

    train: tuple[Example, ...]
    dev: tuple[Example, ...]
    test: tuple[Example, ...]

    @property
    def digest(self) -> str:
        """A short hash of every id, text and label."""
        state = hashlib.blake2b(digest_size=8)
        for split in SPLITS:
            for example in getattr(self, split):
                state.update(
                    json.dumps([split, example.id, example.text, dict(example.labels)], sort_keys=True, ensure_ascii=False).encode()
                )
        return state.hexdigest()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a source: its message, labels by our facets, and whether the source's ``only`` lets it in."""

    message: Message
    labels: Mapping[str, Any]
    wanted: bool = True
    origin: str = ""


def load(config: DataConfig, taxonomy: Taxonomy, *, seed: int) -> Splits:
    """All examples of a run, split; training examples whose text stands in dev or test are left out."""
    found: dict[Split, list[Example]] = {"train": [], "dev": [], "test": []}
    held_out = set(complaint_check.keys())  # the functional tests are a test
    for use in config.sources:
        for split, examples in _splits_of(use, config, taxonomy, held_out).items():
            random.Random(f"{seed}:{use.use}:{split}").shuffle(examples)
            if split == "train" or use.dev:
                found[split] += examples[: use.at_most]
    train = [example for example in found["train"] if example.key not in held_out]
    splits = Splits(*(tuple(_bounded(examples, config.at_most, seed)) for examples in (train, found["dev"], found["test"])))
    if not splits.train or len(splits.train) + len(splits.dev) < _FEWEST:
        what = f"{len(splits.train)} training and {len(splits.dev)} dev examples are too few to learn from"
        raise TrainingError(what, hint="add labelled messages to data.sources")
    return splits


def read_examples(where: str, taxonomy: Taxonomy, *, folder: Path = Path("../shared/data")) -> list[Example]:
    """All labelled examples of one source, unsplit: the word ``corpus``, a source YAML, or labelled files."""
    use = SourceUse(use=where)
    config = DataConfig(folder=folder, sources=[use], at_most=None)
    found = _splits_of(use, config, taxonomy, set())
    return [example for split in SPLITS for example in found[split]]


def _bounded(examples: list[Example], at_most: int | None, seed: int) -> list[Example]:
    """A fixed sample where a run (a smoke test) asks for few."""
    if at_most is None or len(examples) <= at_most:
        return examples
    return random.Random(seed).sample(examples, at_most)


def _splits_of(use: SourceUse, config: DataConfig, taxonomy: Taxonomy, held_out: set[str]) -> dict[Split, list[Example]]:
    """The examples of one source by split; adds the keys of its dev and test texts to ``held_out``."""
    found: dict[Split, list[Example]] = {split: [] for split in SPLITS}
    redactor = Redactor() if config.redact else None
    for row in _rows(use.use, config, taxonomy):
        example = _example(row, use, redactor)
        split = "train" if use.use == "supplement" else split_of(example.group)
        if split != "train" and use.dev:
            held_out.add(example.key)
        if row.wanted and example.text.strip():
            found[split].append(example)
    return found


def _example(row: _Row, use: SourceUse, redactor: Redactor | None) -> Example:
    message, cleaned = row.message, clean(row.message)
    text = model_text(message.subject, cleaned.text)
    shown = redact_message(cleaned, redactor) if redactor else cleaned
    return Example(
        message.id,
        group=message.thread or message.id,
        source=use.use,
        lang=cleaned.lang,
        text=model_text(shown.message.subject, shown.text) if redactor else text,
        labels=row.labels,
        weight=use.weight,
        masked_from=message_key(text),
        origin=row.origin or use.use,
        channel=message.channel,
        forwarded=cleaned.forwarded is not None,
        mixed=any(warning.startswith(_MIXED) for warning in cleaned.warnings),
    )


def _rows(use: str, config: DataConfig, taxonomy: Taxonomy) -> Iterator[_Row]:
    own = {"corpus": corpus.messages, "supplement": corpus.supplement, "threads": corpus.thread_messages}
    if use in own:
        records = own[use](taxonomy)
        return (_Row(message_from(record), record["labels"]) for record in records)
    path = find(use)
    if path.suffix in (".yaml", ".yml"):
        return _mapped_rows(validate(SourceFile, read_yaml(path), where=str(path)), config, taxonomy)
    return _user_rows(path, taxonomy)


def _user_rows(path: Path, taxonomy: Taxonomy) -> Iterator[_Row]:
    """Rows of a user's own labelled files; one that cannot be read ends the run: nothing is lost in silence."""
    lists = frozenset(name for name, facet in taxonomy.facets.items() if facet.kind == "many")
    for item in read([str(path)], list_facets=lists):
        if isinstance(item, Rejected):
            raise InputError(item.detail, where=item.source, hint="mend or remove it, then train again")
        if item.labels is None:
            raise InputError("has no labels", where=item.source, hint="give it a column 'labels', or columns such as 'labels.intent'")
        taxonomy.check(item.labels, where=item.source)
        yield _Row(item, item.labels, origin=Path(item.source.partition("#")[0]).name)


def _mapped_rows(source: SourceFile, config: DataConfig, taxonomy: Taxonomy) -> Iterator[_Row]:
    folder = data_folder(config.folder)
    paths = sorted(folder.glob(source.files))
    if not paths:
        hint = f"set data.folder or ${DATA_VARIABLE} to the folder that holds it, or remove it from data.sources"
        raise ConfigError(f"source '{source.name}' has no files '{source.files}'", where=str(folder), hint=hint)
    for path in paths:
        opener: Any = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                record = json.loads(line)
                where = f"{path}:{number}"
                labels = _mapped(source, record["labels"]) if source.rules else record["labels"]
                if not source.rules:
                    taxonomy.check(labels, where=where)
                if labels:
                    message = message_from(
                        {"source": where, **{name: record.get(name) for name in ("id", "lang", "channel", "subject", "text")}}
                    )
                    wanted = all(record.get(name) == value for name, value in source.only.items())
                    yield _Row(message, labels, wanted, str(record.get("source") or source.name))


def _mapped(source: SourceFile, own: Mapping[str, Any]) -> dict[str, Any]:
    labels: dict[str, Any] = {}
    for field, values in source.rules.items():
        labels |= values.get(str(own.get(field)), values.get("*", {}))
    return labels
