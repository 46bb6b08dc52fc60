"""The spaCy door: ``nlp.add_pipe("complaints")`` sets ``doc._.complaints`` to the label record.

In: docs. Out: the same docs. The model is loaded once per component; a doc's ``text`` is what is labelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.label import CHUNK
from pipeline.triage import Triage


class ComplaintComponent:
    """Labels docs, one by one or piped in batches."""

    def __init__(self, model: str | None) -> None:
        self._triage = Triage.load(model)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.complaints``."""
        doc._.complaints = self._triage(doc.text)
        return doc

    def pipe(self, docs: Iterable[Doc], batch_size: int = CHUNK) -> Iterator[Doc]:
        """Set it on many docs, computed together."""
        stream = iter(docs)
        while batch := list(islice(stream, batch_size)):
            for doc, record in zip(batch, self._triage.records([doc.text for doc in batch]), strict=True):
                doc._.complaints = record
                yield doc


@Language.factory("complaints", default_config={"model": None})  # type: ignore[untyped-decorator]
def create(nlp: Any, name: str, model: str | None) -> ComplaintComponent:
    """The factory behind ``nlp.add_pipe("complaints", config={"model": …})``."""
    if not Doc.has_extension("complaints"):
        Doc.set_extension("complaints", default=None)
    return ComplaintComponent(model)
