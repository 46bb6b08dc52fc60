"""Word letters: document order, tables, what no reader sees, bombs."""

import random

import docx as python_docx
import pytest

from pipeline.ingest import read
from pipeline.records import Message
from tests.ingest.word_file import docx, paragraph


def read_one(tmp_path, data):
    path = tmp_path / "letter.docx"
    path.write_bytes(data)
    (found,) = read([path])
    return found


def body(tmp_path, markup: str, **settings) -> str:
    found = read_one(tmp_path, docx(markup, **settings))
    assert isinstance(found, Message), found
    return found.body


def test_paragraphs_and_tables_come_in_the_order_of_the_document(tmp_path):
    document = python_docx.Document()
    document.add_paragraph("Sehr geehrte Damen,")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([cell for row in table.rows for cell in row.cells], ["Artikel", "Preis", "Lampe", "5 €"], strict=True):
        cell.text = text
    document.add_paragraph("Größe falsch.\nZweite Zeile.")
    document.sections[0].header.paragraphs[0].text = "Briefkopf"
    document.save(tmp_path / "letter.docx")
    (found,) = read([tmp_path / "letter.docx"])
    lines = [" ".join(line.split()) for line in found.body.split("\n")]
    assert lines == ["Sehr geehrte Damen,", "Artikel Preis", "Lampe 5 €", "Größe falsch.", "Zweite Zeile."]


def test_deleted_hidden_and_doubled_text_is_left_out(tmp_path):
    markup = (
        paragraph("seen")
        + paragraph("hidden", "<w:vanish/>")
        + paragraph("shown again", '<w:vanish w:val="0"/>')
        + "<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins></w:p>"
        + "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:r><w:t>link</w:t></w:r></w:p>"
        + "<w:p><w:r><AlternateContent><Choice><w:t>box</w:t></Choice><Fallback><w:t>box</w:t></Fallback></AlternateContent></w:r></w:p>"
    )
    assert body(tmp_path, markup).split("\n") == ["seen", "", "shown again", "inserted", "link", "box"]


def test_tabs_breaks_hyphens_and_lists_are_kept(tmp_path):
    markup = (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="700"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>'
        "<w:noBreakHyphen/><w:t>d</w:t></w:r></w:p><w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>item</w:t></w:r></w:p>"
    )
    assert body(tmp_path, markup) == "a\tb\nc\u2011d\n- item"


def test_the_main_part_may_have_any_name(tmp_path):
    assert body(tmp_path, paragraph("text"), part="word/document2.xml") == "text"


def test_an_encrypted_or_older_document_says_what_to_do(tmp_path):
    found = read_one(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert (found.reason, "save it as .docx" in found.detail) == ("encrypted", True)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"text", docx("<w:p>")[:-30]])
def test_what_is_no_document_is_rejected(tmp_path, data):
    assert read_one(tmp_path, data).reason == "damaged"


def test_entities_are_refused(tmp_path):
    head = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert read_one(tmp_path, docx(paragraph("&b;"), head=head)).reason == "damaged"


def test_a_package_that_unpacks_without_end_is_refused_before_it_is_unpacked(tmp_path):
    data = docx(paragraph("x" * 30_000_000))
    assert len(data) < 100_000
    found = read_one(tmp_path, data)
    assert (found.reason, "'decoded_bytes'" in found.detail) == ("too_large", True)


def test_any_depth_of_elements_ends(tmp_path):
    found = read_one(tmp_path, docx("<w:p>" * 100_000 + "<w:r><w:t>deep</w:t></w:r>" + "</w:p>" * 100_000))
    assert found.body.strip() == "deep"


def test_any_damage_ends_in_a_message_or_a_rejection(tmp_path):
    whole = docx(paragraph("The letter.") * 20)
    chance = random.Random(6)
    reasons = set()
    for _ in range(100):
        data = bytearray(whole[: chance.randrange(1, len(whole) + 1)] if chance.random() < 0.3 else whole)
        for _ in range(chance.randrange(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        reasons.add(getattr(read_one(tmp_path, bytes(data)), "reason", "read"))
    assert reasons <= {"read", "damaged", "empty"}
