"""The record that cleaning gives: language, layers, JSON."""

import json
from pathlib import Path

import pytest

from pipeline.clean import clean, to_dict
from pipeline.ingest import read_mail
from pipeline.records import Message
from tests.clean.mails import OWN


def message(body: str, **values) -> Message:
    return Message(**{"id": "1", "source": "x", "body": body, **values})


@pytest.mark.parametrize("lang", [lang for lang in OWN if lang != "nl"])
def test_the_language_is_detected_with_a_confidence(lang):
    found = clean(message(OWN[lang]))
    assert found.lang == lang
    assert 0.5 < found.lang_confidence <= 1


@pytest.mark.parametrize(("stated", "code"), [("zh", "zh-Hans"), ("zh-TW", "zh-Hant"), ("EN-us", "en"), ("nl-BE", "nl-BE")])
def test_a_stated_language_is_believed(stated, code):
    found = clean(message(OWN["de"], lang=stated))
    assert (found.lang, found.lang_confidence) == (code, 1.0)


def test_a_stated_language_that_is_none_is_detected():
    assert clean(message(OWN["de"], lang="german!")).lang == "de"


def test_the_language_is_that_of_the_labelled_text_not_of_the_quotation():
    quoted = "\n".join(f"> {OWN['en']}" for _ in range(9))
    assert clean(message(f"{OWN['de']}\n\nOn 4 Mar 2026 at 10:11 Shop <a@b.example> wrote:\n{quoted}", channel="email")).lang == "de"


def test_the_body_of_the_result_is_normalised_and_the_rest_is_as_it_came():
    original = message("a\r\nb\u200b", subject=" a\n b ", thread="t", role="agent", date="2026-03-04", labels={"intent": "praise"})
    found = clean(original).message
    assert (found.body, found.subject) == ("a\nb", "a b")
    assert (found.id, found.thread, found.role, found.date, found.labels) == ("1", "t", "agent", "2026-03-04", {"intent": "praise"})


def test_the_json_line_has_the_keys_of_the_contract_and_plain_values():
    headers = [
        "From: Ann <ann@example.com>",
        "To: help@shop.example",
        "Subject: Re: order",
        "Message-ID: <2@example.com>",
        "In-Reply-To: <1@shop.example>",
        "Date: Wed, 04 Mar 2026 10:11:12 +0100",
        "Content-Type: text/html",
    ]
    intro = "<p>On Tue, 3 Mar 2026 at 10:11 Shop &lt;help@shop.example&gt; wrote:</p>"
    page = f"<p>No, I want my money back.</p>{intro}<blockquote>Sorry.</blockquote>"
    data = "\r\n".join([*headers, "", page]).encode()
    found = to_dict(clean(read_mail(data, "mail.eml")))
    assert json.loads(json.dumps(found)) == found
    assert found == {
        "id": "2@example.com",
        "source": "mail.eml",
        "subject": "Re: order",
        "from": "ann@example.com",
        "to": ["help@shop.example"],
        "date": "2026-03-04T10:11:12+01:00",
        "message_id": "2@example.com",
        "in_reply_to": "1@shop.example",
        "references": [],
        "thread": "1@shop.example",
        "lang": "en",
        "channel": "email",
        "attachments": [],
        "html_only": True,
        "warnings": [],
        "body": "No, I want my money back.\n\nOn Tue, 3 Mar 2026 at 10:11 Shop <help@shop.example> wrote:\n\n> Sorry.",
        "own": "No, I want my money back.",
        "quoted": "On Tue, 3 Mar 2026 at 10:11 Shop <help@shop.example> wrote:\n\n> Sorry.",
        "signature": "",
        "forwarded": None,
        "text": "No, I want my money back.",
        "cuts": [{"start": 27, "end": 96, "reason": "quoted"}],
    }


def test_a_forward_in_json_has_its_four_keys():
    found = to_dict(clean(message("---------- Forwarded message ---------\nFrom: A <a@b.example>\nSubject: s\n\ntext", channel="email")))
    assert found["forwarded"] == {"from": "a@b.example", "subject": "s", "date": None, "text": "text"}


def test_the_projects_own_letters_lose_nothing_but_what_was_passed_on(root):
    """Letters without mail history must come through whole: the measure of over-cutting."""
    folder: Path = root / "pipeline" / "corpus" / "messages"
    rows = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    if not rows:
        pytest.skip(f"no corpus in {folder}")
    found = [clean(message(row["text"], channel="email", lang=row["lang"])) for row in rows]
    cut = [item for item in found if item.own != item.message.body and item.forwarded is None]
    assert len(cut) <= len(rows) / 200, [item.cuts for item in cut]
