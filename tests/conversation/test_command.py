"""`complaints curve`: what it writes, what it says, how it ends."""

import argparse
import json

import pytest

from pipeline.commands import curve
from pipeline.errors import UsageError


def run(*arguments):
    parser = argparse.ArgumentParser()
    curve.add(parser.add_subparsers())
    options = parser.parse_args(["curve", *map(str, arguments)])
    return options.command(options)


@pytest.fixture
def path(tmp_path, thread):
    path = tmp_path / "thread.json"
    path.write_text(json.dumps({"messages": thread}), encoding="utf-8")
    return path


def test_json_is_that_of_the_contract(path, capsys):
    assert run(path, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found.keys() >= {"messages", "take_off", "peak"}
    assert all(message.keys() >= {"id", "role", "hostility", "scores", "stage"} for message in found["messages"])


def test_a_picture_and_json_can_be_had_in_one_run(path, tmp_path, capsys):
    assert run(path, "--out", tmp_path / "curve.html", "--json") == 0
    assert (tmp_path / "curve.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads(capsys.readouterr().out)["peak"] == "m5"


def test_a_letter_is_labelled_by_the_model_sentence_by_sentence(tmp_path, tiny_model, capsys):
    letter = tmp_path / "letter.txt"
    letter.write_text("It broke at once. I want my money back!\nPlease call me on Monday.", encoding="utf-8")
    assert run(letter, "--json", "--model", tiny_model) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["unit"] == "sentence"
    assert [(message["start"], message["end"]) for message in found["messages"]] == [(0, 17), (18, 39), (40, 65)]


def test_nothing_to_write_or_a_wrong_suffix_is_wrong_usage(path, tmp_path):
    with pytest.raises(UsageError):
        run(path)
    with pytest.raises(UsageError):
        run(path, "--out", tmp_path / "curve.bmp")
