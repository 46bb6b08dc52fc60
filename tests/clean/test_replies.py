"""What the sender newly wrote, apart from the letter that is answered, in every language."""

import pytest

from pipeline.clean import clean
from pipeline.clean.cleaning import NOT_CUT
from pipeline.records import Message
from tests.clean.mails import DIVIDERS, HEADINGS, INTROS, LETTER, OWN, SENT_FROM, UNCHANGED, heading, quoted


def mail(body: str, subject: str = "Re: my order"):
    return clean(Message(id="1", source="x", body=body, subject=subject, channel="email", lang="en"))


def cases(table):
    return [(lang, entry) for lang, entries in table.items() for entry in entries]


@pytest.mark.parametrize(("lang", "intro"), cases(INTROS))
def test_marked_history_below_an_intro_is_set_aside(lang, intro):
    found = mail(f"{OWN[lang]}\n\n{intro}\n\n{quoted(LETTER)}\n")
    assert found.own == found.text == OWN[lang]
    assert LETTER.split("\n")[1] in found.quoted
    assert NOT_CUT not in found.warnings


@pytest.mark.parametrize(("lang", "intro"), cases(INTROS))
def test_unmarked_history_below_an_intro_with_an_address_is_set_aside(lang, intro):
    assert mail(f"{OWN[lang]}\n\n{intro}\n\n{LETTER}").own == OWN[lang]


@pytest.mark.parametrize(("lang", "intro"), cases(INTROS))
@pytest.mark.parametrize("share", [0.4, 0.6, 0.8])
def test_an_intro_may_be_wrapped(lang, intro, share):
    words = intro.split(" ")
    at = max(1, int(len(words) * share))
    wrapped = " ".join(words[:at]) + "\n" + " ".join(words[at:])
    found = mail(f"{OWN[lang]}\n\n{wrapped}\n\n{quoted(LETTER)}")
    assert found.own == OWN[lang]


@pytest.mark.parametrize("lang", DIVIDERS)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_history_below_a_divider_is_set_aside(lang, between):
    found = mail(f"{OWN[lang]}\n\n{DIVIDERS[lang]}{between}{heading(lang)}\n\n{LETTER}")
    assert found.own == OWN[lang]
    assert found.forwarded is None


@pytest.mark.parametrize("lang", HEADINGS)
@pytest.mark.parametrize("rule", ["", "_" * 32 + "\n"])
@pytest.mark.parametrize("bold", ["", "*"])
def test_history_below_a_bare_header_block_is_set_aside(lang, rule, bold):
    block = "\n".join(f"{bold}{line.replace(':', f':{bold}', 1)}" for line in heading(lang).split("\n"))
    found = mail(f"{OWN[lang]}\n\n{rule}{block}\n\n{LETTER}")
    assert found.own == OWN[lang]
    assert found.quoted.endswith(LETTER)


@pytest.mark.parametrize("lang", OWN)
def test_a_device_line_above_the_history_is_set_aside_too(lang):
    found = mail(f"{OWN[lang]}\n\n{SENT_FROM[lang][0]}\n\n{INTROS[lang][0]}\n{quoted(LETTER)}")
    assert (found.own, found.signature) == (OWN[lang], SENT_FROM[lang][0])


@pytest.mark.parametrize(("lang", "body"), cases(UNCHANGED))
def test_letters_that_only_look_like_history_stay_whole(lang, body):
    found = mail(body)
    assert found.own == found.text == body
    assert found.cuts == ()


@pytest.mark.parametrize("lang", INTROS)
def test_an_answer_below_the_quotation_survives_whole(lang):
    answer = f"{OWN[lang]}\n\n{OWN['en']}"
    assert mail(f"{INTROS[lang][0]}\n\n{quoted(LETTER)}\n\n{answer}").own == answer


def test_an_answer_line_by_line_survives_whole_and_is_reported():
    body = f"{INTROS['en'][0]}\n> You asked for money.\nYes.\n> We do not pay.\nYou will!\n> The Shop\n"
    found = mail(body)
    assert found.own == body.strip()
    assert found.warnings == (NOT_CUT,)


def test_quoted_lines_below_an_answer_need_no_intro_if_they_are_several():
    assert mail(f"No.\n\n{quoted(LETTER)}").own == "No."
    assert mail("I paid too much:\n> 100 €").own == "I paid too much:\n> 100 €"


def test_a_quotation_that_ends_in_wrapped_lines_is_one_quotation():
    wrapped = f"> {'a long line of the letter that was quoted and ' * 2}wrapped\nby a program\n> The Shop"
    assert mail(f"No.\n\n{INTROS['en'][0]}\n{wrapped}").own == "No."


def test_history_of_history_goes_with_it():
    older = f"{INTROS['de'][0]}\n{quoted('Ältere Post')}"
    assert mail(f"No.\n\n{INTROS['en'][0]}\n\n{quoted(LETTER)}\n{quoted(older)}").own == "No."
    assert mail(f"No.\n\n{heading('de')}\n\n{LETTER}\n\n{heading('fr')}\n\nAncien").own == "No."


def test_a_quotation_alone_is_kept():
    for body in (quoted(LETTER), f"{INTROS['en'][0]}\n{quoted(LETTER)}"):
        assert mail(body).text == body


def test_an_intro_with_nothing_above_and_unmarked_text_below_goes_alone():
    found = mail(f"{INTROS['en'][0]}\n\n{LETTER}")
    assert (found.own, found.quoted) == (LETTER, INTROS["en"][0])


def test_words_above_and_below_one_quotation_both_survive():
    found = mail(f"{OWN['en']}\n\n{INTROS['en'][0]}\n{quoted(LETTER)}\n\n{OWN['de']}")
    assert found.own == found.text == f"{OWN['en']}\n\n{OWN['de']}"
    assert found.quoted == f"{INTROS['en'][0]}\n{quoted(LETTER)}"


def test_words_around_a_quotation_without_an_intro_keep_it():
    body = f"You write:\n\n{quoted(LETTER)}\n\nThat is not true."
    assert mail(body).own == body


def test_a_quotation_at_the_end_of_an_answer_line_by_line_goes():
    answered = f"{INTROS['en'][0]}\n> You asked for money.\n> How much?\n50 €.\n> Why?\n> Why now?\nBecause it is mine."
    assert mail(f"{answered}\n\n{quoted(LETTER)}").own == answered


def test_an_intro_may_stand_behind_the_answer_on_its_line():
    assert mail(f"thanks On Wed, 4 Mar 2026 at 10:11, help@shop.example wrote:\n{quoted(LETTER)}").own == "thanks"
    assert mail(f"danke Am 04.03.2026 um 10:11 schrieb Shop <help@shop.example>:\n\n{LETTER}").own == "danke"


def test_a_letter_that_says_the_answers_stand_in_the_history_keeps_it():
    for own in ("My answers are below in red.", "Meine Antworten finden Sie unten im Text.", "以下の文中に回答いたします。"):
        body = f"{own}\n\n{heading('en')}\n\n{LETTER}\nWhen? YESTERDAY."
        found = mail(body)
        assert found.own == body
        assert NOT_CUT in found.warnings


def test_quote_marks_may_carry_initials():
    assert mail(f"No.\n\n{INTROS['en'][0]}\n\nAL> Dear customer,\nAL> we do not pay.").own == "No."


def test_a_link_too_long_to_be_quoted_is_part_of_the_quotation():
    link = "https://shop.example/" + "a" * 80
    assert mail(f"No.\n\n{INTROS['en'][0]}\n> See\n{link}\n> for more.").own == "No."


def test_everything_set_aside_is_kept_with_its_place_in_the_body():
    found = mail(f"{OWN['ar']}\n\n-- \nAnn\n\n{INTROS['ar'][0]}\n{quoted(LETTER)}\n\nSent from my iPhone")
    body = found.message.body
    kept = "".join(character for place, character in enumerate(body) if not any(cut.start <= place < cut.end for cut in found.cuts))
    assert kept.strip() == found.own == OWN["ar"]
    assert {cut.reason for cut in found.cuts} == {"quoted", "signature"}
    assert found.signature == "-- \nAnn\n\nSent from my iPhone"
    assert found.quoted.startswith(INTROS["ar"][0])


@pytest.mark.parametrize("channel", [None, "chat", "letter"])
def test_what_is_no_mail_is_never_cut(channel):
    body = f"No.\n\n{INTROS['en'][0]}\n{quoted(LETTER)}"
    found = clean(Message(id="1", source="x", body=body, channel=channel, lang="en"))
    assert found.text == body
    assert found.warnings == found.cuts == ()


def test_a_row_whose_channel_is_email_is_cut_like_mail():
    assert mail(f"No.\n\n{INTROS['en'][0]}\n{quoted(LETTER)}").text == "No."
