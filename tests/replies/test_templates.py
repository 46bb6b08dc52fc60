"""Templates: nothing but slots, and open slots are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.replies.templates import Template, TemplateError

KNOWN = frozenset({"name", "deadline"})


def test_slots_are_filled_and_open_ones_shown_and_reported():
    left_open = {}
    text = Template.of("{name}, by {deadline}.", KNOWN).fill({"name": "Ruth"}, {"deadline": "the day"}, left_open)
    assert (text, list(left_open)) == ("Ruth, by ⟨the day⟩.", ["deadline"])


@pytest.mark.parametrize(
    "text", ["", " ", "{unknown}", "{name.__class__}", "{name!r}", "{{ name }}", "{% if name %}", "a { b", "a } b", "⟨x⟩"]
)
def test_anything_else_between_braces_is_refused(text):
    with pytest.raises(TemplateError):
        Template.of(text, KNOWN)


@given(value=st.text(min_size=1))
def test_a_value_is_put_in_as_it_is_and_never_read_as_a_template(value):
    assert Template.of("<{name}>", KNOWN).fill({"name": value}, {}, {}) == f"<{value}>"
