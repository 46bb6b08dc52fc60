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
