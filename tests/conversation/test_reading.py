"""A conversation from every kind of file the contract names."""

import json

import pytest

from pipeline.conversation import curve_of, read_thread
from pipeline.errors import InputError, UsageError
from tests.conversation.conftest import no_model

MAIL = "From: {sender}\nTo: x@example.org\nDate: {date}\nMessage-ID: <{id}@example.org>\nSubject: Parcel\n\n{text}\n"
MAILS = [
    {"id": 1, "sender": "ann@example.net", "date": "Mon, 02 Mar 2026 10:00:00 +0000", "text": "My parcel has not come."},
    {"id": 2, "sender": "help@shop.example", "date": "Mon, 02 Mar 2026 12:00:00 +0000", "text": "Please be patient."},
    {"id": 3, "sender": "ann@example.net", "date": "Tue, 03 Mar 2026 09:00:00 +0000", "text": "I have been patient for weeks!"},
]


def levels(path, **chosen):
    return [turn.level for turn in curve_of(read_thread(path, **chosen).messages, no_model).turns]


EXPECTED = [1, None, 2, None, 4, None, 2, None, 0]


def test_json_lines_a_list_and_an_object_with_messages_read_alike(tmp_path, thread):
    contents = {
        "a.jsonl": "\n".join(map(json.dumps, thread)),
        "b.json": json.dumps(thread),
        "c.json": json.dumps({"id": "t", "messages": thread}, indent=1),
        "d.jsonl": json.dumps({"messages": thread}) + "\n",
        "e.jsonl": "\ufeff" + "\r\n".join(map(json.dumps, thread)) + "\r\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert levels(tmp_path / name) == EXPECTED, name


def test_of_several_threads_one_must_be_named(tmp_path, thread):
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join(json.dumps({"id": name, "messages": thread}) for name in ("one", "two")), encoding="utf-8")
    with pytest.raises(UsageError, match="2 threads") as fault:
        read_thread(path)
    assert "one, two" in fault.value.hint
    assert levels(path, thread="two") == EXPECTED


def test_records_of_several_threads_are_told_apart(tmp_path, thread):
    path = tmp_path / "records.jsonl"
    other = [message | {"thread": "t2", "labels": {"hostility": 5}} for message in thread[:1]]
    path.write_text("\n".join(map(json.dumps, [*other, *thread])), encoding="utf-8")
    assert levels(path, thread="t1") == EXPECTED


def test_an_mbox_and_a_folder_of_mails_are_put_in_order_of_their_dates(tmp_path):
    (tmp_path / "mails").mkdir()
    for name, mail in zip("cba", MAILS, strict=True):
        (tmp_path / "mails" / f"{name}.eml").write_text(MAIL.format(**mail), encoding="utf-8")
    box = "".join(f"From x Mon Mar  2 10:00:00 2026\n{MAIL.format(**mail)}\n" for mail in reversed(MAILS))
    (tmp_path / "inbox.mbox").write_text(box, encoding="utf-8")
    for path in (tmp_path / "mails", tmp_path / "inbox.mbox"):
        held = read_thread(path)
        assert [message.body.strip() for message in held.messages] == [mail["text"] for mail in MAILS]
        assert [message.role for message in held.messages] == ["customer", "agent", "customer"]
        assert "ann@example.net" in held.note


def test_the_companys_own_domain_is_believed_before_the_order(tmp_path):
    box = "".join(f"From x Mon Mar  2 10:00:00 2026\n{MAIL.format(**mail)}\n" for mail in MAILS)
    (tmp_path / "inbox.mbox").write_text(box, encoding="utf-8")
    held = read_thread(tmp_path / "inbox.mbox", own_domains={"example.net"})
    assert [message.role for message in held.messages] == ["agent", "customer", "agent"]
    assert held.note == ""


@pytest.mark.parametrize(("name", "content"), [("a.jsonl", ""), ("a.jsonl", "{]"), ("a.json", "[1]"), ("a.mbox", "")])
def test_a_file_without_a_thread_is_told_by_name(tmp_path, name, content):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as fault:
        read_thread(tmp_path / name)
    assert name in str(fault.value)


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError):
        read_thread(tmp_path / "nothing.jsonl")
