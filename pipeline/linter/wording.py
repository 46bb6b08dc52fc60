"""The rules of wording: what the phrase files find, sentence by sentence, and what excuses it.

In: a `Draft`. Out: a hit per rule and sentence. ``unless`` excuses within the sentence; ``unless_next`` in a later clause of it
or in the sentence that follows, as long as that is not blunt itself ("we cannot …; you can …").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.linter.draft import Draft, Sentence
from pipeline.linter.hits import Hit

BLUNT = frozenset(
    {
        *("dont_know", "dont_care", "bother", "dislike", "know_better", "go_away", "you_are_wrong", "hurry", "calm_down", "policy"),
        *("blame_customer", "blame_others", "negative_wording", "shouting", "evasion", "jargon"),
    }
)
"""Rules whose sentences are no step forward, whatever words they hold."""
_GIVES_WAY: Mapping[str, frozenset[str]] = {
    "negative_wording": BLUNT | {"but_apology", "overpromise"},
    "dont_care": frozenset({"blame_others", "policy", "but_apology"}),
    "you_are_wrong": frozenset({"blame_others"}),
    "blame_customer": frozenset({"blame_others", "you_are_wrong"}),
    "evasion": frozenset({"blame_others", "blame_customer"}),
    "bother": frozenset({"go_away"}),
    "policy": frozenset({"jargon"}),
    "know_better": frozenset({"shouting", "blame_customer", "but_apology"}),
}
"""Of two names for the same words the better one: "we cannot, it is our policy" is a matter of policy."""
_TELLING = (
    *("shouting", "dislike", "go_away", "bother", "calm_down", "blame_others", "overpromise", "policy", "blame_customer", "you_are_wrong"),
    *("dont_care", "know_better", "hurry", "dont_know", "jargon", "evasion"),
)
"""Where two rules find the same clause, the one that stands first here is told: the graver or the more particular."""
_WHOLE_SENTENCE = frozenset({"but_apology", "evasion", "dont_know", "blame_others", "jargon"})


_ASIDES: Mapping[str, frozenset[str]] = {
    "if": frozenset({"hurry", "overpromise", "negative_wording", "calm_down"}),
    "because": frozenset({"negative_wording"}),
}
"""What a clause that opens with a word of these lists (or ends with one of ``…_after``) is not to blame for: "if you are in a hurry"."""


def phrase_hits(draft: Draft) -> Iterator[Hit]:
    """Hits of all phrase rules, in the order of the text."""
    for place, sentence in enumerate(draft.body):
        following = draft.body[place + 1] if place + 1 < len(draft.body) else None
        rules = {rule for rule in draft.phrasebook.rules & sentence.marks.keys() if not _excused(rule, sentence, following)}
        rules = {rule for rule in rules if not _GIVES_WAY.get(rule, frozenset()) & rules - {rule}}
        yield from (_hit(rule, sentence) for rule in sorted(rules) if not _outdone(rule, rules, sentence))
    yield from _apology_taken_back(draft)


def broken(sentence: Sentence, rules: frozenset[str]) -> bool:
    """Whether ``sentence`` by itself breaks one of ``rules``."""
    return any(rule in sentence.marks and f"{rule}.unless" not in sentence.marks for rule in rules)


def _excused(rule: str, sentence: Sentence, following: Sentence | None) -> bool:
    if f"{rule}.unless" in sentence.marks or _excused_later(rule, sentence):
        return True
    if all(_aside(rule, sentence, *span) for span in sentence.marks[rule]):
        return True
    return following is not None and f"{rule}.unless_next" in following.marks and not broken(following, BLUNT)


def _excused_later(rule: str, sentence: Sentence) -> bool:
    """Whether a clause after the last one that ``rule`` finds makes up for it."""
    after = _clauses(rule, sentence)[1] - sentence.start
    return any(start >= after for start, _ in sentence.marks.get(f"{rule}.unless_next", ()))


def _aside(rule: str, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words from ``start`` to ``end`` stand in a clause of condition or reason, behind or before the word that makes it one."""
    first, last = (place - sentence.start for place in sentence.clause(start, end))
    lists = [name for name, rules in _ASIDES.items() if rule in rules]
    before = any(first <= a < start for name in lists for a, _ in sentence.marks.get(f"<{name}>", ()))
    after = any(start <= a and end <= b <= last for name in lists for a, b in sentence.marks.get(f"<{name}_after>", ()))
    return before or after


def _outdone(rule: str, rules: set[str], sentence: Sentence) -> bool:
    if rule not in _TELLING:
        return False
    start, end = _clauses(rule, sentence)
    rivals = (other for other in _TELLING[: _TELLING.index(rule)] if other in rules)
    return any(start < _clauses(other, sentence)[1] and _clauses(other, sentence)[0] < end for other in rivals)


def _clauses(rule: str, sentence: Sentence) -> tuple[int, int]:
    """From the first to the last clause that ``rule`` finds."""
    spans = [sentence.clause(*span) for span in sentence.marks[rule]]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _hit(rule: str, sentence: Sentence) -> Hit:
    if rule in _WHOLE_SENTENCE:
        return Hit(rule, sentence.start, sentence.end)
    return Hit(rule, *_clauses(rule, sentence))


def _apology_taken_back(draft: Draft) -> Iterator[Hit]:
    """An apology, and the next sentence begins with a 'but'."""
    for sentence, following in zip(draft.body, draft.body[1:], strict=False):
        first = following.marks.get("<but>", ())
        if sentence.touches("apology") and any(start == 0 for start, _ in first) and "but_apology.unless" not in following.marks:
            yield Hit("but_apology", sentence.start, following.end)
