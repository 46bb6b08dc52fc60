"""Mojibake: repaired where it is certain, and never made out of right text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.clean.mojibake import MOST, repair
from pipeline.records import Message

SENTENCES = [
    "Wo bleibt meine Rückerstattung? Das ist unverschämt, größer als üblich!",
    "¿Dónde está mi pedido? El año pasado pasó igual.",
    "Ma commande n’est jamais arrivée, c’est déjà la troisième fois.",
    "Não recebi a encomenda, quero a devolução já.",
    "Perché non rispondete? È già la terza volta, così non va più.",
    "Верните мне деньги за сломанный телефон.",
    "أريد استرداد أموالي الآن.",
    "Siparişim hâlâ gelmedi, ışıklar çalışmıyor.",
    "注文した商品がまだ届きません。",
    "주문한 상품이 아직 오지 않았습니다.",
    "我的包裹还没有到，请马上退款。",
    "我的包裹還沒有到，請馬上退款。",
    "Proszę o zwrot pieniędzy, to już długo trwa.",
]
RIGHT = [
    *SENTENCES,
    "CAFÉ® · CAFÉ™ · VOILÀ…",
    "“ESSA É A MINHA IRMÔ, disse",
    "“JÁ PERDI A MANHÔ e a tarde.",
    "┌──┬──┐\n│ä │é │\n└──┴──┘",
    "20×30 cm, 5 °C ± 1 °C, 10 €, 15 £, 3 ¥",
    "«Ё» и «Й», «РЎ…»",
    "İSTANBUL’DA ŞİKÂYET…",
    "(╯°□°)╯︵ ┻━┻ ¯\\_(ツ)_/¯",
    "😡😡😡 ¡NO! ¿POR QUÉ?",
    "ÄÖÜ“ und „ÄÖÜ“",
    "Ørsted Å… Æ’",
]


def misread(text: str, codepage: str) -> str:
    """UTF-8 read byte by byte; what the code page leaves out becomes the control of that number."""
    return "".join(_sign(byte, codepage) for byte in text.encode())


def _sign(byte: int, codepage: str) -> str:
    try:
        return bytes([byte]).decode(codepage)
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize("codepage", ["cp1252", "latin-1", "cp1251", "mac-roman", "cp437"])
@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_that_was_misread_comes_back_whole(text, codepage):
    assert repair(misread(text, codepage)) == text


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_that_was_misread_twice_comes_back_whole(text):
    assert repair(misread(misread(text, "cp1252"), "latin-1")) == text


@pytest.mark.parametrize("text", RIGHT)
def test_right_text_is_never_changed(text):
    assert repair(text) == text


def test_only_the_lines_that_were_misread_are_changed():
    right, wrong = "Grüße aus Köln, 退款", "GrÃ¼ÃŸe aus KÃ¶ln"
    assert repair(f"{right}\r\n{wrong}\n{right}") == f"{right}\r\nGrüße aus Köln\n{right}"


def test_a_repair_is_told():
    def warnings(body: str) -> tuple[str, ...]:
        return clean(Message(id="1", source="x", body=body, lang="de")).warnings

    assert warnings("GrÃ¼ÃŸe aus KÃ¶ln") == ("mojibake: repaired",)
    assert warnings("Grüße aus Köln") == ()


def test_texts_of_endless_length_are_left_alone():
    endless = "Ã© " * MOST
    assert repair(endless) is endless


@given(st.text(max_size=200))
def test_repairing_twice_equals_once(text):
    assert repair(repair(text)) == repair(text)
