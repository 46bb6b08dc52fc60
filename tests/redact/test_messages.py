"""Masked messages: every layer, every header, in files and on the way to the model; and runs that go on."""

import json

import pytest

from pipeline.clean import clean, to_dict
from pipeline.cli import main
from pipeline.ingest import read_mail
from pipeline.records import Rejected
from pipeline.redact import RedactOptions, Redactor, redact_message, redact_rejected

LETTER = """From: "Müller, Hans-Peter" <hp.mueller@mail.example>
To: Service <service@shop.example>
Cc: anna.schmidt@mail.example
Subject: Beschwerde von Hans-Peter Müller, Tel. 0171 2345678
Message-ID: <abc.def@mail.example>
In-Reply-To: <xyz@shop.example>
References: <xyz@shop.example>
Content-Type: text/plain; charset=utf-8

Sehr geehrte Frau Wagner,

meine Karte 4111 1111 1111 1111 wurde belastet (Bestellung 4471-2209, 89,90 €). Anna Schmidt weiß Bescheid.

Mit freundlichen Grüßen
Hans-Peter Müller

--\x20
Hans-Peter Müller
+49 171 2345678

Am 04.03.2026 um 10:00 schrieb Petra Wagner <p.wagner@shop.example>:
> Sehr geehrter Herr Müller,
> danke.
> Petra Wagner
"""
PERSONAL = ("Müller", "Wagner", "Schmidt", "mueller", "4111", "2345678", "@")


@pytest.fixture
def cleaned():
    return clean(read_mail(LETTER.encode(), "letter.eml"))


def test_nothing_personal_is_left_in_any_layer_or_header(cleaned):
    line = json.dumps(to_dict(redact_message(cleaned, Redactor())), ensure_ascii=False)
    assert [word for word in PERSONAL if word in line] == []
    assert "4471-2209" in line
    assert "89,90 €" in line


def test_cuts_are_ranges_of_the_masked_body(cleaned):
    masked = redact_message(cleaned, Redactor())
    layers = {cut.reason: masked.message.body[cut.start : cut.end].strip() for cut in masked.cuts}
    assert layers == {"quoted": masked.quoted, "signature": masked.signature}
    assert masked.own in masked.message.body


def test_ids_that_look_like_addresses_become_the_same_hash_everywhere(cleaned):
    message = redact_message(cleaned, Redactor()).message
    assert message.in_reply_to == message.references[0] == message.thread
    assert message.message_id != message.in_reply_to
    assert "@" not in message.id


def test_what_was_rejected_says_nothing_personal_either():
    rejected = Rejected("a.eml", "empty", "the mail has no text (subject: 'call me: +44 20 7946 0018')")
    assert redact_rejected(rejected, Redactor()).detail == "the mail has no text (subject: 'call me: [phone]')"


@pytest.fixture
def inbox(tmp_path):
    path = tmp_path / "in.jsonl"
    rows = [
        {"id": f"m{n}", "lang": "en", "subject": "From a@b.example", "text": f"Dear Mr. Smith,\ncall (212) 736-50{n:02}."} for n in range(5)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_clean_masks_what_it_writes(inbox, capsys):
    assert main(["clean", str(inbox), "--redact"]) == 0
    said = capsys.readouterr().out
    assert "Smith" not in said
    assert "736" not in said
    assert json.loads(said.splitlines()[0])["text"] == "Dear Mr. [name],\ncall [phone]."


def test_label_masks_the_file_and_the_report(inbox, tmp_path, tiny_model):
    out, report = tmp_path / "out.jsonl", tmp_path / "report.html"
    assert main(["label", str(inbox), "--out", str(out), "--report", str(report), "--model", str(tiny_model), "--redact"]) == 0
    for written in (out, report):
        text = written.read_text(encoding="utf-8")
        assert [word for word in ("Smith", "736", "a@b.example") if word in text] == []
    assert json.loads(out.read_text(encoding="utf-8").splitlines()[0])["subject"] == "From [email]"


def test_the_labels_are_those_of_the_text_that_is_written(inbox, tmp_path, tiny_model):
    from pipeline import Triage

    out = tmp_path / "out.jsonl"
    assert main(["label", str(inbox), "--out", str(out), "--model", str(tiny_model), "--redact"]) == 0
    written = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    again = Triage.load(str(tiny_model)).label([{"text": row["text"], "subject": row["subject"], "lang": "en"} for row in written])
    assert [row["labels"] for row in written] == [record.to_dict()["labels"] for record in again]


def test_a_run_that_was_begun_without_masking_does_not_go_on_with_it(inbox, tmp_path, tiny_model, capsys):
    out = tmp_path / "out.jsonl"
    head = {"about": {"inputs": [str(inbox)], "model": "tiny@1"}}
    (tmp_path / "out.jsonl.journal.jsonl").write_text(json.dumps(head) + "\n", encoding="utf-8")
    assert main(["label", str(inbox), "--out", str(out), "--model", str(tiny_model), "--redact", "--resume"]) == 2
    assert "other masking" in capsys.readouterr().err


def test_training_data_is_masked_on_demand(inbox, tmp_path, taxonomy):
    from pipeline.config import DataConfig
    from pipeline.data import _splits_of

    labels = {
        "intent": "inquiry",
        "types": [],
        "hostility": 0,
        "threats": [],
        "style": "neutral",
        "loyalty": "unknown",
        "needs": [],
        "loss": [],
    }
    rows = [json.loads(line) | {"labels": labels} for line in inbox.read_text(encoding="utf-8").splitlines()]
    source = tmp_path / "gold.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = {}
    for redact in (False, True):
        config = DataConfig(folder=tmp_path, sources=[{"use": str(source)}], at_most=None, redact=redact)
        splits = _splits_of(config.sources[0], config, taxonomy, set())
        found[redact] = sorted((example for split in splits.values() for example in split), key=lambda example: example.id)
    assert found[True][0].text == "From [email]\nDear Mr. [name],\ncall [phone]."
    assert [example.key for example in found[True]] == [example.key for example in found[False]]


def test_options_are_part_of_what_a_run_is(inbox):
    from pipeline.batch import _about

    kinds = [None, RedactOptions(), RedactOptions(orders=True)]
    abouts = [json.dumps(_about([str(inbox)], "tiny@1", options, None), sort_keys=True) for options in kinds]
    assert len(set(abouts)) == 3
