"""The desk's answers to the made-up messages of ``examples.yaml``, as the second half of ``docs/replies.md``.

In: ``configs/replies/examples.yaml``. Out: Markdown, the same on every day, since the day is in the file. What stands
above `MARK` in the page is written by hand. ``python -m pipeline.replies.examples docs/replies.md`` writes the page anew.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pipeline.assets import shipped
from pipeline.errors import ConfigError, PipelineError
from pipeline.records import LabelValue, Record
from pipeline.replies.desk import ReplyDesk, Suggestion
from pipeline.strict_yaml import StrictModel, read_yaml, validate

MARK = "<!-- written by: python -m pipeline.replies.examples docs/replies.md -->"
_RULE = re.compile(r" \([^()]*\)$")


class Example(StrictModel):
    """A message and its labels; the keys are explained in the file."""

    language: str
    name: str
    dir: Literal["ltr", "rtl"] = "ltr"
    channel: str
    stage: str
    sender: str
    text: str
    labels: dict[str, str | int | list[str]]

    def record(self) -> Record:
        """The record the desk gets."""
        labels: dict[str, LabelValue] = dict(self.labels)
        return Record(
            id=self.language,
            source="examples.yaml",
            thread=None,
            role="customer",
            date=None,
            channel=self.channel,
            lang=self.language,
            subject="",
            text=self.text,
            labels=labels,
            scores=None,
            stage=self.stage,
            review=False,
            model="given",
        )


class ExamplesFile(StrictModel):
    """``examples.yaml``."""

    version: int
    today: datetime.date
    examples: tuple[Example, ...]


def read_examples() -> ExamplesFile:
    """The shipped examples.

    Raises:
        ConfigError: the file is wrong.
    """
    path = shipped("configs/replies/examples.yaml")
    return validate(ExamplesFile, read_yaml(path), where=str(path))


def rendered(desk: ReplyDesk, file: ExamplesFile) -> str:
    """Each message, its labels, the best reply and the reasons for it, in Markdown."""
    return "\n\n".join(_section(example, _answer(desk, example, file.today)) for example in file.examples) + "\n"


def with_examples(page: str, examples: str) -> str:
    """``page`` with ``examples`` below its mark.

    Raises:
        ConfigError: ``page`` has no mark.
    """
    above, mark, _ = page.partition(MARK)
    if not mark:
        raise ConfigError("the page has no place for the examples", hint=f"put this line where they belong: {MARK}")
    return f"{above}{mark}\n\n{examples}"


def _answer(desk: ReplyDesk, example: Example, today: datetime.date) -> Suggestion:
    return desk.suggest(example.record(), message={"sender_name": example.sender}, n=1, today=today)[0]


def _section(example: Example, reply: Suggestion) -> str:
    reasons = "; ".join(_RULE.sub("", reason) for reason in reply.why)
    parts = [
        f"### {example.name} (`{example.language}`)",
        *_quoted(example.text, example.dir),
        f"*{', '.join(_told(example))}*",
        f"**{reply.title}:**",
        *_quoted(reply.text, example.dir),
        f"Why: {reasons}.",
    ]
    return "\n\n".join(parts)


def _told(example: Example) -> Iterator[str]:
    yield f"{example.channel}, {example.stage}"
    for facet, value in example.labels.items():
        if value not in ([], "unknown") and facet not in {"intent", "sentiment"}:
            yield f"{facet} {' + '.join(value) if isinstance(value, list) else value}"


def _quoted(text: str, direction: str) -> Iterator[str]:
    """``text`` as a quotation with its line breaks; from right to left where the script runs so."""
    lines = text.strip().split("\n")
    broken = [f"{line}\\" if line and after else line for line, after in zip(lines, [*lines[1:], ""], strict=True)]
    quotation = "\n".join(f"> {line}".rstrip() for line in broken)
    yield from [quotation] if direction == "ltr" else ('<div dir="rtl">', quotation, "</div>")


def main(arguments: list[str]) -> int:
    """Write the examples into the page named."""
    path = Path(arguments[0] if arguments else "docs/replies.md")
    try:
        page = with_examples(path.read_text(encoding="utf-8"), rendered(ReplyDesk.load(), read_examples()))
    except PipelineError as fault:
        sys.stderr.write(f"{fault}\n")
        return fault.exit_code
    path.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
