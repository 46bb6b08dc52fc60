"""One PDF letter to its text.

In: the bytes of a PDF (ISO 32000). Out: the text layer of its pages in order, and warnings; lines that the page
broke are joined to paragraphs again (`page_lines`). Pages without a text layer are pictures: a PDF of nothing else
is refused as ``scanned``, for text recognition is not done here. Read by pypdf (BSD), within the limits.
"""

from __future__ import annotations

import io
import logging
import struct
import zlib
from typing import TYPE_CHECKING, Any

from pipeline.ingest import limits
from pipeline.ingest.charset import well_formed
from pipeline.ingest.limits import RefusedError
from pipeline.ingest.page_lines import PageLines, join_lines

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_FAULTS = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError, AssertionError, EOFError, OSError),
    *(struct.error, zlib.error),
)
"""What pypdf has been seen to raise on damaged files, besides its own errors."""
_OPERATIONS = 150_000
"""Operands and operators of one page that are parsed; a full page of text has some 10,000."""
_PAGE_BYTES = 2 * 2**20
"""Of one page's content; a full page of text has some 20,000, more is drawings, which are passed over."""
_OBJECTS = 50_000
"""Objects of one file; a letter has some hundred."""
_OCR = "make it searchable first, for example with: ocrmypdf scan.pdf letter.pdf"


def pdf_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of the PDF in ``data``, and warnings.

    Raises:
        RefusedError: it is encrypted, scanned or damaged, or passes a limit.
    """
    from pypdf import PdfReader, apply_configuration
    from pypdf.errors import PyPdfError

    if data.count(b" obj") > _OBJECTS:
        raise RefusedError("too_many_parts", f"the PDF has more than {_OBJECTS} objects")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it says of every damaged file what only its own authors can use
    try:
        with apply_configuration(**_configuration()):
            reader = PdfReader(io.BytesIO(data))
            _open(reader)
            return _text_of(reader)
    except (PyPdfError, *_FAULTS) as fault:
        raise RefusedError("damaged", f"the PDF cannot be read ({type(fault).__name__}: {fault})"[:300]) from fault


def _configuration() -> dict[str, Any]:
    """The limits of pypdf itself, by ours."""
    held = limits.current() or limits.Limits()
    streams = ("zlib", "lzw", "run_length", "brotli", "array_based_stream")
    return {
        "disable_legacy_handling": True,
        **{f"{name}_maximum_output_length": held.decoded_bytes for name in streams},
        "stream_decoding_work_maximum_length": held.decoded_bytes,
        "stream_parsing_work_maximum_count": _OPERATIONS,
        "page_tree_maximum_entries": held.pages * 4,
        "xform_maximum_invocations_per_extraction": held.parts,
    }


def _open(reader: PdfReader) -> None:
    """Files that only forbid printing or copying open with the empty password."""
    from pypdf.errors import DependencyError

    try:
        opens = not reader.is_encrypted or bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        opens = False
    if not opens:
        raise RefusedError("encrypted", "the PDF is encrypted; save it without a password")


def _text_of(reader: PdfReader) -> tuple[str, tuple[str, ...]]:
    pages = reader.pages
    limits.check_pages(len(pages))
    texts = []
    for page in pages:
        limits.check_time()
        texts.append(_page_text(page))
    empty = sum(not text.strip() for text in texts)
    if empty == len(texts):
        raise RefusedError("scanned", f"the PDF has no text layer, it is a picture of a letter; {_OCR}")
    warnings = (f"pdf: {empty} of {len(texts)} pages have no text that can be read (blank, drawn or scanned); {_OCR}",) if empty else ()
    return join_lines("\n\n".join(text.strip("\n") for text in texts)), warnings


def _page_text(page: PageObject) -> str:
    contents = page.get_contents()
    size = len(contents.get_data()) if contents is not None else 0
    limits.add_decoded(size)
    if size > _PAGE_BYTES:
        return ""
    lines = PageLines()
    page.extract_text(visitor_operand_before=lambda *_: limits.check_time(), visitor_text=lines.take)
    return well_formed(lines.text()).replace("\0", "")
