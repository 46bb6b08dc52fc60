"""What a company's mail gateway writes above letters from outside is nobody's words; what only sounds like it is."""

import pytest

from pipeline.clean import clean
from pipeline.clean.banners import banner_phrases
from pipeline.records import Message
from tests.clean.mails import BANNERS, LETTER, LETTERS_LIKE_BANNERS, OWN, heading

ANSWER = OWN["en"]


def mail(body: str, subject: str = ""):
    return clean(Message(id="1", source="x", body=body, subject=subject, channel="email", lang="en"))


@pytest.mark.parametrize("banner", BANNERS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_banner_above_the_letter_goes_and_is_kept_as_a_cut(banner, gap):
    found = mail(f"{banner}{gap}{ANSWER}")
    assert found.own == ANSWER
    assert [cut.reason for cut in found.cuts] == ["banner"]
    assert found.message.body[found.cuts[0].start : found.cuts[0].end].strip() == found.message.body.removesuffix(ANSWER).strip()


@pytest.mark.parametrize("letter", LETTERS_LIKE_BANNERS)
def test_a_letter_that_only_sounds_like_one_loses_nothing(letter):
    body = f"{letter}\n\n{ANSWER}"
    assert mail(body).own == body


@pytest.mark.parametrize("mark", ["[EXTERNAL]", "[External Email]", "[EXTERN]", "[EXTERNAL]:"])
def test_a_mark_before_the_first_words_goes(mark):
    assert mail(f"{mark} {ANSWER}").own == ANSWER


def test_two_banners_go():
    assert mail(f"{BANNERS[0]}\n\n{BANNERS[2]}\n\n{ANSWER}").own == ANSWER


def test_a_banner_below_the_first_words_stays():
    body = f"{ANSWER}\n\n{BANNERS[0]}"
    assert mail(body).own == body


def test_a_mail_that_is_nothing_but_a_banner_keeps_it():
    assert mail(BANNERS[0]).text == BANNERS[0]


def test_a_letter_passed_on_under_a_banner_has_no_own_words():
    found = mail(f"{BANNERS[0]}\n\n---------- Forwarded message ---------\n{heading('en')}\n\n{LETTER}")
    assert (found.own, found.text) == ("", LETTER)


def test_tables_have_no_banners():
    body = f"{BANNERS[0]}\n\n{ANSWER}"
    assert clean(Message(id="1", source="x", body=body, lang="en")).own == body


def test_every_first_class_language_has_banners():
    assert {"en", "de", "fr", "es", "pt", "it", "ja", "ko", "ru", "ar", "tr", "zh-Hans", "zh-Hant"} <= banner_phrases().keys()
