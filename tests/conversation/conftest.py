"""A conversation that takes off at message 3, peaks at 5 and ends calm."""

import pytest

TEXTS = [
    ("customer", "My parcel 4471 has not come.", 1),
    ("agent", "Please be patient.", None),
    ("customer", "Patient? You promised Monday.", 2),
    ("agent", "Please be patient.", None),
    ("customer", "You people are liars and thieves!", 4),
    ("agent", "You are right to be angry. A courier brings it today, 17:00. I am Jo Park, 0555 100.", None),
    ("customer", "Fine, but this took far too long.", 2),
    ("agent", "It did. It was handed over at 16:40.", None),
    ("customer", "It is here, thank you.", 0),
]


@pytest.fixture
def thread():
    return [
        {"id": f"m{number}", "role": role, "text": text, "lang": "en", "thread": "t1"}
        | ({} if level is None else {"labels": {"hostility": level}})
        for number, (role, text, level) in enumerate(TEXTS, 1)
    ]


def levels_of(thread):
    return [message["labels"]["hostility"] for message in thread["messages"] if message["role"] == "customer"]


def no_model():
    raise AssertionError("a thread with labels needs no model")
