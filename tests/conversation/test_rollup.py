"""Roll-ups: heat that fades, threads that rise now, and never an archetype on a person."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.conversation.rollup import CustomerHeat, by_customer, note, rising_now
from pipeline.errors import UsageError
from pipeline.records import Record

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def record(level, *, days=0.0, thread="t", role="customer", text="…", date=True):
    labels = None if role == "agent" else {"hostility": level, "style": "chronic"}
    moment = (NOW - timedelta(days=days)).isoformat() if date else None
    return Record(
        id="1", source="s", thread=thread, role=role, date=moment, channel=None, lang="en", subject="", text=text,
        labels=labels, scores=None, stage=None, review=False, model="m",
    )  # fmt: skip


def test_a_message_counts_half_after_the_half_life():
    (row,) = by_customer([record(4, days=30), record(1)], lambda _: "a", now=NOW, half_life=30)
    assert row.weight == pytest.approx(1.5)
    assert row.heat == pytest.approx((0.5 * 4 + 1) / 1.5)


def test_a_fresh_complaint_stands_before_an_old_rage():
    records = [record(5, days=400, thread="old"), record(2, thread="new")]
    assert [row.customer for row in by_customer(records, lambda item: item.thread, now=NOW)] == ["new", "old"]


def test_the_companys_messages_nameless_customers_and_undated_messages_are_not_weighed():
    records = [record(4), record(0, role="agent"), record(5, date=False), record(5, thread="none")]
    (row,) = by_customer(records, lambda item: "a" if item.thread == "t" else None, now=NOW)
    assert (row.messages, row.undated, row.heat) == (1, 1, 4.0)


def test_a_half_life_of_nothing_is_refused():
    with pytest.raises(UsageError):
        by_customer([], lambda _: "a", now=NOW, half_life=0)


def test_nothing_but_heat_is_kept_of_a_customer_and_the_note_says_so():
    assert {field.name for field in dataclasses.fields(CustomerHeat)} == {"customer", "heat", "weight", "messages", "undated", "last"}
    assert "30 days" in note()
    assert "archetypes are not kept with a customer" in note()


def test_threads_that_rise_now_come_unanswered_and_hottest_first():
    records = [
        *(record(level, thread="cooled") for level in (4, 2)),
        *(record(level, thread="rising") for level in (1, 2)),
        *(record(level, thread="peak") for level in (1, 4)),
        record(4, thread="answered"),
        record(0, thread="answered", role="agent"),
        record(0, thread="calm"),
    ]
    found = rising_now(records)
    assert [thread.thread for thread in found] == ["peak", "rising", "answered"]
    assert [thread.answered for thread in found] == [False, False, True]
    assert found[0].forecast is not None
