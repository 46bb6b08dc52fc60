"""Sets a `Summary` as one self-contained page of HTML.

In: the counts and a few strings. Out: HTML that loads nothing: inline CSS, inline SVG, no script, and a
content security policy that forbids the rest. Works on A4, on a phone, light and dark. Message texts are
untrusted: Jinja2 escapes every string, only the charts (which escape their own labels) are markup.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.report import listings, volumes, wording
from pipeline.report.excerpt import one_line
from pipeline.report.summary import Summary
from pipeline.report.view import Figure, Names, Section, type_facet
from pipeline.report.wording import count_of, number, share

_TOLD_ELSEWHERE = ("style", "loyalty", "threats", "needs", "loss")


def render(summary: Summary, *, title: str, model: str, language: str = "en", generated: str) -> str:
    """The page.

    Args:
        summary: what was counted; may be empty.
        title: the headline.
        model: name and version of the model that labelled.
        language: of the taxonomy's names; the page's own words are English.
        generated: when, as it should stand in the footer.
    """
    names = Names(summary, language)
    context = _sections(summary, names) if summary.messages else {}
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            title=one_line(title, 160),
            model=one_line(model, 160),
            generated=one_line(generated, 80),
            language=language,
            lede=_lede(summary),
            figures=_figures(summary, names),
            rejected=listings.rejected(summary),
            summary=summary,
            part=context,
            contents=_contents(summary, context),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _sections(summary: Summary, names: Names) -> dict[str, Any]:
    """The parts of the page by name, in the order of the page; None where there is nothing to say."""
    shown = {name for name in (type_facet(summary), summary.heat, *_TOLD_ELSEWHERE) if name}
    return {
        "types": volumes.types(summary, names),
        "heat": volumes.heat(summary, names),
        "days": volumes.days(summary, names),
        "hottest": listings.hottest(summary, names),
        "threads": listings.threads(summary, names),
        "archetypes": listings.archetypes(summary, names),
        "standing": volumes.standing(summary, names),
        "missed": volumes.missed(summary, names),
        "review": listings.review(summary, names),
        "languages": listings.languages(summary),
        "more": volumes.more(summary, names, shown),
    }


def _contents(summary: Summary, parts: dict[str, Any]) -> list[Section]:
    """The sections that the page has, for its table of contents."""
    found = [part[0] if isinstance(part, tuple) else part for part in (*parts.values(), listings.rejected(summary)) if part]
    return [section for section in found if isinstance(section, Section)]


def _lede(summary: Summary) -> str:
    if not summary.messages:
        return "No message was labelled."
    parts = []
    if summary.complaints is not None:
        part = share(summary.complaints, summary.messages)
        parts.append(f"{number(summary.complaints)} of {count_of(summary.messages, 'message')} are complaints ({part})")
    if summary.hot is not None:
        parts.append(f"{number(summary.hot)} {'is' if summary.hot == 1 else 'are'} hot")
    parts.append(f"{number(summary.review)} {'needs' if summary.review == 1 else 'need'} a person’s look")
    return ", ".join(parts[:-1]) + (" and " if parts[:-1] else "") + parts[-1] + "."


def _figures(summary: Summary, names: Names) -> list[Figure]:
    figures = [Figure("messages", "Messages", number(summary.messages), _where_and_when(summary))]
    if summary.complaints is not None:
        note = f"{number(summary.complaints)} of {number(summary.messages)}"
        figures.append(Figure("complaints", "Complaints", share(summary.complaints, summary.messages), note))
    if summary.hot is not None:
        figures.append(Figure("hot", "Hot", number(summary.hot), f"{share(summary.hot, summary.messages)}, {names.hot()}"))
    note = f"{share(summary.review, summary.messages)} of messages: the model asks for a look"
    return [*figures, Figure("review", "Need a person", number(summary.review), note)]


def _where_and_when(summary: Summary) -> str:
    parts = [f"in {count_of(len(summary.languages), 'language')}"] if summary.languages else ["from customers"]
    if summary.days.counts:
        parts.append(wording.span(min(summary.days.counts), max(summary.days.counts)))
    return ", ".join(parts)
