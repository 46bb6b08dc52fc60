"""What the rules promise beyond phrases: the message at hand, the thread, names, residue, limits, broken files."""

import pytest

from pipeline.errors import ConfigError
from pipeline.linter import Linter

STEP = "A new one reaches you on Friday."


@pytest.fixture(scope="module")
def linter():
    return Linter.load()


def rules(linter, reply, lang="en", **options):
    return [finding.rule for finding in linter.check(reply, lang=lang, **options)]


def test_a_finding_has_every_key_of_the_contract(linter):
    (finding, *_) = linter.check("That is not our problem.", lang="en")
    assert list(finding.to_dict()) == ["rule", "severity", "span", "start", "end", "message", "instead"]
    assert (finding.severity, bool(finding.instead)) == ("error", True)


def test_the_language_is_detected_where_none_is_given(linter):
    found = linter.check("Das ist nun wirklich nicht unser Problem, gehen Sie bitte weiter.")
    assert "dont_care" in {finding.rule for finding in found}


def test_a_language_without_phrases_still_gets_the_rules_of_signs(linter):
    assert set(rules(linter, "Hej {{navn}}!!!", lang="da", message={"text": "…", "labels": {"hostility": 4}})) == {"residue", "shouting"}


def test_what_is_quoted_is_not_held_against_the_reply(linter):
    assert rules(linter, f'Being told "it is company policy, calm down" is infuriating. {STEP}') == []


@pytest.mark.parametrize(
    "text",
    [
        "Dear {{name}},",
        "Your order [ORDER NO] left.",
        "Call XXX now.",
        "Lorem ipsum dolor.",
        "Sum: ____",
        "<<DATE>>",
        "【订单号】",
        "{MÜŞTERİ_ADI}",
    ],
)
def test_unfilled_places_of_a_template_are_residue(linter, text):
    assert "residue" in rules(linter, f"{text} {STEP}")


@pytest.mark.parametrize("text", ["Room [2] is yours.", "It costs 20 € (tip included).", "Write to a_b@example.org."])
def test_ordinary_brackets_are_no_residue(linter, text):
    assert "residue" not in rules(linter, f"{text} {STEP}")


def test_an_open_slot_of_the_reply_desk_is_a_hint_only(linter):
    (finding,) = linter.check(f"⟨name of the agent⟩ calls you. {STEP}", lang="en")
    assert (finding.rule, finding.severity, finding.span) == ("residue", "hint", "⟨name of the agent⟩")


@pytest.mark.parametrize(
    ("greeting", "name", "lang"),
    [
        ("Dear Mrs Weiß,", "Jutta Weiss", "en"),
        ("Liebe Frau Müller,", "Anna Mueller", "de"),
        ("Dear Anna-Lena,", "Anna-Lena Berg", "en"),
        ("Dear Ms Wang,", "王楠", "en"),
        ("Serkan Bey,", "Serkan Uçar", "tr"),
        ("王女士您好，", "王楠", "zh-Hans"),
        ("蔡小姐您好：", "蔡佩珊", "zh-Hant"),
        ("하진 님,", "윤하진", "ko"),
        ("石丸様、", "石丸 美奈子", "ja"),
        ("أهلًا طارق،", "طارق السويدي", "ar"),
        ("Ольга Петровна, здравствуйте!", "Ольга Маркова", "ru"),
    ],
)
def test_a_part_of_the_name_or_another_script_is_right(linter, greeting, name, lang):
    assert "wrong_name" not in rules(linter, f"{greeting} ok.", lang, message={"text": "…", "name": name})


@pytest.mark.parametrize(
    ("greeting", "name", "lang"),
    [
        ("Dear Mr Carter,", "Joan Whitby", "en"),
        ("Liebe Karla,", "Klara Berg", "de"),
        ("蔡佩芬小姐您好：", "蔡佩珊", "zh-Hant"),
        ("小林様、", "大野 静", "ja"),
        ("عزيزي ماجد،", "طارق السويدي", "ar"),
        ("Уважаемый Пётр Сергеевич!", "Ольга Маркова", "ru"),
        ("Уважаемая Ольга Петровна!", "Ольга Сергеевна", "ru"),
    ],
)
def test_another_name_is_wrong(linter, greeting, name, lang):
    assert "wrong_name" in rules(linter, f"{greeting} ok.", lang, message={"text": "…", "name": name})


def test_without_labels_the_rules_of_height_are_silent(linter):
    reply = "Please send us a photo by Friday."
    assert rules(linter, reply, message={"text": "You thieves!!!"}) == []
    assert rules(linter, reply, message={"text": "You thieves!!!", "labels": {"hostility": 4}}) == ["early_solution", "no_acknowledgement"]


def test_a_feeling_counts_beside_a_fault_but_not_within_it(linter):
    message = {"text": "You thieves!!!", "labels": {"hostility": 2}}
    assert rules(linter, f"I see you are furious, but calm down. {STEP}", message=message) == ["calm_down"]
    assert "no_acknowledgement" in rules(linter, f"Don't be so upset. {STEP}", message=message)


def test_after_cool_down_the_solution_may_come_first(linter):
    thread = [{"role": "customer", "text": "!!!", "labels": {"hostility": 4}}]
    message = {"text": "All right.", "labels": {"hostility": 2}, "thread": thread}
    assert "early_solution" not in rules(linter, "Please send us a photo by Friday.", message=message)


def test_dear_customer_is_a_crowd_only_where_the_name_is_known(linter):
    reply = f"Dear customer,\n\n{STEP}"
    assert rules(linter, reply, message={"text": "…"}) == []
    assert rules(linter, reply, message={"text": "…", "name": "Joan"}) == ["mass_address"]


def test_a_near_copy_of_the_last_reply_is_found(linter):
    thread = [{"role": "agent", "text": "We are checking the boiler and will inform you on Monday."}]
    reply = "Dear Joan, we are still checking the boiler and will inform you on Monday."
    assert "copy_of_last" in rules(linter, reply, message={"text": "…", "name": "Joan", "thread": thread})


def test_two_rules_do_not_name_the_same_clause(linter):
    found = rules(linter, "Don't be ridiculous and hysterical. That is not our problem, go elsewhere.")
    assert {"dont_care", "go_away"} <= set(found)
    assert len([rule for rule in found if rule in {"shouting", "calm_down"}]) == 1


def test_a_limit_in_the_rules_bounds_what_is_offered(tmp_path, linter):
    listed = "".join(f"  {name}: {{severity: error, message: m, instead: i}}\n" for name in linter.rules.rules)
    (tmp_path / "rules.yaml").write_text(f"limits: {{percent: 10, amount: 50}}\nrules:\n{listed}", encoding="utf-8")
    strict = Linter.load(tmp_path)
    assert "overpromise" in rules(strict, "You get 20 % off on Friday.")
    assert "overpromise" in rules(strict, "1.250,00 € arrive on Friday.")
    assert "overpromise" not in rules(strict, "You get 5 % off, and 49.90 € arrive on Friday.")


def test_a_broken_pattern_names_file_rule_and_pattern(tmp_path):
    (tmp_path / "rules.yaml").write_text("rules: {}\n", encoding="utf-8")
    (tmp_path / "en.yaml").write_text('language: en\nrules:\n  hurry: ["wait (now"]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"wait \(now") as told:
        Linter.load(tmp_path).phrasebook("en").compile()
    assert "en.yaml: hurry" in str(told.value)


@pytest.mark.parametrize("reply", ["", " \n ", "…", "?", "\u200b", "ok", "Dear Joan,"])
def test_next_to_nothing_does_no_harm(linter, reply):
    message = {"text": "", "name": "Joan", "labels": {}, "thread": []}
    assert {finding.rule for finding in linter.check(reply, lang="en", message=message)} <= {"no_action"}
