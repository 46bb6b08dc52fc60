"""Intros without an address, headings and lines of programs in the first-class languages, and prose that only looks like them."""

import pytest

from pipeline.clean import clean
from pipeline.records import Message
from tests.clean.customers import SENTENCES
from tests.clean.localised import (
    INTROS,
    NO_HISTORY,
    NO_PROGRAM_LINES,
    NO_SIGNATURES,
    NOTES_FORWARDERS,
    PROGRAM_LINES,
    REPLY_ABOVE,
    SIGNATURES,
    WEAK,
)
from tests.clean.mails import LETTER, OWN, heading, quoted

ANSWER = OWN["en"]
FORWARDED_SUBJECTS = [
    ("Fw: Your order", "Your order"),
    ("转发：投诉", "投诉"),
    ("WG: Re: Lampe", "Re: Lampe"),
    ("Fwd: Order (2 items)", "Order (2 items)"),
    ("Fwd: [Ticket 4711] broken [urgent]", "[Ticket 4711] broken [urgent]"),
    ("[Fwd: Order [2]]", "Order [2]"),
    ("(Fwd: Order)", "Order"),
]
CASES = [pytest.param(intro, id=name) for name, intro in INTROS.items()]


def mail(body: str, subject: str = "Re: my order"):
    return clean(Message(id="1", source="x", body=body, subject=subject, channel="email", lang="en"))


def is_divider(name: str, intro: str) -> bool:
    """Whether what stands below an intro is history to the end."""
    return name.startswith("help desk") or (intro.startswith(("—", "-", "‐")) and not name.startswith("zendesk"))


@pytest.mark.parametrize("intro", CASES)
def test_marked_history_goes_with_its_intro(intro):
    assert mail(f"{ANSWER}\n\n{intro}\n\n{quoted(LETTER)}").own == ANSWER


@pytest.mark.parametrize("intro", CASES)
def test_unmarked_history_goes_with_its_intro(intro):
    assert mail(f"{ANSWER}\n\n{intro}\n\n{LETTER}").own == ANSWER


@pytest.mark.parametrize("intro", [pytest.param(intro, id=name) for name, intro in WEAK.items()])
def test_history_below_what_people_write_too_goes_only_where_it_is_marked(intro):
    assert mail(f"{ANSWER}\n\n{intro}\n\n{quoted(LETTER)}").own == ANSWER
    body = f"{ANSWER}\n\n{intro}\n\nNobody answered. Why?"
    assert mail(body).own == body


@pytest.mark.parametrize("intro", [pytest.param(intro, id=name) for name, intro in INTROS.items() if not is_divider(name, intro)])
def test_an_answer_below_the_history_stays(intro):
    assert mail(f"{intro}\n\n{quoted(LETTER)}\n\n{ANSWER}").own == ANSWER


@pytest.mark.parametrize("line", REPLY_ABOVE)
def test_history_below_the_line_of_a_help_desk_goes(line):
    assert mail(f"{ANSWER}\n\n{line}\n\n{LETTER}").own == ANSWER


@pytest.mark.parametrize("divider", NOTES_FORWARDERS)
def test_notes_says_who_passed_a_letter_on(divider):
    found = mail(f"{ANSWER}\n\n{divider}\n\n{heading('en')}\n\n{LETTER}", "")
    assert found.own == ANSWER
    assert found.forwarded is not None
    assert found.forwarded.text == LETTER


@pytest.mark.parametrize("divider", NOTES_FORWARDERS[1:])
def test_such_a_line_without_a_heading_below_it_is_none(divider):
    body = f"{ANSWER}\n\n{divider}\n\n{LETTER}"
    assert mail(body, "").own == body


@pytest.mark.parametrize("line", PROGRAM_LINES)
def test_a_line_of_a_program_at_the_end_goes(line):
    found = mail(f"{ANSWER}\n\n{line}")
    assert (found.own, found.signature) == (ANSWER, line)


@pytest.mark.parametrize("line", NO_PROGRAM_LINES)
def test_a_sentence_that_names_a_device_stays(line):
    body = f"{ANSWER}\n\n{line}"
    found = mail(body)
    assert (found.own, found.cuts) == (body, ())


@pytest.mark.parametrize("block", SIGNATURES)
def test_a_signature_of_a_known_form_goes(block):
    found = mail(f"{ANSWER}\n\n{block}")
    assert found.own == ANSWER
    assert found.signature.replace("\n\n", "\n") == block.replace("\n\n", "\n")


@pytest.mark.parametrize("block", NO_SIGNATURES)
def test_what_is_no_signature_stays(block):
    body = f"{ANSWER}\n\n{block}"
    found = mail(body)
    assert (found.own, found.cuts) == (body, ())


@pytest.mark.parametrize("body", [*NO_HISTORY, *(f"{ANSWER}\n\n{body}" for body in NO_HISTORY)])
def test_what_people_write_of_a_letter_stays(body):
    found = mail(body)
    assert (found.own, found.cuts) == (body, ())


def test_a_sentence_of_their_own_above_marked_lines_stays():
    line = "I told you to pay me 5 €, and my agent said:"
    assert mail(f"{line}\n{quoted(LETTER)}\n\n{ANSWER}").own.startswith(line)


def test_an_intro_behind_words_about_a_letter_is_cut_off_them():
    own, intro = "I wrote to you and told you no.", "On Wed, 4 Mar 2026 at 10:11, help@shop.example wrote:"
    assert mail(f"{own} {intro}\n{quoted(LETTER)}").own == own


@pytest.mark.parametrize(("lang", "body"), [(lang, body) for lang, bodies in SENTENCES.items() for body in bodies])
def test_what_customers_write_of_dates_senders_and_letters_stays(lang, body):
    for whole in (body, f"{OWN[lang]}\n\n{body}", f"{OWN[lang]}\n{body}", f"{body}\n\n{OWN[lang]}"):
        found = mail(whole)
        assert (found.own, found.cuts) == (whole, ())


@pytest.mark.parametrize(("subject", "told"), FORWARDED_SUBJECTS)
def test_a_letter_passed_on_whose_heading_states_no_subject_has_that_of_the_mail(subject, told):
    body = f"{ANSWER}\n\n{'_' * 32}\nFrom: Shop <help@shop.example>\nSent: 4 March 2026 10:11\nTo: Ann <ann@example.com>\n\n{LETTER}"
    found = mail(body, subject).forwarded
    assert found is not None
    assert (found.subject, found.text) == (told, LETTER)
