"""The hostility curve: what the annotation guide says, held over all sequences and all threads of the corpus."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline import corpus
from pipeline.curve import CurveState, stages

LEVELS = st.lists(st.integers(0, 5), max_size=12)


def by_the_guide(levels):
    """The guide's wording, written as directly as it stands there."""
    found, start = [], 0
    for index, level in enumerate(levels):
        before = levels[start:index]
        hottest = max(before, default=0)
        if level <= 1:
            found.append("resolved" if hottest >= 2 else "rational")
            if hottest >= 2:
                start = index + 1
        elif level < hottest:
            found.append("cool_down")
        else:
            found.append("peak" if level >= 3 else "take_off")
    return found


@given(LEVELS)
def test_stages_are_those_of_the_guide(levels):
    assert stages(levels) == by_the_guide(levels)


@given(LEVELS, LEVELS)
def test_later_messages_never_change_earlier_stages(levels, later):
    assert stages(levels + later)[: len(levels)] == stages(levels)


@given(st.integers(0, 5))
def test_a_message_alone_is_a_thread_of_one(level):
    assert stages([level]) == [CurveState().follow(level)[0]]
    assert stages([level])[0] in ("rational", "take_off", "peak")


@given(LEVELS)
def test_after_resolved_a_new_curve_begins(levels):
    found = stages(levels)
    if "resolved" in found:
        end = found.index("resolved") + 1
        assert found[end:] == stages(levels[end:])


def test_every_thread_of_the_corpus_has_the_stages_its_annotator_gave(taxonomy):
    threads = list(corpus.threads(taxonomy))
    assert len(threads) == 97
    for thread in threads:
        ours = [message["labels"] for message in thread["messages"] if message["role"] == "customer"]
        assert stages([labels["hostility"] for labels in ours]) == [labels["stage"] for labels in ours], thread["id"]
