"""What a letter in no MIME format holds, as a MIME message, so that all mail is read by the same steps.

In: a `Letter`, from Outlook's formats. Out: bytes that `mail.read_mail` takes. Attachments are given by name alone:
the parts that stand for them are empty, for attachments are listed and not read.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_QUOTED = re.compile(r'[\\"]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """``headers`` in order; ``html`` as bytes in ``html_charset`` (None: not known); ``mime``: a whole body in its place."""

    headers: tuple[tuple[str, str], ...] = ()
    plain: str = ""
    html: bytes = b""
    html_charset: str | None = None
    attachments: tuple[str, ...] = ()
    letters: tuple[bytes, ...] = ()
    mime: bytes = b""


def compose(letter: Letter) -> bytes:
    """The message (RFC 5322, headers in UTF-8 as RFC 6532 has them)."""
    head = "".join(f"{name}: {_CONTROLS.sub(' ', value)}\r\n" for name, value in letter.headers).encode("utf-8", "replace")
    if letter.mime:
        return head + letter.mime
    texts = list(_texts(letter))
    body = texts[0] if len(texts) == 1 else _multipart("alternative", texts)
    others = [*map(_attachment, letter.attachments), *map(_embedded, letter.letters)]
    return head + b"MIME-Version: 1.0\r\n" + (_multipart("mixed", [body, *others]) if others else body)


def address(name: str, mailbox: str) -> str:
    """``"name" <mailbox>``, or the mailbox alone where there is no name of its own."""
    name, mailbox = _CONTROLS.sub(" ", name).strip(), _CONTROLS.sub("", mailbox).strip()
    return f'"{_QUOTED.sub("", name)}" <{mailbox}>' if name and name != mailbox else mailbox


def _texts(letter: Letter) -> Iterator[bytes]:
    if letter.plain.strip() or not letter.html:
        yield _text("plain", letter.plain.encode("utf-8", "replace"), "utf-8")
    if letter.html:
        yield _text("html", letter.html, letter.html_charset)


def _text(subtype: str, data: bytes, charset: str | None) -> bytes:
    stated = f"; charset={charset}" if charset else ""
    head = f"Content-Type: text/{subtype}{stated}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode("ascii") + base64.encodebytes(data)


def _attachment(name: str) -> bytes:
    stated = quote(_CONTROLS.sub("", name).encode("utf-8", "replace"))
    return f"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename*=utf-8''{stated}\r\n\r\n".encode("ascii")


def _embedded(message: bytes) -> bytes:
    return b"Content-Type: message/rfc822\r\n\r\n" + message


def _multipart(subtype: str, parts: list[bytes]) -> bytes:
    """The parts between boundaries that stand in none of them."""
    boundary = b"=_part"
    while any(boundary in part for part in parts):
        boundary += b"_"
    head = b"Content-Type: multipart/" + subtype.encode("ascii") + b'; boundary="' + boundary + b'"\r\n\r\n'
    return head + b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + boundary + b"--\r\n"
