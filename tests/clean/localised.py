"""What programs write from one sentence of their translations: intros that name no address, headings, lines of help desks.

Written by hand after the programs' own strings (Roundcube, Thunderbird, Thunderbird for Android and K-9, SnappyMail, Evolution,
NetEase, Mail.ru, Yandex, Tuta, mutt, HCL Notes, Zendesk, Jira, GLPI). The lists of what only looks alike belong to the rules.
"""

INTROS = {
    "roundcube-zh-Hans": "在 2026-03-04 10:11，王小明 写道：",
    "roundcube-zh-Hans-address": "在 2026-03-04 10:11，help@shop.example 写道：",
    "roundcube-zh-Hant": "王小明 於 2026-03-04 10:11 寫到:",
    "roundcube-zh-Hant-address": "help@shop.example 於 2026-03-04 10:11 寫到:",
    "roundcube-ja": "2026-03-04 10:11 に 山田 太郎 さんは書きました:",
    "roundcube-ko": "2026-03-04 10:11에 고객센터이(가) 쓴 내용:",
    "roundcube-ko-address": "2026-03-04 10:11에 help@shop.example이(가) 쓴 내용:",
    "roundcube-tr": "2026-03-04 10:11, Destek Ekibi yazmış:",
    "roundcube-ar": "كتب خدمة العملاء في 2026-03-04 10:11:",
    "roundcube-ru": "Служба поддержки писал(а) 2026-03-04 10:11:",
    "k9-zh-Hans": "于 2026年3月4日 GMT+08:00 10:11:12，王小明 写道：",
    "k9-zh-Hant": "於 2026年3月4日 GMT+08:00 上午10:11:12，客服中心 寫到：",
    "k9-ja": "2026年3月4日 10:11:12 JST、山田 太郎 より:",
    "k9-ko": "On 2026년 3월 4일 오전 10시 11분 12초 GMT+09:00, 김철수 작성함:",
    "k9-tr": "4 Mart 2026 10:11:12 GMT+03:00 tarihinde Ayşe Yılmaz yazdı:",
    "k9-ar": "بتاريخ 4 مارس، 2026 10:11:12 ص غرينتش+01:00، أحمد علي الرسالة:",
    "k9-ru": "4 марта 2026 г. 10:11:12 GMT+03:00, Служба поддержки пишет:",
    "thunderbird-zh-Hans": "在 2026/3/4 上午10:11, 王小明 写道:",
    "thunderbird-zh-Hans, author first": "王小明 于 2026/3/4 10:11 写道:",
    "thunderbird-zh-Hant": "於 2026/3/4 上午 10:11, 王小明 寫道:",
    "thunderbird-en, ja name": "On 2026/03/04 10:11, 山田 太郎 wrote:",
    "thunderbird-ja": "山田太郎 さんが 2026/03/04 10:11 に書きました:",
    "thunderbird-ko": "2026. 3. 4. 오전 10:11에 김철수 이(가) 쓴 글:",
    "thunderbird-ko, author first": "김철수 이(가) 2026-03-04 오전 10:11에 쓴 글:",
    "thunderbird-tr": "4.03.2026 10:11 tarihinde Ayşe Yılmaz yazdı:",
    "thunderbird-tr, author first": "Ayşe Yılmaz, 4.03.2026 10:11 tarihinde yazdı:",
    "thunderbird-ar": "في 4/3/2026 10:11 ص، كتب أحمد علي:",
    "thunderbird-ar, author first": "كتب أحمد علي في 4/3/2026 10:11 ص:",
    "snappymail-ko": "2026년 3월 4일 오전 10:11에 help@shop.example이(가) 보낸 메시지:",
    "evolution-ja": "2026-03-04 (水) の 10:11 +0900 に Ann Lee さんは書きました:",
    "evolution-zh-Hans": "在 2026-03-04三的 10:11 +0800，Ann Lee写道：",
    "evolution-ko": "2026-03-04 (수), 10:11 +0900, Ann Lee:",
    "netease": "在2026年03月04日 10:11，Shop 写道：",
    "apple-ar, Arabic digits": "بتاريخ ٤ مارس ٢٠٢٦ ١٠:١١ ص، من Shop <help@shop.example>:",
    "mail.ru": "Среда,  4 марта 2026, 10:11 +03:00 от help@shop.example:",
    "mail.ru, name without brackets": "среда, 4 марта 2026г., 10:11 +03:00 от Shop help@shop.example :",
    "the bat-ru": "Среда, 4 марта 2026, 10:11:12, вы писали:",
    "tuta-fr": "4 mars 2026 à 10:11 de help@shop.example:",
    "mutt": "* Ann Lee <ann@shop.example> [2026-03-04 10:11]:",
    "proton, old": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Wednesday, March 4, 2026 10:11 AM, Shop <help@shop.example> wrote:",
    "yandex for phones": 'Кому: ann@example.com (ann@example.com);\nТема: Re: заказ;\n04.03.2026, 10:11, "Shop" <help@shop.example>:',
    "outlook-ar, direction marks": (
        "\u200eمن: Shop <help@shop.example>\n\u200eتم الإرسال: الأربعاء 4 مارس 2026 10:11\n\u200eإلى: Ann\n\u200eالموضوع: طلب"
    ),
    "notes": "Ann Lee/Shop/Example\n03/04/2026 10:11 AM\n\nTo\nBob Ray/Shop@Example\ncc\n\nSubject\nRe: order",
    "notes-de": (
        "Ann Lee <ann@shop.example>\n04.03.2026 10:11\nBitte antworten an\nann@shop.example\n\n\n"
        "An\nbob@x.example\nKopie\n\nThema\nRe: Lampe"
    ),
    "notes-ja": "Ann Lee/Shop/Example\n2026/03/04 10:11\n\n宛先\nBob Ray/Shop@Example\ncc\n\n件名\nRe: 注文",
    "notes, folded up": "Ann Lee ---03/04/2026 10:11:12 AM---Dear customer, we are sorry",
    "zendesk": f"{'-' * 46}\n\nAnn Lee, Mar 4, 2026, 10:11 AM GMT+1:",
    "zendesk-fr": f"{'-' * 46}\nAnn Lee (Shop), 4 mars 2026 à 10:11 UTC+1",
    "zendesk, two lines": f"{'-' * 46}\nAnn Lee (Shop)\nMar 4, 2026, 10:11 AM PST",
    "jira": "Ann Lee commented on SHOP-4711:\n------------------------------",
    "jira, link": "[ https://jira.example/browse/SHOP-4711?page=x#comment-1 ]\n\nAnn Lee updated SHOP-4711:\n-------------------------",
    "jira service": "—-—-—-—\nReply above this line.\n\nAnn Lee commented:",
    "netease-en": (
        "---- Replied Message ----\n| From | Shop<help@shop.example> |\n"
        "| Date | 03/04/2026 10:11 |\n| To | ann@example.com |\n| Subject | Re: order |"
    ),
}

REPLY_ABOVE = [
    "##- Digita la risposta sopra questa riga -##",
    "##- この線より上に返信内容を入力してください -##",
    "##- Введите свой ответ над этой строкой -##",
    "##- 请在此行上方键入您的回复 -##",
    "##- اكتب ردك أعلى هذا السطر -##",
    "----- Reply above this line to add a note -----",
    "{{{ Please reply above this line }}}",
    "*** Please enter replies above this line ***",
    "=-=-=-= To answer by email, write above this line =-=-=-=",
    "## In replies all text above this line is added to the ticket ##",
]

PROGRAM_LINES = [
    "Sent from my phone, please excuse the brevity.",
    "Sent from Yandex.Mail for mobile",
    "Sent from Yahoo! Mail for iOS",
    "Sent with Tuta; enjoy secure & ad-free emails.",
    "Gesendet mit Tutanota, dem sicheren & werbefreien E-Mail-Dienst.",
    "Von Proton Mail für Android gesendet.",
    "Von Yahoo Mail auf Android gesendet",
    "Von Samsung-Tablet gesendet",
    "Von unterwegs gesendet",
    "Envoyé avec la messagerie sécurisée Proton Mail.",
    "Enviado con el correo electrónico seguro de Proton Mail.",
    "Inviato dall'app Mail",
    "ドコモメールから送信",
    "Galaxyから送信",
    "삼성 갤럭시에서 보냈습니다.",
    "Samsung Galaxy akıllı telefonumdan gönderildi.",
    "Windows için Posta ile gönderildi",
    "发自我的小米",
    "从我的华为手机发送",
    "获取适用于 Android 的 Outlook",
    "签名由网易邮箱大师定制",
    "從我的Samsung Galaxy 智慧型手機傳送。",
    "從 Windows 版的郵件傳送",
    "取得 iOS 版 Outlook",
    "Отправлено из Яндекс.Почты для Android",
]

NO_PROGRAM_LINES = [
    "我买的手机到现在还没有发出",
    "我无法登录QQ邮箱手机客户端",
    "用手机打电话也没人接",
    "来自华为店铺的包裹还没到",
    "由华为旗舰店错误发送",
    "透過手機付款失敗三次",
    "갤럭시 앱 다운로드가 계속 실패합니다",
    "사진은 휴대폰에서 보냈습니다",
    "写真はスマホから送信しました",
    "スマホを入手しましたが壊れています",
    "Yeni telefon bana hasarlı gönderildi",
    "Telefon kargo ile gönderildi",
    "Von meinem Handy aus habe ich Ihnen Fotos geschickt",
    "Von Samsung wurde mir das falsche Gerät gesendet",
    "Отправлено через почту России 4 марта",
    "Отправлено из Москвы в телефонной коробке",
    "Envoyé de votre entrepôt avec un téléphone cassé",
    "Enviado desde su almacén con el móvil roto",
    "Enviado por error el teléfono equivocado",
    "Enviado do vosso armazém com o telefone partido",
    "Spedito da Vodafone con due settimane di ritardo",
]

NO_HISTORY = [
    "在2026年3月4日10:11，贵公司客服写道：\n\n我们不退款。这是谎言。",
    "在 2026-03-04 10:11，你们的客服写道：\n\n不退款。请解释。",
    "於 2026-03-04 10:11，貴公司客服人員 寫到：\n\n不退款。請解釋。",
    "2026-03-04 10:11 に 担当者 さんは書きました:\n\n返金しません。説明してください。",
    "2026/3/4 10:11 注文しました。\n2026/3/5 キャンセルしました。\nまだ返金されません。",
    "2026-03-04 10:11에 상담원이 쓴 내용:\n\n환불 불가. 설명해 주세요.",
    "04.03.2026 10:11 tarihinde müşteri temsilciniz yazdı:\n\niade yok. Açıklayın.",
    "كتب موظفكم في 2026-03-04 10:11:\n\nلا استرداد. أرجو التوضيح.",
    "04.03.2026 10:11, ваш сотрудник пишет:\n\nденег не вернём. Объясните.",
    "4 марта 2026, 10:11 от вас пришло письмо:\nденег нет. Это неправда.",
    "On 2026-03-04 10:11, 你们客服 wrote:\n\n不退款。请解释。",
    f"My log:\n\n{'-' * 46}\nCalled your shop, Mar 4, 2026, 10:11 AM\nNobody answered.",
    "My log\n-----\nAnn Lee, Mar 4, 2026, 10:11 AM\nshe hung up on me.",
    "Ann Lee commented on SHOP-4711:\nwe do not care. That is rude.",
    "Ann Lee\n04.03.2026 10:11\n\nTo whom it may concern,\nmy lamp is broken.",
    "[ https://jira.example/browse/SHOP-4711 ]\nis the link that your agent sent. It does not open.",
    'The mail said\n"Please type your reply above this line"\nand so I did. Nothing came.',
    "Version 1 ---04.03.2026 10:11--- was broken already.",
    "To: the manager\nSubject: my lamp\n\nOn 4 March 2026 at 10:11 your agent wrote:\nno. I say yes.",
]

NOTES_FORWARDERS = [
    "----- Forwarded by Ann Lee/Shop on 03/04/2026 10:11 AM -----",
    "----- Weitergeleitet von Ann Lee/Shop am 04.03.2026 10:11 -----",
    "----- Réacheminé par Ann Lee/Shop le 04/03/2026 10:11 -----",
    "----- Inoltrato da Ann Lee/Shop il 04/03/2026 10:11 -----",
    "----- Reenviado por Ann Lee/Shop el 04/03/2026 10:11 -----",
    "----- Encaminhado por Ann Lee/Shop em 04/03/2026 10:11 -----",
    "----- 転送者 Ann Lee/Shop 転送日 2026/03/04 10:11 -----",
    "----- 전달자 Ann Lee/Shop 전달일 2026/03/04 10:11 -----",
    "----- 转发人 Ann Lee/Shop 时间 2026/03/04 10:11 -----",
]

SIGNATURES = [
    "--\nС уважением, Иван Петров",
    "مع أطيب التحيات،\n\nأحمد علي\nمدير المبيعات\nجوال: 0500000000",
    "[image: Logo]\nJohn Smith\n+1 555 123 4567",
]
NO_SIGNATURES = [
    "I bought two things:\n--\nThanks, but neither works",
    "[image: broken lamp]\n[image: receipt]",
    "شكرا،\nأحمد علي",
]
