"""`complaints reply` on label records and mail: a line for each message, and no model where labels are there."""

import argparse
import json

import pytest

from pipeline.commands import reply
from pipeline.ingest import message_from
from pipeline.records import Rejected
from pipeline.replies.stream import answered

LABELS = {
    "intent": "complaint",
    "types": ["billing"],
    "hostility": 3,
    "threats": [],
    "style": "neutral",
    "loyalty": "unknown",
    "needs": [],
    "loss": [],
}


def _run(capsys, *arguments):
    parser = argparse.ArgumentParser()
    reply.add(parser.add_subparsers())
    options = parser.parse_args(["reply", *arguments])
    code = options.command(options)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def inbox(tmp_path):
    rows = [
        {"id": "a", "text": "You charged me twice!!!", "lang": "en", "labels": LABELS, "thread": "t"},
        {"id": "b", "text": "We are looking into it.", "role": "agent", "lang": "en", "thread": "t"},
        {"id": "c", "text": "Still nothing.", "lang": "en", "labels": {**LABELS, "hostility": 2}, "thread": "t"},
        {"id": "d", "text": "Wrong label.", "lang": "en", "labels": {**LABELS, "style": "grumpy"}},
    ]
    path = tmp_path / "labelled.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_json_has_a_line_for_each_message_with_the_keys_of_the_contract(capsys, inbox):
    code, out, err = _run(capsys, inbox, "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [line["id"] for line in lines] == ["a", "b", "c"]
    assert [len(line["suggestions"]) for line in lines] == [3, 0, 3]
    assert {"id", "title", "text", "why", "open_slots"} <= lines[0]["suggestions"][0].keys()
    assert "grumpy" in err


def test_a_thread_is_followed_on_its_curve(capsys, inbox):
    _, out, _ = _run(capsys, inbox, "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert (lines[0]["suggestions"][0]["id"], lines[2]["suggestions"][0]["id"]) == ("heated", "cooled")


def test_without_json_a_page_for_people_is_written(capsys, inbox):
    _, out, _ = _run(capsys, inbox, "--lang", "de")
    assert "why: " in out
    assert "Freundliche Grüße" in out


def test_nothing_readable_is_a_failure(capsys, tmp_path):
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    assert _run(capsys, str(empty), "--json")[0] == 1


def test_unlabelled_messages_are_given_to_the_model_in_one_chunk_and_keep_their_place(desk, taxonomy):
    seen = []

    def label(items):
        seen.append([item.id for item in items])
        return [Rejected(item.source, "test", "not labelled") for item in items]

    messages = [message_from({"id": name, "text": "x", "labels": LABELS if name == "b" else None}) for name in "abc"]
    found = list(answered(messages, desk, taxonomy, label))
    assert seen == [["a", "c"]]
    assert [type(item).__name__ for item in found] == ["Rejected", "Answer", "Rejected"]


def test_a_mail_without_labels_is_addressed_by_its_sender(desk, taxonomy, tmp_path):
    from pipeline.ingest import read
    from pipeline.label import record_of

    mail = tmp_path / "one.eml"
    head = b"From: Ruth Adeyemi <ruth@example.org>\r\nTo: help@example.com\r\nSubject: Bill\r\nMessage-ID: <1@example.org>"
    mail.write_bytes(head + b"\r\n\r\nYou charged me twice.\r\n")

    def label(items):
        from pipeline.clean import clean

        return [record_of(clean(item), "test", labels=dict(LABELS)) for item in items]

    (answer,) = answered(read([mail]), desk, taxonomy, label)
    assert answer.suggestions[0].text.startswith("Dear Ruth Adeyemi,")
