"""The rules about the course of a reply: what comes first, what is missing, what is said too often.

In: a `Draft`, the `Context`, and the hits of the rules of wording. Out: hits; those about something missing have no place.
A sentence is a step forward when it promises, asks, offers, reports something done or answers yes; blunt sentences
(`pipeline.linter.wording.BLUNT`) are not. Where the height of the message is unknown, the rules that need it are silent.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from pipeline.linter.draft import Draft, Sentence
from pipeline.linter.hits import Context, Hit
from pipeline.linter.wording import BLUNT, broken

_STEPS = ("promise", "request", "offer", "done", "affirmative")
_HOLLOW = ("apology", "courtesy", "feeling")
_SOFT = frozenset({"hurry", "calm_down", "blame_others", "blame_customer", "policy", "jargon", "evasion"})
_MANY_APOLOGIES = 3
_MANY_WE, _WE_PER_YOU = 5, 4
_SAME = 0.8
_LONG_TIME, _LONG_TIME_SIGNS = 5, 3
_WE_SIGNS = 4


def no_action(draft: Draft, blunt: set[int]) -> Iterator[Hit]:
    """No sentence is a step forward; ``blunt`` numbers the sentences that break a rule of wording."""
    least = _LONG_TIME_SIGNS if draft.by_sign else _LONG_TIME
    if not draft.body or any(_is_step(sentence, number in blunt, bool(blunt), least) for number, sentence in enumerate(draft.body)):
        return
    if blunt or all(sentence.touches(*_HOLLOW) for sentence in draft.body):
        yield Hit("no_action")


def _is_step(sentence: Sentence, is_blunt: bool, any_blunt: bool, least: int) -> bool:
    if is_blunt:
        moves = sentence.touches("promise", "done") and sentence.touches("time")
        return (moves or _dated(sentence, least)) and not broken(sentence, BLUNT - _SOFT)
    if sentence.touches(*_STEPS):
        return True
    if sentence.touches("apology"):
        return False
    return _dated(sentence, least) or (not any_blunt and (sentence.asks or sentence.touches("time")))


def _dated(sentence: Sentence, least: int) -> bool:
    """A time is named that is more than "now": it holds a number, or is at least as long as ``least``."""
    named = (sentence.text[start:end] for start, end in sentence.marks.get("<time>", ()))
    return any(len(words) >= least or any(map(str.isdigit, words)) for words in named)


def no_date(draft: Draft, faulty: set[int]) -> Iterator[Hit]:
    """Something is promised, and no sentence that is no apology names a time; ``faulty`` sentences have another fault."""
    if any(
        sentence.touches("time") and (sentence.touches("promise", "done") or not sentence.touches("apology", "feeling"))
        for sentence in draft.body
    ):
        return
    for number, sentence in enumerate(draft.body):
        if sentence.touches("promise") and number not in faulty and not sentence.asks and not sentence.touches("request", "done"):
            yield Hit("no_date", sentence.start, sentence.end)
            return


def early_solution(draft: Draft, context: Context, blunt: set[int]) -> Iterator[Hit]:
    """At take-off or peak the first sentence of substance goes to work before any feeling is acknowledged."""
    if not context.rising:
        return
    for number, sentence in enumerate(draft.body):
        if sentence.touches("feeling", "apology"):
            return
        if number in blunt or (sentence.touches("courtesy") and not sentence.touches("request", "promise", "done")):
            continue
        if sentence.touches("promise", "request", "done", "offer") or sentence.asks:
            yield Hit("early_solution", sentence.start, sentence.end)
        return


def no_acknowledgement(draft: Draft, context: Context, blunt: set[int], worded: Collection[Hit]) -> Iterator[Hit]:
    """An annoyed customer, and no feeling is named. A plain sentence before the first step may be sympathy in other words.

    A feeling counts where none of the ``worded`` faults stands: "I see you are upset, but calm down" names it, "don't be upset" does not.
    """
    if not context.heated or not draft.body or any(_feels(sentence, worded) for sentence in draft.body):
        return
    for number, sentence in enumerate(draft.body):
        if number in blunt or sentence.touches("apology", "courtesy"):
            continue
        if not sentence.touches(*_STEPS, "time") and not sentence.asks:
            return
        break
    yield Hit("no_acknowledgement")


def _feels(sentence: Sentence, worded: Collection[Hit]) -> bool:
    rules = {hit.rule for hit in worded if hit.start is not None and sentence.start <= hit.start < sentence.end} & BLUNT
    faults = [span for rule in rules for span in sentence.marks.get(rule, ((0, len(sentence.text)),))]
    named = sentence.marks.get("<feeling>", ())
    return any(not any(start < b and a < end for start, end in faults) for a, b in named)


def sorry_again(draft: Draft) -> Iterator[Hit]:
    """Three apologies or more."""
    places = [(sentence.start + a, sentence.start + b, sentence) for sentence in draft.body for a, b in sentence.marks.get("<apology>", ())]
    if len(places) >= _MANY_APOLOGIES:
        start, end, sentence = places[-1]
        yield Hit("sorry_again", *sentence.clause(start - sentence.start, end - sentence.start))


def we_centred(draft: Draft) -> Iterator[Hit]:
    """Many words for the company, hardly one for the customer."""
    count = {key: sum(len(sentence.marks.get(key, ())) for sentence in draft.body) for key in ("<we>", "<you>")}
    if count["<we>"] >= (_WE_SIGNS if draft.by_sign else _MANY_WE) and count["<we>"] >= _WE_PER_YOU * count["<you>"]:
        yield Hit("we_centred")


def copy_of_last(draft: Draft, context: Context) -> Iterator[Hit]:
    """The company's last reply over again, but for a few words."""
    if not context.last_reply or not draft.body:
        return
    start, end = draft.body[0].start, draft.body[-1].end
    now = [token.form for token in draft.phrasebook.tokens(draft.text[start:end])]
    last = [token.form for token in draft.phrasebook.tokens(context.last_reply)]
    same = sum(block.size for block in difflib.SequenceMatcher(None, last, now, autojunk=False).get_matching_blocks())
    if now and same / len(now) >= _SAME and same / max(len(last), 1) >= _SAME / 2:
        yield Hit("copy_of_last", start, end)
