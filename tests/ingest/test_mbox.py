"""mbox: where one message ends and the next begins."""

import io

import pytest

from pipeline.ingest.mbox import is_separator, split


def messages(text: str, limit: int = 10_000) -> list[bytes | None]:
    return list(split(io.BytesIO(text.encode()), limit=limit))


ONE = "From ana@example.com Wed Mar  4 10:11:12 2026\nSubject: one\n\nFirst.\n\n"
TWO = "From - Wed Mar  4 10:11:13 2026\nSubject: two\n\nSecond.\n"


def test_each_message_comes_without_its_separator():
    assert messages(ONE + TWO) == [b"Subject: one\n\nFirst.\n\n", b"Subject: two\n\nSecond.\n"]


def test_windows_line_ends_separate_too():
    assert len(messages((ONE + TWO).replace("\n", "\r\n"))) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "From the beginning I was lied to.",
        "From Monday 4 March 2026 at 10:11 nobody answered.",
        "From bob@example.com I heard nothing.",
    ],
)
def test_a_sentence_that_begins_with_from_splits_nothing(sentence):
    body = f"Subject: one\n\nHello.\n\n{sentence}\nGive me my money back.\n"
    assert messages(ONE.partition("\n")[0] + "\n" + body) == [body.encode()]


def test_a_separator_needs_an_empty_line_above():
    text = "From a@b Wed Mar  4 10:11:12 2026\nSubject: x\n\nline\nFrom a@b Wed Mar  4 10:11:12 2026\nSubject: y\n"
    assert len(messages(text)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "From ana@example.com Wed Mar  4 10:11:12 2026",
        "From 1844347792267117879@xxx",
        "From 1844347792267117879@xxx Wed Mar 04 10:11:12 +0000 2026",
        "From MAILER-DAEMON Wed Mar  4 10:11:12 2026",
        'From "a b"@example.com Wed Mar  4 10:11:12 2026',
        "From ana@example.com 2026-03-04 10:11:12",
    ],
)
def test_the_separators_of_the_programs_are_known(line):
    assert is_separator(f"{line}\n".encode(), b"Received: from x\n")
    assert not is_separator(f"{line}\n".encode(), b"and so on\n")


def test_an_escaped_from_loses_one_mark():
    text = ONE.replace("First.", ">From here\n>>From there\n> From nowhere")
    assert messages(text) == [b"Subject: one\n\nFrom here\n>From there\n> From nowhere\n\n"]


def test_a_file_that_holds_one_mail_without_separator_is_that_mail():
    assert messages("Subject: one\n\nFirst.\n") == [b"Subject: one\n\nFirst.\n"]


def test_an_empty_file_holds_no_message():
    assert messages("") == messages("\n\n") == []


def test_a_message_over_the_limit_is_skipped_and_the_next_one_read():
    big = ONE.replace("First.", "x" * 500 + "\n" + "y" * 200_000)
    assert messages(big + TWO, limit=1_000) == [None, b"Subject: two\n\nSecond.\n"]


@pytest.mark.parametrize("shift", range(-120, 20))
def test_messages_are_told_apart_wherever_the_file_is_read_in_two(shift):
    filler = "x" * 63 + "\n"
    first = f"From a@b Wed Mar  4 10:11:12 2026\nSubject: one\n\n{filler * (2**20 // 64)}"
    first = first[: 2**20 + shift - 1] + "\n\n"
    found = list(split(io.BytesIO((first + TWO).encode()), limit=2**22))
    assert found == [text.partition("\n")[2].encode() for text in (first, TWO)]


def test_a_line_without_end_after_from_is_text():
    text = f"From a@b Wed Mar  4 10:11:12 2026\nSubject: x\n\nHello.\n\nFrom {'x' * 3_000_000}"
    assert len(messages(text, limit=2**22)) == 1


FORWARDED = "Look at this:\n\nFrom bob@example.com Wed Mar  4 09:00:00 2026\nSubject: inner\n\nHello.\n"


def test_a_content_length_that_ends_at_a_separator_or_the_end_is_believed():
    head = f"Subject: one\nContent-Length: {len(FORWARDED)}\n\n"
    separator = ONE.partition("\n")[0] + "\n"
    for rest in ("", "\n"):
        assert messages(separator + head + FORWARDED + rest) == [(head + FORWARDED + rest).encode()]
    assert messages(separator + head + FORWARDED + "\n" + TWO)[1:] == [TWO.partition("\n")[2].encode()]


@pytest.mark.parametrize("length", [5, 70, 9_999_999])
def test_a_content_length_that_ends_anywhere_else_is_not(length):
    assert len(messages(ONE.replace("Subject: one", f"Content-Length: {length}\nSubject: one") + TWO)) == 2


def test_a_separator_with_no_header_below_is_a_sentence():
    text = ONE.replace("First.", "First.\n\nFrom bob@example.com Wed Mar  4 09:00:00 2026\n\nHello.")
    assert len(messages(text)) == 1
