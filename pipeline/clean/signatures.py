"""The lines below a letter that are no part of it: signature block, "Sent from my …", legal notice, list footer.

In: a normalised text without history. Out: where the last of these begins, or None; cut one by one, from the end. Rules:

- what follows the delimiter "-- " (RFC 3676, section 4.3), which only programs write; after a bare "--", which people
  write too, and under other short rules, only a few short lines without a sentence that begin with a name or hold contacts;
- device lines at the very end;
- notices and list footers: paragraphs at the end, known by what they say;
- a block of contact lines at the end (telephone, address of the web or of mail, company number), without a sentence. Where it
  hangs on a closing ("Kind regards"), it begins there. A closing with no more than a name under it belongs to the letter, and
  so does a name after a dash ("-Ann"), which is a closing of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.clean.markers import is_quoted, is_sent_from
from pipeline.clean.phrases import bare, fold, words

_MOST_LINES = 60
"""Lines of a signature with its legal notice; what is longer is no signature."""
_LONGEST_NOTICE = 10_000
"""Characters of a paragraph in which a notice is looked for."""
_FEW_LINES = 8
_MOST_CONTACT_LINES = 14
_SHORT = 80
_SENTENCE_END = re.compile(r"[.!?。！？؟…][\"'”’)»」]*$")
_CJK_SENTENCE = re.compile(r"[。！？]|(?:です|ます|ました|ください|습니다|니다|세요|니까)$")
_DANGLING = re.compile(r"-{2,}|[—–_]{1,}|={2,}|\*{3,}|[─━═＝＊～~\-_=*#+]{3,}")
_SHORT_RULE = re.compile(r"-{2,3}|[—–]{1,2}|_{2,4}|={2,4}|\+{2,4}|\*{2,4}")
_LONG_RULE = re.compile(r"[-_=*#~+─━═＝＊～☆★・‥…◇◆□■○●]{5,}|(?:[*+=~\-☆★＊] ?){5,}")
_CONTACT = re.compile(
    r"(?:\+|\b00|\(0)\d[\d ()./\-]{6,}\d|\(\d{2,4}\) ?\d[\d \-]{5,}\d|^[tmefpw] ?[:：] ?\S|"
    r"(?<!\d[./\-])\b(?!\d\d?[./\-]\d\d?[./\-]\d{2,4}\b)0\d[\d ()./\-]{6,}\d|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}[-.]\d{3,4}[-.]\d{4}\b|https?://|\bwww\.|"
    r"[^\s@<>]+@[^\s@<>]+\.\w|〒|"
    r"(?:^|[\s|,/·•])(?:tel(?:efon[eo]?|éfono|\.)?|fax|mob(?:il[e]?|\.)?|móvil|cel[l.]?|celular|tél(?:éphone|\.)?|phone|gsm|skype|whatsapp|e-?mail|web|telf?|tlf|ph|"
    r"тел(?:ефон|\.)?|моб|факс|هاتف|جوال|فاكس|電話|携帯|ＴＥＬ|传真|傳真|电话|手机|手機|전화|팩스|휴대폰)\b ?[.:：/+\d]",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\s@\s|\b(?:ceo|cto|cfo|coo|gmbh|ag|kg|ltd|llc|inc|s\.?a\.?r\.?l|s\.?r\.?l|s\.?p\.?a|b\.?v|plc|manager|director|engineer|consultant|"
    r"developer|officer|head of|president|founder|assistant|leiter(?:in)?|geschäftsführer(?:in)?|directeur|directrice|responsable|gérante?|"
    r"gerente|director[a]?|responsabile|titolare|direttore|менеджер|директор|ооо|müdürü|şti|a\.ş|部|株式会社|有限会社|有限公司|经理|經理|대리|과장|부장|팀장)\b",
    re.IGNORECASE,
)
_COMPANY_END = re.compile(
    r"\b(?:ltda?|inc|co|corp|s\.a|s\.l|s\.r\.l|s\.p\.a|şti|a\.ş|bros|jr|sr|ph\.d|tic|san|z o\.o|s\.r\.o)\.$", re.IGNORECASE
)
_LINK_ALONE = re.compile(r"[<\[(]?(?:https?://|www\.|#)\S+")
_HAS_NUMBER_OR_COLON = re.compile(r"\d|[:：]")
_IMAGE = re.compile(r"\[(?:image|cid|bild|imagen|imagem|immagine|画像)[:：][^\[\]]{0,120}\]", re.IGNORECASE)
"""A logo in a text part, as Gmail and Outlook name it."""
_NAME_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Tail:
    """The last lines of a text, and where each begins in it; the first may be the end of a longer text, and is never cut."""

    lines: list[str]
    starts: list[int]

    def filled(self, begin: int) -> list[str]:
        """The filled lines from ``begin`` on."""
        return [line for line in self.lines[begin:] if line.strip()]


def find_signature(text: str) -> int | None:
    """Where the last signature in ``text`` begins; the time goes by the length of the signature, not of the text."""
    tail = _tail(text.rstrip())
    for rule in (_program_line, _delimited, _notice, _ruled, _closed_block, _contact_block):
        begin = rule(tail)
        if begin is not None and begin > 0:
            return tail.starts[begin]
    return None


def is_program_line(text: str) -> bool:
    """Whether a text is one line that a device or a program wrote, or one rule."""
    return "\n" not in text and (_DANGLING.fullmatch(text.strip()) is not None or is_sent_from(text))


def _tail(text: str) -> _Tail:
    lines = text.rsplit("\n", _MOST_LINES)
    starts, place = [], 0
    for line in lines:
        starts.append(place)
        place += len(line) + 1
    return _Tail(lines, starts)


def _program_line(tail: _Tail) -> int | None:
    """Lines like "Sent from my iPhone" and its likes, or a rule with nothing below it."""
    last = len(tail.lines) - 1
    line = tail.lines[last]
    if is_program_line(line):
        return _lowest(tail, last)
    above = tail.lines[last - 1] if last else ""
    wrapped = above.strip() and len(above) + len(line) <= _SHORT
    return last - 1 if wrapped and is_sent_from(f"{above.strip()} {line.strip()}") else None


def _lowest(tail: _Tail, last: int) -> int:
    """The first of the programs' lines and rules that stand together at the end."""
    first = last
    for number in range(last - 1, 0, -1):
        line = tail.lines[number].strip()
        if line and not is_program_line(line):
            break
        first = number if line else first
    return first


def _delimited(tail: _Tail) -> int | None:
    """What follows the lowest delimiter."""
    for number in range(len(tail.lines) - 2, -1, -1):
        line = tail.lines[number]
        if line == "-- ":
            return None if any(map(is_quoted, tail.filled(number + 1))) else number
        if len(line) <= _FEW_LINES and _SHORT_RULE.fullmatch(line.strip()) and not line[:1].isspace():
            below = tail.filled(number + 1)
            named = bool(below) and (_is_signed(below[0]) or _CONTACT.search(" ".join(below)) is not None)
            return number if named and len(below) <= _FEW_LINES and all(map(_is_contact_or_short, below)) else None
    return None


def _is_signed(line: str) -> bool:
    """Whether a line may begin a signature under a rule that people draw: a name, a closing, both, or one word; no sentence, no section."""
    split = line.split()
    if bare(line) in words().closings or len(split) == 1:
        return True
    closing, comma, name = line.partition(",")
    if comma and bare(closing) in words().closings:
        return _is_name(name) and not any(word[:1].islower() for word in name.split())
    return _is_name(line) and not _SENTENCE_END.search(line) and not any(word[:1].islower() for word in split)


def _notice(tail: _Tail) -> int | None:
    """A legal notice or a list footer: the last paragraph, or the one above paragraphs that hang on it."""
    end = len(tail.lines)
    for _ in range(3):
        begin = _paragraph(tail, end)
        if begin is None:
            return None
        found = _notice_within(tail.lines[begin:end])
        if found is not None:
            return begin + found
        if not all(_is_contact_or_short(line) for line in tail.lines[begin:end] if line.strip()):
            return None
        end = begin
    return None


def _paragraph(tail: _Tail, end: int) -> int | None:
    """Where the paragraph above line ``end`` begins; None where there is nothing but the first line of the tail."""
    while end > 0 and not tail.lines[end - 1].strip():
        end -= 1
    begin = end
    while begin > 0 and tail.lines[begin - 1].strip():
        begin -= 1
    return begin if end > 0 else None


def _notice_within(lines: list[str]) -> int | None:
    """The line of a paragraph with which a notice begins."""
    folded = [fold(line.strip(" *_#>|※【[(—–-🌳🌲🌱🌍♻💚\ufe0f")) for line in lines]
    for number, line in enumerate(folded):
        if words().footer.match(line):
            return _above_links(lines, number)
    found = words().notice.search(" ".join(folded)[:_LONGEST_NOTICE])
    if found is None:
        return None
    place = 0
    for number, line in enumerate(folded):
        if place <= found.start() < place + len(line) + 1:
            return number if found.start() == place or number == 0 or _ends_sentence(lines[number - 1]) else 0
        place += len(line) + 1
    return None


def _above_links(lines: list[str], number: int) -> int:
    """The line where a notice begins whose links stand above it."""
    while number and (_LINK_ALONE.fullmatch(lines[number - 1].strip()) or _DANGLING.fullmatch(lines[number - 1].strip())):
        number -= 1
    return number


def _ruled(tail: _Tail) -> int | None:
    """A block of contact lines under a long rule, as Japanese mail has it, often with a second rule at its end."""
    for number in range(len(tail.lines) - 2, max(-1, len(tail.lines) - _MOST_CONTACT_LINES - 2), -1):
        if _LONG_RULE.fullmatch(tail.lines[number].strip()):
            below = tail.filled(number + 1)
            contact = sum(map(_is_contact, below))
            return number if contact and all(map(_is_contact_or_short, below)) else None
    return None


def _closed_block(tail: _Tail) -> int | None:
    """A closing with a block of contact lines below its name."""
    filled = 0
    for number in range(len(tail.lines) - 1, 0, -1):
        line = tail.lines[number].strip()
        if not line:
            continue
        if bare(line) in words().closings:
            return number if filled > 1 and _names_contact(tail.filled(number + 1)) else None
        filled += 1
        if filled > _MOST_CONTACT_LINES or not _is_contact_or_short(line):
            return None
    return None


def _names_contact(lines: list[str]) -> bool:
    return any(_is_contact(line) or _TITLE.search(line) for line in lines)


def _contact_block(tail: _Tail) -> int | None:
    """Paragraphs of contact lines at the end that no closing announces: the lowest begins with a name."""
    end, found = len(tail.lines), None
    for _ in range(4):
        begin = _paragraph(tail, end)
        if not begin:
            break
        lines = [line for line in tail.lines[begin:end] if line.strip() and not _IMAGE.fullmatch(line.strip())]
        contact = sum(map(_is_contact, lines))
        if not all(map(_is_contact_or_short, lines)) or len(lines) > _MOST_CONTACT_LINES:
            break
        if contact and (len(lines) > 1 and (_is_name(lines[0]) or (contact == len(lines) and not _leads_up(tail, begin)))):
            found = begin
        elif not (found is not None and any(_TITLE.search(line) for line in lines) and len(lines) <= _FEW_LINES):
            break
        else:
            found = begin
        end = begin
    return found


def _leads_up(tail: _Tail, begin: int) -> bool:
    """Whether what stands above line ``begin`` leads up to it with a colon: "My numbers:"."""
    above = next((line.rstrip() for line in reversed(tail.lines[:begin]) if line.strip()), "")
    return above.endswith((":", "："))


def _is_name(line: str) -> bool:
    """Whether a line may be a name: a few words, no number, no sentence."""
    return len(line.split()) <= _NAME_WORDS and not _HAS_NUMBER_OR_COLON.search(line) and not _ends_sentence(line) and not is_quoted(line)


def _is_contact(line: str) -> bool:
    """Whether a line says how to reach somebody; a long one is a paragraph, and is not looked through."""
    return len(line) <= 2 * _SHORT and _CONTACT.search(line) is not None


def _is_contact_or_short(line: str) -> bool:
    """Whether a line may stand in a signature: short, or with a link, and no sentence."""
    if is_quoted(line):
        return False
    if _is_contact(line):
        return not (line.rstrip().endswith(("!", "?")) or (_ends_sentence(line) and len(line.split()) > _FEW_LINES))
    return len(line) <= _SHORT and not _ends_sentence(line)


def _ends_sentence(line: str) -> bool:
    """Whether a line ends a sentence of more than two words; "Acme Inc." and "CEO @ Acme !" do not."""
    text = line.strip()
    if _CJK_SENTENCE.search(text):
        return True
    if _COMPANY_END.search(text):
        return False
    return _SENTENCE_END.search(text) is not None and (text[-1:] in "?؟" or sum(word[:1].isalpha() for word in text.split()) > 2)
