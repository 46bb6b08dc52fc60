"""Languages: codes as people write them, and which language a text is in."""

import threading

import pytest

from pipeline import languages
from pipeline.languages import (
    ENGLISH_NAMES,
    FIRST_CLASS,
    NATIVE_NAMES,
    detect,
    language_warnings,
    normalize_code,
    other_languages,
)

LETTERS = {
    "zh-Hans": "我上个月买的洗衣机又坏了，客服一直说会有人联系，到今天都没有消息。请把钱退给我。",
    "zh-Hant": "我上個月買的洗衣機又壞了，客服一直說會有人聯絡，到今天都沒有消息。請把錢退給我。",
    "en": "The washing machine I bought last month has broken down again, and nobody has called me back.",
    "es": "La lavadora que compré el mes pasado se ha vuelto a estropear y nadie me ha devuelto la llamada.",
    "fr": "La machine à laver achetée le mois dernier est de nouveau en panne, et personne ne m'a rappelé.",
    "de": "Die Waschmaschine vom letzten Monat ist schon wieder kaputt, und niemand hat mich zurückgerufen.",
    "pt": "A máquina de lavar que comprei no mês passado avariou outra vez e ninguém me ligou de volta.",
    "it": "La lavatrice che ho comprato il mese scorso si è rotta di nuovo e nessuno mi ha richiamato.",
    "ja": "先月買った洗濯機がまた壊れました。何度電話しても折り返しがありません。返金してください。",
    "ko": "지난달에 산 세탁기가 또 고장 났습니다. 여러 번 전화했지만 아무도 연락을 주지 않았어요.",
    "ru": "Стиральная машина, купленная в прошлом месяце, снова сломалась, и никто мне не перезвонил.",
    "ar": "الغسالة التي اشتريتها الشهر الماضي تعطلت مرة أخرى ولم يتصل بي أحد حتى الآن.",
    "tr": "Geçen ay aldığım çamaşır makinesi yine bozuldu ve kimse beni geri aramadı.",
    "nl": "De wasmachine die ik vorige maand heb gekocht is alweer kapot en niemand heeft mij teruggebeld.",
    "pl": "Pralka, którą kupiłem w zeszłym miesiącu, znowu się zepsuła i nikt do mnie nie oddzwonił.",
    "uk": "Пральна машина, яку я купив минулого місяця, знову зламалася, і ніхто мені не передзвонив.",
}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("zh", "zh-Hans"),
        ("zh_CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("cmn", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("ZH-hant-hk", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
        ("EN-us", "en"),
        ("en_GB.UTF-8", "en"),
        ("pt-BR", "pt"),
        ("deu", "de"),
        ("iw", "he"),
        ("nl", "nl"),
        ("nl-be", "nl-BE"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("und", "und"),
        ("", "und"),
        ("english", "und"),
        ("12", "und"),
        ("e", "und"),
        ("简体", "und"),
    ],
)
def test_a_code_is_brought_to_the_form_the_project_uses(written, code):
    assert normalize_code(written) == code
    assert normalize_code(code) == code


def test_every_first_class_language_has_an_english_and_a_native_name():
    assert set(ENGLISH_NAMES) == set(NATIVE_NAMES) == set(FIRST_CLASS)
    assert len(set(NATIVE_NAMES.values())) == len(FIRST_CLASS)


@pytest.mark.parametrize("code", LETTERS)
def test_a_letter_is_recognised_with_confidence(code):
    found = detect(LETTERS[code])
    assert found.code == code
    assert found.confidence > 0.8


@pytest.mark.parametrize("text", ["", "   ", "123 456", "!!! ???", "😡😡", "49,90 €", "https://example.com/a", "someone@example.com"])
def test_a_text_without_letters_of_its_own_has_no_language(text):
    assert detect(text) == languages.Detection("und", 0.0)


@pytest.mark.parametrize("text", ["ok", "no", "Hallo", "merci"])
def test_a_short_text_gives_little_confidence(text):
    assert detect(text).confidence < 0.5


def test_chinese_without_a_telling_character_is_simplified_at_half_confidence_or_less():
    found = detect("你好，我要大人")
    assert found.code == "zh-Hans"
    assert found.confidence <= 0.5


def test_addresses_in_a_text_do_not_decide_its_language():
    text = "Bitte rufen Sie mich zurück. https://example.com/the/english/words/in/this/address support@the-english-company.example"
    assert detect(text).code == "de"


def test_figures_before_the_first_word_do_not_hide_it():
    assert detect("1.234,00 | " * 500 + LETTERS["tr"]).code == "tr"


def test_a_lone_surrogate_does_not_break_detection():
    assert detect("\ud800 " + LETTERS["en"]).code == "en"


def test_many_threads_get_the_same_answers_as_one():
    expected = {code: detect(text) for code, text in LETTERS.items()}
    found: list[bool] = []

    def work():
        found.append({code: detect(text) for code, text in LETTERS.items()} == expected)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("退款", "zh-Hans"),
        ("退錢給我", "zh-Hant"),
        ("我要退货", "zh-Hans"),
        ("唔該退返錢俾我", "zh-Hant"),
        ("你哋啲服務好差，嘥我時間", "zh-Hant"),
        ("点解咁慢，几时退钱", "zh-Hans"),
        ("至急対応希望", "ja"),
    ],
)
def test_few_characters_tell_the_two_chinese_scripts_apart_cantonese_and_japanese_too(text, code):
    assert detect(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("El pedido no ha llegado todavía", "es"),
        ("O pedido não chegou ainda", "pt"),
        ("L'ordine non è ancora arrivato", "it"),
        ("Quiero que me devuelvan el dinero", "es"),
        ("Quero que devolvam o meu dinheiro", "pt"),
        ("Voglio che mi ridiate i soldi", "it"),
        ("La comanda no ha arribat i ningú em contesta", "ca"),
        ("My iPhone 15 Pro Max from Deutsche Telekom AG arrived broken, I want a refund", "en"),
        ("Mein neues Samsung Galaxy von Media Markt ist kaputt und niemand hilft mir", "de"),
    ],
)
def test_related_languages_and_foreign_names_are_told_apart_in_one_line(text, code):
    assert detect(text).code == code


@pytest.mark.parametrize(
    "text",
    [
        "ya ana 3ayez flosi tany law sama7t, el montag bayez w ma7adesh byrod",
        "salam, bghit n3ref fin wslat la commande dyali",
        "mujhe mera paisa wapas chahiye, product kharab hai",
        "wo yao tuikuan, ni men de fuwu tai cha le",
        "Zdravstvuyte, ya hochu vernut dengi za zakaz, tovar ne rabotaet",
        "sumimasen, kono shouhin wa kowarete imasu, henkin shite kudasai",
    ],
)
def test_other_languages_in_latin_letters_are_named_with_little_confidence(text):
    assert detect(text).confidence < 0.6


@pytest.mark.parametrize("code", [code for code in LETTERS if code in FIRST_CLASS])
def test_a_letter_in_one_language_is_not_called_mixed_and_warns_of_nothing(code):
    assert other_languages(LETTERS[code] * 2, code) == ()
    assert list(language_warnings(LETTERS[code], detect(LETTERS[code]))) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("de", "en"),
        ("en", "de"),
        ("es", "pt"),
        ("fr", "ru"),
        ("zh-Hans", "en"),
        ("ar", "fr"),
        ("ja", "en"),
        ("ko", "zh-Hant"),
        ("tr", "it"),
    ],
)
def test_a_letter_in_two_languages_is_marked(first, second):
    text = f"{LETTERS[first]}\n{LETTERS[first]}\n{LETTERS[second]}"
    assert other_languages(text, first) == (second,)
    assert list(language_warnings(text, languages.Detection(first, 1.0), stated=True)) == [f"language: mixed ({first}, {second})"]


@pytest.mark.parametrize(
    ("text", "main"),
    [
        ("Мой Samsung Galaxy S23 Ultra сломался. Верните деньги, пожалуйста.", "ru"),
        ("Amazon Prime Video のサブスクリプションが解約できません。Customer Service に連絡しました。", "ja"),
        ("Das Update von Windows auf meinem Laptop ist ein Fail. Der Support ist offline.", "de"),
        ("我的 iPhone 15 Pro Max 坏了。Apple Store 说不能修。", "zh-Hans"),
        ("Ma è arrivato a casa di Jean-Pierre Dupont, Rue de la Paix, Paris. Non a me.", "it"),
    ],
)
def test_names_of_things_and_places_do_not_make_a_letter_mixed(text, main):
    assert other_languages(text, main) == ()


def test_a_text_too_short_to_be_sure_says_so():
    assert list(language_warnings("ok merci", detect("ok merci"))) == ["language: too short to be sure"]
    assert list(language_warnings("12,50 €", detect("12,50 €"))) == []
    assert list(language_warnings("ok merci", detect("ok merci"), stated=True)) == []


def test_a_guess_says_that_it_is_one():
    text = "mujhe mera paisa wapas chahiye, product kharab hai"
    found = detect(text)
    assert next(language_warnings(text, found)) == f"language: not sure ({found.code})"


def test_placeholders_of_masked_text_do_not_decide_its_language():
    assert detect("[name] [phone] [email] [IBAN] geri aramadı").code == "tr"
