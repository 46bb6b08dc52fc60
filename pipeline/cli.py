"""The command line: a thin coat over the library. Words go to stderr, data to stdout or files.

Each command (``pipeline/commands``) returns an exit code: 0 done, 1 failed, 2 wrong usage or YAML, 3 rejected
inputs under ``--strict``.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence

from pipeline import __version__
from pipeline.commands import adapt, check, clean, curve, evaluate, label, reply, serve, train
from pipeline.errors import PipelineError

_Command = Callable[[argparse.Namespace], int]
_COMMANDS = (label, clean, reply, check, curve, train, evaluate, adapt, serve)


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
    for command in _COMMANDS:
        command.add(commands)
    return top
