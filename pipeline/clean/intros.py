"""How sure it is that a line introduces a quoted letter: "On … wrote:", "… schrieb:", "2026/03/04 10:11 Ann <a@b.example>:".

In: the text of one line, or of a wrapped one joined. Out: `CERTAIN` where it may stand before history without ">" marks,
`DATED` or `AUTHOR_ALONE` where ">" lines must follow, `NONE`. The words are those of `phrases.yaml`; a date, a time, an address in
brackets and a closing colon are asked for besides, and no sentence may end within, so that a sentence which begins "On …" is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.clean.phrases import Words, fold, words
from pipeline.clean.templates import template

CERTAIN, DATED, AUTHOR_ALONE, NONE = 3, 2, 1, 0
LONGEST = 400
_SHORT = 130
_MOST_WORDS = 14
"""Words of an intro in a language whose verb is not known; a sentence has more."""
_ENDS = re.compile(r"[:：][\s*_>-]*$|[>)\]]\s*$|-{3,}\s*$|[^\W\d_]\)?[*_]*$|/\d{4}$")
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']+@[^\s<>()\[\]:;,\"']+\.\w+")
_BRACKETED = re.compile(r"[<(\[]{1,3} ?(?:mailto:)?[^\s<>]+@[^<>]+?[>)\]]{1,3}")
_NAME_THEN_ADDRESS = re.compile(r"[^.!?<(]{0,60}(?:\b[^\W\d_]{1,4}\.[^.!?<(]{0,40}){0,3}[<(\[]{1,3}\s*(?:mailto:)?[^\s<>]+@[^<>]+[>)\]]")
_DATE_FIRST = re.compile(r"(?:[^\s\d.,:;!?<>()]{1,14}[.,]{0,2} ?,? ?){0,2}\d{1,4}(?:[./\-\s:,]|年|년|$)")
_WHOLE_DATE = re.compile(r"\d{4}年|\d{4}년|(?<!\d)(?:19|20|25)\d\d(?!\d)|(?<!\d)\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}(?!\d)")
_TIME = re.compile(r"\d{1,2}[:.：]\d{2}|\d{1,2} ?[時时点시h](?!\w)|\d{1,2} ?[時时点시] ?\d")
_DIGIT = re.compile(r"\d")
_SENTENCE_WITHIN = re.compile(r"[^\W\d_]{5,}[.!?] |\d[:.]\d\d[.!?] [^\W\d]|[。！？؟]")
_AUTHOR_ONLY = re.compile(r"\S+(?: \S+){0,3}")
_GMAIL_WITHOUT_WORDS = re.compile(r"\d{4}-\d\d-\d\d \d\d?:\d\d (?:gmt|utc)[+-]\d\d:?\d\d [^:]{1,60}:?")
_BARE_DATE_THEN_ADDRESS = re.compile(
    r"(?:[^\s\d.,:;]{1,14}[.,]{0,2} ?,? ?)?\d{1,4}[./\-年년 ].{1,90}[<(\[]{1,3}[^\s<>]+@[^<>]+[>)\]]{1,3} ?:"
)
_BARE_DATE_THEN_NAME = re.compile(r"\d{4}[/-]\d{1,2}[/-]\d{1,2}(?: \d{1,2}:\d\d)? ([^<>\d]{1,60}) <[^\s<>]+@[^<>]+>")
"""Gmail wrote no colon in some languages: "2026/3/4 Ann Lee <ann@a.example>"."""
_QUOTING = re.compile(r"(?:quoting|zitat von|zitiere|citando a|citando|citeren|quoted from|en citant|cytowanie|citerar|цитирую) .{1,100}:")
_POSTED = re.compile(r"posted by \S{1,60} on \d{1,2}/\d{1,2}/\d{4}")
"""Discourse."""
_DATE_BY_ADDRESS = re.compile(
    r"(?:\d{1,2}\.? [^\W\d_]{3,12}\.?|[^\W\d_]{3,12}\.? \d{1,2},?) \d{4},?"
    r" (?:(?:at|um|à|a las|às|alle|om|в) )?\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?"
    r" (?:by|von|par|de|da|door|от) \S+@\S+:"
)
"""Tuta: "4 Mar 2026, 10:11 by ann@a.example:"."""
_VIA = re.compile(r"\S+(?: \S+){0,4} via \S+(?: \S+){0,6}")
_PREFIXED = re.compile(r"\s(?=[^\W\d_])")
_WEEKDAY_THEN_DATE = re.compile(r"\s*[^\W\d]{1,4} [^\W\d]{2,12}, ")
"""Gmail for Android wrote no time: "On Thursday, June 27, 2013, Ann via Forum wrote:"."""
_NUMERIC_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_NO_NAME = re.compile(
    r"^:\d\d\b|\b(?:[ap]\.?m\.?\b|uhr|gmt|utc|est|edt|cst|cdt|pst|pdt|cet|cest|bst|msk|kl|klo|om)\b\.?|[+-]\d{1,2}:?\d{2}\b|\([^()]{0,12}\)",
    re.IGNORECASE,
)
_MOST_NAMES = 6
_YOU = frozenset({"you", "вы"})
_LEAST_BEFORE = 3
"""Characters before an intro that stands behind other words; fewer are its own abbreviated weekday."""
_ATTEMPTS = 4
_EDGES_AT_END = " \t*_-–—\"'"
_EDGES = " \t*_>-–—\"'«»‘’“”"


def may_end_intro(line: str) -> bool:
    """Whether an intro may end on ``line``: with a colon, an address, dashes, or one of the verbs. Cheap, for it meets every line."""
    if not line or len(line) > LONGEST or not _ENDS.search(line):
        return False
    last = line.rstrip(" \t*_>-")[-1:]
    if last in (":", "："):
        return True
    if "@" in line or "GMT" in line or line.startswith("Posted by "):
        return True
    return _DIGIT.search(line) is not None and fold(line).rstrip(" .-*_>").endswith(words().intro_verbs)


def may_be_intro(line: str) -> bool:
    """Whether there is a date or an address in ``line``. Cheap, for it is asked of all that a colon ends."""
    return "@" in line or _DIGIT.search(line) is not None


def strength(line: str) -> int:
    """How sure it is that ``line`` introduces a quotation."""
    text = fold(line).lstrip(_EDGES).rstrip(_EDGES_AT_END)
    if not text or len(text) > LONGEST:
        return NONE
    fixed = template(line, text)
    if fixed == "sure":
        return CERTAIN
    found = max(_by_words(line, text), DATED if fixed else NONE)
    return min(found, DATED) if words().own_letter.search(text) else found


def _by_words(line: str, text: str) -> int:
    """How sure it is by date, address and verb that ``text``, the folded ``line``, introduces a quotation."""
    known, colon = words(), text.endswith(":")
    body = text.rstrip(": ")
    if not may_be_intro(text) and not body.rstrip(" .)").endswith(known.intro_verbs):
        return NONE
    bracketed, dated, timed = _BRACKETED.search(text), _WHOLE_DATE.search(text), _TIME.search(text)
    begins = known.intro_start.match(text) or _DATE_FIRST.match(text) or _NAME_THEN_ADDRESS.match(text)
    if _SENTENCE_WITHIN.search(text):
        return _in_sentences(known, text, bool(bracketed and dated and timed and begins), body)
    if _without_verb(text, bool(bracketed), bool(dated and timed), colon) or _is_date_and_name(line):
        return CERTAIN
    ending, author = _verb_at_end(known, body), _first(known.verb_then_author, body) if colon else None
    if begins and _DIGIT.search(text) and (ending or author):
        sure = bracketed or (ending and timed and _ADDRESS.search(text.replace(" ", ""))) or (dated and _as_programs_write(known, line))
        return CERTAIN if sure else DATED if colon else NONE
    if colon and (_address_then_verb(known, text) or _verb_then_date(known, body)):
        return CERTAIN if bracketed or (dated and timed and _as_programs_write(known, line)) else DATED
    return _weak(ending, body, line, colon=colon)


def _as_programs_write(known: Words, line: str) -> bool:
    """Whether an intro without an address has the form of a program's: "On 4/3/2026 10:11, Ann Lee wrote:".

    Between the date and the verb stands a name in capitals, or one word (the name of a user), or "ann via Forum". People
    write "on 4 March at 10:11 your agent wrote:", with an article, a pronoun or a title.
    """
    text = line.strip(_EDGES).rstrip(":： ")
    low = text.lower()
    verb = _verb_at_end(known, low) or _first(known.verb, low)
    if verb is None or len(low) != len(text) or len(text) > _SHORT:
        return False
    before, after = text[: verb.start()], text[verb.end() :]
    timed = [found.end() for found in _TIME.finditer(before)]
    if not (timed or _TIME.search(after) or _WEEKDAY_THEN_DATE.match(before)):
        return False
    dates = [*timed, *(found.end() for found in _WHOLE_DATE.finditer(before))]
    name = _NO_NAME.sub(" ", before[max(dates) :] if dates else before)
    if not name.strip(" ,.\"'") and dates:
        name = _NO_NAME.sub(" ", after)
    return _may_be_author(name.strip(" ,.:'\"«»„“”‘’()"), numeric=_NUMERIC_DATE.search(text) is not None)


def _is_not_lower(letter: str) -> bool:
    return not letter.islower()


def _may_be_author(name: str, *, numeric: bool, capitals: bool = True) -> bool:
    """Whether ``name`` may be an author's; with ``capitals`` it must show it by them, which no script without them can."""
    split = name.split()
    if not split or len(split) > _MOST_NAMES or words().no_author.fullmatch(split[0].lower().strip(".,")):
        return numeric and name.lower() in _YOU
    if len(split) == 1 or " via " in name:
        return not capitals or split[0][:1].isupper() or (split[0][:1].isalpha() and split[0].isascii())
    capital = str.isupper if capitals else _is_not_lower
    return all(capital(word.strip("\"'(«„“‘<[/|-")[:1]) or word.lower() in words().particles or not word[:1].isalpha() for word in split)


def _in_sentences(known: Words, text: str, has_all: bool, body: str) -> int:
    """A full stop within may be that of an initial or an abbreviation: address, date and time must all be there."""
    return CERTAIN if has_all and len(text) <= _SHORT and _verb_at_end(known, body) else NONE


def _without_verb(text: str, bracketed: bool, when: bool, colon: bool) -> bool:
    """Intros that need no verb: of Gmail in many languages, of Horde ("Quoting …"), and of languages nobody listed."""
    if (
        _GMAIL_WITHOUT_WORDS.fullmatch(text)
        or _POSTED.fullmatch(text)
        or _DATE_BY_ADDRESS.fullmatch(text)
        or (bracketed and colon and _QUOTING.fullmatch(text))
    ):
        return True
    if not bracketed or len(text) > _SHORT:
        return False
    if _BARE_DATE_THEN_ADDRESS.fullmatch(text) and _WHOLE_DATE.search(text):
        return True
    return when and colon and len(_BRACKETED.sub("", text).split()) <= _MOST_WORDS


def _is_date_and_name(line: str) -> bool:
    """Whether a line is a date, a name in capitals and an address, and no more."""
    found = _BARE_DATE_THEN_NAME.fullmatch(line.strip(" \t*_"))
    return found is not None and all(word.strip("\"'„“”")[:1].isupper() for word in found[1].split())


def _at_words(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches that begin where a word does, which is not after a letter but in scripts that write without blanks."""
    return (
        found
        for found in pattern.finditer(text)
        if not found.start() or not text[found.start() - 1].isalpha() or text[found.start() - 1] > "\u1fff"
    )


def _first(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(_at_words(pattern, text), None)


def _verb_at_end(known: Words, body: str) -> re.Match[str] | None:
    """The verb that ends ``body``, but for a bracket with the date (Apple Mail, Turkish) or one word ("följande")."""
    found = max(_at_words(known.verb, body), key=re.Match.start, default=None)
    if found is None:
        return None
    rest = body[found.end() :].strip(" .")
    return (
        found
        if not rest or re.fullmatch(r"\([^()]{4,60}\)?|följande|følgende|folgendes|le message suivant|lo siguiente|the following", rest)
        else None
    )


def _address_then_verb(known: Words, text: str) -> bool:
    """Intros like "Ann <a@b.example> schrieb am 4.3.2026 um 10:11:", also with nothing but the verb."""
    places = [found.end() for found in _BRACKETED.finditer(text)]
    if not places or not (_NAME_THEN_ADDRESS.match(text) or known.intro_start.match(text)):
        return False
    after = text[places[-1] :].strip(" ,.:)")
    verb = known.verb.match(after)
    return verb is not None and len(after) <= 70 and not re.search(r"[^\W\d_]{12,}", after[verb.end() :])


def _verb_then_date(known: Words, body: str) -> bool:
    """Intros like "Ann Lee wrote on 03/04/2026 10:11:12 AM:" (Lotus Notes, Thunderbird), "Вы писали 4 марта 2026 г., 10:11:" (The Bat!)."""
    verb = _first(known.verb, body)
    before = body[: verb.start()].strip() if verb else ""
    if verb is None or not _AUTHOR_ONLY.fullmatch(before) or _DIGIT.search(before):
        return False
    if before not in _YOU and any(map(words().no_author.fullmatch, before.split())):
        return False
    rest = body[verb.end() :].strip()
    return bool(_TIME.search(rest) and _WHOLE_DATE.search(rest)) and len(rest.split()) <= 9


def _weak(ending: re.Match[str] | None, body: str, line: str, *, colon: bool) -> int:
    """Intros like "Ann wrote:" and "ann via Forum wrote:", which count only before ">" lines."""
    if ending is None or not colon:
        return NONE
    before = body[: ending.start()].strip()
    name = " ".join(line.strip(_EDGES).split()[: len(before.split())])
    if (_AUTHOR_ONLY.fullmatch(before) or _VIA.fullmatch(before)) and _may_be_author(name, numeric=False, capitals=False):
        return AUTHOR_ALONE
    return NONE


def glued_at(line: str) -> int | None:
    """Where an intro begins in ``line`` behind other words ("thanks On Wed, 4 Mar 2026 at 10:11, Ann wrote:"), if one does.

    It must be certain, and begin with a capital where the script has them: "… that on 4 March at 10:11 he wrote:" is a sentence.
    """
    if not may_end_intro(line) or not _WHOLE_DATE.search(line) or not _TIME.search(line):
        return None
    known, tried = words(), 0
    for gap in _PREFIXED.finditer(line):
        before = line[: gap.start()]
        if _DIGIT.search(before) or "@" in before:
            return None
        if (
            len(before.strip()) < _LEAST_BEFORE
            or known.intro_start.fullmatch(fold(before))
            or not _WHOLE_DATE.search(line, gap.end())
            or line[gap.end()].islower()
            or known.own_letter.search(fold(before.split()[-1]))
            or not known.intro_start.match(fold(line[gap.end() : gap.end() + 30]))
        ):
            continue
        tried += 1
        if tried > _ATTEMPTS:
            return None
        if strength(line[gap.end() :]) == CERTAIN:
            return gap.end()
    return None


def may_begin_intro(line: str) -> bool:
    """Whether folded ``line`` may be the beginning of a wrapped intro: as intros begin, with a date, or a name and an address."""
    begins = words().intro_start
    if begins.fullmatch(line) or (line.endswith(",") and begins.match(line)):
        return True
    return _DIGIT.search(line) is not None and any(rule.match(line) for rule in (begins, _DATE_FIRST, _NAME_THEN_ADDRESS))


def author(line: str) -> dict[str, str]:
    """The address in an intro, as the field of a header block."""
    found = _ADDRESS.search(line.replace("mailto:", " "))
    return {"from": found.group()} if found else {}
