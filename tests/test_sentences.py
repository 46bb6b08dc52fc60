"""Sentences: thirty hard cases in each language, and what holds of any text.

A case is a line of ``tests/data/sentences/CODE.txt``: ‖ stands where one sentence ends and the next begins, ⏎ for a
line feed. A case is right if every range is.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.languages import FIRST_CLASS
from pipeline.sentences import split

FOLDER = Path(__file__).parent / "data" / "sentences"
CASES = 30
RIGHT = 0.95
_PIECES = st.sampled_from(
    [*"aZзЯ你あ한ب7 \n.!?。…»“”\"'()（）「」,;-–•", "z. B. ", "3. ", "😡", ":)", "ㅠㅠ", "요 ", "www.a.de", "\ud800", "\u3000"]
)


def sentences(text: str, lang: str) -> list[str]:
    return [text[start:end] for start, end in split(text, lang)]


def hard_cases(lang: str) -> list[list[str]]:
    lines = (FOLDER / f"{lang}.txt").read_text(encoding="utf-8").splitlines()
    return [line.replace("⏎", "\n").split("‖") for line in lines]


@pytest.mark.parametrize("lang", FIRST_CLASS)
def test_at_least_95_of_100_hard_cases_are_split_right(lang: str) -> None:
    cases = hard_cases(lang)
    wrong = [parts for parts in cases if sentences("".join(parts), lang) != [part.strip() for part in parts]]
    assert len(cases) == CASES
    assert len(wrong) <= (1 - RIGHT) * CASES, wrong


@given(st.lists(_PIECES, max_size=60).map("".join), st.sampled_from([*FIRST_CLASS, "und", "th"]))
def test_ranges_are_in_order_and_hold_every_visible_character(text: str, lang: str) -> None:
    ranges = split(text, lang)
    inside = {place for start, end in ranges for place in range(start, end)}
    assert sum(end - start for start, end in ranges) == len(inside)
    assert ranges == sorted(ranges)
    assert all(text[place].isspace() for place in range(len(text)) if place not in inside)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in ranges)


@pytest.mark.parametrize("lang", FIRST_CLASS)
def test_nothing_to_read_has_no_sentence(lang: str) -> None:
    assert split("", lang) == split(" \n\t ", lang) == []


def test_a_blank_line_ends_a_sentence_in_any_language() -> None:
    assert sentences("one\n\ntwo", "xx") == ["one", "two"]


def test_both_names_of_chinese_and_of_regions_split_alike() -> None:
    text = "他说：“不行。”然后走了。我要投诉！"
    assert split(text, "zh") == split(text, "zh-Hans") == split(text, "zh-Hant")
