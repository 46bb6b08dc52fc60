"""Layouts of mail programs in some forty languages: the answer stays, what the program put around it goes."""

import re

import pytest

from pipeline.clean import clean
from pipeline.clean.phrases import phrases, words
from pipeline.records import Message
from tests.clean.layouts import (
    APPLE,
    CONTACT_BLOCKS,
    FOOTERS,
    FORWARD_DIVIDERS,
    GMAIL,
    HEADINGS,
    NO_SIGNATURES,
    OTHER_PROGRAMS,
    OUTLOOK_FOR_MAC,
    PROGRAM_LINES,
    PROSE,
    REPLY_DIVIDERS,
)
from tests.clean.mails import LETTER, OWN, heading, quoted

INTROS = [
    pytest.param(intro, id=f"{program}-{name}")
    for program, table in {"gmail": GMAIL, "apple": APPLE, "outlook-mac": OUTLOOK_FOR_MAC, "other": OTHER_PROGRAMS}.items()
    for name, intro in table.items()
]
ANSWER = OWN["en"]
VALUES = {
    "from": "Shop <help@shop.example>",
    "sent": "Wednesday, March 4, 2026 10:11",
    "to": "ann@example.com",
    "subject": "Your request",
}
ORDERS = {"ar, reversed": "sent from to subject", "de, sent first": "sent from to subject", "en, subject first": "subject sent from to"}


def mail(body: str, subject: str = "Re: my order"):
    return clean(Message(id="1", source="x", body=body, subject=subject, channel="email", lang="en"))


@pytest.mark.parametrize("intro", INTROS)
def test_marked_history_goes_with_its_intro(intro):
    assert mail(f"{ANSWER}\n\n{intro}\n\n{quoted(LETTER)}").own == ANSWER


@pytest.mark.parametrize("intro", INTROS)
def test_unmarked_history_goes_with_its_intro(intro):
    assert mail(f"{ANSWER}\n\n{intro}\n\n{LETTER}").own == ANSWER


@pytest.mark.parametrize("intro", INTROS)
def test_the_subject_makes_an_intro_a_forward(intro):
    found = mail(f"{ANSWER}\n\n{intro}\n\n    {LETTER}", "Fwd: your order")
    assert found.own == ANSWER
    assert found.forwarded is not None


@pytest.mark.parametrize("intro", INTROS)
def test_an_intro_may_be_wrapped_at_any_blank_past_its_beginning(intro):
    if "\n" in intro or intro.startswith("--"):
        return
    split = intro.split(" ")
    for at in range(4, len(split)):
        wrapped = " ".join(split[:at]) + "\n" + " ".join(split[at:])
        assert mail(f"{ANSWER}\n\n{wrapped}\n\n{quoted(LETTER)}").own == ANSWER, wrapped


@pytest.mark.parametrize("name", HEADINGS)
@pytest.mark.parametrize("form", ["{}: {}", "{} : {}", "{}:\t{}", "*{}:* {}", "**{}:** {}"])
def test_history_below_a_header_block_goes(name, form):
    order = ORDERS.get(name, "from sent to subject").split()
    block = "\n".join(form.format(label, VALUES[field]) for label, field in zip(HEADINGS[name], order, strict=True))
    assert mail(f"{ANSWER}\n\n{block}\n\n{LETTER}").own == ANSWER
    assert mail(f"{ANSWER}\n\n{'_' * 32}\n{block}\n{LETTER}").own == ANSWER


@pytest.mark.parametrize("divider", REPLY_DIVIDERS)
def test_history_below_a_divider_goes(divider):
    for below in (f"{heading('en')}\n\n{LETTER}", f"\n{LETTER}"):
        found = mail(f"{ANSWER}\n\n{divider}\n{below}")
        assert found.own == ANSWER
        assert found.forwarded is None


def test_a_divider_in_no_list_is_one_where_a_heading_follows():
    found = mail(f"{ANSWER}\n\n-------- Ujumbe wa awali --------\n{heading('en')}\n\n{LETTER}")
    assert found.own == ANSWER


@pytest.mark.parametrize("divider", FORWARD_DIVIDERS)
def test_the_letter_below_a_forward_divider_is_kept_as_such(divider):
    letter = f"{heading('en')}\n\n{LETTER}"
    for body in (letter, quoted(letter)):
        found = mail(f"{ANSWER}\n\n{divider}\n{body}", "")
        assert found.own == ANSWER
        assert found.forwarded is not None
        assert (found.forwarded.sender, found.forwarded.text) == ("help@shop.example", LETTER)


def test_a_forward_whose_line_breaks_were_lost_is_taken_apart():
    fields = "From: Shop <help@shop.example>To: Ann <ann@example.com>Sent: Wed, 4 Mar 2026 10:11 ESTSubject: Your order"
    block = f"----- Forwarded Message ----- {fields}"
    found = mail(f"{ANSWER}\n\n   {block}\n{LETTER}", "").forwarded
    assert found is not None
    assert (found.sender, found.subject, found.text) == ("help@shop.example", "Your order", LETTER)


def test_recipients_may_be_wrapped_over_lines():
    recipients = "Ann <ann@example.com>; Bob\n<bob@example.com>; Cy\n<cy@example.com>"
    block = f"From: Shop <help@shop.example>\nSent: 4 March 2026 10:11\nTo: {recipients}\nSubject: s"
    assert mail(f"{ANSWER}\n\n{block}\n\n{LETTER}").own == ANSWER


def test_the_end_of_a_forward_is_no_part_of_the_letter():
    intro, end = '04.03.2026, 10:11, "Shop" <help@shop.example>:', "-------- Конец пересылаемого сообщения --------"
    body = f"-------- Пересылаемое сообщение --------\n{intro}\n\n{LETTER}\n\n{end}"
    found = mail(body, "").forwarded
    assert found is not None
    assert (found.sender, found.text) == ("help@shop.example", LETTER)


@pytest.mark.parametrize("line", PROGRAM_LINES)
def test_a_line_of_a_program_at_the_end_goes(line):
    found = mail(f"{ANSWER}\n\n{line}")
    assert (found.own, found.signature) == (ANSWER, line)


@pytest.mark.parametrize("line", PROGRAM_LINES[:3])
def test_a_letter_passed_on_with_nothing_but_a_line_of_a_program_has_no_own_words(line):
    found = mail(f"{line}\n\nBegin forwarded message:\n\n{heading('en')}\n\n{LETTER}")
    assert (found.own, found.text) == ("", LETTER)


@pytest.mark.parametrize("block", CONTACT_BLOCKS)
def test_a_block_of_contact_lines_without_a_delimiter_goes(block):
    found = mail(f"{ANSWER}\n\n{block}")
    assert found.own == ANSWER
    assert found.signature.replace("\n\n", "\n") == block.replace("\n\n", "\n")


@pytest.mark.parametrize("footer", FOOTERS)
def test_notices_and_list_footers_go(footer):
    found = mail(f"{ANSWER}\n\n{footer}")
    assert (found.own, found.signature.replace("\n\n", "\n")) == (ANSWER, footer.replace("\n\n", "\n"))


@pytest.mark.parametrize("body", PROSE + NO_SIGNATURES)
def test_letters_that_only_look_alike_lose_nothing(body):
    found = mail(body)
    assert (found.own, found.cuts) == (body, ())


def test_every_language_knows_an_intro_dividers_and_the_four_headers():
    needed = ("intro_verbs", "replied", "forwarded", "from_", "date", "to", "subject")
    lacking = [(code, name) for code, language in phrases().items() if code != "any" for name in needed if not getattr(language, name)]
    assert lacking == [("br", "forwarded")], "the Breton of Thunderbird has one word for both dividers"


def test_patterns_hold_no_repetition_without_bounds():
    compiled = (words().sent_from, words().sent_from_after, words().notice, words().footer, words().reply_above, words().answers_within)
    assert [pattern.pattern for pattern in compiled if re.search(r"(?<!\\)\.[*+]|\)[*+]", pattern.pattern)] == []
