"""Writes winmail.dat files (MS-OXTNEF)."""

from __future__ import annotations

import struct


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    """A file of attributes, each a number and its bytes."""
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(
        struct.pack("<BII", 2 if number in (0x00069002, 0x00018010, 0x00069005) else 1, number, len(value))
        + value
        + struct.pack("<H", sum(value) % 65536)
        for number, value in attributes
    )


def properties(**values: bytes | str | int) -> bytes:
    """The MAPI properties in an attribute, by names such as ``x1000``."""
    out = struct.pack("<I", len(values))
    for name, value in values.items():
        number = int(name[1:], 16)
        if isinstance(value, int):
            out += struct.pack("<HHI", 3, number, value)
            continue
        kind, data = (0x1F, value.encode("utf-16-le") + b"\0\0") if isinstance(value, str) else (0x0102, value)
        named = b"\x11" * 16 + struct.pack("<II", 1, 6) + b"a\0b\0\0\0\0\0" if number >= 0x8000 else b""
        out += struct.pack("<HH", kind, number) + named + struct.pack("<II", 1, len(data)) + data + b"\0" * (-len(data) % 4)
    return out
