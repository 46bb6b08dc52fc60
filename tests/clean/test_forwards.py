"""Letters passed on: kept, taken apart, and labelled where the sender adds nothing."""

import pytest

from pipeline.clean import clean
from pipeline.records import Forwarded, Message
from tests.clean.mails import FOR_INFORMATION, FORWARDS, HEADINGS, INTROS, OWN, heading, quoted


def mail(body: str, subject: str = ""):
    return clean(Message(id="1", source="x", body=body, subject=subject, channel="email", lang="en"))


CASES = [(lang, marker) for lang, markers in FORWARDS.items() for marker in markers]


@pytest.mark.parametrize(("lang", "marker"), CASES)
@pytest.mark.parametrize("marks", [False, True])
def test_own_words_and_the_letter_passed_on_are_told_apart(lang, marker, marks):
    letter = f"{heading(lang)}\n\n{OWN[lang]}"
    found = mail(f"Please answer this customer today.\n\n{marker}\n{quoted(letter) if marks else letter}\n")
    assert found.own == found.text == "Please answer this customer today."
    assert found.forwarded == Forwarded("help@shop.example", "Your request", "2026-03-04 10:11", OWN[lang])
    assert [cut.reason for cut in found.cuts] == ["forwarded"]


@pytest.mark.parametrize(("lang", "marker"), CASES)
@pytest.mark.parametrize("own", ["", "for information"])
def test_the_letter_passed_on_is_labelled_where_the_sender_adds_nothing(lang, marker, own):
    own = FOR_INFORMATION[lang] if own else ""
    found = mail(f"{own}\n\n{marker}\n\n{heading(lang)}\n\n{OWN[lang]}")
    assert found.own == own
    assert found.text == OWN[lang]


@pytest.mark.parametrize("lang", HEADINGS)
def test_a_bare_header_block_is_a_forward_where_nothing_stands_above(lang):
    found = mail(f"{heading(lang)}\n\n{OWN[lang]}")
    assert (found.own, found.text) == ("", OWN[lang])


@pytest.mark.parametrize(
    "subject",
    [
        "FW: broken",
        "Fwd: broken",
        "WG: kaputt",
        "TR: cassé",
        "RV: roto",
        "ENC: avariado",
        "转发：坏了",
        "轉寄: 壞了",
        "転送: 故障",
        "İLT: bozuk",
    ],
)
def test_the_subject_says_that_a_header_block_is_a_forward(subject):
    found = mail(f"Please look into this.\n\n{heading('en')}\n\n{OWN['en']}", subject)
    assert found.own == "Please look into this."
    assert found.forwarded is not None
    assert found.forwarded.text == OWN["en"]


def test_the_same_block_under_an_answer_is_history():
    found = mail(f"Please look into this.\n\n{heading('en')}\n\n{OWN['en']}", "Re: Fwd: broken")
    assert found.forwarded is None
    assert found.quoted.endswith(OWN["en"])


def test_signature_and_history_of_the_letter_passed_on_are_not_labelled():
    found = mail(f"FYI\n\n{FORWARDS['en'][0]}\n{heading('en')}\n\n{OWN['en']}\n\n-- \nAnn\n\n{INTROS['en'][0]}\n{quoted('older')}")
    assert found.text == OWN["en"]
    assert "Ann" in found.forwarded.text


def test_a_letter_passed_on_twice_is_labelled_at_its_heart():
    inner = f"FYI\n\n{FORWARDS['en'][1]}\n{heading('en')}\n\n{OWN['en']}"
    assert mail(f"{FORWARDS['en'][0]}\n{heading('de')}\n\n{inner}").text == OWN["en"]


def test_a_forward_without_text_leaves_the_own_words():
    assert mail(f"See the attachment.\n\n{FORWARDS['en'][0]}\n{heading('en')}\n").text == "See the attachment."


def test_a_subject_that_runs_over_two_lines_is_one():
    subject = "Subject: Some subject that\nspans over 2 lines"
    block = f"{FORWARDS['en'][0]}\nFrom: A <a@example.com>\nDate: Thu, Jan 28, 2026 at 4:00 PM\n{subject}\nTo: b@example.com"
    found = mail(f"{block}\n\n\nThe letter.")
    assert found.forwarded == Forwarded(
        "a@example.com", "Some subject that spans over 2 lines", "Thu, Jan 28, 2026 at 4:00 PM", "The letter."
    )


def test_thousands_of_forwards_within_forwards_end():
    body = f"{FORWARDS['en'][0]}\n" * 3_000 + "heart"
    assert mail(body).text == body
