"""`complaints clean`: what is read of each message, as JSON lines."""

from __future__ import annotations

import argparse
import sys

from pipeline.commands.options import limits_option
from pipeline.commands.redaction import chosen_redaction, redact_options


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    sub = commands.add_parser("clean", help="show what is read of each message: own words, quoted, signature")
    sub.add_argument("inputs", nargs="+", metavar="INPUT")
    sub.add_argument("--own-domain", action="append", default=[], metavar="DOMAIN")
    redact_options(sub)
    limits_option(sub)
    sub.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Write the layers of each message."""
    from pipeline.clean import clean, to_dict
    from pipeline.ingest import read
    from pipeline.outputs import json_line
    from pipeline.records import Rejected
    from pipeline.redact import Redactor, redact_message, redact_rejected

    redaction = chosen_redaction(options)
    redactor = Redactor(redaction) if redaction else None
    found = False
    for item in read(options.inputs, own_domains=frozenset(options.own_domain), limits=options.limits):
        if isinstance(item, Rejected):
            said = redact_rejected(item, redactor) if redactor else item
            sys.stderr.write(f"rejected {said.source}: {said.reason}: {said.detail}\n")
        else:
            found = True
            cleaned = clean(item)
            sys.stdout.write(json_line(to_dict(redact_message(cleaned, redactor) if redactor else cleaned)))
    return 0 if found else 1
