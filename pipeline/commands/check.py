"""`complaints check`: reads a draft reply and says what not to say, and what to say instead."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.commands.options import quiet_models
from pipeline.errors import InputError, UsageError

if TYPE_CHECKING:
    from pipeline.linter import Finding

_STDIN = "-"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    sub = commands.add_parser("check", help="read a draft reply: what not to say, and what to say instead")
    sub.add_argument("reply", metavar="REPLY", help="a text file, or - for stdin")
    sub.add_argument(
        "--to",
        metavar="MESSAGE",
        help='the message it answers: a file with {"text", "name"?, "lang"?, "labels"?, "thread"?: [{"role", "text"}]}',
    )
    sub.add_argument("--lang", metavar="CODE", help="language of the reply (default: the message's, else detected)")
    sub.add_argument("--ignore", action="append", default=[], metavar="RULE", help="leave this rule out (repeatable, or with commas)")
    sub.add_argument("--rules", metavar="FOLDER", help="own rules and phrases instead of configs/linter")
    sub.add_argument(
        "--model",
        metavar="M",
        nargs="?",
        const="",
        help="label the message by this model where it has no labels; without M the default model. "
        "Without labels the rules that depend on its hostility are silent",
    )
    sub.add_argument("--json", action="store_true", help="one line of JSON")
    sub.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Write the findings; 0 also where there are some."""
    from pipeline.linter import Linter
    from pipeline.outputs import json_line

    reply, message = _text(options.reply), _message(options.to) if options.to else None
    if message is not None and options.model is not None and not message.get("labels"):
        message = {**message, "labels": _labels(message, options.model or None)}
    ignore = [name.strip() for given in options.ignore for name in given.split(",") if name.strip()]
    found = Linter.load(options.rules).check(reply, lang=options.lang, message=message, ignore=ignore)
    if options.json:
        sys.stdout.write(json_line({"findings": [finding.to_dict() for finding in found]}))
    else:
        sys.stdout.write(_page(found, reply, options.reply))
    return 0


def _text(path: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if path == _STDIN else Path(path).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as fault:
        raise UsageError(f"cannot be read ({fault.strerror})", where=path, hint="check the path") from fault
    except UnicodeDecodeError as fault:
        raise InputError("is not UTF-8 text", where=path, hint="save it as UTF-8") from fault


def _message(path: str) -> dict[str, Any]:
    """The contract's MESSAGE in a file of JSON."""
    try:
        found = json.loads(_text(path))
    except json.JSONDecodeError as fault:
        raise InputError(f"is no JSON ({fault.msg})", where=f"{path}:{fault.lineno}", hint='write {"text": "…", "name": "…"}') from fault
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise InputError("holds no message", where=path, hint='write one object with "text": {"text": "…", "name": "…"}')
    for key, kind, name in (("labels", dict, "an object"), ("thread", list, "a list")):
        if found.get(key) is not None and not isinstance(found[key], kind):
            raise InputError(f"'{key}' is not {name}", where=path, hint="see `complaints check --help`")
    return found


def _labels(message: dict[str, Any], model: str | None) -> dict[str, Any]:
    quiet_models()
    from pipeline.triage import Triage

    known = {key: message[key] for key in ("text", "lang", "subject") if message.get(key)}
    return dict(Triage.load(model)(known).labels or {})


def _page(found: Sequence[Finding], reply: str, path: str) -> str:
    """The findings for people: where, how grave, which rule, what to say instead."""
    if not found:
        return "Nothing to say against it.\n"
    places = [f"{path}:{_place(reply, finding.start)}" for finding in found]
    widths = max(map(len, places)), max(len(finding.rule) for finding in found)
    lines = []
    for place, finding in zip(places, found, strict=True):
        lines.append(f"{place:<{widths[0]}}  {finding.severity:<7}  {finding.rule:<{widths[1]}}  {finding.message}{_quoted(finding.span)}")
        lines.append(f"{'':<{widths[0]}}  {'':<7}  {'':<{widths[1]}}  → {finding.instead}")
    count = Counter(finding.severity for finding in found)
    told = ", ".join(f"{number} {severity}{'s' if number > 1 else ''}" for severity, number in count.items())
    return "\n".join([*lines, f"Found {told}.", ""])


def _place(reply: str, start: int | None) -> str:
    """Line and column from 1; the whole reply is 1:1."""
    before = reply[: start or 0]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def _quoted(span: str | None) -> str:
    return "" if span is None else f": “{' '.join(span.split())[:60]}{'…' if len(' '.join(span.split())) > 60 else ''}”"
