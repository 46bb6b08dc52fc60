"""Golden mails: in every first-class language, letters as the mail programs of that language write them.

Each line of ``golden/<code>.jsonl`` is a mail (a ``raw`` message, or ``subject`` and ``body``) with the layers a
careful reader would give it; only what an item states is checked. How the layers are meant:

- The greeting and the name typed under it belong to the letter. The contact lines below them, the lines under a
  delimiter, legal notices, advertising of the mail program and "Sent from my …" are the signature. Where a block of
  contact lines hangs on the greeting, cutting at the greeting, or below the job title, is right too: ``own_or`` holds such
  other right answers.
- An answer below the quotation is what was written; the quotation above it is history. An answer between the lines of
  the quotation stays whole, with these lines.
- What the company's mail gateway wrote above the letter ("[EXTERNAL] …") is its banner, which nobody sent.
- ``text`` is the letter passed on, without its own signature and history, where the sender added nothing but "FYI".

Lines are compared in the normal form, without regard to empty ones.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from pipeline.clean import clean, normalize
from pipeline.ingest import read_mail
from pipeline.records import CleanMessage, Message

FOLDER = Path(__file__).with_name("golden")
LANGUAGES = ("zh-Hans", "zh-Hant", "en", "es", "fr", "de", "pt", "it", "ja", "ko", "ru", "ar", "tr")
LEAST = {"reply": 3, "forward": 2, "signature": 3, "negative": 2, "inline": 1, "html": 1, "footer": 1}
LEAST_IN_ALL = 14


def read(lang: str) -> list[dict]:
    return [json.loads(line) for line in (FOLDER / f"{lang}.jsonl").read_text("utf-8").split("\n") if line]


ITEMS = [(lang, item) for lang in LANGUAGES for item in read(lang)]


def lines(text: str | None) -> list[str]:
    """The filled lines of a text in the normal form."""
    return [line.strip() for line in normalize(text or "").split("\n") if line.strip()]


def one_line(text: str | None) -> str:
    return " ".join(normalize(text or "").split())


def message(lang: str, item: dict) -> Message:
    if "raw" in item:
        found = read_mail(item["raw"].encode(), item["id"])
        assert isinstance(found, Message), found
        return found
    return Message(id=item["id"], source="golden", body=item["body"], subject=item["subject"], channel="email", lang=lang)


def faults(item: dict, found: CleanMessage) -> list[str]:
    """What of ``item`` does not hold of ``found``, each in words."""
    problems = []
    if lines(found.own) not in [lines(own) for own in (item["own"], *item.get("own_or", ()))]:
        problems.append(f"own words are:\n{found.own}\n— but should be:\n{item['own']}")
    text = found.own if item["text"] == item["own"] else item["text"]
    if lines(found.text) != lines(text):
        problems.append(f"the text to be labelled is:\n{found.text}\n— but should be:\n{text}")
    for layer in ("quoted", "signature"):
        problems += [
            f"{layer} lacks {part!r}; it is:\n{getattr(found, layer)}"
            for part in item.get(f"{layer}_has", ())
            if one_line(part) not in one_line(getattr(found, layer))
        ]
    banners = [one_line(found.message.body[cut.start : cut.end]) for cut in found.cuts if cut.reason == "banner"]
    problems += [f"not taken for a banner: {part!r}" for part in item.get("banner_has", ()) if one_line(part) not in " ".join(banners)]
    return problems + _forward_faults(item.get("forwarded"), found)


def _forward_faults(expected: dict | None, found: CleanMessage) -> list[str]:
    if expected is None:
        return [f"taken for a forward of:\n{found.forwarded.text}"] if found.forwarded else []
    if found.forwarded is None:
        return ["not taken for a forward"]
    problems = []
    for name, value in (("from", found.forwarded.sender), ("subject", found.forwarded.subject)):
        if one_line(expected[name]) != one_line(value):
            problems.append(f"the forward's {name} is {value!r}, but should be {expected[name]!r}")
    if lines(expected["text"]) != lines(found.forwarded.text):
        problems.append(f"the forwarded text is:\n{found.forwarded.text}\n— but should be:\n{expected['text']}")
    return problems


@pytest.mark.parametrize(("lang", "item"), [pytest.param(*case, id=case[1]["id"]) for case in ITEMS])
def test_a_mail_is_cut_as_a_careful_reader_would_cut_it(lang, item):
    problems = faults(item, clean(message(lang, item)))
    assert not problems, f"{item['id']} ({item['program']})\n" + "\n".join(problems)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_mails_of_every_kind(lang):
    kinds = Counter(item["kind"] for item in read(lang))
    assert kinds.total() >= LEAST_IN_ALL
    assert {kind: kinds[kind] for kind, least in LEAST.items() if kinds[kind] < least} == {}


def test_ids_are_unique():
    assert [name for name, count in Counter(item["id"] for _, item in ITEMS).items() if count > 1] == []


@pytest.mark.parametrize(("lang", "item"), [pytest.param(*case, id=case[1]["id"]) for case in ITEMS])
def test_the_golden_layers_are_parts_of_the_mail_and_do_not_overlap(lang, item):
    body = one_line(message(lang, item).body)
    own = one_line(item["own"])
    set_aside = [*item.get("quoted_has", ()), *item.get("signature_has", ()), *item.get("banner_has", ())]
    assert own in body
    assert [part for part in set_aside if one_line(part) not in body or one_line(part) in own] == []
    if item["kind"] in ("negative", "inline") and not set_aside:
        assert own == body
