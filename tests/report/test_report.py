"""The report: its numbers are those of the inbox, it is one file, and message text cannot break out of it."""

import re
from dataclasses import replace

import pytest

from pipeline.records import Record, Rejected
from pipeline.report import Summary, render
from pipeline.taxonomy import Facet, Taxonomy


def page(summary, **changes):
    settings = {"title": "Inbox", "model": "tiny@1", "generated": "2026-03-09 09:00"} | changes
    return render(summary, **settings)


def filled(taxonomy, items):
    summary = Summary(taxonomy)
    for item in items:
        summary.add(item)
    return summary


def test_counts_are_those_of_a_plain_recount(taxonomy, inbox, summary):
    records = [item for item in inbox if isinstance(item, Record) and item.labels is not None]
    assert summary.messages == len(records)
    assert summary.from_company == sum(isinstance(item, Record) and item.labels is None for item in inbox)
    assert summary.complaints == sum(record.labels["intent"] == "complaint" for record in records)
    assert summary.hot == sum(record.labels["hostility"] >= 3 for record in records)
    assert summary.review == sum(record.review for record in records)
    for label in taxonomy.facets["types"].labels:
        assert summary.counts["types"][label] == sum(label in record.labels["types"] for record in records)
    assert summary.level_counts == [sum(record.labels["hostility"] == level for record in records) for level in range(6)]
    assert {code: count.messages for code, count in summary.languages.items()} == {
        code: sum(record.lang == code for record in records) for code in {record.lang for record in records}
    }


def test_the_headline_says_the_summary_s_numbers(summary):
    shown = page(summary)
    assert f"{summary.complaints} of {summary.messages} messages are complaints" in re.sub(r"\s+", " ", shown)
    assert "tiny@1" in shown
    assert "2026-03-09 09:00" in shown


def test_it_is_one_file(summary):
    shown = page(summary)
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", shown)
    assert "@import" not in shown
    assert not re.search(r"url\(\s*['\"]?(?!data:|#)", shown)
    assert "<script src" not in shown


def test_hostile_text_is_shown_not_run(taxonomy, inbox):
    evil = '<script>alert(1)</script></style><img src=x onerror="alert(2)">'
    items = [replace(item, text=evil, subject=evil, id=evil, source=evil) if isinstance(item, Record) else item for item in inbox]
    shown = page(filled(taxonomy, [*items, Rejected(evil, evil, evil)]))
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown


def test_memory_is_bounded(taxonomy, inbox):
    records = [item for item in inbox if isinstance(item, Record)]
    many = (replace(records[n % len(records)], id=str(n), thread=f"t{n}") for n in range(3000))
    summary = filled(taxonomy, [*many, *(Rejected(f"f{n}", "empty", "no text") for n in range(500))])
    assert len(summary.hottest.ranked()) <= 12
    shown = page(summary)
    assert "500" in shown
    assert shown.count("f499") == 0
    assert len(shown) < 400_000


def test_an_empty_inbox_and_one_of_rejected_inputs_render(taxonomy):
    assert "No message was labelled" in page(Summary(taxonomy))
    assert "broken.eml" in page(filled(taxonomy, [Rejected("broken.eml", "damaged", "it is cut short")]))


def test_a_user_s_own_taxonomy_is_shown(inbox):
    facets = {"topic": Facet(kind="one", labels=["engine", "paint_work"]), "parts": Facet(kind="many", labels=["door", "wheel"])}
    own = Taxonomy(version=1, facets=facets)
    record = next(item for item in inbox if isinstance(item, Record) and item.labels)
    summary = filled(own, [replace(record, labels={"topic": "paint_work", "parts": ["wheel"]}, stage=None)])
    shown = page(summary)
    assert "paint work" in shown.lower()
    assert "wheel" in shown.lower()
    assert summary.hot is summary.complaints is None


@pytest.mark.parametrize("language", ["zh-Hans", "ar", "tr"])
def test_labels_are_named_in_the_reader_s_language(taxonomy, summary, language):
    assert taxonomy.name_of("types", "billing", language) in page(summary, language=language)


def test_text_of_any_direction_is_marked(summary):
    assert 'dir="auto"' in page(summary)


def test_the_same_inbox_gives_the_same_page(taxonomy, inbox):
    assert page(filled(taxonomy, inbox)) == page(filled(taxonomy, inbox))
