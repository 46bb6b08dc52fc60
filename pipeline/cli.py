"""The command line: a thin coat over the library. Words go to stderr, data to stdout or files.

Each command reads its options, calls one function and returns an exit code: 0 done, 1 failed, 2 wrong usage
or YAML, 3 rejected inputs under ``--strict``. Heavy packages are imported by the command that needs them, so
that ``complaints --help`` answers at once.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline import __version__
from pipeline.errors import PipelineError

_Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    options = parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO if options.verbose else logging.WARNING, format="%(message)s", stream=sys.stderr)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        command: _Command = options.command
        return command(options)
    except PipelineError as fault:
        sys.stderr.write(f"complaints: {fault}\n")
        return fault.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("complaints: stopped; `complaints label … --resume` goes on where it stood\n")
        return 1
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - the reader has gone; say nothing at exit
        return 0


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(prog="complaints", description="Read customer complaints: label, train, evaluate, serve.")
    top.add_argument("--version", action="version", version=f"complaints {__version__}")
    top.add_argument("-v", "--verbose", action="store_true", help="say more on stderr")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_label(commands)
    _add_clean(commands)
    _add_train(commands)
    _add_evaluate(commands)
    _add_serve(commands)
    return top


def _add_label(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sub = commands.add_parser("label", help="label messages: an inbox in, a labelled file and a report out")
    sub.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help=".jsonl .csv .tsv .parquet .eml .mbox .txt .html, a Maildir, a folder, or - for JSON lines",
    )
    sub.add_argument("--out", required=True, metavar="FILE", help=".jsonl, .csv or .parquet; - for JSON lines on stdout")
    _model_option(sub)
    sub.add_argument("--report", metavar="FILE.html", help="also write a page to read and forward")
    sub.add_argument("--language", default="en", metavar="CODE", help="language of label names in the report (default: en)")
    sub.add_argument("--own-domain", action="append", default=[], metavar="DOMAIN", help="mail from here is the company's own (repeatable)")
    sub.add_argument("--engine", choices=["local"], default="local", help="where the batch runs")
    sub.add_argument("--resume", action="store_true", help="go on with a run that was stopped")
    sub.add_argument("--strict", action="store_true", help="exit with 3 if any input was rejected")
    sub.set_defaults(command=_label)


def _label(options: argparse.Namespace) -> int:
    _no_model_chatter()
    from pipeline import batch

    batch.run(
        options.inputs,
        out=options.out,
        model_path=options.model,
        report=options.report,
        language=options.language,
        own_domains=frozenset(domain.lower() for domain in options.own_domain),
        resume=options.resume,
        strict=options.strict,
    )
    return 0


def _add_clean(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sub = commands.add_parser("clean", help="show what is read of each message: own words, quoted, signature")
    sub.add_argument("inputs", nargs="+", metavar="INPUT")
    sub.add_argument("--own-domain", action="append", default=[], metavar="DOMAIN")
    sub.set_defaults(command=_clean)


def _clean(options: argparse.Namespace) -> int:
    from pipeline.clean import clean, to_dict
    from pipeline.ingest import read
    from pipeline.outputs import json_line
    from pipeline.records import Rejected

    found = False
    for item in read(options.inputs, own_domains=frozenset(options.own_domain)):
        if isinstance(item, Rejected):
            sys.stderr.write(f"rejected {item.source}: {item.reason}: {item.detail}\n")
        else:
            found = True
            sys.stdout.write(json_line(to_dict(clean(item))))
    return 0 if found else 1


def _add_train(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sub = commands.add_parser("train", help="fine-tune a model by one YAML, tracked in MLflow")
    sub.add_argument("config", metavar="CONFIG", help="a run, for example configs/default.yaml")
    sub.add_argument("overrides", nargs="*", metavar="key=value", help="settings laid over the file: train.epochs=1")
    sub.set_defaults(command=_train)


def _train(options: argparse.Namespace) -> int:
    _no_model_chatter()
    from pipeline import config, evaluate, train
    from pipeline.assets import find

    logging.getLogger("pipeline").setLevel(logging.INFO)
    done = train.run(config.load(find(options.config), options.overrides))
    sys.stderr.write(
        f"{evaluate.table(done.scores, None)}\nmodel {done.folder}, MLflow run {done.run_id}, {done.seconds / 60:.1f} minutes\n"
    )
    return 0


def _add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sub = commands.add_parser("evaluate", help="metrics per facet and language, with intervals")
    sub.add_argument("model", metavar="M", help="a model folder, models:/…, or the word baseline")
    sub.add_argument("data", metavar="DATA", help="labelled messages: a file, a folder, or the word corpus")
    sub.add_argument("--against", metavar="M2", help="a second model, or the word baseline, beside it")
    sub.add_argument("--out", metavar="FOLDER", help="write metrics.json and report.html there")
    sub.add_argument("--include-seen", action="store_true", help="also judge on messages the model was trained on (never a fair number)")
    sub.add_argument("--samples", type=int, default=1000, help="bootstrap resamples (default: 1000)")
    sub.set_defaults(command=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    _no_model_chatter()
    from pipeline.evaluate import run

    out = Path(options.out) if options.out else None
    sys.stdout.write(
        run.evaluate_command(
            options.model, options.data, against=options.against, out=out, include_seen=options.include_seen, samples=options.samples
        )
    )
    return 0


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sub = commands.add_parser("serve", help="answer on HTTP: POST /v1/label, OpenAPI at /docs")
    sub.add_argument("--host", default="127.0.0.1")
    sub.add_argument("--port", type=int, default=8000)
    _model_option(sub)
    sub.set_defaults(command=_serve)


def _serve(options: argparse.Namespace) -> int:
    _no_model_chatter()
    from pipeline.serve import serve

    serve(options.host, options.port, options.model)
    return 0


def _model_option(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--model", metavar="M", help="a model folder or models:/… (default: $COMPLAINTS_MODEL, models/default, or the shipped one)"
    )


def _no_model_chatter() -> None:
    """Keep the loading bars and advice of transformers off the user's terminal."""
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
