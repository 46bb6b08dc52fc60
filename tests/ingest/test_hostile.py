"""Hostile mail ends as a message or as a rejection that says why, and is refused before the work is done, not after.

What it costs is measured in ``tests/benchmarks/test_hostile_mail.py``; here stands what is counted: parts, levels, bytes, tags.
"""

import subprocess
import sys

import pytest

from pipeline.clean import clean, to_dict
from pipeline.ingest import limits, parts, read_mail
from pipeline.ingest.limits import Limits
from pipeline.records import Message, Rejected
from tests.ingest.baits import HEAD, HTML, MAILS, MIXED, PLAIN, TEXTS, times

WIDE = Limits(seconds=60)
LARGE = {
    "elements": (HTML + b"<p>a</p>" * 60_000, "too_large"),
    "characters": (PLAIN + b"a" * 2_000_000, "too_large"),
    "lines": (PLAIN + b"x\r\n" * 1_000_001, "too_large"),
    "headers": (HEAD + b"X-A: y\r\n" * 200_000 + b"\r\nhi", "too_large"),
    "parts": (MIXED + b"--b\r\n\r\nx\r\n" * 100_000, "too_many_parts"),
    "decoded bytes": (HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QUFBQUFB\r\n" * 3_000_000, "too_large"),
}


def ends(data: bytes) -> bool:
    """Whether the mail is a message that can be cleaned and written, or a rejection with a reason."""
    item = read_mail(data, "hostile.eml", limits=WIDE)
    return bool(to_dict(clean(item)) if isinstance(item, Message) else item.reason and item.reason != "fault")


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_baits_a_rule_ends(name):
    assert ends(PLAIN + times(TEXTS[name], 15_000))


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_that_baits_the_parser_ends(name):
    assert ends(MAILS[name](50_000))


@pytest.mark.parametrize("name", LARGE)
def test_what_is_larger_than_a_limit_is_rejected_with_its_name(name):
    data, reason = LARGE[name]
    found = read_mail(data, "hostile.eml", limits=WIDE)
    assert isinstance(found, Rejected)
    assert found.reason == reason
    assert "raise '" in found.detail


def test_parts_nested_too_deeply_are_rejected():
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number) for number in range(2_000))
    assert read_mail(HEAD + levels + b"\r\nhi", "hostile.eml").reason == "too_deep"


def test_mails_nested_too_deeply_are_rejected():
    assert read_mail(HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2_000 + b"hi", "hostile.eml").reason == "too_deep"


def test_no_part_is_read_beyond_the_most_that_are_allowed(monkeypatch):
    begun = []
    counted = limits.count_part
    monkeypatch.setattr(parts.limits, "count_part", lambda: begun.append(1) or counted())
    read_mail(MIXED + b"--b\r\n\r\nx\r\n" * 100_000, "hostile.eml", limits=WIDE)
    assert len(begun) == WIDE.parts + 1


def test_a_page_with_too_many_tags_is_not_parsed(monkeypatch):
    parsed = []
    monkeypatch.setattr("selectolax.lexbor.LexborHTMLParser", parsed.append)
    assert read_mail(HTML + b"<p>a</p>" * 60_000, "hostile.eml", limits=WIDE).reason == "too_large"
    assert parsed == []


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how much memory was used at most")
def test_hostile_mails_take_less_than_500_mb_each(tmp_path):
    """In a process of its own."""
    for number, text in enumerate((">" * 1_000_000, "a" * 10_000_000, "-- \n" * 250_000, "From: a@b.example\n" * 55_000)):
        (tmp_path / f"{number}.eml").write_bytes(PLAIN + text.encode())
    for number, text in enumerate(("<div>" * 200_000, "<blockquote>x" * 4_000, "<p>a</p>" * 45_000)):
        (tmp_path / f"page{number}.eml").write_bytes(HTML + text.encode())
    (tmp_path / "parts.eml").write_bytes(MIXED + b"--b\r\n\r\nx\r\n" * 100_000)
    (tmp_path / "bomb.eml").write_bytes(HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QUFBQUFB\r\n" * 2_000_000)
    files = sorted(tmp_path.iterdir())
    code = (
        "import sys; from pipeline.clean import clean; from pipeline.ingest import read; from pipeline.records import Message\n"
        "print(sum(1 for item in read(sys.argv[1:]) if not isinstance(item, Message) or clean(item)))\n"
        "print(next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM')) < 500_000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *map(str, files)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, [str(len(files)), "True"]), done.stderr
