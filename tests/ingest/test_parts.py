"""The tree of MIME parts, also of mail that breaks the rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest import limits
from pipeline.ingest.limits import Limits, RefusedError, metered
from pipeline.ingest.parts import Part, parse

HEAD = "Subject: x\nContent-Type: multipart/mixed; boundary="


def texts(part: Part) -> list[str]:
    """The contents of the leaves, in order."""
    if part.children is None:
        return [part.content.decode().strip()]
    return [text for child in part.children for text in texts(child)]


def leaves(mail: str) -> list[str]:
    return texts(parse(mail.encode()))


@pytest.mark.parametrize(
    ("case", "mail", "expected"),
    [
        ("closed", f"{HEAD}b\n\npreamble\n--b\n\none\n--b\n\ntwo\n--b--\nepilogue", ["one", "two"]),
        ("never closed", f"{HEAD}b\n\n--b\n\none\n--b\n\ntwo", ["one", "two"]),
        ("lines ended by CR alone", f"{HEAD}b\n\n--b\n\none\n--b--".replace("\n", "\r"), ["one"]),
        ("blanks behind the boundary", f"{HEAD}b\n\n--b  \n\none\n--b-- \n", ["one"]),
        ("a longer line is no boundary", f"{HEAD}Part\n\n--Part\n\none\n--Part--More\ntwo\n--Part--", ["one\n--Part--More\ntwo"]),
        ("a boundary inside a line is none", f"{HEAD}b\n\n--b\n\nsee --b\n--b--", ["see --b"]),
        (
            "a boundary that begins another",
            f"{HEAD}b\n\n--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\none\n--bb--\n--b\n\ntwo",
            ["one", "two"],
        ),
        (
            "the inner one is that of the outer with dashes",
            f"{HEAD}a--\n\n--a--\nContent-Type: multipart/mixed; boundary=a----\n\n--a----\n\none\n--a------",
            ["one"],
        ),
        (
            "an inner container never closed",
            f"{HEAD}o\n\n--o\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\none\n--o\n\ntwo\n--o--",
            ["one", "two"],
        ),
        ("no empty line before the boundary", f"{HEAD}b\n--b\n\none\n--b--", ["one"]),
        ("no empty line after part headers", f"{HEAD}b\n\n--b\nContent-Type: text/plain\n--b\n\ntwo\n--b--", ["", "two"]),
        ("another boundary than declared", f"{HEAD}wrong\n\n--right\nContent-Type: text/plain\n\none\n--right--", ["one"]),
        ("no boundary declared", "Subject: x\nContent-Type: multipart/mixed\n\n--b\nContent-Type: text/plain\n\none\n--b--", ["one"]),
        ("no boundary at all", f"{HEAD}b\n\nonly text", ["only text"]),
        ("a boundary in quotes", f'{HEAD}"b c:d"\n\n--b c:d\n\none\n--b c:d--', ["one"]),
        ("mails in a digest", "Subject: x\nContent-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: inner\n\none\n--b--", ["one"]),
        ("a mail in the mail", "Subject: x\nContent-Type: message/rfc822\n\nSubject: inner\n\none", ["one"]),
        ("an attached mail that is none", f"{HEAD}b\n\n--b\nContent-Type: message/rfc822\n\nsorry!\n--b--", ["sorry!"]),
    ],
)
def test_parts_are_cut_as_mail_programs_cut_them(case, mail, expected):
    assert leaves(mail) == expected
    assert leaves(mail.replace("\n", "\r\n")) == [text.replace("\n", "\r\n") for text in expected]


@pytest.mark.parametrize(
    ("case", "mail", "subject", "text"),
    [
        ("blanks before the colon", "Subject : hi\nDate\t: x\n\ntext", "hi", "text"),
        ("folded over an empty line", "Subject: hi\n   \n there\nDate: x\n\ntext", "hi there", "text"),
        ("8-bit bytes in a name", "Invalìd: a\nSubject: hi\n\ntext", "hi", "text"),
        ("junk among headers", "Subject: hi\nthis is no header\nFrom: a@b\n\ntext", "hi", "text"),
        ("no empty line before the text", "Subject: hi\nthis is the text\nNote: it goes on", "hi", "this is the text\nNote: it goes on"),
        ("empty lines first", "\n\n\r\nSubject: hi\n\ntext", "hi", "text"),
        ("the line of a mailbox first", "From ann@example.com Wed Mar  4 10:11:12 2026\nSubject: hi\n\ntext", "hi", "text"),
        ("the first of two counts", "Subject: hi\nSubject: ho\n\ntext", "hi", "text"),
        ("blanks in the empty line", "Subject: hi\n \t\ntext", "hi", "text"),
    ],
)
def test_headers_are_read_as_they_are_really_written(case, mail, subject, text):
    root = parse(mail.encode())
    assert root.headers["subject"].split() == subject.split()
    assert root.content.decode() == text


def test_a_text_without_usual_headers_is_text_from_its_first_line():
    text = "Order: 4711 is late.\n\nWhere is it?"
    assert leaves(text) == [text]


def test_types_and_encodings_are_read_from_broken_headers():
    assert Part(headers={"content-type": " TEXT / HTML ; x"}).content_type == "text/html"
    assert Part(headers={"content-type": "text/"}).content_type == "text/plain"
    assert Part(headers={"content-transfer-encoding": ' "Base64" (comment)'}).encoding == "base64"


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        (f"{HEAD}b\n\n" + "--b\n\nx\n" * 50, "too_many_parts"),
        ("Subject: x\n" + "Content-Type: message/rfc822\n\n" * 50, "too_deep"),
        ("Subject: x\n" + "X: y\n" * 500 + "\ntext", "too_large"),
        ("Subject: x\n\n" + "text\n" * 1_000, "too_large"),
    ],
)
def test_a_limit_that_is_passed_is_refused_with_the_reason(mail, reason):
    with metered(Limits(parts=20, depth=10, header_bytes=1_000, lines=900)), pytest.raises(RefusedError) as refusal:
        parse(mail.encode())
    assert refusal.value.reason == reason
    assert limits.current() is None


LINES = st.sampled_from(
    [
        "Subject: x",
        "Content-Type: multipart/mixed; boundary=a",
        "Content-Type: multipart/digest; boundary=ab",
        "Content-Type: multipart/mixed",
        "Content-Type: message/rfc822",
        "Content-Transfer-Encoding: base64",
        "--a",
        "--a--",
        "--ab",
        "--ab--",
        "",
        " folded",
        "word",
    ]
)


@given(st.lists(LINES, max_size=40).map("\n".join))
def test_any_lines_have_a_tree_whose_leaves_are_stretches_of_them(mail):
    root = parse(mail.encode())
    stack = [root]
    while stack:
        part = stack.pop()
        assert part.content.decode() in mail
        assert part.children is None or part.children
        stack += part.children or []


@given(st.binary(max_size=500))
def test_any_bytes_have_a_tree(data):
    assert isinstance(parse(data), Part)


def test_a_boundary_that_comes_late_is_no_text_but_the_next_part():
    """The outer boundary came before the inner one: what the inner one heads stands in the outer part."""
    mail = (
        "Content-Type: multipart/mixed; boundary=ab\n\n--ab\nContent-Type: multipart/mixed; boundary=a\n\n--ab\n\none\n--a\n\ntwo\n--a--\n"
    )
    root = parse(mail.encode())
    assert [part.content for part in root.children or []] == [b"", b"one", b"two", b""]


def test_a_boundary_that_was_closed_in_order_is_text_again():
    inner = "--ab\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a--\n"
    root = parse(f"Content-Type: multipart/mixed; boundary=ab\n\n{inner}--ab\n\n--a\ntwo\n--ab--\n".encode())
    assert (root.children or [])[1].content == b"--a\ntwo"
