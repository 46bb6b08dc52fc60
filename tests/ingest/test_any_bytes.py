"""Any bytes at all, under any name, are read or rejected: no exception, no result that cannot be written."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.clean import clean, to_dict
from pipeline.ingest import read, read_mail
from pipeline.records import Message, Rejected

SUFFIXES = ("eml", "mbox", "csv", "tsv", "jsonl", "txt", "html", "parquet", "msg", "pdf", "docx")
WORDS = st.sampled_from(
    [
        b"From: a@b\n",
        b"Subject: =?utf-8?B?4oKs?=\n",
        b"Content-Type: multipart/mixed; boundary=B\n",
        b"Content-Type: text/html; charset=gb2312\n",
        b"Content-Type: message/rfc822\n",
        b"Content-Transfer-Encoding: base64\n",
        b"--B\n",
        b"--B--\n",
        b"\n",
        b"\n\n",
        b"From a@b Wed Mar  4 10:11:12 2026\n",
        b"text,id\n",
        b'{"text": "a"}\n',
        b"<div><blockquote>",
        b"> quoted\n",
        b"On 4 March 2026 at 10:11 Ann <a@b.example> wrote:\n",
        b"-----Original Message-----\n",
        b"-- \n",
        b'"',
        b"\xff\xfe",
        b"\x00",
        "退款 ".encode("gbk"),
        "Größe ".encode(),
    ]
)
ANYTHING = st.one_of(st.binary(max_size=400), st.lists(WORDS, max_size=25).map(b"".join))


def check(items):
    for item in items:
        if isinstance(item, Message):
            item = to_dict(clean(item))
        else:
            assert isinstance(item, Rejected)
            assert item.reason != "fault", item
            item = item.to_dict()
        json.dumps(item, ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(data=ANYTHING)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_rejected(tmp_path, suffix, data):
    path = tmp_path / f"file.{suffix}"
    path.write_bytes(data)
    items = list(read([path]))
    assert items
    check(items)


@given(ANYTHING)
@settings(max_examples=200, deadline=None)
def test_any_bytes_as_a_mail_are_read_or_rejected(data):
    check([read_mail(data, "x.eml")])


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["text", "id", "date", "role", "labels", "labels.types", "subject"]),
            st.one_of(
                st.text(max_size=20),
                st.none(),
                st.integers(),
                st.floats(),
                st.lists(st.text(max_size=5), max_size=3),
                st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2),
            ),
        ),
        max_size=5,
    )
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_rows_are_read_or_rejected_one_by_one(tmp_path, rows):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    items = list(read([path]))
    assert len(items) == len(rows) or (len(items) == 1 and isinstance(items[0], Rejected))
    check(items)
