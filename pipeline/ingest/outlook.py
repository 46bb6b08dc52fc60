"""One Outlook message (``.msg``) to a MIME message.

In: the bytes of a compound file as MS-OXMSG describes it. Out: bytes for `mail.read_mail`: headers as they were
sent, completed from the properties; the plain body, and the HTML body, which may be wrapped into RTF; the names
of attachments. A message attached to one that says next to nothing itself goes with it, as what was passed on;
otherwise it is listed by its name. Text in 8-bit strings is read by the code page of the message.
The container is read by olefile (BSD), the properties here; encrypted messages are refused, and other damage too.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.parser import HeaderParser
from email.utils import format_datetime
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.ingest import limits
from pipeline.ingest.charset import decode
from pipeline.ingest.codepages import label_of
from pipeline.ingest.composing import Letter, address, compose
from pipeline.ingest.html_text import html_to_text
from pipeline.ingest.limits import RefusedError
from pipeline.ingest.rtf import unwrap

if TYPE_CHECKING:
    from olefile import OleFileIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FAULTS = (OSError, ValueError, LookupError, TypeError, AttributeError, struct.error, RecursionError, OverflowError)
"""What reading damaged compound files has been seen to raise."""
_REMEDY = "save it again from Outlook, or as .eml"
_MESSAGE, _RECIPIENT = 32, 8
"""Bytes before the first entry of a properties stream: of the top message; of recipients and attachments."""
_EMBEDDED_MESSAGE = 24
_EMBEDDED_METHOD = 5
_STREAM = 2
"""What olefile calls the type of a stream."""
_QUICK_RTF = 32_768
"""Bytes of packed RTF that are unwrapped even beside a plain body, for their HTML shows what is quoted (0.05 s)."""
_SAYS_NOTHING = 12
"""Characters of a covering note such as "FYI" or "siehe Anhang", under which the attached letter is the text."""
_DROPPED = ("content-", "mime-version", "subject", "x-ms-exchange", "x-microsoft-antispam", "x-forefront", "received", "dkim-", "arc-")

# Property numbers are those of MS-OXPROPS.
_CLASS, _SUBJECT, _PREFIX, _NORMALIZED_SUBJECT, _TOPIC = 0x001A, 0x0037, 0x003D, 0x0E1D, 0x0070
_BODY, _REPORT_TEXT, _RTF, _HTML = 0x1000, 0x1001, 0x1009, 0x1013
_HEADERS, _MESSAGE_ID, _REFERENCES, _IN_REPLY_TO = 0x007D, 0x1035, 0x1039, 0x1042
_MESSAGE_CODEPAGE, _INTERNET_CODEPAGE = 0x3FFD, 0x3FDE
_DATES = (0x0039, 0x0E06, 0x3007)
_SENDER = ((0x5D02, 0x0065), (0x5D01, 0x0C1F))
_SENDER_NAMES = (0x0042, 0x0C1A)
_RECIPIENT_TYPE, _RECIPIENT_NAME, _RECIPIENT_ADDRESSES = 0x0C15, 0x3001, (0x39FE, 0x3003, 0x3001)
_FILE_NAMES, _ATTACH_METHOD, _ATTACH_DATA = (0x3707, 0x3704, 0x3001), 0x3705, 0x3701


def to_mime(data: bytes) -> tuple[bytes, str]:
    """The message in ``data`` as MIME, and the name of its sender, which inside an Exchange server has no address.

    Raises:
        RefusedError: it is no Outlook message, is encrypted or damaged, or passes a limit.
    """
    from olefile import OleFileIO

    limits.check_size(len(data))
    if not data.startswith(SIGNATURE):
        raise RefusedError("damaged", "it is no Outlook message (no compound file)")
    try:
        with OleFileIO(data) as container:
            message = _Storage(_Container(container), (), _MESSAGE)
            return compose(_letter(message, 0)), _sender_name(message)
    except _FAULTS as fault:
        raise RefusedError("damaged", f"the Outlook message is damaged ({fault}); {_REMEDY}"[:300]) from fault


class _Container:
    """A compound file: its streams, and the names of storages by that of the storage above."""

    def __init__(self, file: OleFileIO) -> None:
        self._file = file
        self._storages: dict[tuple[str, ...], list[str]] = {}
        for entry in file.listdir(streams=False, storages=True):
            self._storages.setdefault(tuple(entry[:-1]), []).append(entry[-1])

    def storages(self, path: tuple[str, ...]) -> list[str]:
        """The names of the storages in ``path``, in their order."""
        return sorted(self._storages.get(path, ()))

    def stream(self, path: tuple[str, ...]) -> bytes:
        """The bytes of a stream; empty where there is none."""
        name = list(path)
        if self._file.get_type(name) != _STREAM:
            return b""
        limits.add_decoded(self._file.get_size(name))
        with self._file.openstream(name) as stream:
            found: bytes = stream.read()
        return found


@dataclass(frozen=True)
class _Storage:
    """The properties of a message, recipient or attachment, in one storage of the compound file."""

    container: _Container
    path: tuple[str, ...]
    header: int
    inherited_codepage: int | None = None

    @cached_property
    def _fixed(self) -> dict[int, bytes]:
        """The 8-byte values by property number."""
        data = self._stream("__properties_version1.0")[self.header :]
        return {struct.unpack_from("<H", data, at + 2)[0]: data[at + 8 : at + 16] for at in range(0, len(data) - 15, 16)}

    @cached_property
    def codepage(self) -> int | None:
        """Of 8-bit strings; the message's own, else that of its mail format."""
        return self.number(_MESSAGE_CODEPAGE) or self.inherited_codepage or self.number(_INTERNET_CODEPAGE)

    @cached_property
    def children(self) -> list[str]:
        """The names of the storages in this one, in their order."""
        return self.container.storages(self.path)

    def number(self, prop: int) -> int | None:
        """A property of 32 bits."""
        value = self._fixed.get(prop)
        return int.from_bytes(value[:4], "little") if value else None

    def time(self, prop: int) -> datetime | None:
        """A property in units of 100 ns since 1601."""
        value = self._fixed.get(prop)
        ticks = int.from_bytes(value, "little") if value else 0
        return datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10) if 0 < ticks < 2**61 else None

    def binary(self, prop: int) -> bytes:
        """A binary property; empty where there is none."""
        return self._stream(f"__substg1.0_{prop:04X}0102")

    def text(self, prop: int) -> str:
        """A string property, from its Unicode form or by the code page; empty where there is none."""
        wide = self._stream(f"__substg1.0_{prop:04X}001F")
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        return decode(self._stream(f"__substg1.0_{prop:04X}001E"), label_of(self.codepage))[0].rstrip("\0")

    def below(self, name: str, header: int) -> _Storage:
        """A storage in this one."""
        return _Storage(self.container, (*self.path, name), header, self.codepage)

    def _stream(self, name: str) -> bytes:
        return self.container.stream((*self.path, name))


def _letter(message: _Storage, depth: int) -> Letter:
    limits.check_depth(depth)
    limits.count_part()
    headers = tuple(_headers(message))
    attached = [message.below(name, _RECIPIENT) for name in message.children if name.startswith("__attach")]
    kind = message.text(_CLASS).upper()
    if kind.startswith("IPM.NOTE.SMIME"):
        return Letter(headers=headers, mime=_signed(attached))
    plain = (message.text(_BODY) or message.text(_REPORT_TEXT)).replace("\0", "")
    html, charset = _html(message)
    packed = b"" if html else message.binary(_RTF)
    if packed and (not plain.strip() or len(packed) <= _QUICK_RTF):
        shown, html, charset = unwrap(packed, message.number(_INTERNET_CODEPAGE) or message.codepage)
        plain = plain if plain.strip() else shown
    own = plain.strip() or (html_to_text(decode(html, charset)[0]).strip() if any(map(_is_letter, attached)) else "")
    names, letters = _attachments(attached, depth, open_letters=len(own) <= _SAYS_NOTHING)
    return Letter(headers=headers, plain=plain, html=html, html_charset=charset, attachments=names, letters=letters)


def _html(message: _Storage) -> tuple[bytes, str | None]:
    """The HTML body and its charset: bytes in the code page of the mail, or a string property."""
    data = message.binary(_HTML)
    if data:
        return data, label_of(message.number(_INTERNET_CODEPAGE))
    return message.text(_HTML).encode("utf-8", "replace"), "utf-8"


def _signed(attached: list[_Storage]) -> bytes:
    """The MIME body of a message with a clear signature (RFC 8551); others cannot be read without keys."""
    data = attached[0].binary(_ATTACH_DATA) if attached else b""
    if b"multipart/signed" not in data[:2000].lower():
        raise RefusedError("encrypted", "the message is encrypted (S/MIME); save it decrypted from the mail program")
    limits.add_decoded(len(data))
    return data


def _is_letter(attachment: _Storage) -> bool:
    return attachment.number(_ATTACH_METHOD) == _EMBEDDED_METHOD


def _attachments(attached: list[_Storage], depth: int, *, open_letters: bool) -> tuple[tuple[str, ...], tuple[bytes, ...]]:
    """The names of attachments and, if they are to be opened, the letters among them."""
    names, letters = [], []
    for storage in attached:
        limits.count_part()
        inner = f"__substg1.0_{_ATTACH_DATA:04X}000D"
        if open_letters and _is_letter(storage) and inner in storage.children:
            letters.append(compose(_letter(storage.below(inner, _EMBEDDED_MESSAGE), depth + 1)))
        else:
            names.append(_file_name(storage, storage.below(inner, _EMBEDDED_MESSAGE)))
    return tuple(names), tuple(letters)


def _file_name(storage: _Storage, letter: _Storage) -> str:
    """The name of an attachment; of a letter without one, its subject."""
    name = next(filter(None, map(storage.text, _FILE_NAMES)), "")
    return name or (f"{letter.text(_SUBJECT)}.msg" if letter.text(_SUBJECT) else "(attachment)")


def _headers(message: _Storage) -> Iterator[tuple[str, str]]:
    """Those that were sent, then what the properties know besides."""
    sent = [
        (name, str(value))
        for name, value in HeaderParser().parsestr(message.text(_HEADERS).lstrip()).raw_items()
        if not name.lower().startswith(_DROPPED)
    ]
    known = {name.lower() for name, value in sent if value.strip()}
    subject = message.text(_SUBJECT) or message.text(_PREFIX) + (message.text(_NORMALIZED_SUBJECT) or message.text(_TOPIC))
    yield "Subject", subject
    recipients = dict(_recipients(message))
    yield from ((name, value) for name, value in sent if name not in recipients)
    yield from recipients.items()
    yield from ((name, value) for name, value in _from_properties(message) if value and name.lower() not in known)


def _from_properties(message: _Storage) -> Iterator[tuple[str, str]]:
    yield "From", _sender(message)
    date = next(filter(None, map(message.time, _DATES)), None)
    yield "Date", format_datetime(date) if date else ""
    yield from (("Message-ID", message.text(_MESSAGE_ID)), ("In-Reply-To", message.text(_IN_REPLY_TO)))
    yield "References", message.text(_REFERENCES)


def _sender(message: _Storage) -> str:
    """Name and address; of addresses inside an Exchange server, which have no ``@``, only the name remains."""
    mailboxes = (message.text(prop) for pair in _SENDER for prop in pair)
    return address(_sender_name(message), next((mailbox for mailbox in mailboxes if "@" in mailbox), ""))


def _sender_name(message: _Storage) -> str:
    return next(filter(None, map(message.text, _SENDER_NAMES)), "")


def _recipients(message: _Storage) -> Iterator[tuple[str, str]]:
    """To and Cc as the properties have them, where these know addresses."""
    found: dict[int, list[str]] = {1: [], 2: []}
    for name in message.children:
        if name.startswith("__recip"):
            limits.check_time()
            storage = message.below(name, _RECIPIENT)
            mailbox = next((text for text in map(storage.text, _RECIPIENT_ADDRESSES) if "@" in text), "")
            if mailbox:
                found.get(storage.number(_RECIPIENT_TYPE) or 1, []).append(address(storage.text(_RECIPIENT_NAME), mailbox))
    yield from ((name, ", ".join(found[kind])) for name, kind in (("To", 1), ("Cc", 2)) if found[kind])
