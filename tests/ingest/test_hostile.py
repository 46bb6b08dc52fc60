"""Hostile mail costs linear time, in reading and in cleaning, and ends as a message or as a rejection.

Each attack is written twice, at two sizes. What is compared is processor time, of one thread and in one run: quadratic work
would take sixteen times as long for the longer one. Times below `NOTHING` are noise. One process with a limit of processor time
and of memory reads the worst of them through the command line's own functions.
"""

import resource
import subprocess
import sys
import time

import pytest

from pipeline.clean import clean, to_dict
from pipeline.ingest import read_mail
from pipeline.ingest.limits import Limits
from pipeline.records import Message

HEAD = b"From: a@b.example\r\nSubject: x\r\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
WIDE = Limits(seconds=60)
NOTHING = 0.08
"""Seconds."""
LINEAR = 9
"""Four times the size may take so many times as long; caches and collections of garbage are in it."""


def times(piece: str, size: int) -> bytes:
    return (piece * (size // len(piece))).encode()


TEXTS = {
    "one long word": "a",
    "blanks": "a ",
    "no-break blanks": "\xa0",
    "emoji": "\U0001f600",
    "emoji joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "one line of Han": "退",
    "Thai": "ที่",
    "marks to be put in order": "\u0301\u0323\u0316",
    "Arabic vowel signs": "ب\u064b\u0651",
    "zero-width spaces": "a\u200b",
    "quote marks": ">",
    "quote lines": "> x\n",
    "quotes and answers": "x\n> y\n> z\n",
    "signature delimiters": "-- \n",
    "signatures": "x\n\n-- \ny\n\n",
    "rules": "-----\n",
    "senders": "From: a@b.example\n",
    "header blocks": "From: a@b.example\nSent: 1.1.2026 10:11\nTo: b\nSubject: s\n\nx\n\n",
    "endless header": "From: ",
    "dividers": "-----Original Message-----\n",
    "glued dividers": "---- Original Message ---- From: a To: b Subject: c ",
    "forwards": "FYI\n\n---------- Forwarded message ---------\nFrom: A <a@b.example>\nDate: x\nSubject: y\nTo: z\n\n",
    "forwards in quotes": "---------- Forwarded message ---------\n> From: A <a@b.example>\n> Date: x\n",
    "beginnings of intros": "On ",
    "ends of intros": "wrote: ",
    "lines that end intros": "wrote:\n",
    "intros": "On 4 March 2026 at 10:11 Ann <a@b.example> wrote:\n",
    "intros in Japanese": "2026年3月4日(水) 10:11 Ann <a@b.example>:\n",
    "dates": "2026-03-04 10:11:\n",
    "addresses": "a@b.c ",
    "at signs": "@",
    "brackets": "<(",
    "colons": ": ",
    "contact lines": "Ann\nTel: 0123 456789\n\n",
    "links": "https://a.example/",
    "closings": "Kind regards\n",
    "notice": "This e-mail is confidential ",
    "empty lines": "\n",
    "short lines": "x\n",
    "mojibake": "Ã© a\n",
}
MAILS = {
    "headers": lambda n: HEAD + b"".join(b"X-%d: y\r\n" % number for number in range(n // 10)) + b"\r\nhi",
    "a folded header": lambda n: HEAD + b"X-A: y" + times("\r\n y", n) + b"\r\n\r\nhi",
    "encoded words": lambda n: b"From: a@b\r\nSubject: " + times("=?utf-8?Q?a?= ", n // 4) + b"\r\n\r\nhi",
    "a subject of blanks": lambda n: b"From: a@b\r\nSubject: x" + times(" ", n // 4) + b"y\r\n\r\nhi",
    "broken addresses": lambda n: b"From: " + times('(<"a@', n // 4) + b"\r\nSubject: x\r\n\r\nhi",
    "parameters": lambda n: HEAD + b"Content-Type: text/plain" + times("; a*0*=b", n // 4) + b"\r\n\r\nhi",
    "parts": lambda n: MIXED + times("--b\r\n\r\nx\r\n", n // 30),
    "boundaries of nobody": lambda n: MIXED + times("--c\r\n", n),
    "damaged base64": lambda n: HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + times("YWJj!\r\n", n),
    "soft breaks": lambda n: HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + times("=\r\n", n) + b"x",
    "uuencoded files": lambda n: PLAIN + times("begin 644 a\nM\nend\n", n),
    "UTF-7": lambda n: HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n" + times("+AOk-", n),
    "flowed quotes": lambda n: HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + times(">>>> a \r\n", n),
    "open elements": lambda n: HTML + times("<div>", n // 8) + b"hi",
    "quotation elements": lambda n: HTML + times("a<blockquote>q</blockquote>", n),
    "tables": lambda n: HTML + times("<tr><td>x", n),
    "attributes": lambda n: HTML + b"<div " + times("a=1 ", n) + b">hi",
    "comments": lambda n: HTML + times("<!--", n) + b"hi",
    "angle brackets": lambda n: HTML + times("<", n),
    "rules with fields": lambda n: HTML + times("<hr>From: b 10:11<br>", n),
}


def seconds(data: bytes) -> float:
    begun = time.thread_time()
    item = read_mail(data, "hostile.eml", limits=WIDE)
    if isinstance(item, Message):
        to_dict(clean(item))
    return time.thread_time() - begun


@pytest.fixture(scope="module", autouse=True)
def loaded():
    """What is loaded at the first use is loaded."""
    seconds(PLAIN + "Größe, Ã¼Ã¶Ã¤ und mehr".encode())
    seconds(HTML + b"<p>x")


def is_linear(build, size):
    small, large = (min(seconds(build(length)) for _ in range(2)) for length in (size, 4 * size))
    return large < NOTHING or large < LINEAR * small


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_baits_a_rule_costs_linear_time(name):
    assert is_linear(lambda size: PLAIN + times(TEXTS[name], size), 15_000)


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_that_baits_the_parser_costs_linear_time(name):
    assert is_linear(MAILS[name], 50_000)


def test_parts_nested_too_deeply_are_rejected():
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number) for number in range(2_000))
    assert read_mail(HEAD + levels + b"\r\nhi", "hostile.eml").reason == "too_deep"


def test_mails_nested_too_deeply_are_rejected():
    assert read_mail(HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2_000 + b"hi", "hostile.eml").reason == "too_deep"


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux how much memory was used at most")
def test_hostile_mails_end_within_two_seconds_and_500_mb_each(tmp_path):
    """In a process of its own, which the kernel ends where it takes more."""
    for number, text in enumerate((">" * 1_000_000, "a" * 10_000_000, "-- \n" * 250_000, "From: a@b.example\n" * 55_000)):
        (tmp_path / f"{number}.eml").write_bytes(PLAIN + text.encode())
    for number, text in enumerate(("<div>" * 200_000, "<blockquote>x" * 4_000, "<p>a</p>" * 45_000)):
        (tmp_path / f"page{number}.eml").write_bytes(HTML + text.encode())
    (tmp_path / "parts.eml").write_bytes(MIXED + b"--b\r\n\r\nx\r\n" * 100_000)
    (tmp_path / "bomb.eml").write_bytes(HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QUFBQUFB\r\n" * 2_000_000)
    files = sorted(tmp_path.iterdir())
    limit = 2 * len(files) + 4

    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))

    code = (
        "import sys; from pipeline.clean import clean; from pipeline.ingest import read; from pipeline.records import Message\n"
        "print(sum(1 for item in read(sys.argv[1:]) if not isinstance(item, Message) or clean(item)))\n"
        "print(next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM')) < 500_000)\n"
    )
    command = [sys.executable, "-c", code, *map(str, files)]
    done = subprocess.run(command, preexec_fn=confine, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, [str(len(files)), "True"]), done.stderr
