"""What several commands share: the option that names a model, and quiet libraries."""

from __future__ import annotations

import argparse
import os


def model_option(sub: argparse.ArgumentParser) -> None:
    """Add ``--model``."""
    sub.add_argument(
        "--model", metavar="M", help="a model folder or models:/… (default: $COMPLAINTS_MODEL, models/default, or the shipped one)"
    )


def limits_option(sub: argparse.ArgumentParser) -> None:
    """Add ``--limits``."""
    sub.add_argument("--limits", metavar="FILE", help="what one message may cost (default: $COMPLAINTS_LIMITS, or configs/reading.yaml)")


def quiet_models() -> None:
    """Keep the loading bars and advice of transformers off the user's terminal."""
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
