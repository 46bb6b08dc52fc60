"""Address headers (From, To, Cc …) to names and addresses (RFC 5322, section 3.4, and section 4.4 for obsolete forms).

In: a raw header value. Out: pairs of name and address, in order; groups are dissolved, comments name an address that has no
other name. Lenient as mail programs are: names with commas, "@" or brackets and no quotes, addresses in quotes, ``;`` between
addresses, brackets that never close. Linear in the length of the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.ingest.headers import header_text

MAX_CHARACTERS = 32_000
"""Of one header that are read."""
_FOLD = re.compile(r"[\r\n]+")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|<[^<>]*+>?|[(),;:]|[^"<(),;:\\]++|.', re.DOTALL)
_INSIDE_COMMENT = re.compile(r"[()]|[^()\\]++|\\.|.", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = re.compile(r'[\\"]')
_WITH_ESCAPE = r"\\\g<0>"
_COMMENT = re.compile(r"\([^()]*\)")
_ROUTE = re.compile(r"^(?:@[^,:@]*+,?)++:")
_ADDRESS = re.compile(r"[^\s<>,;:\"'()\[\]@]{1,128}@(?:[^\s<>,;:\"'()\[\]@]+|\[[^\s\[\]]*\])")
_QUOTED_LOCAL = re.compile(r'"([\w.+-]+)"(?=@)')
_EDGES = " \t'\"<>"

Pair = tuple[str, str]


@dataclass(slots=True)
class _Mailbox:
    """One address under construction: words of its name, whether in quotes; comments; what stands in angle brackets."""

    words: list[tuple[str, bool]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    bracketed: str | None = None
    named: int = 0
    """Words that stand before the brackets."""

    def close(self, brackets: str) -> None:
        """Take what is in angle brackets, if it is an address."""
        if "@" in brackets:
            self.bracketed, self.named = brackets.strip("<>"), len(self.words)

    def rest(self) -> _Mailbox:
        """The beginning of another address: the words that stand below the brackets, which are taken away here."""
        words = self.words[self.named :] if self.named else []
        del self.words[self.named or len(self.words) :]
        return _Mailbox(words)


def addresses(raw: str) -> list[Pair]:
    """Names and addresses in ``raw``; a value without an @ gives no address."""
    found: list[Pair] = []
    pending = ""
    for mailbox, is_cut in _mailboxes(_tokens(_FOLD.sub("", raw[:MAX_CHARACTERS]))):
        pair = _read(mailbox)
        if "@" in pair[1]:
            found.append((header_text(", ".join(filter(None, (pending, pair[0])))), header_text(pair[1])))
            pending = ""
        else:
            pending = "" if is_cut else pair[0]
    return found or [("", address) for address in _ADDRESS.findall(header_text(raw[:MAX_CHARACTERS]))]


def _tokens(line: str) -> Iterator[str]:
    """Quoted strings, angle brackets, whole comments, separators, and the words between them."""
    place = 0
    while place < len(line) and (token := _TOKEN.match(line, place)):
        place = token.end()
        if token[0] == "(":
            end = _end_of_comment(line, place)
            yield line[token.start() : end]
            place = end
        else:
            yield token[0]


def _end_of_comment(line: str, place: int) -> int:
    """Comments nest; one that never closes goes to the end."""
    depth = 1
    for token in _INSIDE_COMMENT.finditer(line, place):
        depth += (token[0] == "(") - (token[0] == ")")
        if not depth:
            return token.end()
    return len(line)


def _mailboxes(tokens: Iterator[str]) -> Iterator[tuple[_Mailbox, bool]]:
    """What stands between separators, and whether more than a comma ended it; further brackets begin a new one."""
    mailbox = _Mailbox()
    for piece in tokens:
        if piece == ":" and mailbox.bracketed is None and not any("@" in word for word, _ in mailbox.words):
            mailbox = _Mailbox()  # the name of a group
        elif piece in ",;":
            yield mailbox, piece == ";"
            mailbox = _Mailbox()
        elif piece.startswith("(") and len(piece) > 1:
            mailbox.comments.append(_ESCAPED.sub(r"\1", piece[1:].removesuffix(")")))
        elif piece.startswith("<"):
            if mailbox.bracketed is not None and "@" in piece:
                mailbox, complete = mailbox.rest(), mailbox
                yield complete, True
            mailbox.close(piece)
        elif piece.strip():
            mailbox.words.append((_ESCAPED.sub(r"\1", piece[1:].removesuffix('"')), True) if piece.startswith('"') else (piece, False))
    yield mailbox, True


def _read(mailbox: _Mailbox) -> Pair:
    name = "".join(word for word, _ in mailbox.words)
    comment = " ".join(mailbox.comments)
    if mailbox.bracketed is not None:
        return _named(name, comment), _address(mailbox.bracketed)
    whole = "".join(f'"{_ESCAPES.sub(_WITH_ESCAPE, word)}"' if quoted else word for word, quoted in mailbox.words).strip()
    if whole.startswith('"') and '"@' in whole and " " not in whole.rpartition('"@')[2]:
        return _named("", comment), _address(whole)
    found = _ADDRESS.search(name)
    if found:
        return _named(name[: found.start()], comment), found[0]
    return _named(name, comment), ""


def _named(name: str, comment: str) -> str:
    """The name without the quotes around it; a comment where there is none."""
    found = " ".join(name.strip(_EDGES).split())
    return found if any(map(str.isalnum, found)) else " ".join(comment.split())


def _address(text: str) -> str:
    """The address in angle brackets: without comments, route, scheme and needless quotes."""
    bare = _COMMENT.sub("", text).strip(" \t'").removeprefix("mailto:")
    return _QUOTED_LOCAL.sub(r"\1", "@".join(map(str.strip, _ROUTE.sub("", bare).split("@"))))
