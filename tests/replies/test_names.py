"""Names: how a person may be addressed, and when not."""

import pytest

from pipeline.assets import shipped
from pipeline.replies.cues import load_cues
from pipeline.replies.names import person_name

CUES = load_cues([shipped("configs/replies")])


@pytest.mark.parametrize(
    ("lang", "text", "full", "given", "family", "gender"),
    [
        ("en", "Ruth Adeyemi", "Ruth Adeyemi", "Ruth", "Adeyemi", None),
        ("en", "Mrs Ruth Adeyemi", "Ruth Adeyemi", "Ruth", "Adeyemi", "f"),
        ("en", "Mr. Keller", "", "", "Keller", "m"),
        ("en", "Dr Keller", "Dr Keller", "", "", None),
        ("en", "Keller, Thomas", "Thomas Keller", "Thomas", "Keller", None),
        ("de", "Frau Petra von der Heide", "Petra von der Heide", "Petra", "von der Heide", "f"),
        ("fr", "Mme Coulibaly", "", "", "Coulibaly", "f"),
        ("es", "Sra. Elvira Campos Ruiz", "Elvira Campos Ruiz", "Elvira", "Campos Ruiz", "f"),
        ("zh-Hans", "王女士", "", "", "王", "f"),
        ("zh-Hans", "欧阳小芳", "欧阳小芳", "欧阳小芳", "欧阳", None),
        ("zh-Hant", "蔡佩珊小姐", "蔡佩珊", "蔡佩珊", "蔡", "f"),
        ("ja", "石丸 美奈子", "石丸 美奈子", "石丸 美奈子", "石丸", None),
        ("ja", "長谷川様", "長谷川", "長谷川", "", None),
        ("ko", "강태오", "강태오", "강태오", "", None),
        ("ru", "Светлана Юрьевна", "Светлана Юрьевна", "Светлана Юрьевна", "", None),
        ("ru", "Иванова Анна Петровна", "Иванова Анна Петровна", "Анна Петровна", "Иванова", None),
        ("tr", "Hatice Hanım", "Hatice", "Hatice", "", "f"),
        ("ar", "السيدة دعاء قاسم", "دعاء قاسم", "دعاء", "قاسم", "f"),
    ],
)
def test_names_are_divided_as_the_language_orders_them(lang, text, full, given, family, gender):
    found = person_name(text, CUES[lang])
    assert (found.full, found.given, found.family, found.gender) == (full, given, family, gender)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "info@example.org",
        "Riverside Team",
        "Acme GmbH",
        "ruth",
        "R2D2",
        "a b c d e f",
        "Ruth Adeyemi!",
        "https://example.org",
        "x" * 80,
    ],
)
def test_what_is_not_plainly_a_name_is_none(text):
    assert person_name(text, CUES["en"]) is None


def test_a_stated_name_may_be_written_small():
    assert person_name("ruth adeyemi", CUES["en"], stated=True).full == "ruth adeyemi"
