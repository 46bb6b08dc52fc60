"""Subjects in 8-bit bytes without a charset: the text below says in which old charset they are."""

import pytest

from pipeline.ingest import read_mail
from pipeline.records import Message

LETTERS = {
    "gb18030": ("退款", "我等退款已经三个星期了，没有人处理我的申请，请尽快回复。"),
    "big5": ("退款", "我等退款已經三個星期了，沒有人處理我的申請，請盡快回覆。"),
    "cp932": ("返金", "返金を三週間も待っていますが、誰も返事をくれません。"),
    "euc-kr": ("환불", "환불을 신청한 지 삼 주가 지났는데 아무도 답하지 않습니다."),
    "cp1251": ("Жалоба", "Я жду возврата денег уже три недели, и никто не отвечает."),
    "koi8-r": ("Жалоба", "Я жду возврата денег уже три недели, и никто не отвечает."),
    "cp1254": ("Şikayet", "Üç haftadır paramın iadesini bekliyorum, kimse cevap vermiyor."),
    "cp1256": ("شكوى", "أنتظر إعادة المبلغ منذ ثلاثة أسابيع ولا أحد يجيب."),
    "cp1253": ("Παράπονο", "Περιμένω την επιστροφή των χρημάτων εδώ και τρεις εβδομάδες."),
    "cp1252": ("Réclamation", "J'attends le remboursement depuis trois semaines, c'est très gênant."),
}


def subject_of(subject: bytes, text: bytes, content_type: bytes = b"") -> str:
    found = read_mail(b"From: a@b.example\r\nSubject: " + subject + b"\r\n" + content_type + b"\r\n" + text, "x")
    assert isinstance(found, Message)
    return found.subject


@pytest.mark.parametrize("charset", LETTERS)
@pytest.mark.parametrize("stated", [b"", b"Content-Type: text/plain\r\n", b"Content-Type: text/plain; charset=us-ascii\r\n"])
def test_a_subject_is_in_the_charset_that_its_text_was_found_to_be_in(charset, stated):
    subject, text = LETTERS[charset]
    assert subject_of(subject.encode(charset), text.encode(charset), stated) == subject


@pytest.mark.parametrize("charset", LETTERS)
def test_a_subject_that_is_no_utf_8_above_a_text_that_is_has_the_old_charset_of_the_script(charset):
    subject, text = LETTERS[charset]
    assert subject_of(subject.encode(charset), text.encode(), b"Content-Type: text/plain; charset=utf-8\r\n") == subject


@pytest.mark.parametrize("charset", LETTERS)
def test_a_subject_in_utf_8_stays_whatever_the_text_is_in(charset):
    subject, text = LETTERS[charset]
    label = f"Content-Type: text/plain; charset={charset}\r\n".encode()
    for stated in (b"", label):
        assert subject_of(f"{subject} {subject}".encode(), text.encode(charset), stated) == f"{subject} {subject}"


@pytest.mark.parametrize("charset", ["gb18030", "big5", "cp932", "euc-kr", "cp1256"])
def test_a_french_subject_above_a_text_in_another_script_is_no_sign_of_it(charset):
    text = LETTERS[charset][1]
    assert subject_of("Réclamation générale".encode("cp1252"), text.encode(), b"Content-Type: text/plain; charset=utf-8\r\n") == (
        "Réclamation générale"
    )


@pytest.mark.parametrize("charset", ["gb18030", "big5", "cp932", "euc-kr", "cp1256", "cp1253"])
@pytest.mark.parametrize(
    "subject", ["Ärger mit der Lampe", "État de commande", "État", "Où est ma commande", "Dès lors", "Größe", "À propos", "Tél cassé"]
)
def test_one_foreign_sign_beside_a_latin_letter_is_a_letter_misread(charset, subject):
    text = LETTERS[charset][1]
    assert subject_of(subject.encode("cp1252"), text.encode(), b"Content-Type: text/plain; charset=utf-8\r\n") == subject


@pytest.mark.parametrize(
    ("charset", "subject"),
    [
        ("gb18030", "红色T恤"),
        ("gb18030", "iPhone坏了"),
        ("gb18030", "我的iPhone屏幕碎了"),
        ("cp932", "Tシャツの返品"),
        ("cp932", "返金 A様"),
        ("euc-kr", "iPhone 환불"),
        ("cp1253", "Το iPhone χάλασε"),
        ("cp1256", "شكوى iPhone"),
    ],
)
def test_a_latin_name_in_a_subject_of_another_script_is_no_sign_against_it(charset, subject):
    text = LETTERS[charset][1]
    assert subject_of(subject.encode(charset), text.encode(), b"Content-Type: text/plain; charset=utf-8\r\n") == subject


def test_central_european_letters_are_those_of_the_text():
    text = "Čekám už tři týdny na vrácení peněz. Stížnost žádá řešení."
    for charset in ("cp1250", "iso8859-2"):
        found = subject_of("Stížnost".encode(charset), text.encode(), b"Content-Type: text/plain; charset=utf-8\r\n")
        assert found == "Stížnost"
