"""A made-up inbox: 300 messages in twelve languages, the same on every run, with threads and rejected inputs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.records import Record, Rejected
from pipeline.report import Summary
from pipeline.taxonomy import Taxonomy

ROOT = Path(__file__).parents[2]

TEXTS: dict[str, dict[int, str]] = {
    "en": {
        0: "Could you tell me whether the Leeds branch is open on Saturdays? Thank you.",
        1: "The lamp I ordered came in green instead of white. I would like the colour I chose, please.",
        2: "This is the second time I am asking. Your last reply answered a question I never put. Is anyone reading this?",
        3: "THREE promises, three broken dates!!! I took a day off for a van that never came. I want a date in writing by noon.",
        4: "You are crooks, the lot of you. You charged me for a cancelled contract and now hide behind a robot. My lawyer will enjoy it.",
        5: "The idiot at your desk called me a liar to my face. He is a worthless piece of dirt and I hope he reads this.",
    },
    "de": {
        1: "Auf der Rechnung für Februar steht eine Gebühr, die ich nicht kenne. Bitte erklären Sie mir, woher sie kommt.",
        2: "Seit zwei Wochen warte ich auf den zugesagten Rückruf. So geht man mit langjährigen Kunden nicht um!",
        3: "Das ist eine Frechheit! Erst die Verlängerung ohne Zustimmung, dann 40 Minuten Warteschleife. Ich kündige.",
        4: "Ihr seid doch alle Betrüger. Die Verbraucherzentrale bekommt heute noch die ganze Akte.",
    },
    "fr": {
        0: "Bonjour, votre conseillère Odile a été formidable, merci à elle.",
        1: "Le colis est arrivé avec trois jours de retard. Ce n’est pas grave, mais je préférais le savoir.",
        2: "On me renvoie d’un service à l’autre depuis lundi. Combien de fois dois-je raconter la même histoire ?",
        3: "C’est inadmissible ! Prélèvement en double, et personne ne répond. Je veux mon argent avant vendredi.",
    },
    "es": {
        1: "La aplicación me pide la contraseña cada vez. Es incómodo, ¿pueden revisarlo?",
        2: "Otra vez el técnico no vino. Ya van dos mañanas perdidas y nadie avisa.",
        3: "¡Es un robo! Me cobran un seguro que jamás firmé y encima me dejan colgado al teléfono.",
    },
    "it": {
        1: "Il divano ha un graffio sul bracciolo. Vorrei sapere come procedere con la garanzia.",
        2: "Avete cambiato le condizioni senza dire nulla. Non mi sembra un modo serio di lavorare.",
        4: "Siete una banda di incapaci e di ladri. Racconterò tutto sui giornali.",
    },
    "pt": {
        1: "A encomenda veio sem o carregador. Podem enviar a peça que falta?",
        3: "Já liguei cinco vezes!!! Cancelem essa assinatura e devolvam o dinheiro, é a última vez que peço.",
    },
    "zh-Hans": {
        0: "请问这款净水器的滤芯多久换一次？谢谢。",
        1: "上周买的电饭煲内胆有划痕，希望能换一个新的，麻烦了。",
        2: "客服让我等三天，现在已经第八天了，每次都要从头再说一遍，实在让人没有耐心。",
        3: "你们这是欺骗消费者！说好的免费安装，上门又要收两百块，今天必须给我一个说法！",
        4: "一群骗子公司，从上到下没有一个讲信用的。我已经准备好材料向消费者协会投诉，大家都别想好过。",
    },
    "ja": {
        1: "届いた商品の箱がつぶれていました。中身は無事ですが、念のためお知らせします。",
        2: "先週から三度もお電話していますが、折り返しがありません。担当の方は本当にいらっしゃるのでしょうか。",
    },
    "ko": {
        1: "주문한 셔츠의 치수가 표시와 다릅니다. 교환할 수 있을까요?",
        3: "몇 번을 말해야 합니까! 환불해 준다더니 한 달째 아무 소식이 없습니다. 오늘까지 답이 없으면 신고하겠습니다.",
    },
    "ru": {
        1: "В счёте за март указана услуга, которую я не подключал. Прошу объяснить.",
        2: "Сколько можно ждать? Мастер обещал прийти в понедельник, потом в среду, и опять никого.",
        4: "Вы просто мошенники, и совести у вас нет. Заявление в прокуратуру уже написано.",
    },
    "ar": {
        1: "وصل الطلب ناقصًا قطعة واحدة، أرجو إرسالها في أقرب وقت ممكن وشكرًا لكم.",
        2: "اتصلت بكم أربع مرات وفي كل مرة أسمع وعدًا جديدًا، إلى متى يستمر هذا؟",
        3: "هذا غير مقبول إطلاقًا! خصمتم المبلغ مرتين ولا أحد يرد، أريد نقودي اليوم!",
        4: "أنتم شركة محتالة ولا تحترمون أحدًا، وسأنشر ما حدث في كل مكان.",
    },
    "tr": {
        1: "Aldığım kahve makinesi su sızdırıyor, servise nasıl gönderebilirim?",
        2: "İki haftadır aynı cevabı alıyorum, sorunumla ilgilenen bir kişi bile yok mu?",
        3: "Yeter artık! Aboneliği kapatın dedim, yine para çektiniz. Hakem heyetine gidiyorum.",
    },
}
LANGUAGES = tuple(TEXTS)
LANGUAGE_WEIGHTS = (70, 38, 24, 20, 12, 10, 46, 12, 10, 18, 26, 14)
LEVEL_WEIGHTS = (20, 34, 24, 13, 7, 2)
TYPES = ("price", "billing", "product_quality", "refund_warranty", "delivery", "waiting", "policy", "auto_renewal", "digital")
TYPES += ("no_response", "privacy_security", "rudeness", "competence", "pressure", "aftercare")
TYPE_WEIGHTS = (5, 16, 12, 9, 17, 6, 4, 6, 8, 14, 2, 6, 7, 2, 4)
STYLES = ("neutral", "meek", "aggressive", "volatile", "rip_off", "chronic")
THREATS = ("leave", "legal", "regulator", "publicity")


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return Taxonomy.from_file(ROOT / "configs" / "taxonomy.yaml")


@pytest.fixture
def tiny() -> Taxonomy:
    """A user's own taxonomy that shares no name with ours, and has no levels."""
    facets = {
        "topic": {"kind": "many", "labels": ["noise", "waste"]},
        "sender": {"kind": "one", "labels": ["resident", "shop"]},
    }
    return Taxonomy.model_validate({"version": 1, "facets": facets})


@pytest.fixture(scope="session")
def inbox() -> list[Record | Rejected]:
    return list(made_up_inbox())


@pytest.fixture
def summary(taxonomy: Taxonomy, inbox: list[Record | Rejected]) -> Summary:
    found = Summary(taxonomy)
    for item in inbox:
        found.add(item)
    return found


def record(**changes: object) -> Record:
    """A calm English complaint, with ``changes``; a key of ``labels`` replaces that label only."""
    labels = {"intent": "complaint", "types": ["delivery"], "hostility": 1, "threats": [], "style": "neutral", "loyalty": "unknown"}
    labels |= {"needs": [], "loss": [], "sentiment": "negative"} | changes.pop("labels", {})  # type: ignore[operator]
    values = {"id": "en-1", "source": "inbox.mbox#1", "thread": None, "role": "customer", "date": None, "channel": "email", "lang": "en"}
    values |= {"subject": "", "text": "The parcel is late.", "labels": labels, "scores": {}, "stage": "rational", "review": False}
    return Record(**(values | {"model": "default@1"} | changes))  # type: ignore[arg-type]


def made_up_inbox() -> Iterator[Record | Rejected]:
    chance = random.Random(20260304)
    for index in range(300):
        yield _message(chance, index)
        if index % 40 == 17:
            yield agent(f"reply-{index}", None)
    yield from _thread("order-5521", "en", (0, 1, 3, 4), answered=False)
    yield from _thread("vertrag-77", "de", (1, 2, 2, 3), answered=True)
    yield from _thread("售后-0312", "zh-Hans", (1, 2, 3, 4), answered=False)
    yield from _thread("طلب-88", "ar", (1, 2, 2), answered=False)
    yield from _thread("colis-9", "fr", (2, 3, 1), answered=True)
    yield Rejected("scans/letter-04.pdf", "empty_text", "the PDF holds pictures only, no text")
    yield Rejected("old/archive.eml", "damaged", "the message breaks off inside its second part")
    yield Rejected("inbox.csv:212", "encoding", "byte 0x9d at column 14 is no UTF-8")


def _message(chance: random.Random, index: int) -> Record:
    lang = chance.choices(LANGUAGES, LANGUAGE_WEIGHTS)[0]
    level = chance.choices(range(6), LEVEL_WEIGHTS)[0]
    level = min(TEXTS[lang], key=lambda known: abs(known - level))
    complaint = level > 0 or chance.random() < 0.2
    labels = {
        "intent": "complaint" if complaint else chance.choices(("inquiry", "praise", "suggestion", "other"), (6, 3, 2, 1))[0],
        "types": list(dict.fromkeys(chance.choices(TYPES, TYPE_WEIGHTS, k=chance.choice((1, 1, 2))))) if complaint else [],
        "hostility": level,
        "threats": chance.sample(THREATS, 1) if level >= 3 and chance.random() < 0.6 else [],
        "style": chance.choices(STYLES, (70, 8, 4 + 9 * level, 4, 5, 6))[0] if complaint else "neutral",
        "loyalty": chance.choices(("unknown", "at_risk", "critic", "enthusiast", "hater"), (60, 18, 8, 5, level))[0],
        "needs": chance.sample(("trust", "promise", "respect", "knowledge", "convenience"), 1)
        if chance.random() < 0.5 and complaint
        else [],
        "loss": chance.sample(("money", "goods", "feelings"), 1) if complaint and chance.random() < 0.7 else [],
        "sentiment": "negative" if complaint else "neutral",
    }
    why = _why(chance, lang)
    return record(
        id=f"{lang}-{index:04d}",
        source=f"inbox.mbox#{index + 1}",
        lang=lang,
        text=TEXTS[lang][level],
        labels=labels,
        date=f"2026-03-{min(28, 1 + int(chance.triangular(0, 28, 19))):02d}T{chance.randrange(8, 20):02d}:15:00+01:00",
        channel=chance.choices(("email", "form", "chat", "letter"), (7, 3, 2, 1))[0],
        stage="rational" if level < 2 else "take_off" if level == 2 else "peak",
        review=bool(why),
        review_why=why,
    )


def _why(chance: random.Random, lang: str) -> tuple[str, ...]:
    reasons = ["language it: measured on 12 only"] if lang == "it" and chance.random() < 0.4 else []
    for facet, rate in (("types", 0.06), ("hostility", 0.05), ("style", 0.04)):
        if chance.random() < rate:
            reasons.append(f"{facet}: {chance.uniform(0.3, 0.5):.2f} sure, limit 0.55")
    return tuple(reasons)


def agent(name: str, thread: str | None) -> Record:
    return Record(
        **(record(id=name, thread=thread, role="agent", stage=None, text="We are on it.").to_dict() | {"labels": None, "scores": None})
    )


def _thread(name: str, lang: str, levels: tuple[int, ...], *, answered: bool) -> Iterator[Record]:
    hottest = 0
    for index, level in enumerate(levels):
        stage = "rational" if level < 2 and hottest < 2 else "resolved" if level < 2 else "peak" if level >= 3 else "take_off"
        hottest = max(hottest, level)
        text = TEXTS[lang][level]
        evidence = {f"hostility.{level}": [(text.index(" ") + 1 if " " in text else 4, len(text) * 2 // 3)]} if level >= 3 else {}
        yield record(
            id=f"{name}-{index}",
            source=f"threads.mbox#{index}",
            thread=name,
            lang=lang,
            text=text,
            labels={"hostility": level, "types": ["no_response", "delivery"], "threats": ["publicity"] if level == 4 else []},
            date=f"2026-03-{20 + index}T09:00:00Z",
            stage=stage,
            evidence=evidence,
        )
    if answered:
        yield agent(f"{name}-answer", name)
