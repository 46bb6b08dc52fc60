"""What `pipeline.taxonomy` promises: the shipped taxonomy is whole and stable, a user's own replaces it,
and whatever is wrong in a file or in a record is said in a way that a person can act on.
"""

from pathlib import Path

import pytest
import yaml

from pipeline.errors import ConfigError
from pipeline.taxonomy import Facet, Taxonomy

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "configs" / "taxonomy.yaml"

OWN = """\
version: 7
facets:
  sender: {kind: one, labels: [resident, business, visitor]}
  topics:
    kind: many
    at_most: 2
    only_if: {sender: [resident, business]}
    groups: {streets: [parking, noise], bins: [waste]}
  urgency: {kind: ordinal, labels: [low, medium, high]}
"""


@pytest.fixture(scope="module")
def shipped() -> Taxonomy:
    return Taxonomy.from_file(SHIPPED)


def write(folder: Path, text: str) -> Path:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def load(folder: Path, text: str) -> Taxonomy:
    return Taxonomy.from_file(write(folder, text))


def fault_of(folder: Path, text: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    return caught.value


def facet(body: str) -> str:
    """A taxonomy whose second facet, ``topic``, has ``body``."""
    return f"version: 1\nfacets:\n  first: {{kind: one, labels: [a, b]}}\n  topic: {{{body}}}\n"


class TestLayout:
    def test_slices_follow_one_another_and_partition_the_width(self, shipped):
        layout = shipped.layout
        columns = [column for part in layout.slices.values() for column in range(layout.width)[part]]
        assert columns == list(range(layout.width))
        assert layout.width == sum(len(facet.label_names) for facet in shipped.facets.values())

    def test_each_facet_has_as_many_columns_as_labels_in_file_order(self, tmp_path):
        layout = load(tmp_path, OWN).layout
        assert (dict(layout.slices), layout.width) == ({"sender": slice(0, 3), "topics": slice(3, 6), "urgency": slice(6, 9)}, 9)


class TestOwnFile:
    def test_it_replaces_the_shipped_facets_altogether(self, tmp_path):
        own = load(tmp_path, OWN)
        assert own.version == 7
        assert list(own.facets) == ["sender", "topics", "urgency"]
        assert own.channels == ()

    def test_a_list_of_labels_is_short_for_labels_without_definitions(self, tmp_path):
        short = load(tmp_path, facet("kind: one, labels: [x, y]"))
        assert short == load(tmp_path, facet("kind: one, labels: {x: {}, y: {}}"))

    def test_groups_with_lists_are_short_for_labels_and_their_groups(self, tmp_path):
        short = load(tmp_path, facet("kind: many, groups: {g: [x, y], h: [z]}"))
        assert short == load(tmp_path, facet("kind: many, labels: [x, y, z], groups: {g: [x, y], h: [z]}"))

    def test_groups_may_hold_the_definitions_themselves(self, tmp_path):
        topic = load(tmp_path, facet("kind: many, groups: {g: {x: {definition: Much.}}, h: {y: {}}}")).facets["topic"]
        assert topic.groups == {"g": ("x",), "h": ("y",)}
        assert topic.labels["x"].definition == "Much."

    def test_a_label_knows_its_group_and_a_facet_without_groups_has_none(self, tmp_path):
        facets = load(tmp_path, OWN).facets
        assert [facets["topics"].group_of(label) for label in ("parking", "noise", "waste")] == ["streets", "streets", "bins"]
        assert facets["sender"].group_of("resident") is None

    def test_a_quoted_no_is_a_label_like_any_other(self, tmp_path):
        topic = load(tmp_path, facet('kind: one, labels: ["yes", "no"], names: {"no": Tema}')).facets["topic"]
        assert (topic.label_names, topic.names) == (("yes", "no"), {"no": "Tema"})

    def test_written_out_and_read_again_it_is_the_same(self, tmp_path, shipped):
        text = yaml.safe_dump(shipped.model_dump(mode="json"), allow_unicode=True, sort_keys=False)
        assert load(tmp_path, text) == shipped

    def test_it_cannot_be_altered_after_loading(self, shipped):
        with pytest.raises(ValueError, match="frozen"):
            shipped.version = 2


class TestDigest:
    def test_names_and_definitions_do_not_change_it(self, tmp_path):
        named = facet("kind: one, labels: {x: {definition: Much., names: {en: Ex}}, y: {}}")
        assert load(tmp_path, named).digest == load(tmp_path, facet("kind: one, labels: [x, y]")).digest

    @pytest.mark.parametrize("body", ["kind: one, labels: [y, x]", "kind: many, labels: [x, y]", "kind: one, labels: [x, y, z]"])
    def test_order_kind_and_labels_change_it(self, tmp_path, body):
        assert load(tmp_path, facet(body)).digest != load(tmp_path, facet("kind: one, labels: [x, y]")).digest


class TestFaultyFile:
    @pytest.mark.parametrize(
        ("body", "said"),
        [
            pytest.param("kind: one, lables: [x, y]", "facets.topic.lables: unknown key; did you mean 'labels'?", id="unknown key"),
            pytest.param(
                "kind: one, labels: {x: {defintion: Much.}, y: {}}",
                "facets.topic.labels.x.defintion: unknown key; did you mean 'definition'?",
                id="unknown key of a label",
            ),
            pytest.param("kind: one, labels: [x, y], zzz: 1", "facets.topic.zzz: unknown key; allowed here: at_most", id="nothing near"),
            pytest.param("kind: one", "facets.topic.labels: missing", id="no labels"),
            pytest.param("kind: multi, labels: [x, y]", "'one', 'many' or 'ordinal' (found 'multi')", id="unknown kind"),
            pytest.param("kind: one, labels: [x]", "at least two labels", id="one label"),
            pytest.param("kind: many, groups: {g: [x, y], h: [y, z]}", "exactly one group", id="label in two groups"),
            pytest.param("kind: many, labels: [x, y, z], groups: {g: [x, y]}", "exactly one group", id="label in no group"),
            pytest.param("kind: many, labels: [x, y], groups: {g: [x, y, z]}", "exactly one group", id="stranger in a group"),
            pytest.param("kind: one, groups: {g: [x, y]}", "only a facet of kind 'many' has groups", id="groups on kind one"),
            pytest.param("kind: ordinal, labels: [x, y], at_most: 1", "only a facet of kind 'many' has groups or at_most", id="at_most"),
            pytest.param("kind: many, labels: [x, y], only_if: {frist: [a]}", "topic.only_if names 'frist'", id="only_if unknown facet"),
            pytest.param("kind: one, labels: [x, y], only_if: {topic: [x]}", "topic.only_if names 'topic'", id="only_if of itself"),
            pytest.param("kind: many, labels: [x, y], only_if: {first: [c]}", "unknown labels of first: c", id="only_if unknown label"),
        ],
    )
    def test_it_is_said_with_file_fault_and_remedy(self, tmp_path, body, said):
        fault = fault_of(tmp_path, facet(body))
        assert said in fault.what
        assert (fault.where, fault.hint) == (str(tmp_path / "own.yaml"), "mend these keys")

    def test_only_if_may_name_only_a_facet_of_kind_one(self, tmp_path):
        text = OWN.replace("only_if: {sender: [resident, business]}", "only_if: {urgency: [high]}")
        assert "'urgency', which is no other facet of kind 'one'" in fault_of(tmp_path, text).what

    def test_all_faults_are_said_at_once(self, tmp_path):
        fault = fault_of(tmp_path, "version: one\nfacets:\n  topic: {kind: few, labels: [x, y]}\n")
        assert "version:" in fault.what
        assert "facets.topic.kind:" in fault.what

    def test_a_key_given_twice_is_said_with_its_line(self, tmp_path):
        fault = fault_of(tmp_path, OWN + "  sender: {kind: one, labels: [resident, business]}\n")
        assert (fault.what, fault.hint) == ("key 'sender' is given twice", "keep one of the two")
        assert fault.where == f"{tmp_path / 'own.yaml'}:{OWN.count(chr(10)) + 1}"

    @pytest.mark.parametrize(("word", "read_as"), [("no", "False"), ("on", "True"), ("yes", "True"), ("off", "False")])
    def test_a_bare_word_that_yaml_reads_as_a_truth_value_is_no_key(self, tmp_path, word, read_as):
        fault = fault_of(tmp_path, facet(f"kind: one, labels: [x, y], names: {{en: Topic, {word}: Tema}}"))
        assert (fault.what, fault.hint) == (f"key '{word}' is read as {read_as}", f'put quotes around it: "{word}"')
        assert fault.where == f"{tmp_path / 'own.yaml'}:4"

    def test_a_missing_file_is_said(self, tmp_path):
        with pytest.raises(ConfigError) as caught:
            Taxonomy.from_file(tmp_path / "none.yaml")
        assert (caught.value.where, caught.value.hint) == (str(tmp_path / "none.yaml"), "check the path")

    def test_broken_yaml_is_said_with_its_line(self, tmp_path):
        assert fault_of(tmp_path, "version: 1\nfacets:\n\ttopic: 1\n").where == f"{tmp_path / 'own.yaml'}:3"

    def test_an_empty_file_is_said(self, tmp_path):
        assert fault_of(tmp_path, "# nothing\n").what == "holds no 'key: value' lines"

    def test_a_bare_no_in_a_list_of_labels_is_no_label(self, tmp_path):
        assert fault_of(tmp_path, facet("kind: one, labels: [maybe, no]")).where

    def test_a_label_given_twice_in_a_list_is_said(self, tmp_path):
        assert "x" in fault_of(tmp_path, facet("kind: one, labels: [x, y, x]")).what

    @pytest.mark.parametrize("members", ["", "3"])
    def test_a_group_without_a_list_is_said(self, tmp_path, members):
        assert "topic" in fault_of(tmp_path, facet(f"kind: many, groups: {{g: {members}, h: [x, y]}}")).what

    def test_a_name_for_a_group_that_does_not_exist_is_said(self, tmp_path):
        assert "gg" in fault_of(tmp_path, facet("kind: many, groups: {g: [x, y]}, group_names: {gg: {en: Group}}")).what

    @pytest.mark.parametrize(
        ("right", "wrong"),
        [("only_if: {intent: [complaint]}", "only_if: {intent: [complain]}"), ("people: [rudeness,", "people: [price, rudeness,")],
    )
    def test_a_fault_in_a_long_file_is_said_in_a_few_lines(self, tmp_path, right, wrong):
        text = SHIPPED.read_text(encoding="utf-8").replace(right, wrong, 1)
        assert len(str(fault_of(tmp_path, text))) < 1000


class TestRecords:
    RIGHT = {
        "intent": "complaint",
        "types": ["billing", "no_response"],
        "hostility": 2,
        "threats": ["leave"],
        "style": "neutral",
        "loyalty": "at_risk",
        "needs": ["trust"],
        "loss": ["money"],
    }

    def test_a_right_record_has_no_faults_with_or_without_the_optional_facet(self, shipped):
        assert list(shipped.faults(self.RIGHT)) == []
        assert list(shipped.faults({**self.RIGHT, "sentiment": "negative"})) == []

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            pytest.param({"mood": "bad"}, "unknown facet 'mood'", id="unknown facet"),
            pytest.param({"style": "cross"}, "style: unknown label 'cross'", id="unknown label"),
            pytest.param({"style": None}, "style: unknown label None", id="no label"),
            pytest.param({"threats": ["sue"]}, "threats: unknown label 'sue'", id="unknown label in a list"),
            pytest.param({"threats": "leave"}, "threats: 'leave' is no list of labels", id="a word for a list"),
            pytest.param({"threats": ["leave", "leave"]}, "threats: a label stands twice", id="twice"),
            pytest.param({"hostility": 6}, "hostility: 6 is no level from 0 to 5", id="level too high"),
            pytest.param({"hostility": -1}, "hostility: -1 is no level from 0 to 5", id="level below 0"),
            pytest.param({"hostility": "calm"}, "hostility: 'calm' is no level from 0 to 5", id="a word for a level"),
            pytest.param({"hostility": True}, "hostility: True is no level from 0 to 5", id="a truth value for a level"),
            pytest.param({"hostility": 2.0}, "hostility: 2.0 is no level from 0 to 5", id="a fraction for a level"),
        ],
    )
    def test_each_kind_of_wrong_value_is_found(self, shipped, change, said):
        assert list(shipped.faults({**self.RIGHT, **change})) == [said]

    def test_a_facet_filled_against_its_condition_is_found(self, shipped):
        found = list(shipped.faults({**self.RIGHT, "intent": "praise", "needs": []}))
        assert found == [f"'{name}' is filled though intent is 'praise'" for name in ("types", "loss")]

    def test_check_raises_with_every_fault_and_the_place(self, shipped):
        with pytest.raises(ConfigError) as caught:
            shipped.check({**self.RIGHT, "style": "cross", "hostility": 9}, where="gold.jsonl:3")
        assert caught.value.where == "gold.jsonl:3"
        assert "unknown label 'cross'" in caught.value.what
        assert "9 is no level" in caught.value.what

    def test_check_lets_a_right_record_pass(self, shipped):
        assert shipped.check(self.RIGHT, where="gold.jsonl:1") is None

    @pytest.mark.parametrize("change", [{"intent": ["complaint"]}, {"style": {}}, {"threats": [["leave"]]}])
    def test_a_list_where_a_word_belongs_is_found(self, shipped, change):
        assert [fault.partition(":")[0] for fault in shipped.faults({**self.RIGHT, **change})] == list(change)

    def test_more_labels_than_at_most_are_found(self, shipped):
        found = list(shipped.faults({**self.RIGHT, "types": ["price", "billing", "waiting", "policy"]}))
        assert [fault.partition(":")[0] for fault in found] == ["types"]


class TestNames:
    def test_labels_facets_and_groups_are_named_in_the_language_asked_for(self, shipped):
        assert shipped.name_of("types", "waiting", "de") == "Wartezeit"
        assert shipped.facet_name("types", "zh-Hant") == "投訴類型"
        assert shipped.group_name("types", "people", "ru") == "Персонал"

    def test_a_level_is_named_by_its_number(self, shipped):
        assert [shipped.name_of("hostility", level) for level in range(6)] == [
            "Calm",
            "Displeased",
            "Annoyed",
            "Angry",
            "Hostile",
            "Abusive",
        ]

    def test_a_language_without_names_falls_back_to_english(self, shipped):
        assert shipped.name_of("types", "waiting", "nl") == "Waiting time"
        assert shipped.facet_name("types", "nl") == "Complaint types"
        assert shipped.group_name("types", "people", "nl") == "People"

    def test_without_any_name_the_code_is_made_readable(self):
        bare = Facet(kind="many", labels={"wet_feet": {}, "cold_hands": {}}, groups={"cold_and_wet": ["wet_feet", "cold_hands"]})
        own = Taxonomy(version=1, facets={"what_hurts": bare})
        assert own.name_of("what_hurts", "wet_feet", "de") == "wet feet"
        assert own.facet_name("what_hurts", "de") == "what hurts"
        assert own.group_name("what_hurts", "cold_and_wet", "de") == "cold and wet"
