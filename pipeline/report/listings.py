"""The sections that list: hottest messages, rising threads, archetypes, reviews, languages, rejected inputs.

In: a `Summary` and `Names`. Out: cards and rows of plain strings and charts for the template, or None where
there is nothing to list. Texts of messages are bounded and cleaned already (`excerpt`); the template escapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.report import wording
from pipeline.report.bounded import Quoted, Thread
from pipeline.report.charts import Bar, heat_class, horizontal_bars, meter, spark
from pipeline.report.excerpt import Excerpt
from pipeline.report.summary import Summary
from pipeline.report.view import FEW, Names, Panel, Remark, Section, type_facet
from pipeline.report.wording import amount_and_share, count_of, number, quoted, share

_SHOWN_THREADS = 12


@dataclass(frozen=True, slots=True)
class Card:
    """One message, quoted: how hot, in whose words, what was found in it, where it lies."""

    fill: str
    meter: Markup
    level: str
    lang: str
    language: str
    date: str
    excerpt: Excerpt
    facts: Sequence[Remark]
    review: bool
    id: str
    source: str


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread that rises: its curve, its last words, whether the company has answered since."""

    card: Card
    id: str
    curve: Markup
    stage: str
    messages: str
    answered: bool


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """An archetype: how often, how it sounds, what helps."""

    name: str
    amount: str
    sounds: str
    helps: str


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """A language's figures; ``few``: too few messages for shares to be steady."""

    name: str
    messages: str
    complaints: str
    mean: str
    hot: str
    review: str
    few: bool


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A reason for rejection: how often, what to do."""

    reason: str
    amount: str
    remedy: str


def hottest(summary: Summary, names: Names) -> tuple[Section, list[Card]] | None:
    """The hottest messages as cards."""
    found = summary.hottest.ranked()
    if not found:
        return None
    cards = [card(summary, names, quoted_one) for quoted_one in found]
    level = names.level(found[0].level)
    sentence = f"The {count_of(len(found), 'message')} of the highest level, hottest first; the first stands at {quoted(level)}."
    return Section("hottest", "Hottest messages", sentence), cards


def card(summary: Summary, names: Names, found: Quoted) -> Card:
    """One message as the page shows it."""
    words = wording.wording()
    about = f"Level {found.level} of {summary.levels - 1}"
    return Card(
        fill=heat_class(found.level, summary.levels),
        meter=meter(found.level, summary.levels, about=about),
        level=names.level(found.level),
        lang=found.lang,
        language=words.language(found.lang),
        date=(found.date or "")[:10],
        excerpt=found.excerpt,
        facts=_facts(summary, names, found),
        review=found.review,
        id=found.id,
        source=found.source,
    )


def _facts(summary: Summary, names: Names, found: Quoted) -> list[Remark]:
    """What was found in a message: types, threats, archetype, stage; of an unknown taxonomy its first facets."""
    wanted = dict.fromkeys(name for name in (type_facet(summary), "threats", "style") if name in summary.counts)
    others = [name for name in summary.counts if name != summary.heat]
    facts = [Remark(names.facet(name), names.labels(name, found.labels.get(name))) for name in wanted or others[:3] if name is not None]
    facts.append(Remark("Stage", wording.wording().stage(found.stage)))
    return [fact for fact in facts if fact.text]


def threads(summary: Summary, names: Names) -> tuple[Section, list[ThreadRow]] | None:
    """The threads that end at take-off or peak; None where no thread was seen."""
    if not len(summary.threads):
        return None
    found = summary.threads.rising()
    rows = [_thread_row(summary, names, thread) for thread in found[:_SHOWN_THREADS]]
    return Section("threads", "Threads that rise now", _threads_sentence(found), note=_threads_note(summary, found)), rows


def _threads_sentence(found: Sequence[Thread]) -> str:
    if not found:
        return "No thread of two or more customer messages ends while rising or at its peak."
    waiting = sum(not thread.answered for thread in found)
    peak = sum(thread.last.stage == "peak" for thread in found)
    head = f"{count_of(len(found), 'thread ends', 'threads end')} while the customer is still heated, {number(peak)} of them at the peak."
    return (
        f"{head} {'All' if waiting == len(found) else number(waiting)} still wait for an answer."
        if waiting
        else f"{head} All were answered."
    )


def _threads_note(summary: Summary, found: Sequence[Thread]) -> str:
    parts = [f"The first {_SHOWN_THREADS} of {number(len(found))} are shown."] if len(found) > _SHOWN_THREADS else []
    if summary.threads.forgotten:
        parts.append(f"The inbox has more open threads than were followed; {number(summary.threads.forgotten)} older ones are not counted.")
    return " ".join(parts)


def _thread_row(summary: Summary, names: Names, thread: Thread) -> ThreadRow:
    path = " → ".join(map(str, thread.levels))
    return ThreadRow(
        card=card(summary, names, thread.last),
        id=thread.id,
        curve=spark(thread.levels, summary.levels, about=f"Levels, message by message: {path}"),
        stage=wording.first_upper(wording.wording().stage(thread.last.stage)),
        messages=count_of(thread.messages, "message"),
        answered=thread.answered,
    )


def archetypes(summary: Summary, names: Names) -> tuple[Section, list[AdviceRow]] | None:
    """How customers complain, and what helps; None without the facet ``style``."""
    counts = summary.counts.get("style")
    if counts is None:
        return None
    table = wording.wording().advice.get("style", {})
    labels = summary.taxonomy.facets["style"].labels
    rows = [
        AdviceRow(
            names.label("style", code),
            amount_and_share(count, summary.messages),
            table[code].sounds if code in table else labels[code].definition,
            table[code].helps if code in table else "–",
        )
        for code, count in sorted(counts.items(), key=lambda item: -item[1])
    ]
    marked = {code: count for code, count in counts.items() if code != "neutral"}
    leader = max(marked, key=lambda code: marked[code], default=None)
    sentence = f"{number(sum(marked.values()))} of {count_of(summary.messages, 'message')} show an archetype"
    sentence += f"; most often {quoted(names.label('style', leader))} ({number(marked[leader])})." if leader and marked[leader] else "."
    note = "An archetype tells how one message is written. It is never a verdict on a person: do not keep it with a customer’s name."
    return Section("archetypes", names.facet("style"), sentence, note=note), rows


def review(summary: Summary, names: Names) -> Section:
    """What needs a person, and why."""
    if not summary.review:
        return Section("review", "What needs a person", "No message was set aside for a person.")
    ranked = [(_reason(summary, names, reason), count) for reason, count in summary.review_reasons.ranked()]
    bars = [Bar(reason, count, amount_and_share(count, summary.review)) for reason, count in ranked[:14]]
    part = share(summary.review, summary.messages)
    sentence = f"{number(summary.review)} of {count_of(summary.messages, 'message')} ({part}) need a person’s look."
    about = "Why"
    why = f"Most often: {bars[0].label}. A message can have several reasons." if bars else "No reason was given."
    chart = horizontal_bars(bars, top=max(bar.value for bar in bars), about=about) if bars else None
    note = "“complaints review” hands these messages to an annotation tool, and takes the corrections back."
    return Section("review", "What needs a person", sentence, [Panel(about, why, chart, wide=True)], note=note)


def _reason(summary: Summary, names: Names, reason: str) -> str:
    if reason in summary.counts:
        return f"unsure about {quoted(names.facet(reason))}"
    return reason


def languages(summary: Summary) -> tuple[Section, list[LanguageRow]]:
    """A row per language."""
    ranked = sorted(summary.languages.items(), key=lambda item: (-item[1].messages, item[0]))
    rows = [
        LanguageRow(
            wording.wording().language(code),
            number(row.messages),
            amount_and_share(row.complaints, row.messages),
            "–" if row.mean_level is None else f"{row.mean_level:.1f}",
            share(sum(row.levels[summary.hot_from :]), row.messages),
            share(row.review, row.messages),
            row.messages < FEW,
        )
        for code, row in ranked
    ]
    sentence = f"{count_of(len(rows), 'language')}; the largest is {rows[0].name} with {count_of(ranked[0][1].messages, 'message')}."
    note = f"* Fewer than {FEW} messages: read shares with care." if any(row.few for row in rows) else ""
    return Section("languages", "By language", sentence, note=note), rows


def rejected(summary: Summary) -> tuple[Section, list[RejectedRow]] | None:
    """What could not be read, and what to do."""
    found = summary.rejected
    if not found.total:
        return None
    words = wording.wording()
    rows = [
        RejectedRow(wording.first_upper(wording.plain(reason)), number(count), words.remedy(reason))
        for reason, count in found.reasons.ranked()
    ]
    sentence = f"{count_of(found.total, 'input')} could not be read and {'is' if found.total == 1 else 'are'} not in any figure above."
    return Section("rejected", "What could not be read", sentence), rows
