"""What must hold of every mail, also of those nobody thought of."""

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.records import Message
from tests.clean.layouts import CONTACT_BLOCKS, FOOTERS, OTHER_PROGRAMS, PROSE
from tests.clean.mails import BANNERS, DIVIDERS, FOR_INFORMATION, FORWARDS, INTROS, OWN, SENT_FROM, heading

LINES = [
    *["", "", "> quoted", "> ", ">> deeper", "-- ", "--", "—", "____", "> -- ", "> From: a@b.example", "text:", "On", "wrote:", "A wrote:"],
    *[
        f"> {'a long quoted line ' * 5}",
        "own words",
        "A sentence.",
        "From: a@b.example",
        "Subject: s",
        "Date: 10:11",
        "To: b",
        "> Begin forwarded message:",
    ],
    *OWN.values(),
    *BANNERS,
    "[EXTERNAL] own words",
    *(intro for intros in INTROS.values() for intro in intros),
    *DIVIDERS.values(),
    *(marker for markers in FORWARDS.values() for marker in markers),
    *(line for lines in SENT_FROM.values() for line in lines),
    *FOR_INFORMATION.values(),
    *map(heading, DIVIDERS),
    *OTHER_PROGRAMS.values(),
    *CONTACT_BLOCKS,
    *FOOTERS,
    *PROSE,
    *[line for block in (*CONTACT_BLOCKS, *FOOTERS) for line in block.split("\n")],
    *["Kind regards", "-Ann", "Ann Lee", "My answers are below in red.", "AL> quoted", "_" * 32, "From: A <a@b.example>To: bSubject: c"],
]
BODIES = st.one_of(st.lists(st.sampled_from(LINES), max_size=14).map("\n".join), st.text(max_size=200))
SUBJECTS = st.sampled_from(["", "Re: a", "Fwd: a"])


def mail(body: str, subject: str = "") -> Message:
    return Message(id="1", source="x", body=body, subject=subject, channel="email", lang="en")


@given(BODIES, SUBJECTS)
@example("FYI\nA wrote:\n> q\n---------- Forwarded message ---------\nx", "")
@example("---------- Forwarded message ---------\n> q\nown\n-----Original Message-----\nx", "")
@settings(max_examples=600, deadline=None)
def test_cleaning_twice_equals_once(body, subject):
    once = clean(mail(body, subject))
    assert clean(replace(once.message, body=once.text)).text == once.text


@given(BODIES, SUBJECTS)
@settings(max_examples=400, deadline=None)
def test_the_body_is_own_words_and_cuts_and_nothing_else(body, subject):
    found = clean(mail(body, subject))
    text, place, kept = found.message.body, 0, list[str]()
    for cut in found.cuts:
        assert place <= cut.start < cut.end <= len(text)
        kept.append(text[place : cut.start].strip())
        place = cut.end
    kept.append(text[place:].strip())
    assert "\n\n".join(filter(None, kept)) == found.own


@given(BODIES, SUBJECTS)
@settings(max_examples=400, deadline=None)
def test_something_is_left_to_label_wherever_something_was_written(body, subject):
    found = clean(mail(body, subject))
    assert bool(found.text) == bool(found.message.body)


@given(BODIES)
@settings(max_examples=200, deadline=None)
def test_own_words_above_everything_else_always_survive(body):
    first = "These are my very own words, and they come first."
    assert clean(mail(f"{first}\n\n{body}")).own.startswith(first)
