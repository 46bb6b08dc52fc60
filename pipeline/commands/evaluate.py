"""`complaints evaluate`: metrics per facet and language, with intervals."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.commands.options import quiet_models
from pipeline.errors import UsageError


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    sub = commands.add_parser("evaluate", help="metrics per facet and language, with intervals")
    sub.add_argument("model", metavar="M", help="a model folder, models:/…, or the word baseline")
    sub.add_argument(
        "data", metavar="DATA", nargs="?", help="labelled messages: a file, a folder, or the word corpus (may be left out with --check)"
    )
    sub.add_argument(
        "--against", metavar="M2", action="append", default=[], help="a second model, or the word baseline, beside it (may be repeated)"
    )
    sub.add_argument("--check", action="store_true", help="also run ComplaintCheck: the pass rate for each function and language")
    sub.add_argument("--out", metavar="FOLDER", help="write metrics.json and report.html there")
    sub.add_argument("--include-seen", action="store_true", help="also judge on messages the model was trained on (never a fair number)")
    sub.add_argument("--samples", type=int, default=1000, help="bootstrap resamples (default: 1000)")
    sub.add_argument(
        "--suspicious", metavar="FILE.csv", help="instead, list the labels of DATA that are most likely wrong, for a person to review"
    )
    sub.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Judge, and print the table."""
    quiet_models()
    from pipeline.evaluate import run as evaluation

    if options.suspicious:
        if not options.data:
            raise UsageError("--suspicious needs labelled messages to look through", hint="name them after the model")
        found = evaluation.suspicious_command(options.model, options.data, out=Path(options.suspicious), include_seen=options.include_seen)
        sys.stdout.write(found)
        return 0
    out = Path(options.out) if options.out else None
    said = evaluation.evaluate_command(
        options.model,
        options.data,
        against=options.against,
        check=options.check,
        out=out,
        include_seen=options.include_seen,
        samples=options.samples,
    )
    sys.stdout.write(said)
    return 0
