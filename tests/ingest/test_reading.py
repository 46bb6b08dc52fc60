"""`read`: every format, fixed order, nothing lost in silence, memory that does not grow."""

import csv
import io
import itertools
import json
import os
import random
import sys
import tracemalloc

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import UsageError
from pipeline.ingest import message_from, read, stable_id
from pipeline.records import Message, Rejected

MAIL = "From: ana@example.com\nSubject: {0}\nMessage-ID: <{0}@example.com>\n\nLetter {0}.\n"
ROW = {
    "id": "r-1",
    "text": "Wo bleibt mein Geld?",
    "subject": "Erstattung",
    "lang": "de",
    "channel": "chat",
    "thread": "t-1",
    "role": "agent",
    "date": "2026-03-04T10:11:12+01:00",
}
LABELS = {"intent": "complaint", "hostility": 2, "types": ["billing", "waiting"]}


def messages(*inputs, **settings) -> list[Message]:
    found = list(read(inputs, **settings))
    assert all(isinstance(item, Message) for item in found), found
    return found


def rejected(*inputs) -> list[tuple[str, str]]:
    return [(item.source, item.reason) for item in read(inputs) if isinstance(item, Rejected)]


def write_parquet(path, rows):
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=2)


def write_csv(path, rows, delimiter=",", encoding="utf-8", newline="\r\n"):
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter, lineterminator=newline)
        writer.writeheader()
        writer.writerows(rows)


def check_row(message: Message, source: str) -> None:
    assert message.source == source
    assert (message.id, message.body, message.subject) == ("r-1", "Wo bleibt mein Geld?", "Erstattung")
    assert (message.lang, message.channel, message.thread, message.role) == ("de", "chat", "t-1", "agent")
    assert message.date == "2026-03-04T10:11:12+01:00"
    assert message.labels == LABELS


def test_json_lines_carry_all_columns(tmp_path):
    path = tmp_path / "table.jsonl"
    path.write_text(json.dumps({**ROW, "labels": LABELS, "other": 1}) + "\n", encoding="utf-8")
    check_row(*messages(path), "table.jsonl#1")


def test_parquet_carries_all_columns(tmp_path):
    write_parquet(tmp_path / "table.parquet", [{**ROW, "labels": LABELS}])
    check_row(*messages(tmp_path / "table.parquet"), "table.parquet#1")


@pytest.mark.parametrize(("name", "delimiter"), [("table.csv", ","), ("table.csv", ";"), ("table.csv", "\t"), ("table.tsv", "\t")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_and_tsv_carry_all_columns_with_dotted_labels(tmp_path, name, delimiter, encoding):
    flat = {f"labels.{facet}": ";".join(value) if isinstance(value, list) else value for facet, value in LABELS.items()}
    write_csv(tmp_path / name, [{**ROW, **flat}], delimiter, encoding)
    check_row(*messages(tmp_path / name), f"{name}#1")


def test_a_csv_cell_of_a_list_facet_is_a_list_even_with_one_label_or_none(tmp_path):
    write_csv(tmp_path / "t.csv", [{"text": "a", "labels.types": "billing", "labels.threats": "", "labels.intent": "complaint"}])
    (message,) = messages(tmp_path / "t.csv", list_facets={"types", "threats"})
    assert message.labels == {"types": ["billing"], "threats": [], "intent": "complaint"}


def test_csv_cells_may_hold_line_breaks_quotes_and_long_letters(tmp_path):
    text = 'He said "no",\nthen hung up.\n' + "x" * 300_000
    write_csv(tmp_path / "t.csv", [{"Text": text, "ID": "7"}])
    (message,) = messages(tmp_path / "t.csv")
    assert (message.id, message.body) == ("7", text)


def test_csv_in_windows_1252_is_read_with_a_warning(tmp_path):
    write_csv(tmp_path / "t.csv", [{"text": "Für 5 € – nein"}], encoding="cp1252")
    (message,) = messages(tmp_path / "t.csv")
    assert message.body == "Für 5 € – nein"
    assert message.warnings


def test_stdin_is_json_lines(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO('\ufeff{"text": "größer"}\n\n{"text": "b"}'.encode())))
    assert [(message.source, message.body) for message in messages("-")] == [("stdin#1", "größer"), ("stdin#3", "b")]


def test_mail_text_and_html_files_are_one_message_each(tmp_path):
    (tmp_path / "a.eml").write_text(MAIL.format("a"))
    (tmp_path / "b.txt").write_bytes("\ufeffGrüße".encode())
    (tmp_path / "c.html").write_bytes(b"<meta charset=windows-1251><p>" + "Верните".encode("cp1251"))
    (tmp_path / "d.HTM").write_text("<p>d</p>")
    found = messages(tmp_path)
    assert [message.source for message in found] == [f"{tmp_path.name}/{name}" for name in ("a.eml", "b.txt", "c.html", "d.HTM")]
    assert [message.body.strip() for message in found] == ["Letter a.", "Grüße", "Верните", "d"]
    assert [message.channel for message in found] == ["email", None, None, None]


def test_an_mbox_is_numbered_from_one(tmp_path):
    path = tmp_path / "inbox.mbox"
    path.write_text("".join(f"From a@b Wed Mar  4 10:11:12 2026\n{MAIL.format(name)}\n" for name in "ab"))
    assert [(message.source, message.id) for message in messages(path)] == [
        ("inbox.mbox#1", "a@example.com"),
        ("inbox.mbox#2", "b@example.com"),
    ]


def test_an_mbox_without_suffix_is_known_by_its_first_line(tmp_path):
    (tmp_path / "Inbox").write_text(f"From a@b Wed Mar  4 10:11:12 2026\n{MAIL.format('a')}")
    assert [message.source for message in messages(tmp_path / "Inbox")] == ["Inbox#1"]


def test_a_maildir_gives_cur_and_new_and_its_subfolders(tmp_path):
    box = tmp_path / "Maildir"
    for folder in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp"):
        (box / folder).mkdir(parents=True)
    for name in ("cur/2:2,S", "cur/10:2,", "new/3", "tmp/4", ".Sent/cur/5:2,S"):
        (box / name).write_text(MAIL.format(name[-4:].strip("/:,S")))
    (box / "dovecot-uidlist").write_text("3 V1")
    sources = [message.source for message in messages(box)]
    assert sources == ["Maildir/.Sent/cur/5:2,S", "Maildir/cur/10:2,", "Maildir/cur/2:2,S", "Maildir/new/3"]


def test_a_maildir_is_known_without_the_folders_that_are_empty(tmp_path):
    (tmp_path / "box" / "cur").mkdir(parents=True)
    (tmp_path / "box" / "new").mkdir()
    (tmp_path / "box" / "cur" / "1:2,S").write_text("no headers\n")
    assert [message.channel for message in messages(tmp_path / "box")] == ["email"]


@pytest.mark.parametrize(
    ("name", "head", "channel"),
    [
        ("17", "From: a@b.example\nSubject: s\n", "email"),
        ("17.host,S=1", "Received: from a\n by b\nSubject: s\n", "email"),
        ("a.txt", "Return-Path: <a@b.example>\nSubject: s\n", "email"),
        ("a.txt", "From: a@b.example\nSubject: s\n", None),
        ("a.txt", "Message-ID: <a@b.example>\nI wrote this.\nSubject: s\n", None),
    ],
)
def test_a_file_that_begins_as_a_mail_is_one_whatever_its_name(tmp_path, name, head, channel):
    (tmp_path / name).write_text(f"{head}\nThe letter.\n")
    assert [message.channel for message in messages(tmp_path)] == [channel]


def test_folders_are_searched_through_in_order_of_names(tmp_path):
    for name in ("b/2.txt", "b/1.txt", "a/z/3.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"text of {name}")
    assert [message.source.partition("/")[2] for message in messages(tmp_path)] == ["a/z/3.txt", "b/1.txt", "b/2.txt", "c.txt"]


def test_links_that_lead_in_a_circle_end(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("text")
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    assert [message.source.partition("/")[2] for message in messages(tmp_path)] == ["a/x.txt"]


def test_nothing_in_a_folder_is_left_out_in_silence_but_hidden_files(tmp_path):
    (tmp_path / "README.md").write_text("about")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\0")
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-")
    (tmp_path / "mail.msg").write_bytes(b"\xd0\xcf")
    (tmp_path / "letter.docx").write_bytes(b"PK")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / ".hidden").write_text("x")
    os.mkfifo(tmp_path / "pipe.txt")
    assert [(source.partition("/")[2], reason) for source, reason in rejected(tmp_path)] == [
        ("README.md", "unsupported"),
        ("gone.txt", "unreadable"),
        ("letter.docx", "damaged"),
        ("letter.pdf", "damaged"),
        ("logo.png", "unsupported"),
        ("mail.msg", "damaged"),
        ("pipe.txt", "unsupported"),
    ]


@pytest.mark.parametrize("name", ["absent.csv", "x" * 5_000])
def test_a_path_that_does_not_exist_is_said_before_anything_is_read(tmp_path, name):
    with pytest.raises(UsageError, match="no such file"):
        read([tmp_path / name])


def test_one_path_need_not_be_in_a_list(tmp_path):
    (tmp_path / "a.txt").write_text("text")
    assert [item.source for item in read(str(tmp_path / "a.txt"))] == ["a.txt"]


def test_a_table_without_text_says_what_it_has_and_what_to_do(tmp_path):
    write_csv(tmp_path / "t.csv", [{"message": "a", "id": "1"}])
    (tmp_path / "t.jsonl").write_text('{"message": "a", "id": 1}\n{"message": "b", "id": 2}\n')
    write_parquet(tmp_path / "t.parquet", [{"message": "a", "id": "1"}])
    for suffix in ("csv", "jsonl", "parquet"):
        (item,) = read([tmp_path / f"t.{suffix}"])
        assert (item.source, item.reason) == (f"t.{suffix}", "no_text_column")
        assert "message, id" in item.detail
        assert "rename the column that holds the message to 'text'" in item.detail


def test_a_bad_line_spoils_only_itself(tmp_path):
    lines = ['{"text": "a"}', "{broken", "[1]", '{"id": 4}', '{"text": null}', '{"text": {"a": 1}}', "[" * 100_000, '{"text": "b"}']
    (tmp_path / "t.jsonl").write_text("\n".join(lines))
    found = list(read([tmp_path / "t.jsonl"]))
    assert [item.source for item in found] == [f"t.jsonl#{number}" for number in range(1, 9)]
    reasons = [getattr(item, "reason", "read") for item in found]
    assert reasons == ["read", "damaged", "damaged", "no_text_column", "empty", "not_text", "damaged", "read"]


def test_a_csv_row_with_too_many_cells_is_rejected_rather_than_cut(tmp_path):
    (tmp_path / "t.csv").write_text("id,text\n1,broken, again\n2,fine\n")
    found = list(read([tmp_path / "t.csv"]))
    assert [(item.source, getattr(item, "reason", "read")) for item in found] == [("t.csv#1", "damaged"), ("t.csv#2", "read")]


def test_a_truncated_parquet_is_damaged(tmp_path):
    path = tmp_path / "t.parquet"
    write_parquet(path, [{"text": f"letter {number}"} for number in range(100)])
    path.write_bytes(path.read_bytes()[:-20])
    assert rejected(path) == [("t.parquet", "damaged")]


def test_a_parquet_damaged_in_the_middle_gives_what_lies_before(tmp_path):
    path = tmp_path / "t.parquet"
    text = [random.Random(number).randbytes(300).hex() for number in range(2_000)]
    pq.write_table(pa.table({"text": text}), path, row_group_size=200, compression="zstd", use_dictionary=False)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 200] = b"\xff" * 200
    path.write_bytes(data)
    found = list(read([path]))
    assert isinstance(found[0], Message)
    assert [item.reason for item in found if isinstance(item, Rejected)] == ["damaged"]


@pytest.mark.parametrize("name", ["t.jsonl", "t.csv", "t.txt", "t.html"])
def test_binary_content_under_a_text_suffix_is_rejected_once(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x00\x01\x02\n" * 100)
    assert rejected(tmp_path / name) == [(name, "binary")]


@pytest.mark.parametrize("name", ["t.jsonl", "t.csv", "t.tsv", "t.mbox", "t.txt", "t.html", "t.eml"])
@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_heard_of(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    assert len(rejected(tmp_path / name)) == 1


def test_empty_texts_are_rejected(tmp_path):
    write_csv(tmp_path / "t.csv", [{"text": "", "id": "1"}, {"text": " \u200b", "id": "2"}, {"text": ".", "id": "3"}])
    assert rejected(tmp_path / "t.csv") == [("t.csv#1", "empty"), ("t.csv#2", "empty")]


def test_ids_are_given_or_made_from_content_and_never_come_twice(tmp_path):
    rows = [
        {"id": 7, "text": "a"},
        {"id": "7", "text": "b"},
        {"text": "c"},
        {"text": "c"},
        {"id": 7, "text": "d"},
        {"id": "7~2", "text": "e"},
    ]
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, rows)))
    c = stable_id("", "c", None)
    assert [message.id for message in messages(tmp_path / "t.jsonl")] == ["7", "7~2", c, f"{c}~2", "7~3", "7~2~2"]


def test_the_same_row_has_the_same_id_in_every_file_and_place(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "x"}\n{"text": "the letter"}\n')
    (tmp_path / "b.jsonl").write_text('{"text": "the letter"}\n')
    assert messages(tmp_path / "a.jsonl")[1].id == messages(tmp_path / "b.jsonl")[0].id


def test_own_domains_are_taken_without_regard_to_capitals(tmp_path):
    (tmp_path / "a.eml").write_text(MAIL.format("a"))
    assert messages(tmp_path / "a.eml", own_domains={"@Example.COM"})[0].role == "agent"


def test_an_unknown_role_is_a_customer_with_a_warning():
    message = message_from({"text": "a", "role": "robot"})
    assert message.role == "customer"
    assert message.warnings == ("role: 'robot' is neither customer nor agent; taken as customer",)


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        ("2026-03-04", "2026-03-04"),
        ("2026-03-04T10:11:12Z", "2026-03-04T10:11:12Z"),
        ("Wed, 04 Mar 2026 10:11:12 +0100", "2026-03-04T10:11:12+01:00"),
        ("last week", None),
        (float("nan"), None),
    ],
)
def test_dates_of_tables_become_iso_8601(date, iso):
    message = message_from({"text": "a", "date": date})
    assert message.date == iso
    assert bool(message.warnings) == (date == "last week")


def test_a_mapping_a_text_and_a_message_in_memory_are_messages():
    message = message_from(
        {"text": "Wo bleibt mein Geld?", "id": 3.0, "lang": float("nan"), "source": "here", "labels": {"hostility": 2.0, "intent": None}}
    )
    assert (message.id, message.lang, message.source, message.labels) == ("3", None, "here", {"hostility": 2})
    assert message_from(message) is message
    assert message_from("hello").body == "hello"
    with pytest.raises(UsageError, match="empty"):
        message_from("  ")
    with pytest.raises(UsageError, match="text"):
        message_from({"body": "hello"})


def test_lone_surrogates_never_reach_a_message():
    message = message_from({"text": "a\ud800b", "subject": "\udfff", "id": "\ud800", "thread": "\ud83d\ude21"})
    assert (message.body, message.subject, message.id, message.thread) == ("a\ufffdb", "\ufffd", "\ufffd", "😡")


def test_reading_is_lazy_and_its_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "big.jsonl"
    with path.open("w") as stream:
        stream.writelines(json.dumps({"id": number, "text": "x" * 2_000}) + "\n" for number in range(5_000))
    items = read([path])
    list(itertools.islice(items, 100))
    tracemalloc.start()
    assert sum(1 for _ in items) == 4_900
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
