"""`complaints evaluate`: a model, labelled messages, perhaps a second model; numbers out.

In: paths. Out: the tables for a terminal, and with a folder ``metrics.json`` and ``report.html``, which tell in full. Messages that a
model was trained or tuned on are left out of the judgement unless they are asked for: a model folder carries
the digests of what it has seen. The word ``baseline`` is the linear baseline, trained on what the other model
was trained on (its ``run.yaml``), or on the corpus. ComplaintCheck stands beside the numbers where it is asked for.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from pipeline import complaint_check, data, evaluate, label_noise, model
from pipeline.assets import shipped
from pipeline.complaint_check import CheckResult
from pipeline.config import DataConfig, SourceUse
from pipeline.data import Example
from pipeline.errors import ConfigError, InputError, UsageError
from pipeline.evaluate import comparison, deletion, selective
from pipeline.evaluate.comparison import Comparison, compare
from pipeline.evaluate.judge import Verdict, fit_baseline, judge
from pipeline.scoring import Scorer
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


@dataclass(frozen=True, slots=True)
class _Findings:
    """What is known of a contestant: how it did on messages, and on ComplaintCheck where that was asked for."""

    name: str
    verdict: Verdict
    check: CheckResult | None


def evaluate_command(
    path: str,
    where: str | None,
    *,
    against: Sequence[str] = (),
    out: Path | None,
    include_seen: bool,
    samples: int,
    check: bool = False,
) -> str:
    """Judge the model at ``path`` on ``where``, and with ``check`` on ComplaintCheck; the tables that the terminal shows.

    ``against``: further models, judged on the same messages; the first of them stands beside every number.

    Raises:
        UsageError: neither messages nor the check are asked for.
        InputError: no labelled message is left to judge on.
    """
    if where is None and not check:
        raise UsageError("there is nothing to judge the model on", hint="name a file of labelled messages, or give --check")
    first = _contestant(path, other=next(iter(against), None))
    contestants = [first, *(_contestant(other, other=path) for other in against)]
    seen = frozenset() if include_seen else frozenset().union(*(contestant.seen for contestant in contestants))
    examples = _fresh(where, first.scorer.taxonomy, seen) if where else []
    findings = [_findings(contestant.scorer, examples, samples=samples, check=check, in_full=out is not None) for contestant in contestants]
    if out:
        _write(out, findings, _comparisons(findings, examples, first.scorer.taxonomy, samples=samples), where=where)
    return _tables(findings)


def suspicious_command(path: str, where: str, *, out: Path, include_seen: bool) -> str:
    """Write the labels of ``where`` that are most likely wrong to the CSV ``out``; one line on how many there are.

    The word ``baseline`` judges each message by a linear baseline that learned from the others; a model folder judges
    those messages that it has not seen.

    Raises:
        InputError: there is no message that the model has not seen.
    """
    if path == BASELINE:
        taxonomy = Taxonomy.from_file(shipped("configs/taxonomy.yaml"))
        examples = data.read_examples(where, taxonomy)
        rows = label_noise.out_of_fold(examples, taxonomy, seed=_SEED)
    else:
        judge_of = _contestant(path, other=None)
        taxonomy = judge_of.scorer.taxonomy
        examples = _fresh(where, taxonomy, frozenset() if include_seen else judge_of.seen)
        rows = judge_of.scorer.score([example.text for example in examples], [example.lang for example in examples])
    found = label_noise.suspicious(examples, rows, taxonomy)
    label_noise.write_review_list(found, out)
    messages = len({suspicion.example.id for suspicion in found})
    return f"{len(found)} suspicious labels in {messages} of {len(examples)} messages, the surest first: {out}\n"


def _fresh(where: str, taxonomy: Taxonomy, seen: frozenset[str]) -> list[Example]:
    """The labelled messages of ``where`` that no contestant has seen."""
    found = data.read_examples(where, taxonomy)
    fresh = [example for example in found if example.key not in seen]
    sys.stderr.write(f"{len(fresh)} messages judged, {len(found) - len(fresh)} left out because a model has seen them\n")
    if not fresh:
        raise InputError(
            "no message is left to judge on", where=where, hint="give messages the model was not trained on, or --include-seen"
        )
    return fresh


def _findings(scorer: Scorer, examples: Sequence[Example], *, samples: int, check: bool, in_full: bool) -> _Findings:
    nothing = Verdict(evaluate.Scores(scorer.taxonomy, 0, {}, {}, {}), ())
    verdict = judge(scorer, examples, samples=samples, seed=_SEED, in_full=in_full) if examples else nothing
    return _Findings(scorer.name, verdict, complaint_check.run(scorer, complaint_check.cases()) if check else None)


def _comparisons(findings: Sequence[_Findings], examples: Sequence[Example], taxonomy: Taxonomy, *, samples: int) -> tuple[Comparison, ...]:
    """The first beside each of the others, by a paired test."""
    if not examples:
        return ()
    gold = [example.labels for example in examples]
    languages, groups = [example.lang for example in examples], [example.group for example in examples]
    first, *others = findings
    return tuple(
        compare(gold, first.verdict.said, found.verdict.said, languages, groups, taxonomy, other=found.name, seed=_SEED, samples=samples)
        for found in others
    )


def _write(out: Path, findings: Sequence[_Findings], comparisons: Sequence[Comparison], *, where: str | None) -> None:
    """``metrics.json`` and ``report.html``."""
    first, *others = findings
    numbers = _numbers(first)
    if others:
        numbers |= {"against": {other.name: _numbers(other) for other in others}, "comparisons": [*map(comparison.to_json, comparisons)]}
    about = {"Model": first.name, "Data": where or "–", "Date": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")}
    page = evaluate.render(
        first.verdict.scores,
        others[0].verdict.scores if others else None,
        title="How good are the labels?",
        other=others[0].name if others else BASELINE,
        about=about,
        mistakes=first.verdict.mistakes,
        sections=[complaint_check.section(found.check) for found in findings if found.check],
        beside=evaluate.Beside(comparisons, first.verdict.handover, first.verdict.deletion),
    )
    out.mkdir(parents=True, exist_ok=True)
    (out / "metrics.json").write_text(json.dumps(numbers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (out / "report.html").write_text(page, encoding="utf-8")


def _numbers(found: _Findings) -> dict[str, Any]:
    verdict, numbers = found.verdict, evaluate.to_json(found.verdict.scores)
    numbers |= {"selective": selective.to_json(verdict.handover)} if verdict.handover else {}
    numbers |= {"evidence": deletion.to_json(verdict.deletion)} if verdict.deletion else {}
    return numbers | ({"check": complaint_check.to_json(found.check)} if found.check else {})


def _tables(findings: Sequence[_Findings]) -> str:
    first, *others = findings
    parts = [complaint_check.table(found.check) for found in findings if found.check]
    if first.verdict.scores.n:
        other = others[0].verdict.scores if others else None
        parts.insert(0, evaluate.table(first.verdict.scores, other, other=others[0].name if others else BASELINE))
    return "\n\n".join(parts) + "\n"


def _contestant(path: str, *, other: str | None) -> _Contestant:
    if path == BASELINE:
        return _baseline(other if other and other != BASELINE else None)
    triage = Triage.load(path)
    return _Contestant(triage.scorer, model.training_keys(path) if Path(path).is_dir() else frozenset())


def _baseline(beside: str | None) -> _Contestant:
    """The baseline, trained on the sources of the model ``beside`` it where they are at hand, else on the corpus."""
    splits, taxonomy = _training_data(beside)
    sys.stderr.write(f"training the linear baseline on {len(splits.train)} messages\n")
    seen = frozenset(example.key for example in (*splits.train, *splits.dev))
    return _Contestant(fit_baseline(splits.train, taxonomy, seed=_SEED), seen)


def _training_data(beside: str | None) -> tuple[data.Splits, Taxonomy]:
    run_file = Path(beside) / model.RUN if beside else None
    if run_file and run_file.exists():
        taxonomy = Taxonomy.from_file(run_file.with_name(model.TAXONOMY))
        run = yaml.safe_load(run_file.read_text(encoding="utf-8"))
        try:  # its data alone: a run of an older version may lack other keys
            return data.load(validate(DataConfig, run["data"], where=str(run_file)), taxonomy, seed=run["seed"]), taxonomy
        except ConfigError as fault:
            sys.stderr.write(f"{fault}\nthe baseline is trained on the corpus alone\n")
    taxonomy = Taxonomy.from_file(run_file.with_name(model.TAXONOMY) if run_file else shipped("configs/taxonomy.yaml"))
    corpus_only = DataConfig(folder=Path(), at_most=None, sources=[SourceUse(use="corpus"), SourceUse(use="threads")])
    return data.load(corpus_only, taxonomy, seed=_SEED), taxonomy
