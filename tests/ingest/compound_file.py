"""Writes compound files (MS-CFB, version 3) and, in them, Outlook messages (MS-OXMSG), from nested mappings."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_CUTOFF = 4096

Tree = dict[str, "bytes | Tree"]


def compound_file(tree: Tree) -> bytes:
    """A file with the storages (mappings) and streams (bytes) of ``tree``."""
    entries: list[list] = [["Root Entry", 5, _FREE, _FREE, 0, 0]]
    sectors: list[bytes] = []
    fat: list[int] = []
    mini, minifat = bytearray(), []

    def store(data: bytes) -> int:
        return _chain(data, 512, sectors, fat)

    def add(children: Tree, parent: int) -> None:
        previous = None
        for name, content in sorted(children.items(), key=lambda item: (len(item[0]), item[0].upper())):
            place = len(entries)
            entries.append([name, 1 if isinstance(content, dict) else 2, _FREE, _FREE, 0, 0])
            entries[parent if previous is None else previous][3 if previous is None else 2] = place
            previous = place
            if isinstance(content, dict):
                add(content, place)
            elif content:
                entries[place][5] = len(content)
                entries[place][4] = store(content) if len(content) >= _CUTOFF else _mini(content, mini, minifat)

    add(tree, 0)
    entries[0][4], entries[0][5] = (store(bytes(mini)), len(mini)) if mini else (_END, 0)
    minifat_start = store(struct.pack(f"<{len(minifat)}I", *minifat)) if minifat else _END
    directory = store(b"".join(_entry(*entry) for entry in entries))
    return _file(sectors, fat, directory, minifat_start, len(minifat) * 4)


def _chain(data: bytes, size: int, sectors: list[bytes], fat: list[int]) -> int:
    start = len(sectors)
    pieces = [data[at : at + size].ljust(size, b"\0") for at in range(0, len(data), size)]
    fat += [*range(start + 1, start + len(pieces)), _END]
    sectors += pieces
    return start


def _mini(data: bytes, mini: bytearray, minifat: list[int]) -> int:
    start = len(mini) // 64
    count = -(-len(data) // 64)
    mini += data.ljust(count * 64, b"\0")
    minifat += [*range(start + 1, start + count), _END]
    return start


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    return wide.ljust(64, b"\0") + struct.pack("<HBBIII36xIII", len(wide), kind, 1, _FREE, right, child, start, size, 0)


def _file(sectors: list[bytes], fat: list[int], directory: int, minifat: int, minifat_bytes: int) -> bytes:
    fat_sectors = 1
    while fat_sectors * 128 < len(sectors) + fat_sectors:
        fat_sectors += 1
    places = list(range(len(sectors), len(sectors) + fat_sectors))
    table = [*fat, *[_FAT] * fat_sectors]
    table += [_FREE] * (fat_sectors * 128 - len(table))
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        fat_sectors,
        directory,
        0,
        4096,
        minifat,
        -(-minifat_bytes // 512),
        _END,
        0,
    )
    head += struct.pack("<109I", *(places + [_FREE] * 109)[:109])
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def outlook_message(**content) -> bytes:
    """A ``.msg`` file of `properties`."""
    return compound_file(storage(32, **content))


def storage(header: int, *, recipients=(), attachments=(), ansi: str | None = None, **properties) -> Tree:
    """The storage of a message, recipient or attachment: properties by names such as ``x0037``, values of any kind.

    Strings are written in Unicode or, with ``ansi``, in that codec; ``recipients`` and ``attachments`` are mappings of
    properties, of which ``message`` is a whole message.
    """
    tree: Tree = {}
    fixed = b"\0" * header
    for name, value in properties.items():
        number = int(name[1:], 16)
        if isinstance(value, str):
            kind, data = (0x1E, value.encode(ansi)) if ansi else (0x1F, value.encode("utf-16-le"))
            tree[f"__substg1.0_{number:04X}{kind:04X}"] = data
        elif isinstance(value, bytes):
            tree[f"__substg1.0_{number:04X}0102"] = value
        elif isinstance(value, datetime):
            ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
            fixed += struct.pack("<HHIQ", 0x40, number, 6, ticks)
        else:
            fixed += struct.pack("<HHIII", 3, number, 6, value, 0)
    for count, recipient in enumerate(recipients):
        tree[f"__recip_version1.0_#{count:08X}"] = storage(8, ansi=ansi, **recipient)
    for count, attachment in enumerate(attachments):
        inner = dict(attachment)
        message = inner.pop("message", None)
        tree[f"__attach_version1.0_#{count:08X}"] = attached = storage(8, ansi=ansi, **inner)
        if message is not None:
            attached["__substg1.0_3701000D"] = storage(24, ansi=ansi, **message)
    tree["__properties_version1.0"] = fixed
    return tree


def uncompressed_rtf(rtf: bytes) -> bytes:
    """``rtf`` as a PidTagRtfCompressed property that is not compressed (MS-OXRTFCP, "MELA")."""
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf
