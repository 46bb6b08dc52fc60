"""`complaints check`: exit codes, JSON, the page for people."""

import argparse
import json

import pytest

from pipeline.commands import check
from pipeline.errors import InputError, UsageError


def run(*arguments):
    parser = argparse.ArgumentParser()
    check.add(parser.add_subparsers())
    options = parser.parse_args(["check", *map(str, arguments)])
    return options.command(options)


@pytest.fixture
def reply(tmp_path):
    path = tmp_path / "reply.txt"
    path.write_text("Dear customers,\n\nThat is not our problem.\n", encoding="utf-8")
    return path


@pytest.fixture
def message(tmp_path):
    path = tmp_path / "message.json"
    path.write_text(json.dumps({"text": "You thieves!!!", "name": "Joan", "labels": {"hostility": 4}}), encoding="utf-8")
    return path


def test_json_is_one_object_and_exit_is_0_also_with_findings(reply, message, capsys):
    assert run(reply, "--to", message, "--lang", "en", "--json") == 0
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {"mass_address", "dont_care", "no_action", "no_acknowledgement"} <= {item["rule"] for item in found}


def test_the_page_names_line_and_column_and_what_to_say(reply, capsys):
    assert run(reply, "--lang", "en") == 0
    page = capsys.readouterr().out
    assert f"{reply}:3:1" in page
    assert "the next step" in page
    assert page.rstrip().endswith(".")


def test_a_good_reply_is_told_so(tmp_path, capsys):
    path = tmp_path / "good.txt"
    path.write_text("The new strap reaches you on Friday.", encoding="utf-8")
    assert run(path, "--lang", "en") == 0
    assert capsys.readouterr().out == "Nothing to say against it.\n"


def test_rules_are_left_out_on_request(reply, capsys):
    run(reply, "--lang", "en", "--json", "--ignore", "dont_care,no_action", "--ignore", "mass_address")
    assert json.loads(capsys.readouterr().out) == {"findings": []}


def test_a_missing_file_is_wrong_usage():
    with pytest.raises(UsageError, match="cannot be read"):
        run("no-such-reply.txt")


@pytest.mark.parametrize("text", ["{", "[]", '{"texts": "x"}', '{"text": 1}', '{"text": "x", "labels": []}', '{"text": "x", "thread": {}}'])
def test_a_message_that_is_none_is_told(reply, tmp_path, text):
    path = tmp_path / "message.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        run(reply, "--to", path)
