"""Read customer complaints in twelve languages: type, hostility, archetype, and what needs a person.

    from pipeline import Triage
    triage = Triage.load()
    record = triage("I have now written three times …")

The road: `ingest` → `clean` → `label` (score, decide, place on the curve) → `Record`. Importing this does
nothing; `Triage` loads what it needs when it is asked for.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from pipeline.errors import PipelineError
from pipeline.records import CleanMessage, Message, Record, Rejected
from pipeline.taxonomy import Taxonomy

if TYPE_CHECKING:
    from pipeline.triage import Triage

__all__ = ["CleanMessage", "Message", "PipelineError", "Record", "Rejected", "Taxonomy", "Triage", "__version__"]

try:
    __version__ = version("complaint-pipeline")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"


def __getattr__(name: str) -> Any:
    """`Triage` pulls in torch and transformers: only when it is asked for (PEP 562)."""
    if name == "Triage":
        from pipeline.triage import Triage

        return Triage
    raise AttributeError(f"module 'pipeline' has no attribute '{name}'")
