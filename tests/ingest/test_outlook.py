"""Outlook messages: properties, code pages, bodies in RTF, attachments, damage."""

import random
from datetime import UTC, datetime

import compressed_rtf
import pytest

from pipeline.ingest import read
from pipeline.ingest.rtf import decompress, read_rtf
from pipeline.records import Message, Rejected
from tests.ingest.compound_file import outlook_message, uncompressed_rtf

HEADERS = (
    "Received: from a by b\r\nFrom: =?utf-8?Q?J=C3=BCrgen?= <juergen@kunde.example>\r\nDate: Wed, 04 Mar 2026 10:11:12 +0100\r\n"
    "Message-ID: <m2@kunde.example>\r\nIn-Reply-To: <m1@shop.example>\r\nReferences: <m0@shop.example>\r\n <m1@shop.example>\r\n"
    "Content-Type: multipart/alternative; boundary=gone\r\nMIME-Version: 1.0\r\n\r\n"
)
HTML_IN_RTF = (
    rb"{\rtf1\ansi\ansicpg%d\fromhtml1 \deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset%d Any;}}"
    rb"{\*\htmltag64 <html><body>}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 \f1 %s\htmlrtf }\htmlrtf0 "
    rb"{\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 \u8364? 5{\*\htmltag72 </p>}{\*\mhtmltag72 <p>twice</p>}"
    rb"\par {\*\htmltag0 <a href=\'22x\'22>}more{\*\htmltag0 </a></body></html>}}"
)


def read_one(tmp_path, data: bytes) -> Message | Rejected:
    path = tmp_path / "letter.msg"
    path.write_bytes(data)
    (found,) = read([path])
    return found


def message(tmp_path, **content) -> Message:
    found = read_one(tmp_path, outlook_message(**content))
    assert isinstance(found, Message), found
    return found


def escaped(text: str, codec: str) -> bytes:
    return b"".join(rb"\'%02x" % byte for byte in text.encode(codec))


def test_a_sent_message_has_its_headers_subject_and_body(tmp_path):
    found = message(
        tmp_path,
        x0037="Wo bleibt mein Geld?",
        x1000="Sehr geehrte Damen,\r\nes reicht.\r\n",
        x007D=HEADERS,
        recipients=[{"x3003": "hilfe@shop.example", "x3001": "Hilfe", "x0C15": 1}, {"x39FE": "chef@shop.example", "x0C15": 2}],
        attachments=[{"x3707": "Rechnung “März”.pdf", "x3704": "RECHNU~1.PDF"}, {"x3704": "BILD.PNG"}],
    )
    assert (found.subject, found.body.split()) == ("Wo bleibt mein Geld?", ["Sehr", "geehrte", "Damen,", "es", "reicht."])
    assert (found.sender, found.sender_name) == ("juergen@kunde.example", "Jürgen")
    assert found.recipients == ("hilfe@shop.example", "chef@shop.example")
    assert (found.message_id, found.in_reply_to) == ("m2@kunde.example", "m1@shop.example")
    assert found.references == ("m0@shop.example", "m1@shop.example")
    assert (found.thread, found.date, found.channel) == ("m0@shop.example", "2026-03-04T10:11:12+01:00", "email")
    assert found.attachments == ("Rechnung “März”.pdf", "BILD.PNG")


def test_a_message_that_never_left_the_server_is_known_by_its_properties(tmp_path):
    found = message(
        tmp_path,
        x003D="RE: ",
        x0E1D="Bestellung",
        x1000="Nein.",
        x0C1A="Ana Silva",
        x0C1F="/O=EXCHANGE/CN=ANA",
        x5D01="ana@kunde.example",
        x0039=datetime(2026, 3, 4, 10, 11, 12, tzinfo=UTC),
        x1035="<m3@kunde.example>",
    )
    assert (found.subject, found.sender, found.sender_name) == ("RE: Bestellung", "ana@kunde.example", "Ana Silva")
    assert (found.date, found.message_id) == ("2026-03-04T10:11:12+00:00", "m3@kunde.example")


def test_a_sender_without_an_address_keeps_the_name(tmp_path):
    found = message(tmp_path, x0037="s", x1000="Text.", x0C1A="Ana Silva", x0C1F="/O=EXCHANGE/CN=ANA")
    assert (found.sender, found.sender_name) == (None, "Ana Silva")


@pytest.mark.parametrize(
    ("codec", "codepage", "internet", "text"),
    [
        ("cp1251", 1251, 65001, "Верните деньги"),
        ("cp932", 932, 50220, "返金してください。髙橋"),
        ("cp932", None, 50220, "返金してください。髙橋"),
        ("cp949", 949, 28591, "환불해 주세요"),
        ("cp950", 950, 950, "請退款給我"),
        ("gb18030", 936, 936, "请退款给我"),
        ("cp1253", 1253, 28597, "Θέλω τα χρήματά μου"),
        ("cp1254", None, 1254, "Paramı geri istiyorum, şirket"),
        ("cp1256", 1256, 1256, "أريد نقودي"),
    ],
)
def test_strings_of_8_bits_are_read_by_the_code_page_of_the_message(tmp_path, codec, codepage, internet, text):
    pages = {"x3FDE": internet} | ({"x3FFD": codepage} if codepage else {})
    found = message(tmp_path, ansi=codec, x0037=text, x1000=text, attachments=[{"x3704": f"{text}.txt"}], **pages)
    assert (found.subject, found.body.strip(), found.attachments) == (text, text, (f"{text}.txt",))


def test_html_is_read_where_there_is_no_plain_body(tmp_path):
    found = message(tmp_path, x0037="s", x1013="<p>Größe</p><p>falsch".encode("cp1252"), x3FDE=1252)
    assert (found.body.split(), found.html_only) == (["Größe", "falsch"], True)


@pytest.mark.parametrize(
    ("page", "charset", "codec", "text"),
    [
        (1252, 0, "cp1252", "Größe"),
        (1252, 204, "cp1251", "Верните деньги"),
        (1252, 161, "cp1253", "Θέλω"),
        (950, 136, "cp950", "請退款給我許功蓋"),
        (949, 129, "cp949", "환불해 주세요"),
        (932, 128, "cp932", "返金ソ表してください"),
        (936, 0, "gb18030", "请退款给我"),
        (1252, 178, "cp1256", "أريد"),
        (1252, 162, "cp1254", "şirket"),
    ],
)
def test_html_wrapped_into_rtf_is_unwrapped_by_the_code_page_of_the_font(tmp_path, page, charset, codec, text):
    rtf = HTML_IN_RTF % (page, charset, escaped(text, codec))
    found = message(tmp_path, x0037="s", x1009=uncompressed_rtf(rtf))
    assert " ".join(found.body.split()) == f"{text} € 5 more"
    assert found.html_only


def test_plain_text_wrapped_into_rtf_is_unwrapped(tmp_path):
    head = rb"{\rtf1\ansi\ansicpg1252\fromtext {\fonttbl{\f0\fmodern Courier;}}{\*\generator x;}"
    rtf = head + rb"\f0 Gr\'fc\'dfe,\par 5\u8364 \'80 \{fehlen\}.\par}"
    found = message(tmp_path, x0037="s", x1009=uncompressed_rtf(rtf))
    assert (found.body.split(), found.html_only) == (["Grüße,", "5€", "{fehlen}."], False)


def test_rtf_of_its_own_gives_what_a_reader_sees():
    rtf = (
        rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\info{\author X}}{\header top}\pard Dear Sir,\par {\v hidden}{\deleted gone}"
        rb"\b I am \b0 angry\rquote .\par "
        rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt see here}}{\pict 0a0b}\tab A\cell B\row}"
    )
    assert read_rtf(rtf) == ("text", "Dear Sir,\nI am angry’.\nsee here\tA\tB\n")


@pytest.mark.parametrize(
    "text", [b"", b"short", b"{\\rtf1 " + b"the same words again and again, " * 500 + b"}", random.Random(1).randbytes(9_000)]
)
def test_compressed_rtf_is_unpacked(text):
    assert decompress(compressed_rtf.compress(text, compressed=True), most=10**6) == text
    assert len(decompress(compressed_rtf.compress(text, compressed=True), most=100)) <= 100 + 17 * 8


LETTER = {"x0037": "Beschwerde", "x1000": "Ich warte seit Wochen.", "x0C1F": "kunde@example.com"}


def test_a_letter_under_a_covering_note_goes_with_it(tmp_path):
    found = message(tmp_path, x0037="FW", x1000="FYI", attachments=[{"x3705": 5, "x3001": "Beschwerde", "message": LETTER}])
    assert found.body.startswith("FYI")
    assert "Ich warte seit Wochen." in found.body
    assert "From: kunde@example.com" in found.body


@pytest.mark.parametrize(
    "body", [{"x1000": " \r\n"}, {"x1013": b"<p>&nbsp;</p>"}, {"x1009": uncompressed_rtf(rb"{\rtf1\fromhtml1 {\*\htmltag <p>}}")}, {}]
)
def test_a_letter_under_no_words_at_all_is_the_text(tmp_path, body):
    found = message(tmp_path, x0037="FW", attachments=[{"x3705": 5, "message": LETTER}], **body)
    assert "Ich warte seit Wochen." in found.body


def test_a_letter_beside_words_of_its_own_is_listed(tmp_path):
    own = "Bitte kümmern Sie sich darum, es ist dringend."
    found = message(tmp_path, x0037="FW", x1000=own, attachments=[{"x3705": 5, "message": LETTER}])
    assert (found.body.strip(), found.attachments) == (own, ("Beschwerde.msg",))


def test_a_signed_message_is_read_from_its_signed_part(tmp_path):
    signed = (
        b'Content-Type: multipart/signed; boundary="B"\r\n\r\n--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
        + "Größe falsch.".encode()
        + b"\r\n--B\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nxx\r\n--B--\r\n"
    )
    found = message(tmp_path, x001A="IPM.Note.SMIME.MultipartSigned", x0037="s", attachments=[{"x3701": signed, "x3707": "smime.p7m"}])
    assert (found.body.strip(), found.attachments) == ("Größe falsch.", ("smime.p7s",))


def test_an_encrypted_message_is_rejected_with_the_reason(tmp_path):
    found = read_one(
        tmp_path, outlook_message(x001A="IPM.Note.SMIME", x0037="s", attachments=[{"x3701": b"\x30\x80", "x3707": "smime.p7m"}])
    )
    assert (found.reason, "decrypted" in found.detail) == ("encrypted", True)


def test_messages_attached_to_messages_end_at_the_limit_of_depth(tmp_path):
    inner = LETTER
    for _ in range(60):
        inner = {"x0037": "s", "attachments": [{"x3705": 5, "message": inner}]}
    found = read_one(tmp_path, outlook_message(**inner))
    assert found.reason == "too_deep"
    assert "'depth'" in found.detail


def test_what_is_no_outlook_message_is_damaged_and_mime_under_that_name_is_mail(tmp_path):
    assert read_one(tmp_path, b"\x89PNG\r\n\0\0").reason == "damaged"
    assert read_one(tmp_path, b"From: a@b.example\nSubject: x\n\nText.\n").body.strip() == "Text."


def test_any_damage_ends_in_a_message_or_a_rejection(tmp_path):
    whole = outlook_message(
        x0037="s",
        x1000="Text " * 2_000,
        x007D=HEADERS,
        x1009=uncompressed_rtf(HTML_IN_RTF % (1252, 0, b"x")),
        recipients=[{"x3003": "a@b"}],
    )
    chance = random.Random(4)
    reasons = set()
    for _ in range(150):
        data = bytearray(whole[: chance.randrange(1, len(whole) + 1)] if chance.random() < 0.3 else whole)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        found = read_one(tmp_path, bytes(data))
        reasons.add(getattr(found, "reason", "read"))
    assert reasons <= {"read", "damaged", "empty", "too_large", "binary"}
