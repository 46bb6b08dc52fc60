"""PDF letters: the text layer, paragraphs, scans, passwords, damage."""

import io
import random

import pytest
from pypdf import PdfReader, PdfWriter

from pipeline.ingest import read
from pipeline.ingest.page_lines import join_lines
from pipeline.records import Message
from tests.ingest.pdf_file import pdf

LETTER = """Beschwerde

Sehr geehrte Damen und Herren,

vor drei Wochen habe ich bei Ihnen eine Waschmaschine bestellt und sofort be-
zahlt. Bis heute ist weder die Maschine noch eine Antwort auf meine drei Briefe
gekommen. Ich erwarte 5 € Ersatz.

- erster Punkt
- zweiter Punkt

Jürgen Groß
Hauptstraße 5"""


def read_one(tmp_path, data):
    path = tmp_path / "letter.pdf"
    path.write_bytes(data)
    (found,) = read([path])
    return found


@pytest.mark.parametrize("compressed", [False, True])
def test_a_letter_is_read_in_paragraphs(tmp_path, compressed):
    found = read_one(tmp_path, pdf(LETTER, compressed=compressed))
    assert isinstance(found, Message), found
    assert (
        "vor drei Wochen habe ich bei Ihnen eine Waschmaschine bestellt und sofort bezahlt. Bis heute ist weder die Maschine "
        "noch eine Antwort auf meine drei Briefe gekommen. Ich erwarte 5 € Ersatz."
    ) in found.body
    assert found.body.endswith("Jürgen Groß\nHauptstraße 5")
    assert "- erster Punkt\n- zweiter Punkt" in found.body


def test_pages_come_in_order(tmp_path):
    assert read_one(tmp_path, pdf("First page.", "Second page.")).body.split("\n") == ["First page.", "", "Second page."]


def test_a_gap_on_the_page_is_an_empty_line(tmp_path):
    places = {"Dear Sir,": 800, "I waited for": 770, "three weeks.": 756, "I want": 742, "my money.": 728, "Ann": 690}
    content = b"".join(b"BT /F1 11 Tf 50 %d Td (%s) Tj ET\n" % (height, line.encode()) for line, height in places.items())
    assert read_one(tmp_path, pdf(content)).body.split("\n") == [
        *("Dear Sir,", "", "I waited for", "three weeks.", "I want", "my money.", "", "Ann"),
    ]


def test_a_scan_is_rejected_with_the_hint(tmp_path):
    found = read_one(tmp_path, pdf(b"q 595 0 0 842 0 0 cm Q", b""))
    assert (found.reason, "ocrmypdf" in found.detail) == ("scanned", True)


def test_a_page_of_huge_drawings_is_passed_over_with_a_warning(tmp_path):
    found = read_one(tmp_path, pdf("The letter.", b"0 0 m 1 1 l S\n" * 200_000, compressed=True))
    assert (found.body, len(found.warnings)) == ("The letter.", 1)


def test_a_page_without_text_among_others_is_warned_of(tmp_path):
    found = read_one(tmp_path, pdf("The letter.", b""))
    assert found.body == "The letter."
    assert found.warnings[0].startswith("pdf: 1 of 2 pages have no text")


@pytest.mark.parametrize(("password", "reason"), [("secret", "encrypted"), ("", None)])
def test_a_pdf_with_a_password_is_rejected_and_one_that_only_forbids_printing_is_read(tmp_path, password, reason):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("The letter."))))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    found = read_one(tmp_path, out.getvalue())
    assert getattr(found, "reason", None) == reason
    assert reason or found.body == "The letter."


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["a" * 60, "b" * 60, "short."], f"{'a' * 60} {'b' * 60} short."),
        (["Dear Sir,", "I am angry."], "Dear Sir,\nI am angry."),
        ([f"{'x' * 50} well-", "known"], f"{'x' * 50} wellknown"),
        ([f"{'x' * 50} Bar-", "Konto"], f"{'x' * 50} Bar-Konto"),
        (["商" * 60, "品が届きません。"], f"{'商' * 60}品が届きません。"),
        (["a" * 60, "", "b" * 60], f"{'a' * 60}\n\n{'b' * 60}"),
        (["a" * 60, "2. second", "(b) third"], f"{'a' * 60}\n2. second\n(b) third"),
        (["я" * 60, "и ещё"], f"{'я' * 60} и ещё"),
    ],
)
def test_lines_that_the_page_broke_are_joined(lines, text):
    assert join_lines("\n".join(lines)) == text


def test_any_damage_ends_in_a_message_or_a_rejection(tmp_path):
    whole = pdf(LETTER, "Second.", compressed=True)
    chance = random.Random(5)
    reasons = set()
    for _ in range(60):
        data = bytearray(whole[: chance.randrange(1, len(whole) + 1)] if chance.random() < 0.3 else whole)
        for _ in range(chance.randrange(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        reasons.add(getattr(read_one(tmp_path, bytes(data)), "reason", "read"))
    assert reasons <= {"read", "damaged", "scanned", "encrypted", "too_slow", "too_large"}
