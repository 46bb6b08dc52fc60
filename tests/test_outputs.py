"""What is written: three formats, whole or not at all, safe in a spreadsheet."""

import csv
import json

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.journal import Journal
from pipeline.outputs import guarded, write
from pipeline.records import Record, Rejected


def record(taxonomy, number=1, **changes):
    scores = {
        name: [1.0] + [0.0] * (len(facet.labels) - 1) if facet.kind == "ordinal" else dict.fromkeys(facet.labels, 0.25)
        for name, facet in taxonomy.facets.items()
    }
    labels = {"intent": "complaint", "types": ["billing", "no_response"], "hostility": 2, "threats": [], "style": "neutral"}
    labels |= {"loyalty": "unknown", "needs": ["trust"], "loss": ["money"], "sentiment": "negative"}
    values = dict(  # noqa: C408
        id=f"m{number}", source=f"inbox.mbox#{number}", thread=None, role="customer", date=None, channel="email", lang="en",
        subject="=HYPERLINK(1)", text="Where is it?\nI wait; still.", labels=labels, scores=scores, stage="take_off", review=True,
        review_why=("intent: 0.25 sure, limit 0.50",), evidence={"types.billing": [(0, 5)]}, model="tiny@1",
    )  # fmt: skip
    return Record(**(values | changes))


def agent(taxonomy):
    return record(taxonomy, 2, role="agent", labels=None, scores=None, stage=None, review=False, review_why=(), evidence={})


def test_json_lines_hold_the_records_as_they_are(taxonomy, tmp_path):
    records = [record(taxonomy), agent(taxonomy)]
    write(records, tmp_path / "out.jsonl", taxonomy)
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [item.to_dict() for item in records]
    assert [Record.from_dict(json.loads(line)) for line in lines] == records


def test_csv_is_flat_and_guards_against_formulas(taxonomy, tmp_path):
    write([record(taxonomy), agent(taxonomy)], tmp_path / "out.csv", taxonomy)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        first, second = csv.DictReader(stream)
    assert first["labels.types"] == "billing;no_response"
    assert first["labels.hostility"] == "2"
    assert first["scores.hostility.0"] == "1.0"
    assert first["subject"] == "'=HYPERLINK(1)"
    assert first["text"] == "Where is it?\nI wait; still."
    assert second["labels.intent"] == second["scores.intent.complaint"] == ""


def test_what_was_guarded_reads_back_as_it_was(taxonomy, tmp_path):
    from pipeline.ingest import read

    write([record(taxonomy, subject="-5 degrees", text="=1+1 is what you charged")], tmp_path / "out.csv", taxonomy)
    (message,) = read([tmp_path / "out.csv"], list_facets={"types", "threats", "needs", "loss"})
    assert (message.subject, message.body) == ("-5 degrees", "=1+1 is what you charged")
    assert message.labels == record(taxonomy).labels


@given(st.text())
def test_no_cell_begins_like_a_formula(text):
    assert not str(guarded(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_parquet_keeps_the_nesting(taxonomy, tmp_path):
    write([record(taxonomy), agent(taxonomy)], tmp_path / "out.parquet", taxonomy)
    first, second = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert first["labels"]["types"] == ["billing", "no_response"]
    assert first["scores"]["intent"]["complaint"] == 0.25
    assert first["evidence"] == [{"label": "types.billing", "spans": [[0, 5]]}]
    assert second["labels"] is None


def test_an_output_appears_whole_or_not_at_all(taxonomy, tmp_path):
    def breaks():
        yield record(taxonomy)
        raise RuntimeError("the machine was switched off")

    with pytest.raises(RuntimeError):
        write(breaks(), tmp_path / "out.jsonl", taxonomy)
    assert list(tmp_path.iterdir()) == []


def test_a_suffix_that_is_not_known_is_wrong_usage(taxonomy, tmp_path):
    with pytest.raises(UsageError, match=r"\.jsonl, \.csv or \.parquet"):
        write([], tmp_path / "out.xlsx", taxonomy)


class TestJournal:
    def test_it_goes_on_after_the_last_whole_chunk(self, taxonomy, tmp_path):
        journal = Journal(tmp_path / "out.csv", {"inputs": ["a"]})
        journal.start()
        journal.append([record(taxonomy, 1), Rejected("b.eml", "empty", "no text")], 2)
        with journal.path.open("a") as stream:
            stream.write('{"record": {"id": "half')
        again = Journal(tmp_path / "out.csv", {"inputs": ["a"]})
        assert again.resume() == 2
        assert list(again.items()) == [record(taxonomy, 1), Rejected("b.eml", "empty", "no text")]

    def test_a_journal_of_another_run_is_refused(self, tmp_path):
        Journal(tmp_path / "out.csv", {"model": "a@1"}).start()
        with pytest.raises(UsageError, match="without --resume"):
            Journal(tmp_path / "out.csv", {"model": "b@1"}).resume()

    def test_when_done_only_the_list_of_rejected_inputs_stays(self, taxonomy, tmp_path):
        journal = Journal(tmp_path / "out.csv", {})
        journal.start()
        journal.append([record(taxonomy), Rejected("b.eml", "empty", "no text")], 2)
        journal.finish()
        assert [path.name for path in tmp_path.iterdir()] == ["out.csv.rejected.jsonl"]
        assert json.loads((tmp_path / "out.csv.rejected.jsonl").read_text()) == {"source": "b.eml", "reason": "empty", "detail": "no text"}
