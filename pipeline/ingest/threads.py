"""Which mails belong together: by their headers, and where those are missing by subject and customer.

In: messages in the order they are read. Out: the same, each mail with its ``thread``. One pass, no looking ahead, the same answer
every time.

By headers (after J. Zawinski's "message threading", RFC 5322 section 3.6.4): a mail joins the thread of the nearest ancestor that is
known from its In-Reply-To and References; without one its thread is named by the first of References, In-Reply-To, its own id. All ids it
names are remembered, so a reply finds its thread also where References is cut short, and where the parent itself was never read.
Threads that a mail turns out to join are one from there on; what was given out before stays as it was.

By subject: a mail without reply headers joins the thread of the same base subject (`subjects`) and the same customer that last
moved within the window, if it has a reply mark or the subject is telling; "Hello" twice is no thread. Desks and lists never count
as the customer. Rows of a table keep their own thread.

Memory: per remembered id or subject a hash of 8 bytes and a reference to its thread's name (about 100 bytes); beyond `most`
the oldest are forgotten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline.ingest.roles import Company, is_desk
from pipeline.ingest.subjects import base_subject
from pipeline.records import Message

_SECONDS_PER_DAY = 86_400.0


@dataclass(slots=True)
class _Thread:
    """A thread's name, and the thread it turned out to be part of."""

    name: str
    joined: _Thread | None = None

    def root(self) -> _Thread:
        """The thread that this one is now; the way there is shortened."""
        found = self
        while found.joined is not None:
            if found.joined.joined is not None:
                found.joined = found.joined.joined
            found = found.joined
        return found


@dataclass(slots=True)
class Threads:
    """Gives mails their threads, one after another. ``window_days`` and ``most`` as the module says."""

    company: Company = field(default_factory=Company)
    window_days: float = 30.0
    most: int = 400_000
    _by_id: dict[int, _Thread] = field(default_factory=dict)
    _by_subject: dict[int, tuple[_Thread, float | None]] = field(default_factory=dict)

    def assign(self, message: Message) -> Message:
        """``message``, which is a mail, with its thread."""
        moment = _seconds(message.date)
        keys = list(self._subject_keys(message))
        thread = self._by_headers(message) or self._by_subject_of(message, keys, moment) or self._new(message)
        for identifier in (message.message_id, message.in_reply_to, *message.references):
            if identifier:
                self._remember_id(identifier, thread)
        for key in keys:
            self._by_subject.pop(key, None)
            self._by_subject[key] = (thread, moment)
        self._forget()
        return message if message.thread == thread.name else replace(message, thread=thread.name)

    def _by_headers(self, message: Message) -> _Thread | None:
        """The known thread of the nearest ancestor, or of the mail itself if an answer to it came first; others join it."""
        nearest_first = (message.in_reply_to, *reversed(message.references), message.message_id)
        known = [self._by_id[key] for identifier in nearest_first if identifier and (key := _hash(identifier)) in self._by_id]
        if not known:
            return None
        first = known[0].root()
        for other in known[1:]:
            if other.root() is not first:
                other.root().joined = first
        return first

    def _by_subject_of(self, message: Message, keys: list[int], moment: float | None) -> _Thread | None:
        subject = base_subject(message.subject)
        if message.in_reply_to or message.references or not (subject.is_reply or subject.is_telling):
            return None
        answered = (address for address in message.recipients if subject.is_reply and not is_desk(address))
        for key in (*keys, *(_hash(_matter(subject.text, address)) for address in answered)):
            found = self._by_subject.get(key)
            if found and self._is_near(found[1], moment, sure=subject.is_reply):
                return found[0].root()
        return None

    def _is_near(self, last: float | None, moment: float | None, *, sure: bool) -> bool:
        """Whether two moments lie within the window; of unknown ones only a reply is taken to."""
        if last is None or moment is None:
            return sure
        return abs(moment - last) <= self.window_days * _SECONDS_PER_DAY

    def _subject_keys(self, message: Message) -> Iterator[int]:
        """A key for each customer whom the mail is from or to."""
        subject = base_subject(message.subject)
        if not subject.text:
            return
        sender = message.sender or ""
        parties = message.recipients if message.role == "agent" else (sender,)
        for address in parties:
            if address and not self.company.owns(address) and not is_shared(address):
                yield _hash(_matter(subject.text, address))

    def _new(self, message: Message) -> _Thread:
        named = (*message.references[:1], message.in_reply_to, message.message_id, message.id)
        return _Thread(next(name for name in named if name))

    def _remember_id(self, identifier: str, thread: _Thread) -> None:
        self._by_id.setdefault(_hash(identifier), thread)

    def _forget(self) -> None:
        """Drop the oldest entries beyond the limit; dictionaries keep the order in which they were filled."""
        while len(self._by_id) > self.most:
            del self._by_id[next(iter(self._by_id))]
        while len(self._by_subject) > self.most:
            del self._by_subject[next(iter(self._by_subject))]


def _matter(subject: str, address: str) -> str:
    return f"{subject}\0{address.lower()}"


def is_shared(address: str) -> bool:
    """Whether an address stands for a machine, through which many people write (forms, shops, bounces)."""
    local = address.lower().rpartition("@")[0].replace("-", "").replace("_", "").replace(".", "")
    return local.startswith(
        ("noreply", "donotreply", "mailerdaemon", "postmaster", "wordpress", "formular", "webform", "notification", "bounce")
    )


def _seconds(date: str | None) -> float | None:
    try:
        return datetime.fromisoformat(date).timestamp() if date else None
    except (ValueError, OverflowError, OSError):
        return None


def _hash(identifier: str) -> int:
    return int.from_bytes(hashlib.blake2b(identifier.encode("utf-8", "replace"), digest_size=8).digest(), "big")
