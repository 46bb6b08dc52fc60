"""Signatures and device lines go; sentences stay."""

import pytest

from pipeline.clean import clean
from pipeline.records import Message
from tests.clean.mails import OWN, SENT_FROM


def mail(body: str):
    return clean(Message(id="1", source="x", body=body, channel="email", lang="en"))


@pytest.mark.parametrize(("lang", "line"), [(lang, line) for lang, lines in SENT_FROM.items() for line in lines])
def test_a_device_line_at_the_end_is_set_aside(lang, line):
    found = mail(f"{OWN[lang]}\n\n{line}\n")
    assert (found.own, found.signature) == (OWN[lang], line)


@pytest.mark.parametrize(("lang", "line"), [(lang, lines[0]) for lang, lines in SENT_FROM.items()])
def test_a_device_line_with_words_below_it_stays(lang, line):
    body = f"{line}\n\n{OWN[lang]}"
    assert mail(body).own == body


@pytest.mark.parametrize(
    "signature", ["-- \nAnn Lee\nShop Ltd.", "-- \nAnn\n\nThis mail is confidential. Delete it.\n\nReally.", "--\nAnn Lee", "—\nAnn"]
)
def test_a_delimiter_begins_the_signature(signature):
    found = mail(f"{OWN['en']}\n\n{signature}")
    assert (found.own, found.signature) == (OWN["en"], signature)


@pytest.mark.parametrize(
    "body",
    [
        "First.\n--\nThe second part is a sentence.",
        "First.\n--\n" + "\n".join(f"line {number}" for number in range(9)),
        "-- \nAnn Lee",
        "Sent from my iPhone",
        "Bitte sofort klären\n\nSent with my phone in hand, I demand a refund",
        "Sent from my heart, I demand my money back.",
        "The price:\n\n--------- 5 € ---------\n\nis too high",
        "Ann\nBest regards",
        "\n".join(["Intro", "-- ", *[f"numbered line {number}" for number in range(70)]]),
    ],
)
def test_what_is_no_signature_stays(body):
    assert mail(body).own == body


def test_a_delimiter_with_nothing_below_it_goes():
    assert mail(f"{OWN['en']}\n\n-- \nSent from my iPhone").own == OWN["en"]
    assert mail(f"{OWN['en']}\n\n________________________________").own == OWN["en"]


def test_several_signatures_go_one_by_one():
    found = mail(f"{OWN['en']}\n\n-- \nAnn\n\n-- \nThe list\nSent from my iPad")
    assert found.own == OWN["en"]
    assert found.signature.startswith("-- \nAnn")
    assert found.signature.endswith("Sent from my iPad")
