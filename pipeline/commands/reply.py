"""`complaints reply`: for each message the best replies, filled, best first, with the reasons."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands.options import model_option, quiet_models

if TYPE_CHECKING:
    from pipeline.records import Message, Record, Rejected
    from pipeline.replies.stream import Answer


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    sub = commands.add_parser("reply", help="suggest replies that fit the hostility curve, the archetype and the language")
    sub.add_argument("inputs", nargs="+", metavar="INPUT", help="as for label; label records (with labels) need no model")
    model_option(sub)
    sub.add_argument("--lang", metavar="CODE", help="language of the replies (default: that of each message)")
    sub.add_argument(
        "--replies", metavar="FOLDER", help="own recipes, languages and limits, laid over the shipped ones (default: $COMPLAINTS_REPLIES)"
    )
    sub.add_argument("-n", type=int, default=3, metavar="N", help="suggestions for each message (default: 3)")
    sub.add_argument("--own-domain", action="append", default=[], metavar="DOMAIN", help="mail from here is the company's own (repeatable)")
    sub.add_argument("--json", action="store_true", help="a line of JSON for each message")
    sub.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Write the suggestions for each message."""
    from pipeline.assets import shipped
    from pipeline.ingest import read
    from pipeline.outputs import json_line
    from pipeline.records import Rejected
    from pipeline.replies.desk import ReplyDesk
    from pipeline.replies.stream import answered
    from pipeline.taxonomy import Taxonomy

    own = Path(options.model or "") / "taxonomy.yaml"
    taxonomy = Taxonomy.from_file(own if options.model and own.exists() else shipped("configs/taxonomy.yaml"))
    lists = frozenset(name for name, facet in taxonomy.facets.items() if facet.kind == "many")
    messages = read(options.inputs, own_domains=frozenset(domain.lower() for domain in options.own_domain), list_facets=lists)
    found = False
    for answer in answered(
        messages, ReplyDesk.load(options.replies, taxonomy=taxonomy), taxonomy, _labeller(options.model), language=options.lang, n=options.n
    ):
        if isinstance(answer, Rejected):
            sys.stderr.write(f"rejected {answer.source}: {answer.reason}: {answer.detail}\n")
        else:
            found = True
            sys.stdout.write(json_line(answer.to_dict()) if options.json else _page(answer))
    return 0 if found else 1


def _labeller(model: str | None) -> Callable[[Sequence[Message | Rejected]], list[Record | Rejected]]:
    """A labeller that loads the model when it is first needed."""
    loaded: list[Callable[[Sequence[Message | Rejected]], list[Record | Rejected]]] = []

    def label(items: Sequence[Message | Rejected]) -> list[Record | Rejected]:
        if not loaded:
            quiet_models()
            from pipeline.label import Labeller
            from pipeline.triage import Triage

            loaded.append(Labeller(Triage.load(model).scorer).label_chunk)
        return loaded[0](items)

    return label


def _page(answer: Answer) -> str:
    """One message's suggestions for people to read."""
    record = answer.record
    lines = [f"=== {record.id} ({', '.join(part for part in (record.lang, record.stage, record.channel) if part)})"]
    for number, suggestion in enumerate(answer.suggestions, 1):
        lines += ["", f"{number}. {suggestion.title}{' - HOLD: not to be sent as it stands' if suggestion.hold else ''}"]
        lines += [f"   why: {reason}" for reason in suggestion.why]
        if suggestion.open_slots:
            lines.append(f"   to fill in: {', '.join(suggestion.open_slots)}")
        lines += ["", suggestion.text]
    if answer.suggestions and answer.suggestions[0].questions:
        lines += ["", "Questions that may help:", *(f"- {question}" for question in answer.suggestions[0].questions)]
    if not answer.suggestions:
        lines.append("(a message of the company)" if record.role == "agent" else "(no reply fits)")
    return "\n".join([*lines, "", ""])
