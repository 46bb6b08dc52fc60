"""`complaints label`: an inbox in, a labelled file and a report out."""

from __future__ import annotations

import argparse

from pipeline.commands.options import limits_option, model_option, quiet_models
from pipeline.commands.redaction import chosen_redaction, redact_options


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    sub = commands.add_parser("label", help="label messages: an inbox in, a labelled file and a report out")
    sub.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help=".jsonl .csv .tsv .parquet .eml .mbox .msg .pdf .docx .txt .html, a Maildir, a folder, or - for JSON lines",
    )
    sub.add_argument("--out", required=True, metavar="FILE", help=".jsonl, .csv or .parquet; - for JSON lines on stdout")
    model_option(sub)
    sub.add_argument("--report", metavar="FILE.html", help="also write a page to read and forward")
    sub.add_argument("--language", default="en", metavar="CODE", help="language of label names in the report (default: en)")
    sub.add_argument("--own-domain", action="append", default=[], metavar="DOMAIN", help="mail from here is the company's own (repeatable)")
    sub.add_argument("--engine", choices=["local"], default="local", help="where the batch runs")
    sub.add_argument("--resume", action="store_true", help="go on with a run that was stopped")
    sub.add_argument("--strict", action="store_true", help="exit with 3 if any input was rejected")
    redact_options(sub)
    limits_option(sub)
    sub.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Label, write, report."""
    quiet_models()
    from pipeline import batch

    batch.run(
        options.inputs,
        out=options.out,
        model_path=options.model,
        report=options.report,
        language=options.language,
        own_domains=frozenset(domain.lower() for domain in options.own_domain),
        resume=options.resume,
        limits=options.limits,
        strict=options.strict,
        redact=chosen_redaction(options),
    )
    return 0
