"""The notation of the phrase files, in both its translations."""

import pytest

from pipeline.errors import ConfigError
from pipeline.linter.phrasebook import Phrasebook, PhraseFile
from pipeline.linter.tokens import fold, quotations, tokenize


def touched(language, pattern, sentence, **lexicon):
    phrases = PhraseFile(language=language, lexicon=lexicon, rules={"hurry": {"find": (pattern,)}})
    marks = Phrasebook(phrases, where="test").marks(sentence)
    return [sentence[start:end] for start, end in marks.get("hurry", ())]


@pytest.mark.parametrize(
    ("pattern", "sentence", "expected"),
    [
        ("stop writing", "Please STOP writing now.", ["STOP writing"]),
        ("stop writing", "Stop, please.", []),
        ("(stop|quit) writing", "Quit writing!", ["Quit writing"]),
        ("apologi*", "We apologise.", ["apologise"]),
        ("stop (all)? writing", "Stop all writing.", ["Stop all writing"]),
        ("stop ~2 writing", "Stop all this writing.", ["Stop all this writing"]),
        ("stop ~1 writing", "Stop all this silly writing.", []),
        ("you !(not|never) wait", "You must wait.", ["You must wait"]),
        ("you !(not|never) wait", "You never wait.", []),
        ("^ no", "No way, no.", ["No"]),
        ("in # days", "In 14 days.", ["In 14 days"]),
        ("people like you", "People, like you, know.", ["People, like you"]),
        ("stop ~3 writing", "Stop by, we love writing.", []),
        ("<fault> again", "Lost again.", ["Lost again"]),
        ("stop writing", "They said \u201cstop writing\u201d.", []),
    ],
)
def test_words(pattern, sentence, expected):
    assert touched("en", pattern, sentence, fault=("lost", "late")) == expected


@pytest.mark.parametrize(
    ("pattern", "sentence", "expected"),
    [
        ("请您等", "请 您等一下", ["请 您等"]),
        ("请 (您|你)? (等|稍候)", "请稍候。", ["请稍候"]),
        ("您 ~4 等", "您还得再等", ["您还得再等"]),
        ("您 ~2 等", "您还得再多多等", []),
        ("!(不) 急", "急", ["急"]),
        ("第 # 次", "第三次", ["第三次"]),
        ("系统 不", "系统，不行", ["系统，不"]),
        ("您 ~4 等", "您好，先等等", []),
    ],
)
def test_signs(pattern, sentence, expected):
    assert touched("zh", pattern, sentence) == expected


@pytest.mark.parametrize("sentence", ["انتظري دورك", "وانتظري دورك", "فانتظري دورك"])
def test_an_arabic_word_is_found_behind_a_conjunction(sentence):
    assert touched("ar", "انتظري دورك", sentence) == [sentence]


@pytest.mark.parametrize("pattern", ["(a|b", "a)", "~3", "(a)?", "<nobody>", "a !", "a !|b"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be_read_is_refused(language, pattern):
    with pytest.raises(ConfigError):
        touched(language, pattern, "a b")


def test_folding_keeps_apart_what_must_be_kept_apart():
    assert fold("sé") != fold("se")
    assert fold("Mutter", "de") != fold("Mütter", "de")
    assert fold("AÇILDI", "tr") == "açıldı"
    assert fold("إلى") == fold("الى")


def test_tokens_know_their_place():
    text = "Ça n’est pas l’heure"
    assert [text[token.start : token.end] for token in tokenize(text, "fr")] == ["Ça", "n’", "est", "pas", "l’", "heure"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said 'no way' and left.", ["'no way'"]),
        ("It's the dog's bowl.", []),
        ("'회사 규정'이라며", ["'회사 규정'"]),
        ("„So nicht“, hieß es.", ["„So nicht“"]),
    ],
)
def test_quotations(text, expected):
    assert [text[start:end] for start, end in quotations(text)] == expected
