"""docs/replies.md shows what the desk says: its examples are today's, its YAML loads."""

import re

import pytest

from pipeline.curve import STAGES
from pipeline.linter import Linter
from pipeline.replies import ReplyDesk
from pipeline.replies.examples import MARK, read_examples, rendered, with_examples
from tests.replies.cases import TODAY, record

REWRITE = "the page is not what the desk says; write it anew: python -m pipeline.replies.examples docs/replies.md"


@pytest.fixture(scope="module")
def page(root):
    return (root / "docs" / "replies.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def examples():
    return read_examples()


def test_the_examples_on_the_page_are_what_the_desk_says(page, desk, examples):
    assert page == with_examples(page, rendered(desk, examples)), REWRITE


def test_the_page_shows_each_language_once(page, desk):
    assert sorted(re.findall(r"^### .* \(`(.+)`\)$", page.partition(MARK)[2], re.M)) == sorted(desk.languages)


def test_the_labels_of_the_examples_are_of_the_taxonomy(examples, taxonomy):
    assert [(one.language, fault) for one in examples.examples for fault in taxonomy.faults(one.labels)] == []


def test_between_them_the_examples_show_every_stage_style_and_loyalty(examples, taxonomy):
    assert {one.stage for one in examples.examples} == set(STAGES)
    for facet in ("style", "loyalty"):
        assert {one.labels[facet] for one in examples.examples} == set(taxonomy.facets[facet].labels)


def test_the_three_suggestions_of_each_example_differ_in_kind_and_words(desk, examples):
    for one in examples.examples:
        found = desk.suggest(one.record(), message={"sender_name": one.sender}, today=examples.today)
        assert len({suggestion.id for suggestion in found}) == len({suggestion.text for suggestion in found}) == 3


def test_the_examples_have_no_finding_but_the_open_slots(desk, examples):
    linter = Linter.load()
    for one in examples.examples:
        message = {"text": one.text, "labels": one.labels, "sender_name": one.sender}
        for suggestion in desk.suggest(one.record(), message=message, today=examples.today):
            found = linter.check(suggestion.text, lang=one.language, message=message)
            assert [(finding.rule, finding.span) for finding in found if finding.rule != "residue"] == [], one.language


def test_the_recipe_on_the_page_loads_and_comes_first_where_it_says(page, tmp_path):
    (recipe,) = re.findall(r"^```yaml\n(.*?)^```", page, re.M | re.S)
    (tmp_path / "recipes.yaml").write_text(recipe, encoding="utf-8")
    desk = ReplyDesk.load(tmp_path)
    assert desk.suggest(record("peak", loyalty="at_risk"), today=TODAY)[0].id == "loyal_call"
    assert desk.suggest(record("peak"), today=TODAY)[0].id != "loyal_call"


def test_every_file_the_page_links_to_is_there(page, root):
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", page) if "://" not in link]
    assert links
    assert [link for link in links if not (root / "docs" / link).exists()] == []
