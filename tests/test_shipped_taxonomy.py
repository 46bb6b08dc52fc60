"""What the shipped taxonomy promises: names that never change, definitions and names in every language."""

from pathlib import Path

import pytest

from pipeline.taxonomy import Taxonomy

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "configs" / "taxonomy.yaml"
GUIDE = ROOT / "docs" / "annotation.md"

LANGUAGES = ["en", "zh-Hans", "zh-Hant", "es", "fr", "de", "pt", "it", "ja", "ko", "ru", "ar", "tr"]
STABLE = {  # what users script against and what model folders are built on: never renamed, never reordered
    "intent": ("one", "complaint inquiry suggestion praise other"),
    "types": (
        "many",
        "price billing product_quality refund_warranty delivery waiting policy auto_renewal digital no_response privacy_security "
        "rudeness competence pressure aftercare",
    ),
    "hostility": ("ordinal", "calm displeased annoyed angry hostile abusive"),
    "threats": ("many", "leave legal regulator publicity violence"),
    "style": ("one", "neutral meek aggressive volatile rip_off chronic"),
    "loyalty": ("one", "unknown hater critic at_risk enthusiast"),
    "needs": ("many", "trust convenience promise respect autonomy choice knowledge recognition benefit status"),
    "loss": ("many", "goods money feelings"),
    "sentiment": ("one", "negative neutral positive"),
}
GROUPS = {
    "value": ("price", "billing", "product_quality", "refund_warranty"),
    "system": ("delivery", "waiting", "policy", "auto_renewal", "digital", "no_response", "privacy_security"),
    "people": ("rudeness", "competence", "pressure", "aftercare"),
}


@pytest.fixture(scope="module")
def shipped() -> Taxonomy:
    return Taxonomy.from_file(SHIPPED)


def test_codes_kinds_and_order_are_the_stable_ones(shipped):
    found = {name: (facet.kind, " ".join(facet.label_names)) for name, facet in shipped.facets.items()}
    assert list(found.items()) == list(STABLE.items())


def test_groups_stages_and_channels_are_the_stable_ones(shipped):
    assert list(shipped.facets["types"].groups.items()) == list(GROUPS.items())
    assert shipped.stages == ("rational", "take_off", "peak", "cool_down", "resolved")
    assert shipped.channels == ("email", "letter", "chat", "sms", "phone_transcript", "review", "social", "form")


@pytest.mark.parametrize("name", STABLE)
def test_every_facet_and_label_has_a_definition_that_is_a_sentence(shipped, name):
    entries = [shipped.facets[name], *shipped.facets[name].labels.values()]
    assert [entry.definition for entry in entries if not (entry.definition[:1].isupper() and entry.definition.endswith("."))] == []


@pytest.mark.parametrize("name", STABLE)
def test_every_facet_and_label_has_a_short_name_in_every_language(shipped, name):
    entries = [shipped.facets[name].names, *(label.names for label in shipped.facets[name].labels.values())]
    assert [list(names) for names in entries] == [LANGUAGES] * len(entries)
    assert [text for names in entries for text in names.values() if not 0 < len(text.strip()) <= 40] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_labels_of_a_facet_share_a_name(shipped, language):
    for facet in shipped.facets.values():
        names = [label.names[language].casefold() for label in facet.labels.values()]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt", "it", "ru", "tr"])
def test_names_open_with_a_capital_where_the_script_has_case(shipped, language):
    names = [label.names[language] for facet in shipped.facets.values() for label in facet.labels.values()]
    assert [name for name in names if not name[0].isupper()] == []


def test_every_group_has_a_name_in_every_language(shipped):
    names = shipped.facets["types"].group_names
    assert {group: list(by_language) for group, by_language in names.items()} == dict.fromkeys(GROUPS, LANGUAGES)


def test_only_complaints_carry_types_needs_and_loss(shipped):
    bound = {name: facet.only_if for name, facet in shipped.facets.items() if facet.only_if}
    assert bound == {name: {"intent": ("complaint",)} for name in ("types", "needs", "loss")}


def test_bounds_and_optional_facets_are_those_of_the_guide(shipped):
    assert {name: facet.at_most for name, facet in shipped.facets.items() if facet.at_most} == {"types": 3, "needs": 2}
    assert [name for name, facet in shipped.facets.items() if facet.optional] == ["sentiment"]


def test_archetypes_keep_the_terms_of_the_teaching_text(shipped):
    archetypes = ["meek", "aggressive", "volatile", "rip_off", "chronic"]
    terms = [shipped.name_of("style", code, "zh-Hans") for code in archetypes]
    assert terms == ["温顺型", "攻击型", "情绪突变型", "敲竹杠型", "牢骚满腹型"]


def test_the_example_in_its_header_is_a_complete_taxonomy(tmp_path):
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    start = lines.index("#   version: 1")
    end = next(number for number in range(start, len(lines)) if lines[number] == "#")
    own = tmp_path / "own.yaml"
    own.write_text("\n".join(line.removeprefix("#   ") for line in lines[start:end]), encoding="utf-8")
    example = Taxonomy.from_file(own)
    assert [facet.kind for facet in example.facets.values()] == ["one", "many", "ordinal"]


def test_the_annotation_guide_has_a_heading_for_every_facet_and_names_every_label(shipped):
    sections = {part.split()[0]: part for part in GUIDE.read_text(encoding="utf-8").split("\n## ")[1:]}
    lacking = [
        f"{name}.{label}"
        for name, facet in shipped.facets.items()
        for label in facet.labels
        if f"`{label}`" not in sections.get(name, "") and f"| {label} |" not in sections.get(name, "")
    ]
    assert lacking == []
