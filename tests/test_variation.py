"""Variation of training messages: what may change, and what must not."""

import random
import re

import pytest

from pipeline import complaint_check
from pipeline.variation import vary, wording

MESSAGES = {
    "en": "The parcel is three weeks late, and nobody answers. I paid 49.90 EUR!",
    "de": "Die Heizung ist seit Montag kalt. Bitte kommen Sie heute noch!",
    "tr": "Kargom iki haftadır gelmedi, İstanbul şubeniz de cevap vermiyor.",
    "ja": "荷物がまだ届きません。いつ届きますか？",
    "zh-Hant": "冷氣壞了三天，還是沒有人來修。",
    "ar": "لم يصل الطرد منذ أسبوعين، ولا أحد يرد.",
}


def many(text, language, count=200):
    chance = random.Random(7)
    return [vary(text, language, chance) for _ in range(count)]


def test_the_same_chance_gives_the_same_texts():
    assert many(MESSAGES["en"], "en") == many(MESSAGES["en"], "en")


@pytest.mark.parametrize("language", MESSAGES)
def test_messages_do_vary_and_keep_their_figures_and_marks_of_tone(language):
    text = MESSAGES[language]
    varied = many(text, language)
    assert len(set(varied)) > 50
    for kept in (re.findall(r"\d+", text), re.findall(r"[!?！？]", text)):
        assert all(varied_text.count(mark) >= kept.count(mark) for varied_text in varied for mark in kept)


def test_shouting_stays_loud():
    text = "WHERE IS MY MONEY, you promised it for May!!!"
    assert all("!!!" in varied for varied in many(text, "en"))
    assert sum(len(re.findall(r"[A-Z]", varied)) >= 12 for varied in many(text, "en")) == 200


def test_small_letters_are_those_of_the_language():
    varied = "".join(many("Iade istiyorum. İzmir'den yazıyorum.", "tr"))
    assert "ıade" in varied
    assert "izmir" in varied
    assert "i̇" not in varied


def test_a_language_that_it_has_no_words_for_is_left_as_it_is():
    assert set(many("Paketti on myöhässä.", "fi")) == {"Paketti on myöhässä."}


def test_every_first_class_language_has_its_formulas():
    words = wording()
    assert set(words.openings) == set(words.closings) == {case.language for case in complaint_check.cases()}


def test_no_name_of_the_functional_tests_is_trained_on():
    tested = {case.text for case in complaint_check.cases()}
    names = [name for origin in wording().names.values() for name in origin]
    assert not [name for name in names if any(name in text for text in tested)]
