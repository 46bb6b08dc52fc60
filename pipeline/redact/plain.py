"""A text with its digits, dashes and blanks in one form, of the same length, and the words that stand before numbers.

In: any text. Out: `plain` gives ASCII digits for those of all scripts (Unicode Nd: Arabic-Indic, full-width …), ASCII
for full-width letters and signs, "-" for all dashes, " " for all blanks within a line; character for character, so
that offsets stay. `introduced_by` tells from the words before a number what it is said to be: "Tel.", "Bestellnummer",
"订单号". Words are given for the first-class languages.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\u30fc\u00ad"
_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_DOTS = "\u00b7\u2022\u2219\u30fb\uff65"
_LOOK_BACK = 32
"""Characters before a number in which the word that introduces it is looked for."""

_PHONE_WORDS = (
    r"my (?:new |own )?number|meine[r]? (?:neue[n]? )?nummer|mi n[úu]mero|mon num[ée]ro|meu "
    r"n[úu]mero|il mio numero|мо(?:й|ему|его) номер\w*|numaram|"
    r"我的号码|我的號碼|私の番号|제 번호|"
    r"tel|tél|tlf|tfno|phone|telephone|telefon|telefono|teléfono|telefone|téléphone|fon|fax|mobil|"
    r"mobile|móvil|movil|celular|cell|cellulare|"
    r"portable|handy|gsm|cep|whatsapp|whats ?app|sms|call(?: me)?(?: at| on| back)?|reach me "
    r"(?:at|on)|hotline|rückruf|rappel\w*|llám\w+|ligu?e\w*|"
    r"chiam\w+|ara(?:yın|yabilirsiniz)|тел|телефон\w*|моб|мобильн\w*|вотсап|ватсап|звон\w+|"
    r"هاتف\w*|هاتفي|جوال\w*|تليفون\w*|موبايل\w*|واتس\w*|"
    r"الهاتف|الجوال|رقمي|اتصل\w*|电话|電話|手机|手機|致电|致電|来电|來電|联系方式|聯絡方式|微信|"
    r"携帯|電話番号|携帯番号|連絡先|전화|전화번호|휴대폰|휴대전화|핸드폰|연락처|팩스"
)
_ORDER_WORDS = (
    r"order|orders|ref|reference|invoice|ticket|case|tracking|shipment|parcel|booking|reservation|contract|policy|customer|client|account|"
    r"serial|meter|item|article|sku|isbn|ean|imei|transaction|confirmation|complaint|claim|flight|train|seat|"
    r"\w*bestell\w*|\w*auftrag\w*|\w*rechnung\w*|\w*vertrag\w*|\w*vorgang\w*|\w*sendung\w*|"
    r"\w*kundennr|\w*kundennummer|\w*artikel\w*|\w*buchung\w*|"
    r"\w*zähler\w*|\w*ticket\w*|aktenzeichen|az|\w*seriennummer|charge|police|fallnummer|"
    r"paketnummer|commande|facture|dossier|contrat|suivi|"
    r"colis|réf|référence|réservation|client|pedido|factura|contrato|reserva|referencia|expediente|envío|seguimiento|nota fiscal|protocolo|"
    r"fatura|encomenda|rastreio|referência|ordine|fattura|contratto|pratica|prenotazione|spedizione|riferimento|polizza|"
    r"заказ\w*|счет\w*|счёт\w*|договор\w*|накладн\w*|трек\w*|обращени\w*|заявк\w*|брон\w*|артикул\w*|квитанци\w*|номер\w* заказ\w*|"
    r"طلب\w*|الطلب|طلبي|فاتورة|الفاتورة|شحنة|الشحنة|مرجع\w*|المرجع|حجز\w*|الحجز|تذكرة|عقد|بلاغ|اشتراك|"
    r"sipariş\w*|fatura\w*|kargo\w*|takip\w*|rezervasyon\w*|talep\w*|abone\w*|müşteri\w*|sözleşme\w*|poliçe\w*|dosya\w*|"
    r"订单\w*|訂單\w*|单号|單號|运单\w*|運單\w*|快递\w*|物流\w*|编号|編號|工单\w*|合同\w*|发票\w*|"
    r"發票\w*|流水号|流水號|保单\w*|会员\w*|會員\w*|户号|戶號|"
    r"注文\w*|伝票\w*|お問い合わせ番号|問い合わせ番号|問合せ番号|受付番号|会員番号|お客様番号|"
    r"顧客番号|予約\w*|契約\w*|追跡\w*|整理番号|型番|製造番号|"
    r"주문\w*|송장\w*|운송장\w*|예약\w*|접수\w*|계약\w*|고객번호|회원번호|영수증\w*|청구\w*|문의번호"
)
_LINK = (
    r"(?:[ .:#№°/\-,(\[)]|nr|no|num|number|nummer|numero|número|numéro|nº|n°|номер\w*|رقم|numarası|号|"
    r"號|号码|號碼|番号|번호|は|이|은|는|是|为|為|id|code|is|ist|est|es|è|é|:|：){0,8}"
)
_BEGINS = r"(?:(?<![^\W\d_])|(?<=[^\x00-\u2fff]))"
_PHONE = re.compile(_BEGINS + rf"(?:{_PHONE_WORDS}){_LINK}$", re.IGNORECASE)
_ORDER = re.compile(_BEGINS + rf"(?:(?:{_ORDER_WORDS}){_LINK}|(?:#|№|n[ro°º]\.?|no\.|num\.|nummer|number|номер|رقم) ?:? ?)$", re.IGNORECASE)


def plain(text: str) -> str:
    """``text`` in the one form, character for character."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    table = {point: str(unicodedata.decimal(chr(point))) for point in range(0x110000) if chr(point).isdecimal() and point > 0x7F}
    table |= {point: chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)}
    for signs, one in ((_DASHES, "-"), (_BLANKS, " "), (_DOTS, ".")):
        table |= {ord(sign): one for sign in signs}
    return table


def introduced_by(text: str, start: int) -> str:
    """``phone`` or ``order`` if the words before ``start`` say that a number of this sort follows; else empty."""
    before = text[max(0, start - _LOOK_BACK) : start].rpartition("\n")[2]
    if _PHONE.search(before):
        return "phone"
    return "order" if _ORDER.search(before) else ""
