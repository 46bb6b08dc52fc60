"""One Word letter (``.docx``) to its text.

In: the bytes of a package as ISO/IEC 29500 describes it. Out: the text of the main document in its order, tables
row by row, and warnings (none yet). Left out are headers and footers, deleted and hidden text, field codes and the
second rendering of text boxes. The package is never unpacked as a whole, and its XML is read as a stream: memory is
that of the text, whatever the file claims. Documents that define entities are refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from pipeline.ingest import limits
from pipeline.ingest.limits import RefusedError

_PIECE = 65_536
_ENTRIES = 5_000
_COMPOUND = b"\xd0\xcf\x11\xe0"
_FAULTS = (zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, LookupError)
_UNSEEN = frozenset({"del", "moveFrom", "delText", "instrText", "Fallback", "pPrChange", "rPrChange", "rubyPr", "rt"})
"""Elements whose text no reader of the page sees, or sees twice."""
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t"}
_OFF = frozenset({"0", "false", "off", "none"})


def word_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of the document in ``data``, and warnings.

    Raises:
        RefusedError: it is encrypted, damaged, or no Word document, or passes a limit.
    """
    if data.startswith(_COMPOUND):
        raise RefusedError("encrypted", "the document is encrypted, or of Word 97-2003; save it as .docx without a password")
    if data.count(b"PK\x01\x02") > _ENTRIES:
        raise RefusedError("too_many_parts", f"the package has more than {_ENTRIES} entries")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            document = _Document()
            _parse(package, _main_part(package), document.begin, document.end, document.text)
            return document.result(), ()
    except _FAULTS as fault:
        raise RefusedError("damaged", f"the Word document cannot be read ({type(fault).__name__}: {fault})"[:300]) from fault


def _main_part(package: zipfile.ZipFile) -> str:
    """The name of the document's part, as the package's relations say; ``word/document.xml`` where they do not."""
    found: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith("/officeDocument"):
            found.append(posixpath.normpath(attributes.get("Target", "")).lstrip("/"))

    if "_rels/.rels" in package.namelist():
        _parse(package, "_rels/.rels", begin, lambda _: None, lambda _: None)
    return next((name for name in found if name in package.namelist()), "word/document.xml")


def _parse(
    package: zipfile.ZipFile,
    part: str,
    begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Stream one part of the package through the handlers."""
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    for piece in _pieces(package, part):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _pieces(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with package.open(part) as stream:
        while piece := stream.read(_PIECE):
            limits.add_decoded(len(piece))
            yield piece


def _refuse_doctype(*_: object) -> None:
    raise RefusedError("damaged", "the document defines entities of its own, which Word never does")


class _Document:
    """The text under construction, and where in the document's tree we are."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._unseen = 0
        self._in_text = 0
        self._in_run_properties = False
        self._run_hidden = False
        self._cells: list[int] = []
        """Of each open table the cells of its row so far."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        local = name.rpartition(":")[2]
        if self._unseen or local in _UNSEEN:
            self._unseen += 1
            return
        if local == "t":
            self._in_text += 1
        elif local == "r":
            self._run_hidden = False
        elif local in ("rPr", "vanish"):
            self._property(local, attributes)
        elif local in ("tbl", "tr", "tc"):
            self._table(local)
        elif local == "numPr":
            self._write("- ")
        elif local in _SIGNS and not self._run_hidden and (local != "tab" or "w:pos" not in attributes):
            self._write(_SIGNS[local])

    def end(self, name: str) -> None:
        """An element closes."""
        local = name.rpartition(":")[2]
        if self._unseen:
            self._unseen -= 1
        elif local == "t":
            self._in_text -= 1
        elif local == "rPr":
            self._in_run_properties = False
        elif local == "p":
            self._write(" " if self._cells else "\n")
        elif local == "tr":
            self._write("\n")
        elif local == "tbl" and self._cells:
            self._cells.pop()

    def text(self, data: str) -> None:
        """Characters."""
        if self._in_text and not self._unseen and not self._run_hidden:
            self._write(data)

    def result(self) -> str:
        """The text so far, without blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in "".join(self._out).split("\n")).strip("\n")

    def _property(self, local: str, attributes: dict[str, str]) -> None:
        if local == "rPr":
            self._in_run_properties = True
        elif self._in_run_properties:
            self._run_hidden = next(iter(attributes.values()), "1") not in _OFF

    def _table(self, local: str) -> None:
        if local == "tbl":
            self._cells.append(0)
        elif local == "tr" and self._cells:
            self._cells[-1] = 0
        elif self._cells:
            self._write("\t" if self._cells[-1] else "")
            self._cells[-1] += 1

    def _write(self, text: str) -> None:
        self._out.append(text)
