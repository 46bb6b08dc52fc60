"""`complaints curve`: the hostility curve of a thread, or of one letter sentence by sentence."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.commands.options import model_option, quiet_models


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    sub = commands.add_parser("curve", help="draw how heat rose and fell in a thread, or within one letter")
    sub.add_argument("thread", metavar="THREAD", help=".jsonl or .json of messages, .mbox, a folder of .eml, or one letter")
    sub.add_argument("--out", metavar="FILE", help=".png, .svg or .html (needed without --json)")
    sub.add_argument("--json", action="store_true", help="write the levels and stages to stdout")
    model_option(sub)
    sub.add_argument("--thread", dest="name", metavar="ID", help="which thread, where the file holds several")
    sub.add_argument("--sentences", action="store_true", help="follow one letter by its sentences (the default for a letter alone)")
    sub.add_argument("--own-domain", action="append", default=[], metavar="DOMAIN", help="mail from here is the company's own (repeatable)")
    sub.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Read, label where needed, draw."""
    from pipeline.conversation import output
    from pipeline.conversation.labelling import curve_of
    from pipeline.conversation.reading import read_thread
    from pipeline.errors import UsageError
    from pipeline.scoring import Scorer

    if not options.out and not options.json:
        raise UsageError("there is nothing to write", hint="give --out FILE, or --json")
    out = Path(options.out) if options.out else None
    if out:
        output.check_suffix(out)
    source = Path(options.thread)
    held = read_thread(source, thread=options.name, own_domains=frozenset(domain.lower() for domain in options.own_domain))
    for item in held.rejected:
        sys.stderr.write(f"rejected {item.source}: {item.reason}: {item.detail}\n")
    if held.note:
        sys.stderr.write(f"{held.note}\n")
    used: list[str] = []

    def supply() -> Scorer:
        quiet_models()
        from pipeline.triage import Triage

        scorer = Triage.load(options.model).scorer
        used.append(scorer.name)
        return scorer

    found = curve_of(held.messages, supply, sentences=True if options.sentences else None)
    if out:
        output.write(found, out, title=options.name or source.name, model="".join(used))
    if options.json:
        from pipeline.outputs import json_line

        sys.stdout.write(json_line(found.to_dict()))
    return 0
