"""One mail to one message: headers, body, attachments, and what happens when the mail is broken."""

import pytest

from pipeline.clean import clean
from pipeline.ingest import read_mail
from pipeline.records import Message, Rejected


def mail(*parts: str, **headers: str) -> bytes:
    """A mail of header lines and body text; ``headers`` with ``_`` for ``-`` go before ``parts``."""
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (head + "\r\n".join(parts)).encode()


PLAIN = mail(
    "",
    "My order never arrived.",
    From='"Ana Ruiz" <ana@example.com>',
    To="help@shop.example, Bob <bob@shop.example>",
    Cc="<legal@shop.example>",
    Subject="=?utf-8?Q?D=C3=B3nde_est=C3=A1?=",
    Date="Wed, 04 Mar 2026 10:11:12 +0100",
    Message_ID="<m3@example.com>",
    In_Reply_To="<m2@shop.example>",
    References="<m1@example.com> <m2@shop.example>",
    Content_Type="text/plain; charset=utf-8",
)

ALTERNATIVE = """\
Content-Type: multipart/mixed; boundary=OUT
Subject: parts

--OUT
Content-Type: multipart/alternative; boundary=IN

--IN
Content-Type: text/plain; charset=utf-8

{plain}
--IN
Content-Type: multipart/related; boundary=REL

--REL
Content-Type: text/html; charset=utf-8

<p>The <b>HTML</b> text</p>
--REL
Content-Type: image/png; name="logo.png"
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--REL--
--IN--
--OUT
Content-Type: application/pdf
Content-Disposition: attachment; filename*=utf-8''Rechnung%20f%C3%BCr%20M%C3%A4rz.pdf
Content-Transfer-Encoding: base64

JVBERi0=
--OUT
Content-Type: text/plain
Content-Disposition: attachment; filename="=?utf-8?Q?notes_=C3=A9.txt?="

Not the letter.
--OUT--
"""


def read(data: bytes | str, **settings) -> Message:
    found = read_mail(data.encode() if isinstance(data, str) else data, "x.eml", **settings)
    assert isinstance(found, Message), found
    return found


def test_headers_fill_the_message():
    message = read(PLAIN)
    assert message.id == message.message_id == "m3@example.com"
    assert (message.subject, message.body) == ("Dónde está", "My order never arrived.")
    assert (message.sender, message.sender_name) == ("ana@example.com", "Ana Ruiz")
    assert message.recipients == ("help@shop.example", "bob@shop.example", "legal@shop.example")
    assert message.date == "2026-03-04T10:11:12+01:00"
    assert (message.in_reply_to, message.references) == ("m2@shop.example", ("m1@example.com", "m2@shop.example"))
    assert (message.channel, message.role, message.source) == ("email", "customer", "x.eml")
    assert (message.html_only, message.warnings) == (False, ())


def test_the_thread_is_the_first_reference_else_the_answered_mail_else_the_mail_itself():
    assert read(PLAIN).thread == "m1@example.com"
    assert read(PLAIN.replace(b"References", b"X-Nothing")).thread == "m2@shop.example"
    assert read(PLAIN.replace(b"References", b"X-A").replace(b"In-Reply-To", b"X-B")).thread == "m3@example.com"
    assert read(mail("", "text", Subject="a")).thread is None


@pytest.mark.parametrize(
    ("domains", "role"),
    [({"shop.example"}, "customer"), ({"example.com"}, "agent"), ({"com"}, "agent"), ({"ample.com"}, "customer"), (set(), "customer")],
)
def test_mail_from_own_domains_is_the_agents(domains, role):
    assert read(PLAIN, own_domains=frozenset(domains)).role == role


def test_plain_text_goes_before_html_and_attachments_are_listed_by_name():
    message = read(ALTERNATIVE.format(plain="The plain text"))
    assert message.body.strip() == "The plain text"
    assert message.attachments == ("logo.png", "Rechnung für März.pdf", "notes é.txt")
    assert not message.html_only


def test_html_is_read_where_the_plain_part_is_empty():
    message = read(ALTERNATIVE.format(plain="  "))
    assert message.body == "The HTML text"
    assert message.html_only


def test_a_charset_label_of_the_part_goes_before_that_of_the_page():
    page = '<meta charset="iso-8859-1"><p>Größe</p>'
    assert read(mail("", page, Content_Type="text/html; charset=utf-8", Subject="a")).body == "Größe"


def test_a_page_without_label_may_state_its_charset():
    data = mail("", "", Content_Type="text/html", Subject="a") + '<meta charset="windows-1251"><p>Верните деньги</p>'.encode("cp1251")
    assert read(data).body == "Верните деньги"


def test_quoted_printable_and_base64_are_undone():
    assert read(mail("", "R=C3=BCck=\r\nerstattung", Content_Transfer_Encoding="quoted-printable", Subject="a")).body == "Rückerstattung"
    assert (
        read(mail("", "5oiR6KaB6YCA5qy+", Content_Transfer_Encoding="base64", Content_Type="text/plain; charset=utf-8", Subject="a")).body
        == "我要退款"
    )


def test_flowed_text_gets_its_paragraphs_back():
    data = mail(
        "", "This is one ", "paragraph.", "> quoted ", "> words", "-- ", "Ann", Content_Type="text/plain; format=flowed", Subject="a"
    )
    assert read(data).body == "This is one paragraph.\n> quoted words\n-- \nAnn"


def test_flowed_text_with_delsp_joins_without_a_blank():
    data = mail("", "返金して ", "ください。", Content_Type="text/plain; charset=utf-8; format=flowed; delsp=yes", Subject="a")
    assert read(data).body == "返金してください。"


def test_a_mail_inside_the_mail_is_written_out_as_a_forward():
    inner = "From: angry@example.com\r\nSubject: Broken\r\nDate: Wed, 04 Mar 2026 10:11:12 +0100\r\n\r\nIt broke."
    data = mail("", "--B", "", "FYI", "--B", "Content-Type: message/rfc822", "", inner, "--B--", Content_Type="multipart/mixed; boundary=B")
    body = read(data).body
    assert body.startswith("FYI\n\n---------- Forwarded message ---------\nFrom: angry@example.com\n")
    assert body.endswith("Subject: Broken\n\nIt broke.")


def test_a_missing_closing_boundary_does_not_lose_the_last_part():
    data = mail("", "--B", "", "first", "--B", "", "last", Content_Type="multipart/mixed; boundary=B", Subject="a")
    assert read(data).body == "first\n\nlast"


def test_a_multipart_without_any_boundary_is_read_as_text():
    assert "the complaint" in read(mail("", "the complaint", Content_Type="multipart/mixed; boundary=B", Subject="a")).body


def test_a_part_with_a_file_name_is_the_text_only_if_there_is_no_other():
    data = mail("", "the complaint", Content_Type='text/plain; name="message.txt"', Subject="a")
    assert read(data).body == "the complaint"


def test_the_first_part_is_the_text_though_it_has_a_file_name():
    head = "Content-Type: multipart/mixed; boundary=B\r\nSubject: s\r\n\r\n"
    named = "--B\r\nContent-Type: text/plain; name={}\r\nContent-Disposition: {}\r\n\r\n{}\r\n"
    inline = read(head + named.format("body.txt", "inline", "the complaint") + named.format("log.txt", "inline", "a log") + "--B--")
    assert (inline.body, inline.attachments) == ("the complaint", ("log.txt",))
    footer = "--B\r\n\r\na footer\r\n--B--"
    attached = read(head + named.format("log.txt", "attachment", "a log") + footer)
    assert (attached.body, attached.attachments) == ("a footer", ("log.txt",))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("text/enriched", "<bold>Now</bold> is\r\nthe <color><param>red</param>time</color>.\r\n\r\na << b", "Now is the time.\na < b"),
        ("text/richtext", "<bold>Now</bold><nl>and <italic>then</italic>", "Now\nand then"),
        ("text/markdown", "# Now", "# Now"),
    ],
)
def test_a_text_of_another_kind_is_read_where_there_is_no_other(kind, text, expected):
    assert read(mail("", text, Content_Type=kind, Subject="s")).body == expected
    part, plain = f"--B\r\nContent-Type: {kind}\r\n\r\n{text}", "--B\r\n\r\nplain\r\n--B--"
    assert read(mail("", part, plain, Content_Type="multipart/alternative; boundary=B", Subject="s")).body == "plain"


@pytest.mark.parametrize("kind", ["text/calendar", "text/vcard", "text/csv"])
def test_a_text_for_machines_is_no_letter(kind):
    found = read_mail(mail("", "BEGIN:X", Content_Type=kind, Subject="s"), "a.eml")
    assert isinstance(found, Rejected)
    assert found.reason == "empty"


def test_a_date_that_cannot_be_read_is_warned_of():
    message = read(mail("", "text", Date="the day before yesterday", Subject="a"))
    assert message.date is None
    assert message.warnings == ("date: unreadable",)


def test_the_id_of_a_mail_without_message_id_depends_on_its_content_alone():
    data = mail("", "text", Subject="a", X_Other="1")
    assert read(data).id == read(data.replace(b"X-Other: 1", b"X-Other: 2")).id
    assert read(data).id != read(data.replace(b"text", b"texts")).id


def test_text_without_headers_is_read_with_a_warning():
    message = read("Dear shop,\r\n\r\nwhere is my money?")
    assert "where is my money?" in message.body
    assert "mail: no headers" in message.warnings


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (mail("", "", Subject="nothing"), "empty"),
        (mail("", "\u200b\ufeff ", Subject="invisible"), "empty"),
        (mail("", "", Subject="Re: Your order has been sent"), "empty"),
        (mail("", "", Subject="Your order has been sent", In_Reply_To="<1@shop.example>"), "empty"),
        (mail("", "abc", Subject="x", Content_Type="application/pkcs7-mime; smime-type=enveloped-data"), "encrypted"),
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "binary"),
    ],
)
def test_mail_without_text_is_rejected_with_the_reason(data, reason):
    found = read_mail(data, "x.eml")
    assert isinstance(found, Rejected)
    assert (found.source, found.reason) == ("x.eml", reason)


@pytest.mark.parametrize("subject", ["Where is my order 123?", "我的包裹在哪里", "Nerede siparişim"])
def test_a_mail_that_says_something_in_its_subject_alone_is_a_message_without_text(subject):
    message = read(mail("", " ", Subject=subject))
    assert (message.subject, message.body) == (subject, "")
    assert message.warnings == ("mail: no text, the subject stands for it",)
    assert clean(message).text == subject


@pytest.mark.parametrize("depth", [40, 200, 3_000])
@pytest.mark.parametrize("kind", ["multipart/mixed; boundary=B{0}", "message/rfc822"])
def test_deep_nesting_ends_in_a_message_or_in_a_rejection_that_says_so(kind, depth):
    below = "--B{0}\r\n" if "boundary" in kind else ""
    head = "".join(f"Subject: deep\r\nContent-Type: {kind}\r\n\r\n{below}".format(level) for level in range(depth))
    found = read_mail(f"{head}Subject: deep\r\n\r\nthe complaint".encode(), "x.eml")
    if depth == 40:
        assert isinstance(found, Message)
        assert "the complaint" in found.body
    else:
        assert isinstance(found, Rejected)
        assert found.reason in ("too_deep", "too_many_parts")


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Type": "text/plain; charset=x-unknown"},
        {"Content_Type": "text/plain; charset="},
        {"Content_Type": 'text/plain; charset="unterminated'},
        {"Content_Type": "text/plain; charset=base64"},
        {"Content_Type": "=?iso-2022-jp?B?GyRC?="},
        {"Content_Type": "/"},
        {"Content_Type": "text/plain; name*0*=x''%ff; name*2=y"},
        {"Content_Transfer_Encoding": "x-nothing"},
        {"Content_Transfer_Encoding": "x-uuencode"},
        {"Content_Disposition": "attachment; filename*=utf-99''%zz"},
        {"Message_ID": "<>"},
        {"From": "((((((", "To": '"""'},
    ],
)
def test_broken_headers_never_raise(headers):
    found = read_mail(mail("", "text of the letter", **headers), "x.eml")
    assert isinstance(found, Message | Rejected)
