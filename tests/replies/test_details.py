"""What is read out of a message, and what is rather left open."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.assets import shipped
from pipeline.replies.details import DetailReader
from tests.replies.cases import record

READER = DetailReader.load([shipped("configs/replies")])


def _values(text, lang="en", **message):
    return dict(READER.read(record(lang=lang, text=text), message).values)


@pytest.mark.parametrize(
    ("lang", "text", "slot", "value"),
    [
        ("en", "My order number is 55-81234 and it is late.", "order_number", "55-81234"),
        ("en", "Booking ref: QX7T91, two nights.", "booking_number", "QX7T91"),
        ("en", "You took £49.90 from me.", "amount", "£49.90"),
        ("en", "It was on 12th of March.", "date", "12th of March"),
        ("en", "Hello\nProduct: Kettle K200\nIt leaks.", "product", "Kettle K200"),
        ("de", "Meine Bestellnummer lautet 2026-4471.", "order_number", "2026-4471"),
        ("de", "Rechnung Nr. 8812734 stimmt nicht.", "invoice_number", "8812734"),
        ("de", "Es fehlen 1.249,00 Euro.", "amount", "1.249,00 Euro"),
        ("de", "Am 3. März kam niemand.", "date", "3. März"),
        ("fr", "Ma commande n° 998877 n'est pas là.", "order_number", "998877"),
        ("fr", "On m'a pris 39,90 € en trop.", "amount", "39,90 €"),
        ("es", "El número de pedido es 448123.", "order_number", "448123"),
        ("es", "El 5 de mayo me cobraron.", "date", "5 de mayo"),
        ("pt", "O protocolo nº 20263344 continua aberto.", "case_number", "20263344"),
        ("it", "Ordine n. 77412 mai arrivato.", "order_number", "77412"),
        ("tr", "77412345 numaralı siparişim gelmedi.", "order_number", "77412345"),
        ("tr", "Sipariş no: 77412345", "order_number", "77412345"),
        ("tr", "250 TL fazla çekildi.", "amount", "250 TL"),
        ("ru", "Заказ № 558812 не пришёл.", "order_number", "558812"),
        ("ru", "Списали 1500 руб. лишних.", "amount", "1500 руб"),
        ("ar", "رقم الطلب 778812 لم يصل", "order_number", "778812"),
        ("zh-Hans", "订单号：20261103556，还没到。", "order_number", "20261103556"),
        ("zh-Hans", "多扣了49.9元。", "amount", "49.9元"),
        ("zh-Hans", "2026年3月4日下的单。", "date", "2026年3月4日"),
        ("zh-Hant", "訂單編號 88123456 沒收到", "order_number", "88123456"),
        ("ja", "注文番号は AB-12345 です。", "order_number", "AB-12345"),
        ("ja", "3,000円が引き落とされました。", "amount", "3,000円"),
        ("ko", "주문번호 20261103 건입니다.", "order_number", "20261103"),
        ("ko", "12,000원이 더 나갔어요.", "amount", "12,000원"),
    ],
)
def test_facts_are_read_in_every_language(lang, text, slot, value):
    assert _values(text, lang)[slot] == value


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "I paid 20 euros and then 30 euros."),
        ("en", "Order 4471-12 and order 4471-13 are both late."),
        ("en", "I have been a customer since 2019, with this contract 2019."),
        ("en", "I had to order 3 times and order 50 pizzas."),
        ("en", "Call me on 020 7946 0018."),
        ("en", "I may 3 times have called."),
        ("de", "Vertrag über 2400 Euro und 12 Euro Gebühr"),
        ("zh-Hans", "我在10万5000元和300元之间犹豫"),
        ("ja", "予約は2時です"),
        ("ru", "Заказ за 1500 и ещё 20 рублей и 30 рублей"),
    ],
)
def test_what_is_not_plain_stays_open(lang, text):
    assert _values(text, lang) == {}


def test_a_price_is_no_order_number():
    assert "order_number" not in _values("My order 4999 euros cost.")


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("en", "Where is it?\n\nKind regards,\nRuth Adeyemi", "Ruth Adeyemi"),
        ("de", "Wo ist es?\n\nMit freundlichen Grüßen\nAlmut Brandes", "Almut Brandes"),
        ("fr", "Où est-il ?\n\nCordialement,\nNadège Coulibaly", "Nadège Coulibaly"),
        ("es", "¿Dónde está?\n\nUn saludo,\nElvira Campos", "Elvira Campos"),
        ("ru", "Где заказ?\n\nС уважением,\nЛюдмила Ткач", "Людмила Ткач"),
        ("tr", "Nerede?\n\nSaygılarımla,\nHatice Bozkurt", "Hatice Bozkurt"),
        ("zh-Hans", "东西在哪？\n此致敬礼\n王芳", "王芳"),
        ("ar", "أين الطلب؟\n\nمع التحية،\nكريم حسني", "كريم حسني"),
    ],
)
def test_the_name_is_read_from_a_closing_signature(lang, text, name):
    assert _values(text, lang)["name"] == name


@pytest.mark.parametrize(
    "text",
    [
        "I spoke to Ruth Adeyemi, who was rude.",
        "Thanks,\nfor nothing at all, you people",
        "Regards\nRuth\nand by the way\nthe box\nwas open\nwhen it came",
        "Kind regards,\nThe Riverside Team",
        "Kind regards,\nsent from 0044 7700 900",
    ],
)
def test_no_name_is_taken_from_anywhere_else(text):
    assert "name" not in _values(text)


def test_a_sender_who_signs_with_another_name_stays_unnamed():
    text = "Where is it?\n\nKind regards,\nRuth Adeyemi"
    assert "name" not in _values(text, sender_name="Thomas Keller")
    assert _values(text, sender_name="Adeyemi, Ruth")["name"] == "Ruth Adeyemi"


def test_the_field_name_goes_before_all():
    assert _values("Bye\n\nKind regards,\nRuth", name="Ingrid Maas")["name"] == "Ingrid Maas"


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300), lang=st.sampled_from(["en", "de", "zh-Hans", "ja", "ko", "ar", "tr", "ru"]))
def test_whatever_is_read_stands_in_the_message(text, lang):
    for value in _values(text, lang).values():
        assert all(part in text for part in value.split())
