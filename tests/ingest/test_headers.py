"""Headers: encoded words, addresses, dates and ids as mailers really write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest import read_mail
from pipeline.ingest.addresses import addresses
from pipeline.ingest.headers import header_text, in_charset, iso_date, message_ids
from pipeline.ingest.parameters import parameters


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Where is my parcel?", "Where is my parcel?"),
        ("folded\r\n over\r\n\tlines", "folded over lines"),
        ("=?utf-8?B?UsO8Y2tlcnN0YXR0dW5n?=", "Rückerstattung"),
        ("=?iso-8859-1?Q?R=FCckerstattung_jetzt?=", "Rückerstattung jetzt"),
        ("=?utf-8?Q?a?= =?utf-8?Q?b?=\r\n =?utf-8?Q?c?=", "abc"),
        ("Re: =?gb2312?B?zcu/7g==?= now", "Re: 退款 now"),
        ("=?utf-8?B?4oKs?= =?utf-8?B?NQ?=", "€5"),
        ("=?utf-8?Q?=E9=80?= =?utf-8?Q?=80=E6=AC=BE?=", "退款"),
        ("=?x-unknown?Q?hello?=", "hello"),
        ("=?utf-8?B?!!!?=", ""),
        ("=?utf-8*en?Q?hello?=", "hello"),
        ("=?utf-8?Q?Where_is_my_order??=", "Where is my order?"),
        ("=?utf-8?Q?never closed =?utf-8?Q?but_this?=", "=?utf-8?Q?never closed but this"),
        ("two  blanks stay", "two  blanks stay"),
        ("=?utf-8?Q?late_again_=F0?=", "late again \ufffd"),
        ("=?utf-8?Q?Fr=F6sche?=", "Frösche"),
        ("=?not an encoded word", "=?not an encoded word"),
        ("=?UTF-8?Q?=e9=80?= of a sign", "\ufffd of a sign"),
        ("a piece =?UTF-8?Q?=a8?=", "a piece \ufffd"),
        ("=?utf-8?Q?caf=E9?=", "café"),
    ],
)
def test_a_header_is_decoded_as_people_read_it(raw, text):
    assert header_text(raw) == text


def test_raw_bytes_in_a_header_are_utf8_or_windows_1252():
    assert header_text("Gebühr".encode().decode("ascii", "surrogateescape")) == "Gebühr"
    assert header_text("Gebühr".encode("cp1252").decode("ascii", "surrogateescape")) == "Gebühr"


@pytest.mark.parametrize(
    ("raw", "pairs"),
    [
        ("Ann Lee <ann@example.com>", [("Ann Lee", "ann@example.com")]),
        ('"Lee, Ann" <ann@example.com>, bob@example.org', [("Lee, Ann", "ann@example.com"), ("", "bob@example.org")]),
        ("=?utf-8?Q?J=C3=BCrgen?= <j@example.com>", [("Jürgen", "j@example.com")]),
        ("undisclosed-recipients:;", []),
        ("no address here", []),
        ("<<broken@example.com>>", [("", "broken@example.com")]),
        ("", []),
    ],
)
def test_addresses_are_found_with_their_names(raw, pairs):
    assert addresses(raw) == pairs


@pytest.mark.parametrize(
    ("raw", "pairs"),
    [
        ("Lee, Ann <a@b.example>", [("Lee, Ann", "a@b.example")]),
        ("Ann @ Acme <a@b.example>", [("Ann @ Acme", "a@b.example")]),
        ("'a@b.example' <a@b.example>", [("a@b.example", "a@b.example")]),
        ("a@b.example (Ann Lee)", [("Ann Lee", "a@b.example")]),
        ("Shop: Ann <a@b.example>, b@c.example;", [("Ann", "a@b.example"), ("", "b@c.example")]),
        ("undisclosed-recipients:;", []),
        ("<@relay.example,@two.example:a@b.example>", [("", "a@b.example")]),
        ("a(her)@(at)b.example <a(her account)@b.example(host)>", [("a@b.example", "a@b.example")]),
        ("Ann <mailto:a@b.example>; Bo <b@c.example>", [("Ann", "a@b.example"), ("Bo", "b@c.example")]),
        ('"ann"@b.example, "ann lee"@b.example', [("", "ann@b.example"), ("", '"ann lee"@b.example')]),
        ('"Ann <a@b.example>', [("Ann", "a@b.example")]),
        ('"ann\\\\lee"@b.example', [("", '"ann\\\\lee"@b.example')]),
        ('"Ann \\"B\\" Lee" a@b.example', [('Ann "B" Lee', "a@b.example")]),
        ("Ann [Acme] <a@b.example", [("Ann [Acme]", "a@b.example")]),
        ("=?utf-8?Q?Lee=2C_Ann?= <a@b.example> =?utf-8?Q?Bo?= <b@c.example>", [("Lee, Ann", "a@b.example"), ("Bo", "b@c.example")]),
    ],
)
def test_addresses_are_read_as_rfc_5322_and_mail_programs_write_them(raw, pairs):
    assert addresses(raw) == pairs


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("Wed, 04 Mar 2026 10:11:12 +0800", "2026-03-04T10:11:12+08:00"),
        ("4 Mar 2026 10:11:12 -0000", "2026-03-04T10:11:12+00:00"),
        ("Wed, 04 Mar 2026 10:11:12 GMT (Greenwich)", "2026-03-04T10:11:12+00:00"),
        ("yesterday", None),
        ("Wed, 99 Mar 2026 10:11:12 +0800", None),
        ("", None),
    ],
)
def test_a_date_becomes_iso_8601_with_its_zone_or_nothing(raw, iso):
    assert iso_date(raw) == iso


def test_ids_lose_their_angle_brackets():
    assert message_ids("<a@x>\r\n <b@y>") == ("a@x", "b@y")
    assert message_ids("bare@x") == ("bare@x",)
    assert message_ids("  ") == ()


def test_parameters_are_read_from_broken_headers_too():
    assert parameters("text/plain; charset=utf-8; format=flowed") == {"charset": "utf-8", "format": "flowed"}
    assert parameters('text/plain;charset = "iso-8859-1"') == {"charset": "iso-8859-1"}
    assert parameters("text/plain; charset*=utf-8'en'koi8-r") == {"charset": "koi8-r"}
    assert parameters("text/plain") == {}
    assert parameters("text/html charset=utf-8") == {"charset": "utf-8"}
    assert parameters('text/plain;;; name="never closed; a') == {"name": "never closed; a"}
    assert parameters('multipart/mixed; boundary="a\\"b;c"') == {"boundary": 'a"b;c'}


def test_a_name_split_and_percent_encoded_is_put_together_in_its_charset():
    split = "attachment; filename*1*=%E4rz.pdf; filename*0*=iso-8859-1''Rechnung%20M"
    assert parameters(split) == {"filename": "Rechnung März.pdf"}
    assert parameters("attachment; filename*0=a; filename*1=b.txt") == {"filename": "ab.txt"}


def test_the_encoded_name_goes_before_the_plain_one():
    assert parameters("attachment; filename=Rechnung.pdf; filename*=UTF-8''R%C3%BCckgabe.pdf")["filename"] == "Rückgabe.pdf"


@given(st.text(max_size=200))
def test_any_header_is_read_without_an_exception(raw):
    header_text(raw).encode("utf-8")
    addresses(raw)
    iso_date(raw)
    message_ids(raw)
    parameters(raw)


@pytest.mark.parametrize("raw", [" " * 60_000, "(" * 5_000, '"' * 5_001, "<" * 5_000, "a@" * 5_000, "=?utf-8?Q?" * 3_000])
def test_hostile_headers_end_without_an_exception(raw):
    header_text(raw)
    addresses(raw)
    iso_date(raw)


@pytest.mark.parametrize(
    ("charset", "subject"),
    [
        *[("koi8-r", "Жалоба"), ("windows-1251", "Жалоба"), ("big5", "投訴信"), ("gb2312", "投诉信"), ("shift_jis", "苦情")],
        *[("euc-kr", "불만"), ("windows-1254", "Şikayet"), ("windows-1256", "شكوى"), ("iso-8859-2", "Skarga główna")],
        *[("windows-1253", "Παράπονο"), ("iso-8859-15", "Prix en €"), ("iso-2022-jp", "苦情の件"), ("utf-7", "Die Frösche")],
    ],
)
def test_a_header_without_encoded_words_is_in_the_charset_of_the_text(charset, subject):
    head = b"From: a@b.example\r\nSubject: " + subject.encode(charset) + b"\r\n"
    text = b"Content-Type: text/plain; charset=" + charset.encode() + b"\r\n\r\nhello"
    parts = b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n" + text + b"\r\n--B--\r\n"
    assert read_mail(head + text, "a.eml").subject == subject
    assert read_mail(head + parts, "a.eml").subject == subject


def test_a_header_in_utf_8_is_so_whatever_the_text_is_in():
    data = "From: a@b.example\r\nSubject: Größe\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\nhello".encode()
    assert read_mail(data, "a.eml").subject == "Größe"


def test_a_plus_in_a_subject_is_no_utf_7():
    assert in_charset("C+AB-1 and +49", "utf-8") == "C+AB-1 and +49"
