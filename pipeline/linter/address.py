"""The rules of address: one person, by the right name.

In: a `Draft` and the `Context`. Out: hits of ``mass_address`` and ``wrong_name``. A name in another script than the
customer's own is taken for a transliteration; a part of the name, an initial or a bare title is enough.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.linter.draft import Draft, Sentence
from pipeline.linter.hits import Context, Hit
from pipeline.linter.tokens import ACCENT, fold

_DIGRAPHS = {"ae": "a", "oe": "o", "ue": "u", "ss": "s", "ß": "s"}
_FEWEST_LETTERS = 2
_EARLY = 80
_LONGEST_NAME = 6


def mass_address(draft: Draft, context: Context) -> Iterator[Hit]:
    """A crowd is addressed; "dear customer" counts only where the name is known."""
    kinds = ("<crowd>", "<anonymous>") if context.name else () if context.given else ("<crowd>",)
    for sentence in filter(None, (draft.greeting, *draft.body[:1])):
        for span in (span for kind in kinds for span in sentence.marks.get(kind, ()) if sentence.start + span[0] <= _EARLY):
            yield Hit("mass_address", sentence.start + span[0], sentence.start + span[1])
            return


def wrong_name(draft: Draft, context: Context) -> Iterator[Hit]:
    """The greeting holds a name, and it is not the customer's."""
    if not context.name or draft.greeting is None or not draft.phrasebook.has_list("title"):
        return
    strangers = _strangers(draft, draft.greeting, context.name)
    if strangers:
        yield Hit("wrong_name", draft.greeting.start, draft.greeting.end)


def _strangers(draft: Draft, greeting: Sentence, name: str) -> list[str]:
    if any(f"<{kind}>" in greeting.marks for kind in ("crowd", "anonymous")) or re.search(r"[{\[<_○〇×]", greeting.text):
        return []
    if draft.by_sign:
        return _stranger_in_signs(draft, greeting, name)
    parts = _name_parts(draft, greeting)
    known_parts = {_plain(token.form) for token in draft.phrasebook.tokens(name)}
    strangers = [part for part in parts if not _known(_plain(part), known_parts)]
    if len(strangers) < len(parts) and "<patronymic>" not in draft.phrasebook.marks(name):
        return [part for part in strangers if "<patronymic>" not in draft.phrasebook.marks(part)]
    return strangers


def _stranger_in_signs(draft: Draft, greeting: Sentence, name: str) -> list[str]:
    """The name stands before the last title; without a title nothing can be said."""
    titles = [start for start, _ in greeting.marks.get("<title>", ()) if start]
    if not titles:
        return []
    first = max((end for start, end in greeting.marks.get("<greeting>", ()) if end <= titles[-1]), default=0)
    addressed, known = _joined(draft, greeting.text[first : titles[-1]]), _joined(draft, name)
    foreign = _script(addressed) != _script(known)
    if not addressed or foreign or len(addressed) > _LONGEST_NAME or addressed in known or known in addressed:
        return []
    return [addressed]


def _name_parts(draft: Draft, greeting: Sentence) -> list[str]:
    """Words of the greeting that are no greeting, no title and no common opening."""
    spans = [span for kind in ("greeting", "title", "opening") for span in greeting.marks.get(f"<{kind}>", ())]
    return [
        token.form
        for token in draft.phrasebook.tokens(greeting.text)
        if not any(start <= token.start < end for start, end in spans) and any(map(str.isalpha, token.form))
    ]


def _joined(draft: Draft, name: str) -> str:
    return "".join(token.form for token in draft.phrasebook.tokens(name) if any(map(str.isalpha, token.form)))


def _plain(form: str) -> str:
    bare = re.split("['’]", fold(form))[0].removeprefix("ال").rstrip(ACCENT)
    for double, single in _DIGRAPHS.items():
        bare = bare.replace(double, single)
    return bare


def _known(part: str, known: set[str]) -> bool:
    if len(part) < _FEWEST_LETTERS:
        return True
    if all(_script(part) != _script(other) for other in known):
        return True
    return any(part == other or (len(other) == 1 and part.startswith(other)) for other in known)


def _script(word: str) -> str:
    letter = next((character for character in word if character.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""
