"""Normalisation: one form of writing, and nothing lost."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pipeline.clean.mojibake import repair
from pipeline.clean.normalization import carried, normalize, normalize_line
from pipeline.records import Cut

ANY_TEXT = st.text(st.characters(), max_size=200)


def substance(text: str) -> Counter[str]:
    """Letters, digits and currency signs, decomposed, so that composing them is no loss."""
    return Counter(
        character
        for character in unicodedata.normalize("NFD", text)
        if unicodedata.category(character)[0] in "LN" or unicodedata.category(character) == "Sc"
    )


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\r\nb\rc\u2028d\x0ce\x85f", "a\nb\nc\nd\ne\nf"),
        ("cafe\u0301", "café"),
        ("Kör\u00adperver\u200bletzung\ufeff", "Körperverletzung"),
        ("\x07a\x1b[0m", "a[0m"),
        ("\u202bشكوى\u202c \u200f!", "شكوى !"),
        ("49,90\u00a0€\u202f!", "49,90 € !"),
        ("a  \nb\t\n", "a\nb"),
        ("a\n\n\n\n\n\nb", "a\n\n\nb"),
        ("\n\n  a", "a"),
        ("a\n-- \nb  ", "a\n-- \nb"),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_text_is_brought_to_one_form(raw, text):
    assert normalize(raw) == text


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "क्\u200dष",
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "人\u3000名",
        "٤٫٥ ﷼",
        "ﷺ",
        "①",
    ],
)
def test_what_scripts_and_emoji_need_stays(text):
    assert normalize(text) == text


@given(ANY_TEXT)
@example("e\u200b\u0301")
@example("\u1100\u200b\u1161")
@example(" \u0301")
def test_normalising_twice_equals_once(text):
    assert normalize(normalize(text)) == normalize(text)


@given(ANY_TEXT)
def test_no_letter_digit_or_currency_sign_is_lost(text):
    assume(repair(text) == text and repair("".join(filter(str.isprintable, text))) == "".join(filter(str.isprintable, text)))
    assert substance(normalize(text)) == substance(text)


@given(st.lists(st.tuples(ANY_TEXT, st.booleans()), min_size=1, max_size=6))
def test_marked_lines_are_the_same_lines_after_normalising(pieces):
    lines = [" ".join(text.split()) for text, _ in pieces]
    text, cuts, start = "\r\n".join(lines), [], 0
    for line, (_, marked) in zip(lines, pieces, strict=True):
        cuts += [Cut(start, start + len(line), "quoted")] if marked else []
        start += len(line) + 2
    normalized = normalize(text)
    found = [normalized[cut.start : cut.end] for cut in carried(cuts, text, normalized)]
    shown = ["".join(filter(str.isprintable, line)) for line in lines]
    assume(all(repair(seen) == seen for seen in [*lines, text, *shown, "\n".join(shown)]))
    assert found == [normal for cut in cuts if (normal := normalize(text[cut.start : cut.end]))]


@given(ANY_TEXT)
def test_the_result_is_nfc_and_can_be_written(text):
    found = normalize(text)
    assert unicodedata.is_normalized("NFC", found)
    found.encode("utf-8")


@given(ANY_TEXT)
@example("Ã\r0")
def test_a_subject_is_one_line(text):
    found = normalize_line(text)
    assert "\n" not in found
    assert found == normalize_line(found)
