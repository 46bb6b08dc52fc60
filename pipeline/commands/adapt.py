"""`complaints adapt`: an encoder goes on learning from your own unlabelled messages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.commands.options import quiet_models


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    sub = commands.add_parser("adapt", help="continue an encoder's pre-training on unlabelled text: your own inbox")
    sub.add_argument("encoder", metavar="ENCODER", help="a folder such as models/encoder, a model folder, or a Hugging Face name")
    sub.add_argument("texts", nargs="+", metavar="TEXTS", help="anything `complaints label` reads; at least 200 messages")
    sub.add_argument("--out", required=True, metavar="DIR", help="where the adapted encoder is written; a stopped run there goes on")
    sub.add_argument("--config", default="configs/adapt.yaml", metavar="FILE", help="settings (default: configs/adapt.yaml)")
    sub.add_argument("--set", action="append", default=[], metavar="key=value", help="a setting laid over the file (repeatable)")
    sub.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Adapt, and say how much better the encoder guesses hidden words."""
    quiet_models()
    from pipeline import adapt
    from pipeline.assets import find

    done = adapt.run(options.encoder, options.texts, out=Path(options.out), config=adapt.load_config(find(options.config), options.set))
    sys.stderr.write(
        f"{done.steps} steps over {done.passages} passages; loss on passages held out {done.before:.3f} → {done.after:.3f}\n"
        f"encoder {done.folder}: train with `complaints train configs/default.yaml encoder={done.folder}`\n"
    )
    return 0
