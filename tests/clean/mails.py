"""Mails as the programs of each language write them: own words, and what stands around them."""

import json
from pathlib import Path

_BANNERS = [json.loads(line) for line in Path(__file__).with_name("banners.jsonl").read_text("utf-8").splitlines()]
BANNERS = [row["banner"] for row in _BANNERS if "banner" in row]
"""What mail gateways write above letters from outside."""
LETTERS_LIKE_BANNERS = [row["letter"] for row in _BANNERS if "letter" in row]

OWN = {
    "en": "This is the third time I write. I want my 49.90 € back.",
    "de": "Ich schreibe zum dritten Mal. Ich will meine 49,90 € zurück.",
    "fr": "C'est la troisième fois que j'écris. Je veux mes 49,90 €.",
    "es": "Es la tercera vez que escribo. Quiero mis 49,90 €.",
    "pt": "É a terceira vez que escrevo. Quero os meus 49,90 €.",
    "it": "È la terza volta che scrivo. Voglio i miei 49,90 €.",
    "ja": "連絡するのは三回目です。4,990円を返してください。",
    "ko": "세 번째로 연락드립니다. 49,900원을 돌려주세요.",
    "ru": "Пишу в третий раз. Верните мои 4990 ₽.",
    "ar": "هذه هي المرة الثالثة التي أكتب فيها. أريد استرداد 49.90 ريال.",
    "tr": "Üçüncü kez yazıyorum. 499,90 ₺ paramı geri istiyorum.",
    "zh-Hans": "我已经是第三次写信了。请把499元退给我。",
    "zh-Hant": "我已經是第三次寫信了。請把499元退給我。",
    "nl": "Dit is de derde keer dat ik schrijf. Ik wil mijn € 49,90 terug.",
}

INTROS = {
    "en": [
        "On Wed, Mar 4, 2026 at 10:11 AM Shop Service <help@shop.example> wrote:",
        "On 4 Mar 2026, at 10:11, Shop Service <help@shop.example> wrote:",
    ],
    "de": [
        "Am Mi., 4. März 2026 um 10:11 Uhr schrieb Shop Service <help@shop.example>:",
        "Am 04.03.2026 um 10:11 schrieb Shop Service <help@shop.example>:",
    ],
    "fr": [
        "Le mer. 4 mars 2026 à 10:11, Shop Service <help@shop.example> a écrit :",
        "Le 4 mars 2026 à 10:11, Shop <help@shop.example> a écrit\u00a0:",
    ],
    "es": [
        "El mié, 4 mar 2026 a las 10:11, Shop Service (<help@shop.example>) escribió:",
        "El 4 mar 2026, a las 10:11, Shop <help@shop.example> escribió:",
    ],
    "pt": [
        "Em qua., 4 de mar. de 2026 às 10:11, Shop <help@shop.example> escreveu:",
        "No dia 4 de mar. de 2026, às 10:11, Shop <help@shop.example> escreveu:",
    ],
    "it": [
        "Il giorno mer 4 mar 2026 alle ore 10:11 Shop Service <help@shop.example> ha scritto:",
        "Il giorno 4 mar 2026, alle ore 10:11, Shop <help@shop.example> ha scritto:",
    ],
    "ja": ["2026年3月4日(水) 10:11 Shop Service <help@shop.example>:", "2026/03/04 10:11、Shop Service <help@shop.example>のメール:"],
    "ko": [
        "2026년 3월 4일 (수) 오전 10:11, Shop <help@shop.example>님이 작성:",
        "2026. 3. 4. 오전 10:11, Shop Service <help@shop.example> 작성:",
    ],
    "ru": [
        "ср, 4 мар. 2026 г. в 10:11, Shop Service <help@shop.example>:",
        "4 марта 2026 г., в 10:11, Shop <help@shop.example> написал(а):",
        "Среда, 4 марта 2026, 10:11 +03:00 от Shop <help@shop.example>:",
    ],
    "ar": [
        "في الأربعاء، 4 مارس 2026 في 10:11 ص تمت كتابة ما يلي بواسطة Shop <help@shop.example>:",
        "في ٤ مارس ٢٠٢٦، الساعة ١٠:١١ ص، كتب Shop <help@shop.example>:",
    ],
    "tr": [
        "Shop Service <help@shop.example>, 4 Mar 2026 Çar, 10:11 tarihinde şunu yazdı:",
        "Shop <help@shop.example> şunları yazdı (4 Mar 2026 10:11):",
    ],
    "zh-Hans": [
        "Shop Service <help@shop.example> 于2026年3月4日周三 10:11写道：",
        "在 2026年3月4日，10:11，Shop <help@shop.example> 写道：",
    ],
    "zh-Hant": [
        "Shop Service <help@shop.example> 於 2026年3月4日 週三 上午10:11寫道：",
        "Shop <help@shop.example> 於 2026年3月4日 上午10:11 寫道：",
    ],
    "nl": ["Op wo 4 mrt 2026 om 10:11 schreef Shop Service <help@shop.example>:"],
}

DIVIDERS = {
    "en": "-----Original Message-----",
    "de": "-----Ursprüngliche Nachricht-----",
    "fr": "-----Message d’origine-----",
    "es": "-----Mensaje original-----",
    "pt": "-----Mensagem original-----",
    "it": "-----Messaggio originale-----",
    "ja": "-----元のメッセージ-----",
    "ko": "-----원본 메시지-----",
    "ru": "-----Исходное сообщение-----",
    "ar": "-----الرسالة الأصلية-----",
    "tr": "-----Özgün İleti-----",
    "zh-Hans": "------------------ 原始邮件 ------------------",
    "zh-Hant": "-----原始郵件-----",
    "nl": "-----Oorspronkelijk bericht-----",
}

HEADINGS = {
    "en": ("From", "Sent", "To", "Subject"),
    "de": ("Von", "Gesendet", "An", "Betreff"),
    "fr": ("De\u00a0", "Envoyé\u00a0", "À\u00a0", "Objet\u00a0"),
    "es": ("De", "Enviado el", "Para", "Asunto"),
    "pt": ("De", "Enviada em", "Para", "Assunto"),
    "it": ("Da", "Inviato", "A", "Oggetto"),
    "ja": ("差出人", "送信日時", "宛先", "件名"),
    "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
    "ru": ("От", "Отправлено", "Кому", "Тема"),
    "ar": ("من", "تاريخ الإرسال", "إلى", "الموضوع"),
    "tr": ("Kimden", "Gönderildi", "Kime", "Konu"),
    "zh-Hans": ("发件人", "发送时间", "收件人", "主题"),
    "zh-Hant": ("寄件者", "寄件日期", "收件者", "主旨"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp"),
}

FORWARDS = {
    "en": ["---------- Forwarded message ---------", "-------- Forwarded Message --------", "Begin forwarded message:"],
    "de": ["-------- Weitergeleitete Nachricht --------", "Anfang der weitergeleiteten Nachricht:"],
    "fr": ["-------- Message transféré --------", "Début du message transféré :"],
    "es": ["-------- Mensaje reenviado --------", "Inicio del mensaje reenviado:"],
    "pt": ["-------- Mensagem encaminhada --------", "Início da mensagem reencaminhada:"],
    "it": ["-------- Messaggio Inoltrato --------", "Inizio messaggio inoltrato:"],
    "ja": ["-------- 転送メッセージ --------", "転送されたメッセージ:"],
    "ko": ["-------- 전달된 메시지 --------", "전달된 메시지 시작:"],
    "ru": ["-------- Пересылаемое сообщение --------", "Начало переадресованного сообщения:"],
    "ar": ["-------- رسالة معاد توجيهها --------", "بداية الرسالة المُعاد توجيهها:"],
    "tr": ["-------- Yönlendirilmiş İleti --------", "İletilen mesajın başlangıcı:"],
    "zh-Hans": ["-------- 转发邮件信息 --------", "以下是转发的邮件："],
    "zh-Hant": ["-------- 轉寄郵件 --------", "以下是轉寄的郵件："],
    "nl": ["-------- Doorgestuurd bericht --------"],
}

FOR_INFORMATION = {
    "en": "FYI",
    "de": "Zur Kenntnis.",
    "fr": "Pour information",
    "es": "Para su información.",
    "pt": "Para conhecimento.",
    "it": "Per conoscenza",
    "ja": "ご参考まで。",
    "ko": "참고하세요.",
    "ru": "Для сведения",
    "ar": "للعلم",
    "tr": "Bilginize.",
    "zh-Hans": "供参考。",
    "zh-Hant": "供參考",
    "nl": "Ter info",
}

SENT_FROM = {
    "en": [
        "Sent from my iPhone",
        "Sent from Yahoo Mail on Android",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Sent from my Verizon Wireless BlackBerry",
    ],
    "de": ["Von meinem iPhone gesendet", "Gesendet mit der GMX Mail App", "Von meinem Samsung Galaxy Smartphone gesendet."],
    "fr": ["Envoyé de mon iPhone", "Envoyé depuis mon téléphone Orange", "Télécharger Outlook pour Android"],
    "es": ["Enviado desde mi iPhone", "Obtener Outlook para iOS"],
    "pt": ["Enviado do meu iPhone", "Enviado a partir do meu iPhone", "Obter o Outlook para Android"],
    "it": ["Inviato da iPhone", "Inviato dal mio telefono Samsung", "Scarica Outlook per iOS"],
    "ja": ["iPhoneから送信", "Yahoo Mailから送信"],
    "ko": ["나의 iPhone에서 보냄", "내 Galaxy 스마트폰에서 보냄"],
    "ru": ["Отправлено с iPhone", "Отправлено из Почты Mail.ru"],
    "ar": ["أُرسلت من الـ iPhone", "تم الإرسال من هاتف Samsung Galaxy"],
    "tr": ["iPhone’umdan gönderildi", "Samsung Galaxy akıllı telefonumdan gönderildi."],
    "zh-Hans": ["发自我的iPhone", "从我的 iPhone 发送", "发自我的华为手机"],
    "zh-Hant": ["從我的 iPhone 傳送", "寄自我的 iPhone"],
    "nl": ["Verstuurd vanaf mijn iPhone"],
}

UNCHANGED = {
    "en": [
        "On 4 March 2026 your man came at 10:11. He wrote:\nnothing. Nothing at all.",
        "On Monday I wrote to help@shop.example, and this is what I got back:\n\nNothing. I want my money.",
        "From: London\nTo: Paris\nDate: 4 March\n\nThe train never came.",
        "First part\n-----\nSecond part\n_____\nThird part, the one that matters.",
        "Your terms say 2 > 1 and I paid > 100 €.\n> 100 € for nothing!",
        "Dear shop,\n\nmy order:\n--\nThe parcel with number 12345 never arrived. Where is it?",
        "I have been sent from my home to your office and back.",
    ],
    "de": [
        "Am Montag schrieb ich an help@shop.example folgendes:\n\nBitte um Rückruf. Nichts kam.",
        "Von: Köln\nAn: Bonn\nAbfahrt: 10:11\n\nDer Zug kam nie.",
    ],
    "fr": [
        "Le vendeur a écrit :\n\n« Tout est en règle. »\n\nC'est faux.",
        "Le 4 mars votre agent m'a écrit à 10:11 :\nrien n'est possible.",
    ],
    "es": [
        "El técnico escribió:\n\nNada funciona. Exijo una solución.",
        "De: Madrid\nPara: Sevilla\nFecha: 4 de marzo\n\nEl tren no llegó.",
    ],
    "pt": ["A loja escreveu:\n\nNada a fazer. Quero o meu dinheiro."],
    "it": ["Il 4 marzo il tecnico ha scritto:\n\nè tutto a posto. Non è vero."],
    "ja": ["担当者は書きました:\n\n対応できません。納得できません。", "差出人の名前が違います。件名も違います。"],
    "ko": ["상담원이 작성:\n\n환불 불가. 이해할 수 없습니다."],
    "ru": ["Ваш менеджер пишет:\n\nждите. Сколько можно ждать?"],
    "ar": ["الموظف كتب:\n\nلا يمكن. هذا غير مقبول."],
    "tr": ["Görevli şunu yazdı:\n\nMümkün değil. Kabul etmiyorum."],
    "zh-Hans": ["客服写道：\n\n不能退。我不接受。", "在 3 月 4 日我打过电话：没有人接。"],
    "zh-Hant": ["客服寫道：\n\n不能退。我不接受。"],
}

LETTER = "Dear customer,\nwe are sorry, but we do not pay anything back.\nThe Shop"


def heading(lang: str) -> str:
    """Outlook's header block in a language."""
    sender, sent, to, subject = HEADINGS[lang]
    return f"{sender}: Shop Service <help@shop.example>\n{sent}: 2026-03-04 10:11\n{to}: ann@example.com\n{subject}: Your request"


def quoted(text: str) -> str:
    """A text with quote marks."""
    return "\n".join(f"> {line}" for line in text.split("\n"))
