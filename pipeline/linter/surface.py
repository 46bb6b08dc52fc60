"""The rules that show on the surface of the text: shouting, codes, template residue, numbers beyond the limits.

In: a `Draft` and the `Context`. Out: hits. These rules read signs rather than words, so they are the same in every language;
what the customer wrote first (an order number, a product in capitals) is not held against the reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.linter.draft import Draft, Sentence
from pipeline.linter.hits import Context, Hit
from pipeline.linter.tokens import fold

OPEN_SLOT = re.compile(r"[⟨⟦][^⟨⟩⟦⟧\n]{1,80}[⟩⟧]")
"""How the reply desk shows a place it could not fill: to be seen, so no fault by itself."""

_RESIDUE = re.compile(
    r"\{\{[^{}\n]{0,80}\}\}|\{%[^%\n]{0,80}%\}|\{[^{}\n]{1,60}\}|<<[^<>\n]{1,60}>>|<[^\W\d_][\w .\-]{1,40}>"
    r"|\[(?![\d\s.,]*\])(?:[^\[\]\n\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,60}|[^\[\]\n]{0,20}(?:姓名|名字|称呼|稱呼|订单|訂單|单号|單號|编号|編號|日期|时间|時間|客户|客戶|金额|金額|电话|電話|地址|填|名前|氏名|お客様名|番号|日付|日時|商品名|担当者|入力|이름|성함|고객명|번호|날짜|금액|상품명|담당자|입력|주소)[^\[\]\n]{0,20})\]|\$\{?[A-Z][A-Z_]{2,}\}?\$?|%[A-Z][A-Z_]{2,}%|#[A-Z]{2,}_?[A-Z]*#|__+|\.{6,}|…{3,}"
    r"|\b[xXхХ]{3,}\b|(?<![^\W\d_])[xX]{2}[./-][xX]{2}\b|Ｘ{2,}|×{2,}|[○〇●△□◯]{2,}|(?<=[\s（(，,、：:])[○〇●△◯]{1,}(?=[様号日月])"
    r"|\b(?:lorem|ipsum|TODO|TBD|FIXME|PLACEHOLDER|undefined|NaN)\b|\bfoo ?bar\b|(?<![^\W\d_])(?:OO|00)(?=\s?(?:고객|님|씨))"
    r"|[Xx]{2,}(?=[元月日号號円원])|【[^【】\n]{0,12}(?:姓名|订单|訂單|單號|单号|日期|客户|客戶|名前|氏名|番号|日付|金額|金额|填|入力|商品名|이름|성함|번호|날짜|금액|입력)[^【】\n]{0,12}】"
    r"|[（(〈《<][^（）()〈〉《》\n]{0,12}(?:在此填|此处填|此處填|填写|填寫|ここに|を入力|を記入|여기에|입력하세요|기입|here insert|insert |hier einf|einfügen|à compléter|a completar|rellenar|preencher|da inserire|inserire|вставить|укажите имя|buraya|giriniz|أدخل|اكتب هنا)[^（）()〈〉《》\n]{0,20}[）)〉》>]",
)
_MARKS = re.compile(r"[!！]{2,}|[!?！？]{3,}")
_CAPITALS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_CODE = re.compile(
    r"(?<![\w@./-])(?:[A-ZА-Я]{1,6}[-_/]?\d{1,6}[A-Z]?(?:[-_.]\d+)*|\d{1,3}[A-Z]{2,5}|[A-ZА-Я]{2,7}(?:[-_/&][A-ZА-Я\d]{1,7})*s?)(?![\w@])"
)
_SETTING = re.compile(r"\b[A-Za-z_]{2,}\s?=\s?\w+|\b[A-Z]{2,}_[A-Z_]{2,}\b|\b0x[0-9A-Fa-f]+\b")
_EVERYDAY = frozenset(
    (
        "a4 a3 pdf sms id iban bic usb tv pc dvd cd gps led lcd oled wc faq url qr pin tan atm vip eur usd gbp chf try tl aed sar egp mad jpy krw cny rmb hkd ntd twd "
        "brl rub am pm uk us usa eu un uae ok dhl ups dpd gls dna mri ct hdmi sim esim lte 3g 4g 5g wlan wifi wi-fi nfc app dj ice tgv ave ktx srt jr ana xl xxl xs spa "
        "isbn ps cv mrt lpg bbc kg km cm mm ml kw kwh mwst tva iva kdv vat rtl zdf ard ehpad sncf ratp renfe cpf cnpj nif dni tgv rer hbf ec re ic sb sbb öbb obb gmbh ag kg "
        "ag ohg ev sa sl srl ltd plc inc co jp kr cn tw hk h m s l line kakao tc t.c. sgk ptt mhz ghz gb mb tb rgb bmw vw dm iphone ios www http https html vpn ssl "
        "жкх сто снилс инн пдф смс тв рф мфц гаи дтп кг зао ооо оао мрт узи ржд ссср"
    ).split()
)
_EMPHATIC = frozenset(
    (
        "not never no you your must all stop read now wrong final always nothing nobody enough lies lie yes only "
        "nein nicht kein keine nie niemals jetzt alles nichts sie ihr ihre ihnen selbst immer schon genug falsch "
        "jamais rien non pas vous votre vos toujours tout faux assez "
        "nunca jamas si todo nada usted ustedes siempre ya basta falso solo su sus "
        "nao tudo sempre chega voce seu sua ja so "
        "mai nulla niente sempre tutto basta lei suo sua falso voi vostro "
        "нет не никогда вы вас вам ваш ваша ваши всегда все ничего сами хватит уже только "
        "hayir asla degil siz sizin hep her yeter yalan simdi kendi hic"
    ).split()
)
_PERCENT = re.compile(r"(?<!\d)(\d{1,3}(?:[.,]\d+)?)\s?[%％٪]")
_AMOUNT = re.compile(
    r"(?:[€$£¥￥₩₽₺]\s?(\d[\d.,' ]*))|(\d[\d.,]*(?: \d{3})*)\s?(?:€|\$|£|¥|₩|₽|₺|EUR|USD|GBP|CHF|TL|euros?|dollars?|pounds?|元|円|원|руб|рублей|lira|reais|ريال|درهم|جنيه)"
)
_FEWEST_CODES = 2


def residue(draft: Draft, context: Context) -> Iterator[Hit]:
    """Places of a template that nobody filled, anywhere in the reply."""
    text = OPEN_SLOT.sub(lambda found: " " * len(found[0]), draft.text)
    for found in _RESIDUE.finditer(text):
        if found[0].casefold() not in context.text.casefold():
            yield Hit("residue", *found.span())


def open_slots(draft: Draft, _context: Context) -> Iterator[Hit]:
    """Places the reply desk left open and marked as such."""
    for found in OPEN_SLOT.finditer(draft.text):
        yield Hit("residue", *found.span())


def shouting(draft: Draft, context: Context) -> Iterator[Hit]:
    """Rows of exclamation marks, and words in capitals that are no names of things."""
    written = {fold(word) for word in _CAPITALS.findall(context.text)}
    for sentence in draft.body:
        found = _MARKS.search(sentence.text) or _capitals(sentence.text, written)
        if found:
            yield Hit("shouting", *sentence.clause(*found.span()))


def _capitals(text: str, written: set[str]) -> re.Match[str] | None:
    before: re.Match[str] | None = None
    for found in _CAPITALS.finditer(OPEN_SLOT.sub(lambda slot: " " * len(slot[0]), text)):
        word = found[0]
        if len(word) < 2 or not word.isupper() or word.lower() == word or fold(word) in written or _near_digit(text, found):
            before = None
            continue
        plain = fold(word)
        if plain in _EMPHATIC or (len(word) >= 6 and plain not in _EVERYDAY):
            return found
        if before and plain not in _EVERYDAY and len(word) + len(before[0]) >= 6 and text[before.end() : found.start()].isspace():
            return before
        before = found
    return None


def _near_digit(text: str, found: re.Match[str]) -> bool:
    around = text[max(found.start() - 1, 0) : found.start()] + text[found.end() : found.end() + 1]
    return any(character.isdigit() or character in "-_/@=&" for character in around)


def codes(draft: Draft, context: Context) -> Iterator[Hit]:
    """Internal codes: a setting (``FLG=9``), or two abbreviations or codes in one sentence that the customer did not use."""
    for sentence in draft.body:
        if _SETTING.search(sentence.text) or len(_codes(sentence, context)) >= _FEWEST_CODES:
            yield Hit("jargon", sentence.start, sentence.end)


def _codes(sentence: Sentence, context: Context) -> set[str]:
    found = {match[0] for match in _CODE.finditer(OPEN_SLOT.sub(" ", sentence.text))}
    shouted = sum(len(word) >= 2 and word.isupper() for word in _CAPITALS.findall(sentence.text)) > len(sentence.text.split()) / 2
    return set() if shouted else {code for code in found if code.casefold() not in _EVERYDAY and code not in context.text and len(code) > 1}


def beyond_limits(draft: Draft, context: Context) -> Iterator[Hit]:
    """A percentage or an amount above what the configuration allows to offer."""
    limits = context.limits
    for pattern, most in ((_PERCENT, limits.percent), (_AMOUNT, limits.amount)):
        for found in pattern.finditer(draft.text) if most is not None else ():
            if most is not None and found[0] not in context.text and _number(next(filter(None, found.groups()))) > most:
                yield Hit("overpromise", *found.span())


def _number(text: str) -> float:
    """The value of digits with any grouping: the last sign counts as decimal only before one or two digits."""
    bare = re.sub(r"[\s']", "", text).rstrip(".,")
    whole, mark, decimals = bare[:-3], bare[-3:-2], bare[-2:]
    if mark in {".", ","}:
        return float(re.sub(r"[.,]", "", whole) + "." + decimals)
    return float(re.sub(r"[.,]", "", bare))
