"""Writes small PDF files: pages of lines in Helvetica, and what hostile ones hold."""

from __future__ import annotations

import zlib


def pdf(*pages: str | bytes, compressed: bool = False) -> bytes:
    """A PDF with a page for each of ``pages``: text is set line by line, bytes are the page's content as it is."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    kids = []
    for page in pages:
        content = page if isinstance(page, bytes) else _lines(page)
        data = zlib.compress(content, 9) if compressed else content
        coding = b"/Filter/FlateDecode" if compressed else b""
        objects.append(b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), coding, data))
        parts = (b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ", b"%d 0 R>>" % len(objects))
        objects.append(b"".join(parts))
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return _file(objects)


def _lines(text: str) -> bytes:
    shown = [line.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)") for line in text.split("\n")]
    return b"BT /F1 11 Tf 14 TL 50 800 Td\n" + b"".join(b"(%s) Tj T*\n" % line for line in shown) + b"ET"


def _file(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
