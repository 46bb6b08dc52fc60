"""The command: what users script against. Exit codes, files, words on stderr, data on stdout."""

import io
import json
import subprocess
import sys

import pyarrow.parquet as pq
import pytest

from pipeline.cli import main


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    rows = [
        {"id": f"m{number}", "text": f"message {number}, where is it?", "lang": "en", "thread": f"t{number % 3}"} for number in range(600)
    ]
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "b.txt").write_text("我要退款！环境很不好。", encoding="utf-8")
    (folder / "c.csv").write_text("id,message\n1,hello\n", encoding="utf-8")
    return folder


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_label_writes_records_rejections_and_a_report(inbox, tmp_path, tiny_model, capsys):
    out, report = tmp_path / "out.jsonl", tmp_path / "report.html"
    assert main(["label", str(inbox), "--out", str(out), "--report", str(report), "--model", str(tiny_model)]) == 0
    records = lines(out)
    assert [record["id"] for record in records[:600]] == [f"m{number}" for number in range(600)]
    assert records[600]["lang"] == "zh-Hans"
    (rejected,) = lines(tmp_path / "out.jsonl.rejected.jsonl")
    assert rejected["reason"] == "no_text_column"
    assert "'text'" in rejected["detail"]
    assert "<html" in report.read_text(encoding="utf-8")
    said = capsys.readouterr()
    assert "601 messages labelled" in said.err
    assert "1 rejected" in said.err
    assert said.out == ""


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_other_formats(inbox, tmp_path, tiny_model, suffix):
    out = tmp_path / f"out.{suffix}"
    assert main(["label", str(inbox / "a.jsonl"), "--out", str(out), "--model", str(tiny_model)]) == 0
    if suffix == "parquet":
        assert pq.read_table(out).num_rows == 600
    else:
        assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 601


def test_a_dash_reads_and_writes_json_lines(tiny_model, capsys, monkeypatch):
    given = '{"id": "1", "text": "where is it?"}\nnot json\n{"id": "2", "text": "thanks"}\n'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
    assert main(["label", "-", "--out", "-", "--model", str(tiny_model)]) == 0
    said = capsys.readouterr()
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["1", "2"]
    assert "rejected" in said.err.splitlines()[0]


def test_a_killed_run_goes_on_to_the_same_bytes(inbox, tmp_path, tiny_model, monkeypatch):
    from pipeline.label import Labeller

    whole, broken = tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    command = ["label", str(inbox), "--model", str(tiny_model), "--out"]
    assert main([*command, str(whole)]) == 0
    label_chunk, calls = Labeller.label_chunk, []

    def killed(self, items):
        calls.append(len(items))
        if len(calls) == 2:
            raise KeyboardInterrupt
        return label_chunk(self, items)

    with monkeypatch.context() as patch:
        patch.setattr(Labeller, "label_chunk", killed)
        assert main([*command, str(broken)]) == 1
    assert not broken.exists()
    assert main([*command, str(broken), "--resume"]) == 0
    assert broken.read_bytes() == whole.read_bytes()
    assert (tmp_path / "broken.jsonl.rejected.jsonl").read_bytes() == (tmp_path / "whole.jsonl.rejected.jsonl").read_bytes()


def test_strict_exits_with_3_but_writes_all_the_same(inbox, tmp_path, tiny_model):
    out = tmp_path / "out.jsonl"
    assert main(["label", str(inbox), "--out", str(out), "--strict", "--model", str(tiny_model)]) == 3
    assert len(lines(out)) == 601


def test_nothing_readable_exits_with_1_and_says_where_the_reasons_are(inbox, tmp_path, tiny_model, capsys):
    assert main(["label", str(inbox / "c.csv"), "--out", str(tmp_path / "out.csv"), "--model", str(tiny_model)]) == 1
    said = capsys.readouterr().err
    assert "nothing readable" in said
    assert "out.csv.rejected.jsonl" in said


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["label", "no-such-file.mbox", "--out", "out.csv"], 2, "no-such-file.mbox"),
        (["label", "a.jsonl", "--out", "out.xlsx"], 2, ".parquet"),
        (["label", "a.jsonl", "--out", "out.csv", "--model", "no-such-model"], 1, "no-such-model"),
        (["train", "no-such.yaml"], 2, "no-such.yaml"),
        (["evaluate", "no-such-model", "corpus"], 1, "no-such-model"),
    ],
)
def test_faults_end_with_their_code_and_no_traceback(arguments, code, told, tmp_path, monkeypatch, capsys, tiny_model):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl").write_text('{"text": "hello"}\n')
    monkeypatch.setenv("COMPLAINTS_MODEL", str(tiny_model))
    assert main(arguments) == code
    said = capsys.readouterr().err
    assert told in said
    assert "Traceback" not in said


def test_wrong_flags_exit_with_2(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["label", "a.jsonl"])
    assert stopped.value.code == 2


def test_clean_shows_a_message_in_its_layers(tmp_path, capsys):
    letter = "From: Ana <ana@shop.example>\nTo: help@firm.example\nSubject: Lamp\nMessage-ID: <1@shop.example>\n\nStill dark.\n\n-- \nAna\n"
    (tmp_path / "a.eml").write_text(letter)
    assert main(["clean", str(tmp_path / "a.eml")]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["text"] == "Still dark."
    assert shown["signature"].strip().endswith("Ana")
    assert set(shown) >= {"id", "source", "from", "to", "thread", "body", "own", "quoted", "forwarded", "cuts", "attachments"}


def test_the_module_runs_as_a_command():
    found = subprocess.run([sys.executable, "-m", "pipeline", "--version"], capture_output=True, text=True, check=True)
    assert found.stdout.startswith("complaints ")
