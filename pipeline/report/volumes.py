"""The sections that count: types by cause, heat, volumes over time, loyalty, and any facet a user adds.

In: a `Summary` and `Names`. Out: a `Section` each, or None where the taxonomy or the data has nothing for it.
Every sentence is computed from the same counts as its chart.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.report import wording
from pipeline.report.bounded import OTHER
from pipeline.report.charts import Bar, Stack, columns, heat_class, horizontal_bars, stacked_strips
from pipeline.report.summary import LanguageCount, Summary
from pipeline.report.timeline import Timeline, timeline
from pipeline.report.view import FEW, Legend, Names, Panel, Remark, Section, heat_legend, label_bars, type_facet
from pipeline.report.wording import amount_and_share, count_of, number, quoted, share

_SHOWN_LANGUAGES = 14
_SILENT = "unknown"
"""A label that says nothing was said; it is told in words, not drawn."""


def types(summary: Summary, names: Names) -> Section | None:
    """What messages are about, a panel per cause."""
    facet = type_facet(summary)
    if facet is None:
        return None
    base, top = summary.filled[facet], max(summary.counts[facet].values(), default=0)
    groups = summary.taxonomy.facets[facet].groups or {"": summary.taxonomy.facets[facet].label_names}
    panels = [_group_panel(summary, names, facet, group, members, top) for group, members in groups.items()]
    return Section("types", names.facet(facet), _types_sentence(summary, names, facet, base), panels, legend=_hot_legend(summary, names))


def _hot_legend(summary: Summary, names: Names) -> list[Legend]:
    return [Legend("f-h4", f"hot: {names.hot()}"), Legend("f-accent", "the rest")] if summary.heat else []


def _group_panel(summary: Summary, names: Names, facet: str, group: str, members: Sequence[str], top: int) -> Panel:
    base = summary.filled[facet]
    amount = summary.groups[facet][group] if group else base
    title = names.group(facet, group) if group else names.facet(facet)
    ranked = sorted(members, key=lambda code: -summary.counts[facet][code])
    bars = label_bars(summary, names, facet, ranked, base, hot=True)
    leader = bars[0]
    sentence = f"{count_of(amount, 'message')}, {share(amount, base)}; most often {quoted(leader.label)}." if leader.value else "None."
    return Panel(title, sentence, horizontal_bars(bars, top=top, about=title))


def _types_sentence(summary: Summary, names: Names, facet: str, base: int) -> str:
    if not base:
        return "No message names a type."
    counts, heated = summary.counts[facet], summary.hot_counts[facet]
    parts = []
    if summary.groups.get(facet):
        group, amount = max(summary.groups[facet].items(), key=lambda item: item[1])
        parts.append(
            f"{quoted(names.group(facet, group))} is the most frequent cause: {share(amount, base)} of {count_of(base, 'message')}."
        )
    leader = max(counts, key=lambda code: counts[code])
    parts.append(f"The type met most often is {quoted(names.label(facet, leader))} ({number(counts[leader])}).")
    common = [code for code in counts if counts[code] >= FEW // 3]
    hottest = max(common, key=lambda code: heated[code] / counts[code], default=None)
    if hottest and heated[hottest]:
        parts.append(
            f"{quoted(names.label(facet, hottest))} runs hottest: {share(heated[hottest], counts[hottest])} of its messages are hot."
        )
    return " ".join([*parts, "A message can have several types."])


def heat(summary: Summary, names: Names) -> Section | None:
    """How hot messages are, altogether and per language."""
    if summary.heat is None:
        return None
    levels, total = summary.level_counts, sum(summary.level_counts)
    bars = [
        Bar(names.level(level), count, amount_and_share(count, total), heat_class(level, len(levels))) for level, count in enumerate(levels)
    ]
    hot = summary.hot or 0
    sentence = f"{number(hot)} of {count_of(total, 'message')} ({share(hot, total)}) are hot: {names.hot()}."
    common = max(range(len(levels)), key=lambda level: levels[level])
    highest = quoted(names.level(len(levels) - 1))
    first = f"Most often the level is {quoted(names.level(common))}; {number(levels[-1])} reach the highest, {highest}."
    panels = [
        Panel("All messages", first, horizontal_bars(bars, top=max(levels), about="Messages per level")),
        _languages_panel(summary, names),
    ]
    return Section("heat", names.facet(summary.heat), sentence, panels)


def _languages_panel(summary: Summary, names: Names) -> Panel:
    words = wording.wording()
    ranked = sorted(summary.languages.items(), key=lambda item: (-item[1].messages, item[0]))
    shown, rest = ranked[:_SHOWN_LANGUAGES], ranked[_SHOWN_LANGUAGES:]
    stacks = [Stack(words.language(code), row.levels, f"{share(_hot(summary, row), row.messages)} hot") for code, row in shown]
    sentence = "Each strip is a language’s messages, from calm at the left to hottest at the right."
    steady = [(code, row) for code, row in shown if row.messages >= FEW and code != OTHER]
    if steady:
        code, row = max(steady, key=lambda item: _hot(summary, item[1]) / item[1].messages)
        sentence += f" The largest hot share: {words.language(code)}, {share(_hot(summary, row), row.messages)}."
    if rest:
        sentence += f" {count_of(len(rest), 'language')} with fewer messages not drawn."
    return Panel("By language", sentence, stacked_strips(stacks, about="Levels by language"), heat_legend(summary, names))


def _hot(summary: Summary, row: LanguageCount) -> int:
    return sum(row.levels[summary.hot_from :])


def days(summary: Summary, names: Names) -> Section | None:
    """Volumes over time; None where no message has a date, or all have the same."""
    found = timeline(summary.days.counts)
    if found is None or len(found.buckets) < 2:
        return None
    stacks = [Stack(bucket.tick, bucket.counts) for bucket in found.buckets]
    sentence = _days_sentence(summary, found)
    chart = columns(stacks, about=f"Messages per {found.grain}, stacked by level. {sentence}")
    note = _undated(summary, found)
    panel = Panel(f"Messages per {found.grain}", note, chart, heat_legend(summary, names), wide=True)
    return Section("days", "Over time", sentence, [panel])


def _days_sentence(summary: Summary, found: Timeline) -> str:
    busiest = max(found.buckets, key=lambda bucket: bucket.messages)
    hottest = max(found.buckets, key=lambda bucket: sum(bucket.counts[summary.hot_from :]))
    hot = sum(hottest.counts[summary.hot_from :]) if summary.heat else 0
    sentence = f"Most messages came {busiest.when} ({number(busiest.messages)})"
    if not hot:
        return f"{sentence}."
    return f"{sentence}; most hot ones {'then too' if hottest is busiest else hottest.when} ({number(hot)})."


def _undated(summary: Summary, found: Timeline) -> str:
    parts = ["A column is as high as its messages; the hot ones lie at the foot."] if summary.heat else []
    if summary.days.undated:
        parts.append(f"{count_of(summary.days.undated, 'message')} without a readable date not drawn.")
    if found.strays:
        parts.append(f"{count_of(found.strays, 'message')} with dates far outside this period not drawn.")
    return " ".join(parts)


def standing(summary: Summary, names: Names) -> Section | None:
    """Loyalty and threats."""
    panels = [facet_panel(summary, names, facet) for facet in ("loyalty", "threats") if facet in summary.counts]
    if not panels:
        return None
    sentence = " ".join(filter(None, (_at_risk(summary, names), _threatening(summary))))
    return Section("standing", "Loyalty and threats", sentence or "Where customers stand, and what they say they will do.", panels)


def _at_risk(summary: Summary, names: Names) -> str:
    amount = summary.counts.get("loyalty", {}).get("at_risk")
    return "" if amount is None else f"{count_of(amount, 'message')} from customers “{names.label('loyalty', 'at_risk').lower()}”."


def _threatening(summary: Summary) -> str:
    amount = summary.filled.get("threats")
    return "" if amount is None else f"{number(amount)} ({share(amount, summary.messages)}) threaten a step."


def missed(summary: Summary, names: Names) -> Section | None:
    """What customers lost, and what they need."""
    panels = [facet_panel(summary, names, facet) for facet in ("needs", "loss") if facet in summary.counts]
    return Section("missed", "What customers miss", "What the trouble cost them, and what they look for.", panels) if panels else None


def more(summary: Summary, names: Names, shown: set[str]) -> Section | None:
    """Every other facet, the stages of threads, and the channels."""
    left = [name for name in summary.counts if name not in shown]
    panels = [facet_panel(summary, names, facet) for facet in left]
    if summary.stages.counts:
        words = wording.wording()
        ranked = [(wording.first_upper(words.stage(code)), count) for code, count in summary.stages.ranked()]
        panels.append(_tally_panel("Stage on the curve", "Where each message stands on its thread’s curve", ranked))
    if summary.channels.counts:
        ranked = [(wording.first_upper(wording.plain(code)), count) for code, count in summary.channels.ranked()[:12]]
        panels.append(_tally_panel("Channel", "How messages came in", ranked))
    return Section("more", "More counts", "Everything else that was asked of each message.", panels) if panels else None


def facet_panel(summary: Summary, names: Names, facet: str) -> Panel:
    """Bars for any facet; levels keep their order, other labels are ranked."""
    codes = [code for code in summary.counts[facet] if code != _SILENT]
    if summary.taxonomy.facets[facet].kind != "ordinal":
        codes.sort(key=lambda code: -summary.counts[facet][code])
    bars = label_bars(summary, names, facet, codes, summary.messages)
    top = max((bar.value for bar in bars), default=0)
    chart = horizontal_bars(bars, top=top, about=names.facet(facet))
    return Panel(names.facet(facet), _facet_sentence(summary, facet, bars), chart, remarks=_remarks(summary, names, facet))


def _facet_sentence(summary: Summary, facet: str, bars: Sequence[Bar]) -> str:
    leader = max(bars, key=lambda bar: bar.value, default=None)
    if leader is None or not leader.value:
        return "Found in no message."
    sentence = f"Most often {quoted(leader.label)}."
    silent = summary.counts[facet].get(_SILENT)
    if silent:
        return f"{sentence} {count_of(silent, 'message says', 'messages say')} nothing about it."
    if summary.taxonomy.facets[facet].kind == "many":
        return f"{sentence} {count_of(summary.filled[facet], 'message has', 'messages have')} one or more."
    return sentence


def _remarks(summary: Summary, names: Names, facet: str) -> list[Remark]:
    known = wording.wording().advice.get(facet, {})
    return [Remark(names.label(facet, code), known[code].helps) for code, count in summary.counts[facet].items() if count and code in known]


def _tally_panel(title: str, about: str, ranked: Sequence[tuple[str, int]]) -> Panel:
    total = sum(count for _, count in ranked)
    bars = [Bar(name, count, amount_and_share(count, total)) for name, count in ranked]
    chart = horizontal_bars(bars, top=max(bar.value for bar in bars), about=title)
    return Panel(title, f"{about}: most often {quoted(bars[0].label)}.", chart)
