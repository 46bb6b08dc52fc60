"""What reading and cleaning cost beside labelling, measured within one run on one machine.

Sixteen of the project's own complaints in each language, as the mails that a mail program makes of them: an answer above
quoted history and a signature, half of them plain text, half with HTML. Processor time, all threads together.
"""

from __future__ import annotations

import base64
import html
import itertools
import time
from email.header import Header
from operator import itemgetter

import pytest

from pipeline import corpus
from pipeline.assets import default_model
from pipeline.clean import clean
from pipeline.ingest import read_mail
from pipeline.label import Labeller

PER_LANGUAGE = 16
MOST = 0.15
HISTORY = "On Wed, 4 Mar 2026 at 10:11, Help Desk <help@shop.example> wrote:"
ANSWER = "Thank you for your message. We are looking into it.\nKind regards\nHelp Desk"


def mail(record: dict[str, str], number: int) -> bytes:
    quoted = "\n".join(f"> {line}" for line in ANSWER.split("\n"))
    plain = f"{record['text']}\n\n-- \nA. Customer\n\n{HISTORY}\n{quoted}\n"
    parts = [part("plain", plain)]
    if number % 2:
        own = "".join(f"<p>{html.escape(line)}</p>" for line in record["text"].split("\n"))
        parts.append(
            part("html", f"<html><body>{own}<div class=gmail_quote>{HISTORY}<blockquote>{ANSWER}</blockquote></div></body></html>")
        )
    subject = Header(record.get("subject") or "s", "utf-8").encode()
    head = f"From: A <a@customer.example>\r\nMessage-ID: <{record['id']}@x>\r\nSubject: {subject}\r\n"
    return (head + "Content-Type: multipart/alternative; boundary=B\r\n\r\n--B\r\n" + "\r\n--B\r\n".join(parts) + "\r\n--B--\r\n").encode()


def part(subtype: str, text: str) -> str:
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + base64.encodebytes(text.encode()).decode()


class Clock:
    """Sums up the processor time of calls."""

    def __init__(self):
        self.seconds = 0.0

    def timed(self, function):
        def call(*arguments):
            begun = time.process_time()
            result = function(*arguments)
            self.seconds += time.process_time() - begun
            return result

        return call


@pytest.mark.slow
def test_reading_and_cleaning_cost_less_than_their_share_of_labelling(taxonomy, capsys):
    from pipeline import model

    by_language = itemgetter("lang")
    languages = itertools.groupby(sorted(corpus.messages(taxonomy), key=by_language), by_language)
    chosen = [record for _, group in languages for record in itertools.islice(group, PER_LANGUAGE)]
    mails = [mail(record, number) for number, record in enumerate(chosen)]
    reading, cleaning, everything = Clock(), Clock(), Clock()
    labeller = Labeller(model.load(default_model()), cleaning.timed(clean))
    labeller.label_chunk([read_mail(mails[0], "warm.eml")])
    cleaning.seconds = 0.0
    messages = [reading.timed(read_mail)(data, f"{number}.eml") for number, data in enumerate(mails)]
    labelled = everything.timed(labeller.label_chunk)(messages)
    assert len(labelled) == len(mails)
    spent, labelling = reading.seconds + cleaning.seconds, everything.seconds - cleaning.seconds
    with capsys.disabled():
        times = (1000 * seconds / len(mails) for seconds in (reading.seconds, cleaning.seconds, labelling))
        print("\nper mail: reading {:.2f} ms, cleaning {:.2f} ms, labelling {:.1f} ms".format(*times))
        print(f"{len(mails)} mails: ratio of reading and cleaning to labelling {spent / labelling:.3f}, at most {MOST}")
    assert spent < MOST * labelling
