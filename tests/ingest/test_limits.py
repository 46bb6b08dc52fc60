"""Limits: what one message may cost, how it is said, and how it is changed."""

import tracemalloc

import pytest

from pipeline.errors import ConfigError
from pipeline.ingest import limits, read, read_mail
from pipeline.ingest.limits import Limits, RefusedError
from pipeline.records import Message
from tests.ingest.pdf_file import pdf
from tests.ingest.word_file import docx, paragraph

HEAD = b"From: a@b.example\r\nSubject: s\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html\r\n\r\n"


def nested(kind: str, levels: int) -> bytes:
    return HEAD + b"".join(
        f"Content-Type: multipart/mixed; boundary=B{level}\r\n\r\n--B{level}\r\n".encode()
        if kind == "multipart"
        else b"Content-Type: message/rfc822\r\n\r\nSubject: s\r\n"
        for level in range(levels)
    )


@pytest.mark.parametrize(
    ("knob", "value", "name", "data", "reason"),
    [
        ("message_bytes", 100, "a.eml", HEAD + b"\r\n" + b"x" * 100, "too_large"),
        ("message_bytes", 100, "a.txt", b"x" * 101, "too_large"),
        ("message_bytes", 100, "a.mbox", b"From a@b Wed Mar  4 10:11:12 2026\n" + HEAD + b"\r\n" + b"x" * 100, "too_large"),
        ("header_bytes", 100, "a.eml", HEAD + b"X: " + b"x" * 100 + b"\r\n\r\ntext", "too_large"),
        ("header_bytes", 100, "a.eml", MIXED + b"--B\r\nX: " + b"x" * 100 + b"\r\n\r\ntext\r\n--B--", "too_large"),
        ("lines", 10, "a.eml", HEAD + b"\r\n" + b"x\n" * 10, "too_large"),
        ("parts", 20, "a.eml", MIXED + b"--B\r\n\r\nx\r\n" * 30, "too_many_parts"),
        ("depth", 5, "a.eml", nested("multipart", 10) + b"\r\nx", "too_deep"),
        ("depth", 5, "a.eml", nested("message", 10) + b"\r\nx", "too_deep"),
        ("decoded_bytes", 50, "a.eml", HEAD + b"\r\n" + b"x" * 51, "too_large"),
        ("decoded_bytes", 500, "a.docx", docx(paragraph("x" * 500)), "too_large"),
        ("decoded_bytes", 500, "a.pdf", pdf("x" * 500), "too_large"),
        ("characters", 50, "a.html", b"<p>" + b"x" * 51, "too_large"),
        ("characters", 50, "a.csv", b"text\n" + b"x" * 51, "too_large"),
        ("characters", 50, "a.jsonl", b'{"text": "' + b"x" * 51 + b'"}', "too_large"),
        ("elements", 10, "a.eml", HTML + b"<b>x</b>" * 11, "too_large"),
        ("elements", 10, "a.html", b"<b>x</b>" * 11, "too_large"),
        ("pages", 2, "a.pdf", pdf("a", "b", "c"), "too_large"),
        ("seconds", 1e-9, "a.eml", HEAD + b"\r\nx", "too_slow"),
        ("seconds", 1e-9, "a.pdf", pdf("a"), "too_slow"),
        ("seconds", 1e-9, "a.docx", docx(paragraph("a")), "too_slow"),
    ],
)
def test_what_passes_a_limit_is_rejected_by_its_name_and_read_once_it_is_raised(tmp_path, knob, value, name, data, reason):
    path = tmp_path / name
    path.write_bytes(data)
    (found,) = read([path], limits=Limits(**{knob: value}))
    assert found.reason == reason
    assert f"raise '{knob}'" in found.detail
    assert all(isinstance(item, Message) for item in read([path], limits=Limits(seconds=60)))


def test_one_refused_message_does_not_end_a_mailbox(tmp_path):
    separator = b"From a@b Wed Mar  4 10:11:12 2026\n"
    bad = MIXED.replace(b"\r\n", b"\n") + b"--B\n\nx\n" * 2_000
    (tmp_path / "a.mbox").write_bytes(separator + bad + b"\n" + separator + b"Subject: two\n\nSecond.\n")
    first, second = read([tmp_path / "a.mbox"])
    assert (first.source, first.reason, second.body.strip()) == ("a.mbox#1", "too_many_parts", "Second.")


def test_the_shipped_file_holds_the_values_of_the_code(monkeypatch):
    monkeypatch.delenv(limits.LIMITS_VARIABLE, raising=False)
    assert limits.load() == Limits()


def test_a_users_file_changes_what_it_names_and_keeps_the_rest(tmp_path, monkeypatch):
    path = tmp_path / "mine.yaml"
    path.write_text("parts: 5\n")
    assert limits.load(path) == Limits(parts=5)
    monkeypatch.setenv(limits.LIMITS_VARIABLE, str(path))
    assert limits.load().parts == 5
    assert read_mail(MIXED + b"--B\r\n\r\nx\r\n" * 9, "a.eml").reason == "too_many_parts"


@pytest.mark.parametrize("content", ["part: 5\n", "parts: 0\n", "seconds: soon\n", "parts: 5\nparts: 6\n"])
def test_a_wrong_file_is_said_before_anything_is_read(tmp_path, content):
    (tmp_path / "mine.yaml").write_text(content)
    (tmp_path / "a.txt").write_text("text")
    with pytest.raises(ConfigError, match=r"mine\.yaml"):
        read([tmp_path / "a.txt"], limits=tmp_path / "mine.yaml")


def test_nothing_is_limited_outside_of_a_message():
    limits.add_decoded(2**40)
    with limits.metered(Limits(decoded_bytes=10)), pytest.raises(RefusedError):
        limits.add_decoded(11)
    limits.add_decoded(2**40)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.eml", MIXED + b"--B\r\n\r\nx\r\n" * 200_000),
        ("a.eml", HTML + b"<b>" * 1_000_000),
        ("a.eml", HEAD + b"Content-Type: multipart/mixed" + b";" * 900_000 + b"\r\n\r\nx"),
        ("a.eml", nested("multipart", 3_000) + b"\r\nx"),
        ("a.docx", docx(paragraph("x" * 50_000_000))),
        ("a.pdf", pdf(b"BT (x) Tj ET " * 2_000_000, compressed=True)),
        ("a.html", b"<div>" * 150_000),
    ],
)
def test_hostile_files_take_little_memory(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    list(read([path]))
    tracemalloc.start()
    assert len(list(read([path]))) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 * 2**20 + 3 * len(data)
