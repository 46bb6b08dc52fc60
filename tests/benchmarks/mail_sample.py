"""How much of the public sample of mails is read and cleaned right: `python -m tests.benchmarks.mail_sample [FOLDER] [--show KIND]`.

FOLDER holds ``exam_*.jsonl`` and ``score.py``, whose rules of comparison are used; by default ``$COMPLAINTS_DATA/email``, else
``../shared/data/email``. Each file is a kind, or several where a mail is asked about more than one thing. Beside the rate stands the one
that is asked for, on another and larger exam of the same kinds; a dash where none is. ``--show KIND`` lists what was missed of a kind.
The rate for encoded headers is that of texts (RFC 2047); 8-bit headers, addresses and parameters are shown without one.
An item that states nothing to compare is not counted.
"""

from __future__ import annotations

import argparse
import html
import importlib.util
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from pipeline.assets import data_folder
from pipeline.clean import clean
from pipeline.clean.mojibake import repair
from pipeline.errors import UsageError
from pipeline.ingest import read, read_mail
from pipeline.ingest.addresses import addresses
from pipeline.ingest.headers import header_text, in_charset
from pipeline.ingest.parameters import parameters
from pipeline.ingest.parts import Part
from pipeline.records import Message, Rejected

WANTED = {
    **{"discourse_reply": 75, "crisp_reply": 85, "willdurand_reply": 80, "github_reply": 90, "zapier_reply": 90, "talon_plain": 75},
    **{"talon_signature": 70, "talon_html": 75, "mailbox": 100, "maildir": 100, "hostile": 100},
    **{f"{exam}: own words": 92 for exam in ("crisp_forward", "discourse_embedded", "quotequail_unwrap")},
    **{"crisp_forward: forwarded body": 85, "ftfy_mojibake: repaired": 94, "ftfy_mojibake: negatives unchanged": 100},
    **{f"{exam}_parse: {part}": 95 for exam in ("stalwart", "zbateson", "phpmime") for part in ("subject", "body")},
    **{"jsmime_headers: text": 95, "stalwart_headers: text": 95, "msg_outlook: subject": 95, "msg_outlook: body": 95},
}
"""Percent, by kind."""
SECONDS, SHOWN = 2.0, 2_000
"""What a hostile mail may take; the characters of a text that are shown in the list of misses."""
HTML_MAIL = b"From: ann@sample.example\nSubject: Re: sample\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
CONDITIONS = ("must_contain", "must_not_contain", "checks")
INNER = ("List", "Group", "group", "addresses")
"""Where the sample keeps the addresses of a list or a group."""
ATTACHMENTS = re.compile(r"(\d+) attachment")

Item = dict[str, Any]


class Verdict(NamedTuple):
    """One question about an item: ``part`` tells it from others about the same; ``right`` is None where it cannot be judged."""

    part: str
    right: bool | None
    wanted: object
    found: object


Judge = Callable[[ModuleType, Item], Iterator[Verdict]]


def reply(rules: ModuleType, item: Item) -> Iterator[Verdict]:
    """What was newly written: replies, signatures, folded quotes; pages are read as mails, and the rules take HTML for them."""
    text, is_page = rules.text(item), item["kind"] == "visible_reply_html"
    message = read_mail(HTML_MAIL + text.encode(), item["id"]) if is_page else _plain(text)
    own = clean(message).own if isinstance(message, Message) else ""
    wanted = {name: item[name] for name in CONDITIONS if item.get(name)} if item.get("expected") is None else item["expected"]
    yield Verdict("", rules.ok(item, html.escape(own) if is_page else own), wanted, own)


def forward(rules: ModuleType, item: Item) -> Iterator[Verdict]:
    """The words above a letter that is passed on, the letter, its subject; and what is no such letter."""
    subject = _path(item, "subject_file").read_text(encoding="utf-8").strip() if item.get("subject_file") else ""
    letter = (cleaned := clean(_plain(rules.text(item), subject))).forwarded
    for part, wanted, found in (
        ("own words", item.get("expected"), cleaned.own),
        ("forwarded body", item.get("expected_forward_body"), letter and letter.text),
        ("forwarded subject", item.get("expected_forward_subject") or None, letter and letter.subject),
    ):
        if wanted is not None:
            yield Verdict(part, found is not None and rules.ws(found) == rules.ws(wanted), wanted, found)
    if item.get("expected_forwarded") is False:
        yield Verdict("no forward", letter is None, None, letter)


def mojibake(rules: ModuleType, item: Item) -> Iterator[Verdict]:
    """Damaged text repaired, right text left alone."""
    found = repair(item["text"])
    yield Verdict("negatives unchanged" if item.get("negative") else "repaired", rules.ok(item, found), item["expected"], found)


def mail(rules: ModuleType, item: Item) -> Iterator[Verdict]:
    """Subject, text, number of attachments and, of Outlook files, recipients.

    A mail without text is rejected, with its subject and the number of its attachments in the reason: that is right too.
    """
    found = next(read([_path(item)])) if item["kind"] == "msg" else read_mail(rules.raw(item), item["id"])
    message, reason = (found, "") if isinstance(found, Message) else (None, found.detail)
    subject, body, count, recipients = map(item.get, ("expected_subject", "expected", "n_attachments", "expected_recipients"))
    if subject is not None:
        is_right = rules.ws(message.subject) == rules.ws(subject) if message else rules.ws(subject) in rules.ws(reason)
        yield Verdict("subject", is_right, subject, message.subject if message else found)
    if body is not None:
        is_empty = isinstance(found, Rejected) and found.reason == "empty" and not rules.ws(body)
        yield Verdict("body", rules.ok(item, message.body) if message else is_empty, body, message.body if message else found)
    if count is not None:
        told = ATTACHMENTS.search(reason)
        listed = len(message.attachments) if message else int(told[1]) if told else 0
        yield Verdict("attachments", listed == count, count, listed)
    if recipients is not None:
        wanted, to = (sorted(map(str.lower, some)) for some in (recipients, message.recipients if message else ()))
        yield Verdict("recipients", to == wanted, wanted, to)


def tree(rules: ModuleType, item: Item) -> Iterator[Verdict]:
    """All texts of a mail of many parts are in the text found, in whatever order."""
    found = read_mail(rules.raw(item), item["id"])
    text = found.body if isinstance(found, Message) else ""
    yield Verdict("", all(rules.ws(leaf) in rules.ws(text) for leaf in item["expected"]), item["expected"], text or found)


def mailbox(rules: ModuleType, item: Item) -> Iterator[Verdict]:
    """The messages of an mbox file or a Maildir: how many, and where they are stated their subjects."""
    found = list(read([_path(item)]))
    subjects = [rules.ws(message.subject) for message in found if isinstance(message, Message)]
    wanted = list(map(rules.ws, item.get("expected_subjects") or subjects))
    yield Verdict("", len(found) == item["expected"] and subjects == wanted, (item["expected"], wanted), subjects)


def hostile(_rules: ModuleType, item: Item) -> Iterator[Verdict]:
    """Reading and cleaning come to an end in time; memory is not measured here."""
    begun = time.perf_counter()
    _ = [clean(found) for found in read([_path(item)]) if isinstance(found, Message)]
    seconds = time.perf_counter() - begun
    yield Verdict("", seconds <= SECONDS, f"at most {SECONDS} s", f"{seconds:.2f} s")


def header(rules: ModuleType, item: Item) -> Iterator[Verdict]:
    """A header that people read; or in 8-bit bytes, each written as one character, beside a text that may state its charset."""
    raw = item["text"] if "text" in item else rules.raw(item).decode("utf-8", "surrogateescape")
    is_8bit = item["kind"] == "header_8bit"
    if is_8bit:
        raw = in_charset(raw.encode("latin-1").decode("ascii", "surrogateescape"), item.get("fallback_charset"))
    yield Verdict("8-bit" if is_8bit else "text", rules.ok(item, header_text(raw)), item["expected"], header_text(raw))


def header_address(_rules: ModuleType, item: Item) -> Iterator[Verdict]:
    """Names and addresses; groups are dissolved, and encoded words decoded on both sides."""
    wanted, found = list(_pairs(item["expected"])), addresses(item["text"])
    yield Verdict("addresses", found == wanted, wanted, found)


def header_parameters(_rules: ModuleType, item: Item) -> Iterator[Verdict]:
    """The parameters of Content-Disposition, and of Content-Type with the type; what is none is plain text (RFC 2045, section 5.2)."""
    wanted, found = item["expected"], parameters(item["text"])
    if item["kind"] == "header_params":
        yield Verdict("parameters", found == wanted[1], wanted[1], found)
        return
    main, sub, stated = wanted["c_type"], wanted["c_subtype"], wanted.get("attributes") or ()
    both = (f"{main}/{sub}".lower() if sub else "text/plain", {name.lower(): value for name, value in stated})
    read_as = (Part({"content-type": item["text"]}).content_type, found)
    yield Verdict("content types", read_as == both, both, read_as)


JUDGES: dict[str, Judge] = {
    **{"visible_reply": reply, "signature_split": reply, "quote_folding": reply, "visible_reply_html": reply},
    **{"forward_split": forward, "mojibake": mojibake, "parse": mail, "msg": mail, "mime_tree": tree},
    **{"mailbox": mailbox, "maildir": mailbox, "hostile": hostile, "header_text": header, "header_8bit": header},
    **{"header_address": header_address, "header_address_nodecode": header_address},
    **{"header_params": header_parameters, "header_content_type": header_parameters},
}
"""By the sample's word for what is asked."""


def _plain(text: str, subject: str = "") -> Message:
    return Message(id="sample", source="sample", body=text, subject=subject, channel="email")


def _path(item: Item, key: str = "raw") -> Path:
    return Path(item["_base"], item[key])


def _pairs(expected: Any) -> Iterator[tuple[str, str]]:
    """Names and addresses in the forms of the sample, groups dissolved."""
    if isinstance(expected, list):
        for one in expected:
            yield from _pairs(one)
    elif inner := next((name for name in INNER if name in expected), None):
        yield from _pairs(expected[inner])
    else:
        yield header_text(expected.get("name") or ""), expected.get("email") or expected.get("address") or ""


def rules_in(folder: Path) -> ModuleType:
    """The sample's own ``score.py``; nothing is written beside it."""
    path = folder / "score.py"
    if not any(folder.glob("exam_*.jsonl")):
        raise UsageError("there is no folder of sample mails (exam_*.jsonl)", where=str(folder), hint="give it, or set $COMPLAINTS_DATA")
    spec = importlib.util.spec_from_file_location("mail_sample_rules", path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise UsageError("the sample's rules of comparison are missing", where=str(path), hint="it comes with the sample's data")
    sys.dont_write_bytecode = True
    rules = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rules)
    return rules


def judge(folder: Path) -> dict[str, list[tuple[str, Verdict]]]:
    """The verdicts by kind, each with the id of its item; what no judge knows, or nobody can judge, is not among them."""
    rules = rules_in(folder)
    verdicts: dict[str, list[tuple[str, Verdict]]] = {}
    for exam in sorted(path.stem.removeprefix("exam_") for path in folder.glob("exam_*.jsonl")):
        for item in rules.load(exam, str(folder)):
            if item["kind"] not in JUDGES:
                sys.stderr.write(f"not judged: {item['id']}, of unknown kind '{item['kind']}'\n")
                continue
            for verdict in JUDGES[item["kind"]](rules, item):
                if verdict.right is not None:
                    verdicts.setdefault(f"{exam}: {verdict.part}".removesuffix(": "), []).append((item["id"], verdict))
    return verdicts


def main() -> None:
    """Print the misses that are asked for, then the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.mail_sample", description="How well the sample mails are read.")
    parser.add_argument("folder", nargs="?", type=Path, default=data_folder(Path("../shared/data")) / "email", help="of exam_*.jsonl")
    parser.add_argument("--show", metavar="KIND", help="list the misses of a kind of the table, or of all kinds of one file")
    given = parser.parse_args()
    try:
        verdicts = judge(given.folder)
    except UsageError as error:
        parser.exit(error.exit_code, f"{error}\n")
    shown = [kind for kind in verdicts if given.show in (kind, kind.partition(":")[0])]
    if given.show and not shown:
        parser.error(f"there is no kind '{given.show}'; there are: {', '.join(verdicts)}")
    for name, verdict in (pair for kind in shown for pair in verdicts[kind] if not pair[1].right):
        about = f"{name} {verdict.part}".rstrip()
        sys.stdout.write(f"{about}\n  wanted {verdict.wanted!r:.{SHOWN}}\n  found  {verdict.found!r:.{SHOWN}}\n")
    sys.stdout.write("| kind | right | of | rate | wanted |\n| --- | --- | --- | --- | --- |\n")
    for kind, pairs in verdicts.items():
        right = sum(bool(verdict.right) for _, verdict in pairs)
        sys.stdout.write(f"| {kind} | {right} | {len(pairs)} | {100 * right / len(pairs):.1f} | {WANTED.get(kind, '-')} |\n")


if __name__ == "__main__":
    main()
