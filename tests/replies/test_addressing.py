"""One person is addressed: by name where known, by title only where a title says the gender."""

import pytest

from tests.replies.cases import TODAY, record

GREETINGS = {
    "en": ("Dear Ms Brandes,", "Dear Almut Brandes,", "Hello,"),
    "de": ("Sehr geehrte Frau Brandes,", "Guten Tag Almut Brandes,", "Guten Tag,"),
    "fr": ("Madame Brandes,", "Bonjour Almut Brandes,", "Bonjour,"),
}
TITLES = {"en": "Ms", "de": "Frau", "fr": "Mme"}


@pytest.mark.parametrize("language", GREETINGS)
def test_the_greeting_goes_by_what_is_known(desk, language):
    names = (f"{TITLES[language]} Almut Brandes", "Almut Brandes", "")
    said = [desk.suggest(record("rational", language), message={"name": name}, today=TODAY)[0].text.split("\n")[0] for name in names]
    assert tuple(said) == GREETINGS[language]


def test_chinese_greets_by_family_name_and_title():
    from pipeline.replies import ReplyDesk

    best = ReplyDesk.load().suggest(record("rational", "zh-Hans"), message={"name": "王女士"}, today=TODAY)[0]
    assert best.text.startswith("王女士，您好：")


def test_an_unknown_name_leaves_no_open_slot(desk):
    assert desk.suggest(record("rational"), today=TODAY)[0].open_slots == ("agent_name",)
