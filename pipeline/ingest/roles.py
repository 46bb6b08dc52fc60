"""Who in a mailbox is the company: by its own domains, or by a first look at the mail.

In: messages with senders and recipients. Out: a `Company`, which says of a message whether it is the company's own (role ``agent``).

With own domains given, they alone decide. Without them the rule is this, and in doubt everybody is a customer. The company is the
domain that takes part, as sender or recipient, in `_SHARE` of the first mails, with at least `_CORRESPONDENTS` others writing to
it, and clearly more often than any other domain; of a public mail provider it is the one address that does. Where no company is
found, a mail is the company's if its sender is a desk that answers ("support@", "noreply@") and its subject a
reply ("Re:", "AW:"). Automatic mail is not told apart here: its headers are not kept.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from pipeline.ingest.subjects import base_subject
from pipeline.records import Message, Role

_LEAST_MAILS = 5
_SHARE = 0.6
_CORRESPONDENTS = 3
_CLEARLY = 1.25
_DESKS = re.compile(
    r"(?:support|service|services|customer[._-]?(?:service|care|support)|customers?|care|help|help[._-]?desk|no[._-]?reply|do[._-]?not[._-]?reply|"
    r"kunden(?:service|dienst|betreuung|support)?|reklamation(?:en)?|sav|service[._-]?clients?|relation[._-]?clients?|atencion(?:[._-]?al)?"
    r"[._-]?clientes?|soporte|reclamaciones|assistenza(?:[._-]?clienti)?|servizio[._-]?clienti|reclami|suporte|atendimento|sac|destek|"
    r"musteri[._-]?hizmetleri|complaints?|feedback|kefu|kokyaku|cs|khidma)(?:[._-]?[a-z]{2})?(?:\+.*)?",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|rocketmail|icloud|me|mac|aol|gmx|web|t-online|freenet|arcor|posteo|mailbox|orange|"
    r"wanadoo|free|laposte|sfr|libero|virgilio|alice|tiscali|tin|terra|telefonica|uol|bol|ig|globo|sapo|mail|yandex|ya|rambler|bk|list|inbox|qq|163|"
    r"126|sina|sohu|foxmail|yeah|aliyun|naver|daum|hanmail|nate|docomo|ezweb|softbank|nifty|protonmail|proton|pm|zoho|mynet|fastmail|hey|"
    r"comcast|verizon|att|btinternet|sky|bigpond|shaw|rogers|bluewin|seznam|wp|o2|onet|interia|ukr)\.(?:[a-z]{2,4}|(?:com|co|ne|net)\.[a-z]{2})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Company:
    """``domains`` and ``addresses`` of the company; ``guess_desks``: nothing is known of it, so answering desks are taken for it."""

    domains: Set[str] = frozenset()
    addresses: Set[str] = frozenset()
    guess_desks: bool = False

    def role(self, message: Message) -> Role:
        """``agent`` for the company's own mail; a role that is known already stays."""
        sender = (message.sender or "").lower()
        if message.role == "agent" or not sender:
            return message.role
        if self.owns(sender):
            return "agent"
        answers = self.guess_desks and is_desk(sender) and base_subject(message.subject).is_reply
        return "agent" if answers else "customer"

    def owns(self, address: str) -> bool:
        """Whether an address is the company's."""
        address = address.lower()
        return address in self.addresses or not self.domains.isdisjoint(_domains(address))


def _domains(address: str) -> set[str]:
    """The domain of an address and the domains above it."""
    labels = address.rpartition("@")[2].rstrip(".").split(".")
    return {".".join(labels[start:]) for start in range(len(labels))}


def is_desk(address: str) -> bool:
    """Whether an address is by its name a desk that answers customers, and not at a public mail provider."""
    local, _, domain = address.rpartition("@")
    return _DESKS.fullmatch(local) is not None and _PUBLIC.fullmatch(domain) is None


def find_company(messages: Iterable[Message]) -> Company:
    """The company whose mailbox this is, from its first mails; by the rule above."""
    mails, parties, writers = 0, Counter[str](), defaultdict[str, set[str]](set)
    for message in messages:
        sender = (message.sender or "").lower()
        if not sender:
            continue
        mails += 1
        names = {name for address in (sender, *message.recipients) for name in _name(address.lower())}
        parties.update(names)
        for name in names - set(_name(sender)):
            writers[name].add(sender)
    found = _clear_winner(parties, writers, mails)
    if found is None:
        return Company(guess_desks=True)
    return Company(addresses=frozenset({found})) if "@" in found else Company(domains=frozenset({found}))


def _name(address: str) -> Iterator[str]:
    """What an address is counted by: its domain, or the address itself where the domain is shared by all the world."""
    domain = address.rpartition("@")[2].rstrip(".")
    if domain:
        yield address if _PUBLIC.fullmatch(domain) else domain


def _clear_winner(parties: Counter[str], writers: dict[str, set[str]], mails: int) -> str | None:
    ranked = sorted(((-count, name) for name, count in parties.items() if len(writers[name]) >= _CORRESPONDENTS))
    if mails < _LEAST_MAILS or not ranked:
        return None
    best, name = -ranked[0][0], ranked[0][1]
    second = -ranked[1][0] if len(ranked) > 1 else 0
    return name if best >= _SHARE * mails and best >= _CLEARLY * second else None
