"""HTML mail: what the markup sets apart, program by program, and what it must not cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.ingest import read_mail
from pipeline.ingest.html_text import read_html
from pipeline.records import CleanMessage, Message
from tests.ingest.pages import KEPT, OLD, OWN, REPLIES, SIGNATURES


def cleaned(page: str, subject: str = "Re: parcel") -> CleanMessage:
    head = f"From: ann@example.com\r\nSubject: {subject}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    message = read_mail((head + page).encode(), "x.eml")
    assert isinstance(message, Message)
    return clean(message)


@pytest.mark.parametrize("program", REPLIES)
def test_a_reply_is_what_stands_outside_the_history_that_the_program_marks(program):
    found = cleaned(REPLIES[program])
    assert found.own == OWN
    assert OLD in found.quoted
    assert not [warning for warning in found.warnings if warning.startswith("history")]


@pytest.mark.parametrize("program", REPLIES)
def test_the_body_holds_all_of_the_page_and_the_marks_are_ranges_of_it(program):
    page = read_html(REPLIES[program])
    assert OWN in page.text
    assert [cut.reason for cut in page.marked] == ["quoted"]
    assert OLD in page.text[page.marked[0].start : page.marked[0].end]
    assert OWN not in page.text[page.marked[0].start : page.marked[0].end]


@pytest.mark.parametrize("program", SIGNATURES)
def test_a_signature_is_set_aside_where_the_program_marks_it(program):
    found = cleaned(SIGNATURES[program])
    assert found.own == OWN
    assert found.signature
    assert found.quoted == ""


def test_signature_and_history_are_told_apart():
    page = SIGNATURES["thunderbird"] + '<div class="moz-cite-prefix">4.3.26, S.:</div><blockquote type="cite">Patience.</blockquote>'
    found = cleaned(page)
    assert (found.own, found.signature, found.quoted) == (OWN, "-- \nAnn\nMain Street 1", "4.3.26, S.:\n\n> Patience.")


@pytest.mark.parametrize("case", KEPT)
def test_what_is_no_history_stays_whole(case):
    found = cleaned(KEPT[case])
    assert found.own == found.message.body
    assert found.cuts == ()


def test_quotations_inside_an_answer_keep_their_marks_and_the_writers_own_have_none():
    assert "> Two?\n\nNo." in cleaned(KEPT["an answer between the lines"]).own
    assert ">" not in cleaned(KEPT["a quotation of the writer's own"]).own


def test_a_quotation_before_announced_history_is_the_writers_own():
    intro = "<div>On 11-Apr-2026, at 6:54 PM, Bob &lt;bob@example.com&gt; wrote:</div>"
    found = cleaned(f"I cite<blockquote>your promise</blockquote>{intro}<blockquote>Patience.</blockquote>")
    assert found.own == "I cite\n\nyour promise"


def test_a_letter_passed_on_in_gmail_is_kept_with_its_fields():
    divider, sender = "---------- Forwarded message ---------", "From: <b>S.</b> &lt;s@shop.example&gt;"
    heading = f"{divider}<br>{sender}<br>Date: Wed, 4 Mar 2026 at 10:11<br>Subject: Lost<br>To: Ann"
    page = (
        f'<div dir="ltr">FYI<br><br><div class="gmail_quote"><div class="gmail_attr">{heading}<br></div><br>The parcel is lost.</div></div>'
    )
    found = cleaned(page, "Fwd: Lost")
    assert (found.own, found.text) == ("FYI", "The parcel is lost.")
    assert found.forwarded is not None
    assert (found.forwarded.sender, found.forwarded.subject) == ("s@shop.example", "Lost")


def test_a_letter_passed_on_in_a_language_without_rules_is_kept_by_its_markup():
    page = f'<p>{OWN}</p><div class="moz-forward-container"><br>-------- Továbbított üzenet --------<br>The parcel is lost.</div>'
    found = cleaned(page, "Parcel")
    assert found.own == OWN
    assert found.forwarded is not None
    assert found.forwarded.text.endswith("The parcel is lost.")


def test_marks_hold_after_normalising_whatever_stands_before_them():
    before = "a&#8203;b&nbsp; c<br><br><br><br><br>e&#769;&#173;x  <br>GrÃ¼ÃŸe<br>"
    found = cleaned(f"<div>{before}{OWN}</div><blockquote type=cite>4.3.2026 10:11 S. &lt;s@shop.example&gt;:<br>{OLD}</blockquote>")
    assert found.own.endswith(f"Grüße\n{OWN}")
    assert found.quoted.endswith(OLD)


TAGS = st.sampled_from(
    [
        "<blockquote>",
        "<blockquote type=cite>",
        "</blockquote>",
        "<div class=gmail_quote>",
        "<div class=gmail_attr>",
        "<div id=divRplyFwdMsg>",
        "<div id=Signature>",
        "<div class=moz-forward-container>",
        "</div>",
        "<hr>",
        "<br>",
        "<b>A:</b> s@shop.example<br><b>B:</b> 10:11<br><b>C:</b> c<br><b>D:</b> d",
        "On 4 March 2026 at 10:11 S. &lt;s@shop.example&gt; wrote:<br>",
        "words ",
    ]
)


@given(st.lists(TAGS, max_size=25).map("".join))
def test_marks_are_ordered_ranges_of_whole_lines_at_the_end_or_the_beginning(page):
    found = read_html(page)
    place = 0
    for number, cut in enumerate(found.marked):
        assert place <= cut.start < cut.end <= len(found.text)
        assert found.text[cut.start - 1 : cut.start] in ("", "\n")
        assert found.text[cut.end : cut.end + 1] in ("", "\n")
        assert cut.start == 0 or not found.text[cut.end : found.marked[number + 1].start if number + 1 < len(found.marked) else None].strip(
            "\n> _"
        )
        place = cut.end


@given(st.lists(TAGS, max_size=25).map("".join))
def test_no_word_is_lost_from_the_body_and_something_is_left_to_label(page):
    found = cleaned(f"<p>first words</p>{page}")
    assert found.message.body.count("words") == page.count("words ") + 1
    assert found.own.startswith("first words")
