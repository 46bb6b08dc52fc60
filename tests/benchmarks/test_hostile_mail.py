"""What hostile mail costs: processor time that grows with the size of the mail and no faster, in reading and in cleaning.

Each attack is written twice, at two sizes, and the two are compared within one run, on one thread: quadratic work would take
sixteen times as long for the longer one. Times below `NOTHING` are noise. The largest mails that are let in are compared with a
plain letter of the same size.
"""

from __future__ import annotations

import time

import pytest

from pipeline.clean import clean, to_dict
from pipeline.ingest import read_mail
from pipeline.ingest.limits import Limits
from pipeline.records import Message
from tests.ingest.baits import HTML, MAILS, PLAIN, TEXTS, times

pytestmark = pytest.mark.slow

WIDE = Limits(seconds=60)
NOTHING = 0.08
"""Seconds."""
LINEAR = 9
"""Four times the size may take so many times as long; caches and collections of garbage are in it."""


def seconds(data: bytes) -> float:
    """Processor time for reading and cleaning ``data``."""
    begun = time.thread_time()
    item = read_mail(data, "hostile.eml", limits=WIDE)
    if isinstance(item, Message):
        to_dict(clean(item))
    return time.thread_time() - begun


@pytest.fixture(scope="module", autouse=True)
def loaded():
    """What is loaded at the first use is loaded."""
    seconds(PLAIN + "Größe, Ã¼Ã¶Ã¤ und mehr".encode())
    seconds(PLAIN + b"[EXTERNAL] x")
    seconds(HTML + b"<p>x")


def is_linear(build, size):
    small, large = (min(seconds(build(length)) for _ in range(2)) for length in (size, 4 * size))
    return large < NOTHING or large < LINEAR * small


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_baits_a_rule_costs_linear_time(name):
    assert is_linear(lambda size: PLAIN + times(TEXTS[name], size), 15_000)


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_that_baits_the_parser_costs_linear_time(name):
    assert is_linear(MAILS[name], 50_000)
