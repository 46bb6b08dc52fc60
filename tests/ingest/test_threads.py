"""Threads: what belongs together by headers, and where those are missing by subject and customer."""

import itertools
from dataclasses import replace

import pytest

from pipeline.ingest.roles import Company
from pipeline.ingest.subjects import base_subject
from pipeline.ingest.threads import Threads
from pipeline.records import Message

COMPANY = Company(domains=frozenset({"shop.example"}))
_numbers = itertools.count()


def mail(subject="Parcel 4711 is missing", sender="ana@mail.example", to=("help@shop.example",), **fields):
    number = next(_numbers)
    known = {"id": f"m{number}", "source": f"m{number}.eml", "body": "text", "channel": "email", "date": "2026-03-04T10:00:00+00:00"}
    return Message(**(known | {"message_id": f"id{number}@x", "subject": subject, "sender": sender, "recipients": to} | fields))


def threads_of(*mails, **settings):
    keeper = Threads(COMPANY, **settings)
    return [keeper.assign(mail).thread for mail in mails]


def test_a_reply_joins_the_thread_of_the_mail_it_answers():
    first = mail()
    reply = mail("Re: other words", message_id="b@x", in_reply_to=first.message_id)
    further = mail("Re: other words", in_reply_to="b@x")
    assert set(threads_of(first, reply, further)) == {first.message_id}


def test_a_thread_is_named_by_the_first_reference_even_if_that_mail_is_not_there():
    assert threads_of(mail(references=("root@x", "middle@x"), in_reply_to="middle@x")) == ["root@x"]


def test_a_reply_with_references_cut_short_joins_its_parents_thread():
    first = mail(message_id="root@x")
    second = mail(message_id="second@x", references=("root@x",), in_reply_to="root@x")
    third = mail(references=("second@x",), in_reply_to="second@x")
    assert set(threads_of(first, second, third)) == {"root@x"}


def test_two_replies_to_a_mail_that_was_never_read_are_one_thread():
    one = mail("a b", references=("root@x", "lost@x"))
    two = mail("c d", references=("lost@x",), sender="bo@mail.example")
    assert threads_of(one, two) == ["root@x", "root@x"]


def test_an_answer_that_is_read_before_its_question_shares_its_thread():
    assert set(threads_of(mail("Re: a b", in_reply_to="question@x"), mail("a b", message_id="question@x"))) == {"question@x"}


def test_threads_that_turn_out_to_be_one_are_one_from_there_on():
    left, right = mail("a b", message_id="left@x"), mail("c d", message_id="right@x")
    bridge = mail("e f", in_reply_to="right@x", references=("left@x", "right@x"))
    after = mail("g h", in_reply_to="left@x")
    assert threads_of(left, right, bridge, after)[2:] == ["right@x", "right@x"]


@pytest.mark.parametrize(
    "subject",
    [
        *("Re: Parcel 4711 is missing", "AW: Parcel 4711 is missing", "RE[2]: Parcel 4711 is missing", "Fwd: Re: Parcel 4711 is missing"),
        *("回复：Parcel 4711 is missing", "Ответ: Parcel 4711 is missing", "رد: Parcel 4711 is missing", "返信: PARCEL 4711 is missing"),
        *("YNT: Parcel 4711 is missing", "회신: Parcel 4711 is missing", "RES: Parcel 4711  is missing", "R: Parcel 4711 is missing"),
        *("[EXTERN] AW: Parcel 4711 is missing", "Parcel 4711 is missing!"),
    ],
)
def test_a_mail_without_headers_joins_by_subject_and_customer(subject):
    first = mail()
    assert threads_of(first, mail(subject)) == [first.message_id] * 2


def test_the_companys_answer_without_headers_joins_by_its_recipient():
    first = mail()
    answer = mail("Re: Parcel 4711 is missing", sender="help@shop.example", to=("ana@mail.example",), role="agent")
    assert threads_of(first, answer) == [first.message_id] * 2


def test_the_same_subject_of_another_customer_is_another_thread():
    one, two = mail(), mail(sender="bo@mail.example")
    assert threads_of(one, two, mail("Re: Parcel 4711 is missing", sender="bo@mail.example"))[1:] == [two.message_id] * 2
    assert one.message_id != two.message_id


@pytest.mark.parametrize("subject", ["Hello", "", "Complaint", "Beschwerde", "???"])
def test_a_subject_that_says_nothing_joins_no_threads(subject):
    one, two = mail(subject), mail(subject)
    assert threads_of(one, two) == [one.message_id, two.message_id]


def test_beyond_the_window_a_subject_no_longer_joins():
    first, late = mail(), mail("Re: Parcel 4711 is missing", date="2026-04-20T10:00:00+00:00")
    assert threads_of(first, late) == [first.message_id, late.message_id]
    assert threads_of(first, late, window_days=60) == [first.message_id] * 2


def test_the_window_is_counted_from_the_last_mail_of_the_thread():
    dates = ["2026-03-01T00:00:00+00:00", "2026-03-25T00:00:00+00:00", "2026-04-18T00:00:00+00:00"]
    mails = [mail(date=date) for date in dates]
    assert set(threads_of(*mails)) == {mails[0].message_id}


def test_a_reply_header_goes_before_the_subject():
    first = mail()
    other = mail(in_reply_to="elsewhere@x")
    assert threads_of(first, other) == [first.message_id, "elsewhere@x"]


def test_forms_that_write_for_everybody_join_no_strangers():
    one, two = mail("Contact form 12", sender="noreply@forms.example"), mail("Contact form 12", sender="noreply@forms.example")
    assert threads_of(one, two) == [one.message_id, two.message_id]


def test_a_mail_without_any_id_still_has_a_thread_that_others_can_join():
    first = mail(message_id=None)
    assert threads_of(first, mail("Re: Parcel 4711 is missing", message_id=None)) == [first.id] * 2


def test_the_same_mails_give_the_same_threads_every_time():
    mails = [mail(f"matter {number % 7}", sender=f"c{number % 5}@mail.example") for number in range(60)]
    mails += [mail(in_reply_to=mails[number].message_id) for number in range(0, 60, 7)]
    assert threads_of(*mails) == threads_of(*mails)


def test_memory_is_bounded_and_the_oldest_ids_are_forgotten():
    keeper = Threads(COMPANY, most=10)
    assert keeper.assign(mail("a b", message_id="child@x", references=("root@x",))).thread == "root@x"
    assert keeper.assign(mail("a c", in_reply_to="child@x")).thread == "root@x"
    for _ in range(50):
        keeper.assign(mail("c d", sender="bo@mail.example"))
    assert keeper.assign(mail("e f", in_reply_to="child@x")).thread == "child@x"


def test_long_chains_of_joined_threads_are_followed_without_recursion():
    keeper = Threads(COMPANY)
    for number in range(3_000):
        keeper.assign(mail(f"matter {number}", message_id=f"n{number}@x"))
        if number:
            keeper.assign(mail(f"bridge {number}", in_reply_to=f"n{number}@x", references=(f"n{number - 1}@x", f"n{number}@x")))
    assert keeper.assign(mail(in_reply_to="n0@x")).thread == "n2999@x"


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Re: AW: WG: Rechnung  2024", "rechnung 2024"),
        ("[Ticket #77] Re: broken", "[ticket #77] re: broken"),
        ("Reise: abgesagt", "reise: abgesagt"),
        ("ＲＥ：注文の件", "注文の件"),
        ("答复: 转发: 退款", "退款"),
        ("Re:", ""),
        ("re: " * 90 + "x", "x"),
    ],
)
def test_the_base_of_a_subject(subject, base):
    assert base_subject(subject).text == base


def test_a_message_keeps_everything_but_its_thread():
    first = mail()
    assert replace(Threads(COMPANY).assign(first), thread=None) == first
