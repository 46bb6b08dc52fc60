"""`complaints train`: fine-tune a model by one YAML."""

from __future__ import annotations

import argparse
import logging
import sys

from pipeline.commands.options import quiet_models


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    sub = commands.add_parser("train", help="fine-tune a model by one YAML, tracked in MLflow")
    sub.add_argument("config", metavar="CONFIG", help="a run, for example configs/default.yaml")
    sub.add_argument("overrides", nargs="*", metavar="key=value", help="settings laid over the file: train.epochs=1")
    sub.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Train, and print the scores."""
    quiet_models()
    from pipeline import config, evaluate, train
    from pipeline.assets import find

    logging.getLogger("pipeline").setLevel(logging.INFO)
    done = train.run(config.load(find(options.config), options.overrides))
    sys.stderr.write(
        f"{evaluate.table(done.scores, None)}\nmodel {done.folder}, MLflow run {done.run_id}, {done.seconds / 60:.1f} minutes\n"
    )
    return 0
