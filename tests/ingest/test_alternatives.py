"""Plain text and HTML of one mail: which is read, and how the one's marks serve the other."""

import pytest

from pipeline.ingest.alternatives import choose
from pipeline.ingest.html_text import read_html

QUOTE = '<div class="moz-cite-prefix">4.3.26 10:11, S. írta:</div><blockquote type="cite">Patience.</blockquote>'


def marked(plain: str, page: str) -> list[tuple[str, str]]:
    found = choose(plain, read_html(page))
    assert found.text == plain
    return [(cut.reason, plain[cut.start : cut.end].strip()) for cut in found.marked]


def test_the_marks_of_the_page_are_found_again_in_the_plain_text():
    assert marked("Where is it?\n\n4.3.26 10:11, S. írta:\n> Patience.\n", f"<p>Where is <b>it</b>?</p>{QUOTE}") == [
        ("quoted", "4.3.26 10:11, S. írta:\n> Patience.")
    ]


def test_addresses_of_links_and_pictures_do_not_disturb():
    plain = "See *this* <https://example.com/a?b=1> [image: Broken lamp.png]\n\n4.3.26 10:11, S. írta:\n> Patience."
    assert marked(plain, f'<p>See <b>this</b> <img src="x"></p>{QUOTE}') == [("quoted", "4.3.26 10:11, S. írta:\n> Patience.")]


def test_signature_and_history_are_both_found():
    plain = "Where is it?\n\n-- \nAnn\n\n4.3.26 10:11, S. írta:\n> Patience."
    page = f'<p>Where is it?</p><div class="moz-signature">-- <br>Ann</div>{QUOTE}'
    assert marked(plain, page) == [("signature", "-- \nAnn"), ("quoted", "4.3.26 10:11, S. írta:\n> Patience.")]


@pytest.mark.parametrize(
    ("case", "plain"),
    [
        ("other words", "Where was it?\n\n4.3.26 10:11, S. írta:\n> Patience."),
        ("history on the same line", "Where is it? 4.3.26 10:11, S. írta: Patience."),
        ("no history in the plain text", "Where is it?"),
    ],
)
def test_where_the_texts_differ_nothing_is_marked(case, plain):
    assert marked(plain, f"<p>Where is it?</p>{QUOTE}") == []


def test_an_answer_between_the_lines_is_not_marked():
    page = '<blockquote type="cite">One?</blockquote><p>Yes.</p><blockquote type="cite">Two?</blockquote><p>No.</p>'
    assert marked("> One?\n\nYes.\n\n> Two?\n\nNo.", page) == []


@pytest.mark.parametrize("plain", ["", " \n", "Your mail program cannot show HTML."])
def test_the_page_is_read_where_the_plain_text_is_empty_or_a_stand_in(plain):
    page = read_html("<p>The lamp that I ordered in March arrived broken, and nobody answers my letters. I want my money back.</p>")
    assert choose(plain, page) is page


def test_a_plain_text_without_the_history_of_the_page_is_no_stand_in():
    page = f"<p>Where is it?</p>{QUOTE.replace('Patience.', 'Please have a little patience, dear customer. ' * 5)}"
    assert choose("Where is it?", read_html(page)).text == "Where is it?"
