"""`complaints evaluate`: a model, labelled messages, perhaps a second model; numbers out.

In: paths. Out: the table for a terminal, and with a folder ``metrics.json`` and ``report.html``. Messages that a
model was trained or tuned on are left out of the judgement unless they are asked for: a model folder carries
the digests of what it has seen. The word ``baseline`` is the linear baseline, trained on what the other model
was trained on (its ``run.yaml``), or on the corpus.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from pipeline import config, data, evaluate, model
from pipeline.assets import shipped
from pipeline.config import DataConfig, SourceUse
from pipeline.data import Example
from pipeline.errors import ConfigError, InputError
from pipeline.evaluate.judge import fit_baseline, judge
from pipeline.scoring import Scorer
from pipeline.splits import message_key
from pipeline.strict_yaml import validate
from pipeline.taxonomy import Taxonomy
from pipeline.triage import Triage

BASELINE = "baseline"
_SEED = 7


@dataclass(frozen=True, slots=True)
class _Contestant:
    """A scorer and the digests of the messages it has seen."""

    scorer: Scorer
    seen: frozenset[str]


def evaluate_command(path: str, where: str, *, against: str | None, out: Path | None, include_seen: bool, samples: int) -> str:
    """Judge the model at ``path`` on ``where``; the table that the terminal shows.

    Raises:
        InputError: no labelled message is left to judge on.
    """
    first = _contestant(path, other=against)
    second = _contestant(against, other=path) if against else None
    seen = frozenset() if include_seen else first.seen | (second.seen if second else frozenset())
    found = data.read_examples(where, first.scorer.taxonomy)
    fresh = [example for example in found if message_key(example.text) not in seen]
    sys.stderr.write(f"{len(fresh)} messages judged, {len(found) - len(fresh)} left out because a model has seen them\n")
    if not fresh:
        raise InputError(
            "no message is left to judge on", where=where, hint="give messages the model was not trained on, or --include-seen"
        )
    return _judged(first, second, fresh, where=where, out=out, samples=samples)


def _judged(
    first: _Contestant, second: _Contestant | None, examples: Sequence[Example], *, where: str, out: Path | None, samples: int
) -> str:
    verdict = judge(first.scorer, examples, samples=samples, seed=_SEED)
    other = judge(second.scorer, examples, samples=samples, seed=_SEED).scores if second else None
    name = second.scorer.name if second else BASELINE
    if out:
        out.mkdir(parents=True, exist_ok=True)
        numbers = evaluate.to_json(verdict.scores) | ({"against": {name: evaluate.to_json(other)}} if other else {})
        (out / "metrics.json").write_text(json.dumps(numbers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        about = {"Model": first.scorer.name, "Data": where, "Date": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")}
        page = evaluate.render(verdict.scores, other, title="How good are the labels?", other=name, about=about, mistakes=verdict.mistakes)
        (out / "report.html").write_text(page, encoding="utf-8")
    return evaluate.table(verdict.scores, other, other=name) + "\n"


def _contestant(path: str, *, other: str | None) -> _Contestant:
    if path == BASELINE:
        return _baseline(other if other and other != BASELINE else None)
    triage = Triage.load(path)
    return _Contestant(triage.scorer, model.training_keys(path) if Path(path).is_dir() else frozenset())


def _baseline(beside: str | None) -> _Contestant:
    """The baseline, trained on the sources of the model ``beside`` it where they are at hand, else on the corpus."""
    splits, taxonomy = _training_data(beside)
    sys.stderr.write(f"training the linear baseline on {len(splits.train)} messages\n")
    seen = frozenset(message_key(example.text) for example in (*splits.train, *splits.dev))
    return _Contestant(fit_baseline(splits.train, taxonomy, seed=_SEED), seen)


def _training_data(beside: str | None) -> tuple[data.Splits, Taxonomy]:
    run_file = Path(beside) / model.RUN if beside else None
    if run_file and run_file.exists():
        stated = validate(config.RunConfig, yaml.safe_load(run_file.read_text(encoding="utf-8")), where=str(run_file))
        taxonomy = Taxonomy.from_file(run_file.with_name(model.TAXONOMY))
        try:
            return data.load(stated.data, taxonomy, seed=stated.seed), taxonomy
        except ConfigError as fault:
            sys.stderr.write(f"{fault}\nthe baseline is trained on the corpus alone\n")
    taxonomy = Taxonomy.from_file(run_file.with_name(model.TAXONOMY) if run_file else shipped("configs/taxonomy.yaml"))
    corpus_only = DataConfig(folder=Path(), at_most=None, sources=[SourceUse(use="corpus"), SourceUse(use="threads")])
    return data.load(corpus_only, taxonomy, seed=_SEED), taxonomy
