"""Roles: who in a mailbox is the company, and who is in doubt a customer."""

import itertools

import pytest

from pipeline.errors import ConfigError
from pipeline.ingest import read
from pipeline.ingest.conversations import Conversations, load, with_conversations
from pipeline.ingest.roles import Company, find_company
from pipeline.records import Message, Rejected

_numbers = itertools.count()


def mail(sender, to, subject="about my order"):
    number = next(_numbers)
    return Message(
        id=f"m{number}",
        source="x",
        body="text",
        subject=subject,
        channel="email",
        sender=sender,
        recipients=(to,),
        message_id=f"{number}@x",
    )


def inbox(company="help@shop.example", customers=8):
    letters = [mail(f"c{number}@gmail.com", company) for number in range(customers)]
    return [*letters, mail(company, "c1@gmail.com", "Re: about my order")]


def roles(mails, own_domains=frozenset(), **settings):
    return [item.role for item in with_conversations(iter(mails), own_domains, Conversations(**settings))]


def test_the_domain_that_everybody_writes_to_is_the_company():
    assert find_company(inbox()).domains == {"shop.example"}
    assert roles(inbox()) == ["customer"] * 8 + ["agent"]


def test_several_desks_of_one_domain_are_one_company():
    mails = [mail(f"c{number}@gmail.com", f"desk{number}@shop.example") for number in range(9)]
    assert roles([*mails, mail("anna@shop.example", "c1@gmail.com")])[-1] == "agent"


def test_a_company_at_a_public_provider_is_one_address_and_not_the_provider():
    found = find_company(inbox("sams.garage@gmail.com"))
    assert found.addresses == {"sams.garage@gmail.com"}
    assert not found.owns("c1@gmail.com")


def test_own_domains_alone_decide_where_they_are_given():
    mails = inbox()
    assert roles(mails, frozenset({"other.example"})) == ["customer"] * 9
    assert roles(mails, frozenset({"@Shop.Example"}))[-1] == "agent"
    assert roles(mails, own_domains=frozenset(), first_look=0) == ["customer"] * 9


def test_subdomains_are_the_companys_too_but_names_that_only_end_alike_are_not():
    company = Company(domains=frozenset({"shop.example"}))
    assert company.owns("x@mail.shop.example")
    assert not company.owns("x@myshop.example")


@pytest.mark.parametrize(
    "mails",
    [
        [mail("a@x.example", "b@y.example"), mail("b@y.example", "a@x.example")] * 5,
        [mail("a@gmail.com", "help@shop.example")] * 3,
        [mail(f"c{number}@gmail.com", f"d{number}@firm{number}.example") for number in range(20)],
        [mail("one@firm.example", "help@shop.example")] * 20,
    ],
    ids=["two firms in turn", "too few mails", "many recipients", "one writer"],
)
def test_in_doubt_everybody_is_a_customer(mails):
    assert set(roles(mails)) == {"customer"}


def test_an_answering_desk_is_the_company_where_nothing_else_is_known():
    assert roles([mail("kundenservice@firma.example", "c@gmail.com", "AW: Rechnung")]) == ["agent"]
    assert roles([mail("no-reply@firma.example", "c@gmail.com", "Re: order")]) == ["agent"]


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("support@partner.example", "Broken delivery"),
        ("info@bakery.example", "Re: invoice"),
        ("support@gmail.com", "Re: invoice"),
        ("suzanne.support@firm.example", "Re: invoice"),
    ],
)
def test_a_desk_that_writes_first_or_might_be_a_customer_stays_one(sender, subject):
    assert roles([mail(sender, "c@shop.example", subject)]) == ["customer"]


def test_what_is_no_mail_passes_at_once_and_keeps_its_role_and_thread():
    row = Message(id="1", source="x", body="text", role="agent", thread="t1")
    waiting = iter([row, Rejected("a", "empty", "b")])
    items = with_conversations(waiting, frozenset(), Conversations())
    assert next(items) is row
    assert next(waiting) == Rejected("a", "empty", "b")


def test_the_order_of_the_input_is_kept():
    mails = [*inbox(), Rejected("a", "empty", "b"), *inbox()]
    found = list(with_conversations(iter(mails), frozenset(), Conversations(first_look=5)))
    assert [item.source for item in found] == [item.source for item in mails]


def test_the_shipped_settings_are_the_stated_ones(tmp_path, monkeypatch):
    assert load() == Conversations()
    own = tmp_path / "own.yaml"
    own.write_text("own_domains: [shop.example]\n", encoding="utf-8")
    monkeypatch.setenv("COMPLAINTS_CONVERSATIONS", str(own))
    assert load().own_domains == ("shop.example",)
    own.write_text("own_domain: [shop.example]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="did you mean 'own_domains'"):
        load()


def test_reading_a_folder_gives_roles_and_threads(tmp_path):
    for number in range(6):
        (tmp_path / f"{number}.eml").write_text(
            f"From: c{number}@gmail.com\nTo: help@shop.example\nSubject: parcel {number} lost\nMessage-ID: <{number}@x>\n\nwhere is it\n",
            encoding="utf-8",
        )
    (tmp_path / "9.eml").write_text(
        "From: help@shop.example\nTo: c3@gmail.com\nSubject: Re: parcel 3 lost\nMessage-ID: <9@x>\n\nwe look\n", encoding="utf-8"
    )
    found = list(read([tmp_path]))
    assert [message.role for message in found] == ["customer"] * 6 + ["agent"]
    assert found[6].thread == "3@x"
