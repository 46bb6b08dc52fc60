"""Writes small Word documents (.docx)."""

from __future__ import annotations

import io
import zipfile

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/></Relationships>'
)


def docx(body: str, *, part: str = "word/document.xml", head: str = "") -> bytes:
    """A package whose main document holds ``body`` (WordprocessingML with the prefix ``w``)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", _RELATIONS.format(part))
        package.writestr(part, f'{head}<w:document xmlns:w="{_NAMESPACE}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"
