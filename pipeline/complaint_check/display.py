"""The result of a check for people: a table for a terminal, and a section of the report's page.

In: a `CheckResult`. Out: text. Rows are functions, columns languages; a dash stands where nothing could be asked. The
section uses the style of ``pipeline/evaluate/page.html.j2``, and every text in it is escaped.
"""

from __future__ import annotations

from importlib import resources
from itertools import islice

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from pipeline.complaint_check.loading import functions
from pipeline.complaint_check.results import CheckResult, Outcome, Rate

_NONE = "–"
_SHOWN = 5  # failures of a function that the page shows


def table(result: CheckResult) -> str:
    """Pass rates in percent, function by language, with Wilson's interval for each function over its languages."""
    codes = list(result.languages)
    rows = [["function", "passed", "95 % interval", "n", *codes]]
    for name, rate in result.functions.items():
        rows.append([name, *_summary(rate), *(_percent(result.cells.get((name, code), Rate(0, 0))) for code in codes)])
    rows.append(["all", *_summary(result.rate), *(_percent(rate) for rate in result.languages.values())])
    said = f"ComplaintCheck of {result.model}: {result.rate.passed} of {result.rate.n} cases passed"
    skipped = f"; {result.rate.skipped} skipped: the model's taxonomy lacks what they ask" if result.rate.skipped else ""
    return f"{said}{skipped} (percent)\n\n{_aligned(rows)}"


def section(result: CheckResult) -> Markup:
    """The section of the page: the table, and the first failures of each function."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["percent"] = _percent
    environment.filters["bounds"] = _bounds
    source = (resources.files("pipeline.complaint_check") / "section.html.j2").read_text(encoding="utf-8")
    failures = {name: _failures(result, name) for name in result.functions}
    about = {name: function.about for name, function in functions().items()}
    page = environment.from_string(source).render(result=result, about=about, failures=failures, nothing=Rate(0, 0))
    return Markup(page)  # noqa: S704 - rendered with autoescape


def _failures(result: CheckResult, function: str) -> list[Outcome]:
    return list(islice((outcome for outcome in result.failed if outcome.case.function == function), _SHOWN))


def _summary(rate: Rate) -> list[str]:
    return [_percent(rate), _bounds(rate), str(rate.n)]


def _percent(rate: Rate) -> str:
    return _NONE if rate.value is None else f"{100 * rate.value:.0f}"


def _bounds(rate: Rate) -> str:
    return _NONE if rate.interval is None else "–".join(f"{100 * bound:.0f}" for bound in rate.interval)


def _aligned(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *numbers in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([lines[0], "  ".join("─" * width for width in widths), *lines[1:]])
