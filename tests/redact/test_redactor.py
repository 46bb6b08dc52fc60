"""Masking: what is personal goes, in every language; amounts, dates, orders and sentences stay; nothing else moves."""

import importlib.util
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.languages import FIRST_CLASS
from pipeline.redact import PLACEHOLDERS, RedactOptions, Redactor, national, redactor
from tests.redact.cases import KEPT, MASKED

HAS_IDS = importlib.util.find_spec("stdnum") is not None
REDACTOR = Redactor(RedactOptions())


def masked(text, lang, **known):
    return REDACTOR.redact(text, lang=lang, **known).text


@pytest.mark.parametrize(("lang", "text", "expected"), [(lang, *case) for lang, cases in MASKED.items() for case in cases])
def test_personal_data_is_masked(lang, text, expected):
    if "[id]" in expected and not HAS_IDS:
        pytest.skip("needs python-stdnum")
    assert masked(text, lang) == expected


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in KEPT.items() for text in texts])
def test_amounts_dates_orders_versions_flights_and_plain_words_stay(lang, text):
    assert masked(text, lang) == text


def test_every_first_class_language_has_its_cases():
    assert set(MASKED) == set(KEPT) == set(FIRST_CLASS)
    assert all(len(texts) >= 8 for texts in KEPT.values())


@pytest.mark.parametrize("text", [case[0] for cases in MASKED.values() for case in cases])
def test_masking_twice_equals_masking_once(text):
    once = masked(text, "en")
    assert masked(once, "en") == once


def test_names_of_the_headers_are_masked_anywhere_in_either_order():
    text = "The account of Hans-Peter Müller, that is Müller, Hans-Peter, was closed."
    assert masked(text, "en", names=['"Müller, Hans-Peter"']) == "The account of [name], that is [name], was closed."
    assert masked("Das Konto von Anna Schmidt fehlt.", "de", names=["anna.schmidt@mail.example"]) == "Das Konto von [name] fehlt."
    assert masked("我是周杰，请退款。", "zh-Hans", names=["周杰"]) == "我是[name]，请退款。"
    assert masked("저는 조은비입니다.", "ko", names=["조은비"]) == "저는 [name]입니다."


def test_a_single_name_of_the_headers_is_masked_inside_a_sentence_but_not_where_it_is_a_word():
    assert masked("They told me that Zelinka never paid.", "en", names=["Ivo Zelinka"]) == "They told me that [name] never paid."
    text = "They said that Price had no price tag."
    assert masked(text, "en", names=["Mark Price"]) == text


@pytest.mark.parametrize("name", ["Northlight Kundendienst", "Customer Service", "no-reply", "客服中心", "お客様窓口", "고객센터"])
def test_names_of_departments_are_nobodys_names(name):
    text = f"I wrote to {name} twice."
    assert masked(text, "en", names=[name]) == text


def test_order_numbers_are_masked_only_on_demand():
    text = "Order no. 4471-2209 from 12.03.2024, Bestellnummer: AB-123456, 订单号：20240001"
    assert masked(text, "en") == text
    assert (
        Redactor(RedactOptions(orders=True)).redact(text, lang="en").text
        == "Order no. [order] from 12.03.2024, Bestellnummer: [order], 订单号：[order]"
    )


def test_kinds_can_be_left():
    text = "Dear Mr. Smith, write to a@b.example."
    assert Redactor(RedactOptions(leave=frozenset({"email"}))).redact(text, lang="en").text == "Dear Mr. [name], write to a@b.example."


@pytest.mark.parametrize(
    "number",
    ["4111111111111112", "4111 1111 1111 1112", "1234 5678 9012 3456", "0000 0000 0000 0000", "9999999999999995"],
)
def test_numbers_with_a_wrong_sum_or_range_are_no_cards(number):
    assert masked(f"Number {number} here.", "ja") == f"Number {number} here."


@pytest.mark.parametrize("iban", ["DE88 3704 0044 0532 0130 00", "XX89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 001"])
def test_account_numbers_that_do_not_check_are_left(iban):
    assert "[IBAN]" not in masked(f"Konto {iban}.", "ja")


@pytest.mark.parametrize(
    "card",
    ["4111.1111.1111.1111", "4111-1111-1111-1111", "4111–1111–1111–1111", "٤١١١١١١١١١١١١١١١", "4111 1111 1111 1111", "3782 822463 10005"],
)
def test_cards_are_found_in_all_digits_and_with_all_separators(card):
    assert masked(f"x {card} y", "en") == "x [card] y"


def test_what_follows_a_card_stays():
    assert masked("4111 1111 1111 1111 12/27 exp", "en") == "[card] 12/27 exp"


def test_without_the_package_ids_are_left_and_that_is_said_once(monkeypatch, caplog):
    monkeypatch.setattr(national, "find_spec", lambda name: None)
    redactor._say_once_without_ids.cache_clear()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert Redactor().redact("Mi DNI es 12345678Z.", lang="es").text == "Mi DNI es 12345678Z."
    assert [record.message for record in caplog.records if "python-stdnum" in record.message] == [caplog.records[0].message]


def test_spans_are_of_the_original_and_in_order():
    text = "Dear Mr. Smith, call (212) 736-5000."
    found = REDACTOR.redact(text, lang="en")
    assert [(text[span.start : span.end], span.kind) for span in found.spans] == [("Smith", "name"), ("(212) 736-5000", "phone")]


def test_ranges_go_back_and_forth():
    text = "Dear Mr. Smith, call (212) 736-5000 now."
    found = REDACTOR.redact(text, lang="en")
    at = found.text.index("now")
    start, end = found.to_original(at, at + 3)
    assert text[start:end] == "now"
    assert found.to_redacted(start, end) == (at, at + 3)
    at = found.text.index("[name]")
    assert found.to_original(at + 2, at + 4) == (9, 14)
    assert found.to_redacted(10, 12) == (at, at + 6)


_PIECES = st.sampled_from(
    [
        *(
            "Dear Mr. Smith,",
            "\n",
            " ",
            "4111 1111 1111 1111",
            "a@b.example",
            "Best regards",
            "王经理",
            "山田様",
            "김민수 님",
            "Иван Петрович",
        ),
        *(
            "+44 20 7946 0018",
            "DE89 3704 0044 0532 0130 00",
            "12.03.2024",
            "1,234.56",
            "[name]",
            "عزيزي أحمد،",
            "https://x.example/?email=a",
        ),
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=8), max_size=12).map("".join), st.sampled_from(FIRST_CLASS))
def test_any_text_outside_the_spans_stays_as_it_was(text, lang):
    found = REDACTOR.redact(text, lang=lang)
    rebuilt, end = "", 0
    for span in found.spans:
        assert end <= span.start < span.end <= len(text)
        rebuilt += text[end : span.start] + PLACEHOLDERS[span.kind]
        end = span.end
    assert rebuilt + text[end:] == found.text
    assert found.to_original(0, len(found.text)) == (0, len(text))
