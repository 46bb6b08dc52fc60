"""`complaints serve`: the endpoint."""

from __future__ import annotations

import argparse

from pipeline.commands.options import model_option, quiet_models


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    sub = commands.add_parser("serve", help="answer on HTTP: POST /v1/label, OpenAPI at /docs")
    sub.add_argument("--host", default="127.0.0.1")
    sub.add_argument("--port", type=int, default=8000)
    model_option(sub)
    sub.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Answer until stopped."""
    quiet_models()
    from pipeline.serve import serve

    serve(options.host, options.port, options.model)
    return 0
