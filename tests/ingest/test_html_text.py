"""HTML: the text a reader sees, in lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest import html_to_text


def test_paragraphs_stand_apart_and_blocks_and_breaks_end_lines():
    assert html_to_text("<p>One<br>two</p><p>three</p><div>four</div><div>five</div>") == "One\ntwo\n\nthree\n\nfour\nfive"


def test_inline_markup_joins_without_blanks_and_source_lines_do_not_count():
    assert html_to_text("I want my\n   <b>mon</b>ey&nbsp;&amp; an <i>apology</i>") == "I want my money & an apology"


def test_lists_have_bullets_and_table_cells_a_blank_between():
    assert html_to_text("<ul><li>late<li><p>broken</p></ul>") == "- late\n- broken"
    assert html_to_text("<table><tr><td>Order</td><td>4711</td></tr><tr><th>Sum<td>5 €</table>") == "Order 4711\nSum 5 €"


def test_a_link_keeps_its_text_and_loses_its_address():
    assert html_to_text('See <a href="https://example.com/x">my order</a>.') == "See my order."


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none'>secret</div>",
        "<div style='DISPLAY : NONE; color:red'>secret</div>",
        "<span style='visibility:hidden'>secret</span>",
        "<span style='font-size:0px;'>secret</span>",
        "<span style='font-size:0'>secret</span>",
        "<p hidden>secret</p>",
        "<div style='mso-hide:all'>secret</div>",
        "<div style='display:none'><p><b>secret</b></p></div>",
        "<script>secret</script>",
        "<style>.secret{}</style>",
        "<head><title>secret</title></head>",
        "<!-- secret -->",
        "<template>secret</template>",
    ],
)
def test_what_is_hidden_is_not_read(hidden):
    assert html_to_text(f"before {hidden} after").split() == ["before", "after"]


def test_small_and_pale_text_is_not_hidden():
    assert html_to_text("<span style='font-size:0.9em;opacity:0.5'>visible</span>") == "visible"


def test_quotations_get_a_mark_per_level():
    page = "<p>My answer</p><blockquote type=cite><p>Their <b>mail</b></p><blockquote>Mine</blockquote></blockquote><p>below</p>"
    assert html_to_text(page) == "My answer\n\n> Their mail\n>\n> > Mine\n\nbelow"


def test_gmail_quotations_keep_their_intro_and_forwards_their_text_unmarked():
    quotation = '<div class="gmail_attr">On X wrote:<br></div><blockquote class="gmail_quote">Hi</blockquote>'
    reply = f'<div>No!</div><div class="gmail_quote">{quotation}</div>'
    assert html_to_text(reply) == "No!\nOn X wrote:\n\n> Hi"
    forward = '<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: A</div>Text</div>'
    assert html_to_text(forward) == "---------- Forwarded message ---------\nFrom: A\nText"


def test_the_signature_delimiter_keeps_its_blank():
    assert html_to_text("Bye<br><div>-- <br>Ann</div>") == "Bye\n-- \nAnn"


def test_preformatted_text_keeps_its_lines_and_indentation():
    assert html_to_text("<pre>a\n  b</pre>") == "a\n  b"


def test_emoji_sent_as_pictures_stay_and_other_pictures_go():
    assert html_to_text('Bad <img alt="😡" src="x"> <img alt="Company logo" src="y">service') == "Bad 😡 service"


def test_outlook_paragraphs_without_margin_are_lines():
    assert (
        html_to_text("<p class=MsoNormal>One</p><p class=MsoNormal>two</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>three</p>")
        == "One\ntwo\nthree"
    )


def test_very_deep_nesting_neither_raises_nor_loses_the_text():
    for markup in ("<div>" * 4_000 + "complaint", "<div>" * 200_000 + "complaint", "<b><i>" * 100_000 + "complaint" + "</i></b>" * 100_000):
        assert html_to_text(markup) == "complaint"


def test_scripts_are_left_out_of_pages_too_deep_to_parse():
    deep = "<div>" * 10_000
    assert html_to_text(f"{deep}<script>secret</script>complaint<style>secret") == "complaint"
    assert html_to_text(deep + "<script " * 50_000) == ""


@given(st.text(max_size=200))
def test_any_text_is_some_page(markup):
    html_to_text(markup)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "<blockquote>",
                "</blockquote>",
                "<li>",
                "<ul>",
                "<td>",
                "<pre>",
                "x ",
                "\n",
                "<br>",
                "&lt;",
            ]
        )
    )
)
def test_words_survive_any_nesting(tags):
    words = ["word"] * tags.count("x ")
    assert html_to_text("".join("word " if tag == "x " else tag for tag in tags)).replace(">", " ").replace("<", " ").split().count(
        "word"
    ) == len(words)
