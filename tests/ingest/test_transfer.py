"""Transfer encodings: undone, also where they are damaged."""

import base64
import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.transfer import undo, without_files


@given(st.binary(max_size=300))
def test_base64_and_quoted_printable_come_back_as_they_were(data):
    assert undo(base64.encodebytes(data), "base64") == (data, ())
    assert undo(binascii.b2a_qp(data, istext=False), "quoted-printable") == (data, ())


@pytest.mark.parametrize(
    ("case", "data", "expected"),
    [
        ("no padding", b"aGVsbG8", b"hello"),
        ("a footer below the padding", b"aGVsbG8=\r\n___\r\nlist footer", b"hello"),
        ("a footer below text without padding", b"aGVsbG9v\r\nsent through our nice list", b"helloo"),
        ("two pieces", b"aGVs\r\nbG8=\r\naGVsbG8=\r\n", b"hellohello"),
        ("stray characters", b"aGVsbG8gd29ybGQgaGVsbG8gd29y!bGQ", b"hello world hello world"),
        ("no base64 at all", b"This is plain text, and no mistake.", b"This is plain text, and no mistake."),
        ("nothing", b"\r\n", b""),
    ],
)
def test_damaged_base64_gives_what_can_be_read(case, data, expected):
    assert undo(data, "base64")[0] == expected


def test_uuencoded_parts_are_decoded():
    data = b"begin 644 a.txt\n" + binascii.b2a_uu(b"hello") + b"`\nend\n"
    assert undo(data, "x-uuencode") == (b"hello", ())


def test_files_inside_the_text_are_taken_out_and_named():
    line = binascii.b2a_uu(b"picture").decode()
    text, names = without_files(f"It is broken.\nbegin 644 photo of it.jpg\n{line}`\nend\nBye")
    assert text == "It is broken.\n\nBye"
    assert names == ["photo of it.jpg"]


@pytest.mark.parametrize(
    "text", ["begin 644 a\nand no end", "I begin 644 times\nthe\nend", "begin 644 a\nthis is prose, with small letters\nend"]
)
def test_text_that_only_looks_like_a_file_stays(text):
    assert without_files(text) == (text, [])


@given(st.binary(max_size=300), st.sampled_from(["base64", "quoted-printable", "x-uuencode", "8bit", "x-nothing", ""]))
def test_any_bytes_in_any_encoding_give_bytes(data, encoding):
    assert isinstance(undo(data, encoding)[0], bytes)


@pytest.mark.parametrize("data", [b"abc= \r\ndef", b"abc=\t \ndef", b"abc=\r\ndef", b"abcdef=  "])
def test_blanks_behind_a_soft_line_break_are_no_text(data):
    assert undo(data, "quoted-printable") == (b"abcdef", ())


@pytest.mark.parametrize("zero", ["`", " "])
def test_a_file_inside_the_text_with_windows_line_ends_is_taken_out_too(zero):
    text = f"hello\r\n\r\nbegin 644 a.txt\r\n#0V%T\r\n{zero}\r\nend\r\nbye\r\n"
    found, names = without_files(text)
    assert (found.split(), names) == (["hello", "bye"], ["a.txt"])
