"""Fuzzes reading and cleaning: any bytes, in every format, are a message or a rejection, within time.

    python -m tests.fuzz.reading [FOLDER] [--reading-only] [-max_total_time=600] [other libFuzzer options]

The first byte of an input chooses the format; formats that wrap text into containers with checksums are fuzzed
inside, too. Begins from small files of each format; what it finds new is kept in FOLDER (by default a temporary
one). Ends with a non-zero code and a file ``crash-…`` at the first fault: an exception, a result that cannot be
written, a rejection that says ``fault``, or a message that takes more than `MOST_SECONDS`.
Needs atheris (Apache-2.0; Linux, macOS).
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pipeline.ingest", "pipeline.clean", "olefile", "pypdf"]):
    from pipeline.clean import clean, to_dict
    from pipeline.ingest import read
    from pipeline.ingest.documents import read_document
    from pipeline.ingest.limits import Limits

from pipeline.records import Message, Rejected
from tests.ingest.compound_file import outlook_message, uncompressed_rtf
from tests.ingest.pdf_file import pdf
from tests.ingest.tnef_file import properties, tnef
from tests.ingest.word_file import docx, paragraph

MOST_SECONDS = 5.0
"""Of processor time, under instrumentation, which slows Python some five times."""
_LIMITS = Limits(message_bytes=2**20, decoded_bytes=2**21, seconds=2)
_READING_ONLY = "--reading-only"
_FILE = Path(tempfile.mkdtemp()) / "input"

Read = Callable[[bytes], list[Message | Rejected]]


def _as(form: str, wrap: Callable[[bytes], bytes] = bytes) -> Read:
    return lambda data: [read_document(wrap(data), form, "input", own_domains=frozenset(), limits=_LIMITS)]


def _file(suffix: str) -> Read:
    def read_file(data: bytes) -> list[Message | Rejected]:
        path = _FILE.with_suffix(suffix)
        path.write_bytes(data)
        return list(read([path], limits=_LIMITS))

    return read_file


def _winmail(data: bytes) -> bytes:
    head = b"From: a@b.example\r\nContent-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + base64.encodebytes(b"\x78\x9f\x3e\x22\x01\x00" + data)


def _rtf(data: bytes) -> bytes:
    return outlook_message(x0037="s", x1009=uncompressed_rtf(b"{\\rtf1\\ansi\\ansicpg936\\fromhtml1 " + data))


MAIL = b"""From: =?utf-8?B?SsO8cmdlbg==?= <a@b.example>
Subject: =?iso-2022-jp?Q?x?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: text/plain; charset=gb2312; format=flowed
Content-Transfer-Encoding: quoted-printable

Gr=C3=BC=C3=9Fe \nx\n-- \nJ.
On 4 March 2026 at 10:11 Ann <a@b.example> wrote:
> quoted
--B
Content-Type: multipart/alternative; boundary=C

--C
Content-Type: text/html

<p>a<blockquote>b</blockquote>
--C--
--B
Content-Type: message/rfc822

From: c@d.example
Subject: s

text
--B
Content-Type: application/pdf; name="a.pdf"
Content-Disposition: attachment; filename*0=a; filename*1=.pdf

x
--B--
"""
RTF = rb"\f0{\fonttbl{\f0\fcharset134 x;}}{\*\htmltag64 <p>}\'c7\'eb\u8364 ?\par\htmlrtf x\htmlrtf0 {\*\mhtmltag x}}"
TNEF = tnef((0x00069003, properties(x8001="n", x1000="text", x3FDE=1252)), (0x00069002, b""), (0x00018010, b"a.txt\0"))
OUTLOOK = outlook_message(
    x0037="s", x1000="text", x007D="From: a@b.example\r\n", recipients=[{"x3003": "a@b"}], attachments=[{"x3707": "a.txt"}]
)
TARGETS: tuple[tuple[Read, bytes], ...] = (
    (_as("mail"), MAIL),
    (
        _file(".mbox"),
        b"From a@b Wed Mar  4 10:11:12 2026\nSubject: s\n\nx\n\n>From y\n\nFrom a@b Wed Mar  4 10:11:12 2026\nSubject: t\n\ny\n",
    ),
    (_as("html"), b"<html><meta charset=gbk><div class=gmail_quote>x<br><table><tr><td style='display:none'>y</table>"),
    (_as("text"), "Größe\n\nVon: a@b.example\nGesendet: heute\nAn: c\nBetreff: s\n\nalt\n".encode()),
    (_as("outlook"), OUTLOOK),
    (_as("outlook", _rtf), RTF),
    (_as("mail", _winmail), TNEF[6:]),
    (_as("pdf"), pdf("The letter.", "Second page.")),
    (_as("pdf", lambda data: pdf(data)), b"BT /F1 11 Tf 14 TL 50 800 Td (x) Tj [(a) -20 (b)] TJ T* ET"),
    (_as("word"), docx(paragraph("The letter."))),
    (_as("word", lambda data: docx(data.decode("utf-8", "replace"))), paragraph("text", "<w:vanish/>").encode()),
    (_file(".csv"), b'id,text,labels.types\n1,"a\nb",billing;delivery\n'),
    (_file(".jsonl"), b'{"text": "a", "id": 1, "date": "2026-03-04"}\n{"text": null}\n'),
)


def check(data: bytes) -> None:
    """One input: its format by its first byte, then the bytes."""
    if not data:
        return
    reader, _ = TARGETS[data[0] % len(TARGETS)]
    begun = time.process_time()
    for item in reader(data[1:]):
        _check_item(item)
    if time.process_time() - begun > MOST_SECONDS:
        raise TimeoutError(f"took {time.process_time() - begun:.1f} s")


def _check_item(item: Message | Rejected) -> None:
    if isinstance(item, Rejected):
        if item.reason == "fault":
            raise ValueError(item.detail)
        result = item.to_dict()
    else:
        result = {"body": item.body, "subject": item.subject} if _READING_ONLY in sys.argv else to_dict(clean(item))
    json.dumps(result, ensure_ascii=False).encode("utf-8")


def main() -> None:
    """Fuzz until stopped, or for ``-max_total_time`` seconds."""
    given = [argument for argument in sys.argv[1:] if argument != _READING_ONLY]
    folders = [argument for argument in given if not argument.startswith("-")] or [tempfile.mkdtemp()]
    for number, (_, seed) in enumerate(TARGETS):
        Path(folders[0]).mkdir(parents=True, exist_ok=True)
        (Path(folders[0]) / f"seed-{number:02}").write_bytes(bytes([number]) + seed)
    options = [argument for argument in given if argument.startswith("-")]
    _check_item(Message(id="warm", source="warm", body="Größe: Ã¼Ã¶Ã¤", channel="email"))  # what is loaded once is nobody's fault
    atheris.Setup([sys.argv[0], "-max_len=20000", "-timeout=30", "-rss_limit_mb=4096", *options, *folders], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
