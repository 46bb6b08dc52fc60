"""A whole inbox through a model, to files: `complaints label`.

In: paths, a model, where to write. Out: the labelled file, the list of rejected inputs, a report page, and
an `Outcome` that counts; with ``redact`` all of them hold masked text, and the model sees it so. Streams: nothing
grows with the inbox but ids and curves. A killed run goes on with ``resume`` to the same bytes, because chunks
are always the same.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipeline.clean import clean
from pipeline.errors import InputError, RejectedInputsError
from pipeline.ingest import read
from pipeline.journal import Journal
from pipeline.label import Labeller, chunks
from pipeline.memory import return_freed_blocks
from pipeline.outputs import json_line, write, writer_for
from pipeline.progress import Progress
from pipeline.records import CleanMessage, Message, Record, Rejected
from pipeline.redact import RedactOptions, Redactor, redact_message, redact_rejected
from pipeline.report import Summary, render
from pipeline.triage import Triage

_SHOWN = 5  # rejected inputs that are said on the terminal


@dataclass(slots=True)
class Outcome:
    """What a run has done so far: counts, and the summary behind the report."""

    summary: Summary
    labelled: int = 0
    rejected: int = 0
    started: float = field(default_factory=time.monotonic)
    first_rejected: list[Rejected] = field(default_factory=list)

    def add(self, item: Record | Rejected) -> None:
        """Count one result."""
        self.summary.add(item)
        if isinstance(item, Record):
            self.labelled += 1
        else:
            self.rejected += 1
            if len(self.first_rejected) < _SHOWN:
                self.first_rejected.append(item)


def run(
    inputs: Sequence[str],
    *,
    out: str,
    model_path: str | None,
    report: str | None = None,
    language: str = "en",
    own_domains: frozenset[str] = frozenset(),
    resume: bool = False,
    strict: bool = False,
    redact: RedactOptions | None = None,
    limits: str | None = None,
) -> Outcome:
    """Label everything readable in ``inputs`` into ``out`` (``-``: JSON lines on stdout).

    ``redact``: mask what is written. ``limits``: a file with what one message may cost (default: ``configs/reading.yaml``).

    Raises:
        InputError: nothing could be read at all.
        RejectedInputsError: ``strict``, and something was rejected (the files are written all the same).
    """
    if out != "-":
        writer_for(Path(out))  # a wrong suffix is said before the model is loaded
    return_freed_blocks()
    redactor = Redactor(redact) if redact else None
    scorer = Triage.load(model_path).scorer
    labeller = Labeller(scorer, _masking(redactor)) if redactor else Labeller(scorer)
    outcome = Outcome(Summary(labeller.scorer.taxonomy))
    items = _masked_rejections(read(inputs, own_domains=own_domains, limits=limits), redactor)
    if out == "-":
        _to_stdout(items, labeller, outcome)
        listing = "stderr"
    else:
        journal = Journal(Path(out), _about(inputs, labeller.scorer.name, redact, limits))
        listing = _to_file(items, Path(out), labeller, outcome, journal, resume)
    if report:
        _write_report(Path(report), outcome, labeller.scorer.name, language)
    if out != "-":
        sys.stderr.write(_rejections(outcome, listing))
    _check_any(outcome, listing)
    sys.stderr.write(describe(outcome, out, report, listing))
    if strict and outcome.rejected:
        raise RejectedInputsError(
            f"{outcome.rejected} rejected (--strict)", where=listing, hint="mend or remove them, or run without --strict"
        )
    return outcome


def _check_any(outcome: Outcome, listing: str) -> None:
    if not outcome.labelled:
        what = f"nothing readable: {outcome.rejected} rejected"
        raise InputError(what, where=listing, hint="mend them as the reasons say; tables need a column 'text'")


def _about(inputs: Sequence[str], model: str, redact: RedactOptions | None, limits: str | None) -> dict[str, object]:
    """What makes a run the same run: what it reads and within which limits, with which model, and what it masks."""
    about: dict[str, object] = {"inputs": list(inputs), "model": model}
    if limits:
        about["limits"] = limits
    return about | {"redact": {"orders": redact.orders, "leave": sorted(redact.leave)}} if redact else about


def _masking(redactor: Redactor) -> Callable[[Message], CleanMessage]:
    return lambda message: redact_message(clean(message), redactor)


def _masked_rejections(items: Iterable[Message | Rejected], redactor: Redactor | None) -> Iterator[Message | Rejected]:
    """``items``; what was rejected says nothing personal either, where a redactor is given."""
    for item in items:
        yield redact_rejected(item, redactor) if redactor and isinstance(item, Rejected) else item


def _to_file(
    items: Iterator[Message | Rejected], output: Path, labeller: Labeller, outcome: Outcome, journal: Journal, resume: bool
) -> str:
    """Label into ``output``; where the rejected inputs are listed."""
    done = journal.resume() if resume else journal.start()
    for item in journal.items():
        outcome.add(item)
        if isinstance(item, Record):
            labeller.follow(item)
    with Progress("messages", done) as progress:
        for chunk in chunks(itertools.islice(items, done, None)):
            results = labeller.label_chunk(chunk)
            done += len(chunk)
            journal.append(results, done)
            for item in results:
                outcome.add(item)
            progress.advance(len(chunk))
    if outcome.labelled:
        write(journal.records(), output, labeller.scorer.taxonomy)
    return str(journal.finish())


def _to_stdout(items: Iterator[Message | Rejected], labeller: Labeller, outcome: Outcome) -> None:
    """JSON lines to stdout as they come; rejected inputs to stderr, a line each."""
    for item in labeller.stream(items):
        outcome.add(item)
        if isinstance(item, Rejected):
            sys.stderr.write(f"rejected {item.source}: {item.reason}: {item.detail}\n")
        else:
            sys.stdout.write(json_line(item.to_dict()))


def _write_report(path: Path, outcome: Outcome, model: str, language: str) -> None:
    page = render(
        outcome.summary,
        title="Complaints inbox",
        model=model,
        language=language,
        generated=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
    )
    partial = path.with_name(path.name + ".partial")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial.write_text(page, encoding="utf-8")
    partial.replace(path)


def _rejections(outcome: Outcome, listing: str) -> str:
    """The first inputs that could not be read, with their reasons; the listing has them all."""
    lines = [f"rejected {item.source}: {item.detail}\n" for item in outcome.first_rejected]
    if outcome.rejected > len(lines):
        lines.append(f"… and {outcome.rejected - len(lines)} more: {listing}\n")
    return "".join(lines)


def describe(outcome: Outcome, out: str, report: str | None, listing: str) -> str:
    """Five lines that say what was found, for a person at a terminal."""
    seconds = max(time.monotonic() - outcome.started, 1e-9)
    lines = [
        f"{outcome.labelled} messages labelled in {seconds:.0f} s ({outcome.labelled / seconds:.0f}/s), {outcome.rejected} rejected",
        *_findings(outcome.summary),
        f"written: {', '.join(str(path) for path in (out, report, listing if outcome.rejected else None) if path and path != '-')}",
    ]
    return "\n".join(lines) + "\n"


def _findings(summary: Summary) -> list[str]:
    """The inbox in three lines: how much is complaint and how hot, about what, what needs a person."""
    found = []
    if summary.complaints is not None and summary.hot is not None:
        found.append(
            f"{summary.complaints} complaints among {summary.messages} messages in {len(summary.languages)} languages, {summary.hot} hot"
        )
    if "types" in summary.counts:
        common = [item for item in sorted(summary.counts["types"].items(), key=lambda item: -item[1])[:3] if item[1]]
        names = ", ".join(f"{summary.taxonomy.name_of('types', label)} ({count})" for label, count in common)
        found.append(f"most often about {names}" if common else "no message names a type of complaint")
    return [*found, f"{summary.review} need a person's look"]
