"""Where in a sentence the words stand: what a condition, a reason or the clause behind them makes of them."""

import pytest

from pipeline.linter import Linter


@pytest.fixture(scope="module")
def linter():
    return Linter.load()


def rules(linter, reply, lang):
    return {finding.rule for finding in linter.check(reply, lang=lang)}


@pytest.mark.parametrize(
    ("lang", "reply"),
    [
        # a condition or a reason refuses nothing
        ("en", "If you cannot wait, come before noon today."),
        ("en", "We keep the first night, because it cannot be sold again. Today you get the rest."),
        ("de", "Wir behalten die erste Nacht, weil sie sich nicht mehr vergeben lässt. Den Rest bekommen Sie heute."),
        ("es", "Nos quedamos con la noche porque no se puede vender. Hoy recibe el resto."),
        ("ja", "前もってお伝えしておりませんので、本日お返しします。"),
        ("zh-Hans", "检查完之前谁也不能进去。今天已经恢复。"),
        # a later clause may offer what is possible
        ("it", "Il prezzo non posso rimborsarlo; posso però spostare i due posti al 21 novembre."),
        ("pt", "O valor eu não consigo devolver; o que posso fazer é passar os lugares para 21 de novembro."),
        ("ja", "ご返金はいたしかねますが、お席を11月21日に振り替えることはできます。"),
        # clearing the customer blames nobody
        ("en", "The whistling is not your fault. A new one reaches you on Friday."),
        ("de", "Sie haben nichts falsch gemacht. Am Freitag kommt ein neues."),
        ("it", "Lei non ha sbagliato nulla. Venerdì ne arriva uno nuovo."),
        ("tr", "Siz yanlış bir şey yapmadınız. Yenisi cuma günü elinizde."),
        ("ko", "잘못하신 것은 하나도 없습니다. 금요일에 새것을 보내 드립니다."),
    ],
)
def test_a_sentence_that_refuses_and_blames_nothing_is_left_alone(linter, lang, reply):
    assert rules(linter, reply, lang) == set()


@pytest.mark.parametrize(("lang", "reply"), [("en", "We cannot refund the kettle."), ("ja", "ご返金はいたしかねます。")])
def test_a_bare_refusal_is_still_found(linter, lang, reply):
    assert "negative_wording" in rules(linter, reply, lang)


def test_signs_are_no_capitals_and_codes_are_found_between_them(linter):
    assert rules(linter, "POS返回RC51，PSP撤销了预授权。今天请再刷一次。", "zh-Hans") == {"jargon"}
