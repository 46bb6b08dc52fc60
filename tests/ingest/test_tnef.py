"""winmail.dat: the body and the names of attachments that Outlook hides in it."""

import base64
import random
import struct

import pytest

from pipeline.ingest import read_mail
from pipeline.records import Message
from tests.ingest.compound_file import uncompressed_rtf
from tests.ingest.tnef_file import properties, tnef

BODY, CODEPAGE, PROPERTIES, RENDERING, TITLE, ATTACHMENT = 0x0002800C, 0x00069007, 0x00069003, 0x00069002, 0x00018010, 0x00069005
RTF = rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}Gr\'f6\'dfe \u8364 ?5{\*\htmltag72 </p>}}"


def mail(data: bytes, *, text: str = "", kind: str = "application/ms-tnef", name: str = "winmail.dat") -> bytes:
    parts = f"--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n" if text else ""
    head = "From: a@b.example\r\nSubject: s\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"
    head += f'{parts}--B\r\nContent-Type: {kind}; name="{name}"\r\n'
    return head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data) + b"\r\n--B--\r\n"


@pytest.mark.parametrize(
    ("attributes", "text"),
    [
        ([(CODEPAGE, struct.pack("<II", 1251, 0)), (BODY, "Верните деньги\0".encode("cp1251"))], "Верните деньги"),
        ([(PROPERTIES, properties(x8001="named", x1000="Größe 😡"))], "Größe 😡"),
        ([(PROPERTIES, properties(x3FDE=1252, x1013="<p>Größe</p>".encode("cp1252")))], "Größe"),
        ([(PROPERTIES, properties(x1009=uncompressed_rtf(RTF)))], "Größe €5"),
    ],
)
@pytest.mark.parametrize(("kind", "name"), [("application/ms-tnef", "x.dat"), ("application/octet-stream", "winmail.dat")])
def test_a_body_that_is_only_there_is_read(attributes, text, kind, name):
    found = read_mail(mail(tnef(*attributes), kind=kind, name=name), "a.eml")
    assert isinstance(found, Message), found
    assert found.body.strip() == text


def test_the_text_beside_it_goes_first_and_attachments_are_listed_by_their_own_names():
    data = tnef(
        (PROPERTIES, properties(x1000="the same again")),
        (RENDERING, b"\0" * 14),
        (TITLE, b"RECHNU~1.PDF\0"),
        (ATTACHMENT, properties(x3707="Rechnung März.pdf")),
        (RENDERING, b"\0" * 14),
        (TITLE, b"a.txt\0"),
    )
    found = read_mail(mail(data, text="The letter."), "a.eml")
    assert (found.body.strip(), found.attachments) == ("The letter.", ("Rechnung März.pdf", "a.txt"))


def test_what_is_no_tnef_is_listed_by_name():
    found = read_mail(mail(b"other bytes", text="The letter."), "a.eml")
    assert found.attachments == ("winmail.dat",)


def test_a_count_that_lies_does_not_keep_the_reader_busy():
    data = tnef((PROPERTIES, struct.pack("<IHHI", 2**32 - 1, 0x1003, 0x1000, 2**32 - 1)), (BODY, b"The letter."))
    assert read_mail(mail(data), "a.eml").body.strip() == "The letter."


def test_any_damage_ends_in_a_message_or_a_rejection():
    whole = tnef((PROPERTIES, properties(x8001="named", x1000="text", x1009=uncompressed_rtf(RTF))), (RENDERING, b""), (TITLE, b"a.txt\0"))
    chance = random.Random(7)
    reasons = set()
    for _ in range(300):
        data = bytearray(whole[: chance.randrange(4, len(whole) + 1)])
        for _ in range(chance.randrange(1, 10)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        reasons.add(getattr(read_mail(mail(bytes(data)), "a.eml"), "reason", "read"))
    assert reasons <= {"read", "empty"}
