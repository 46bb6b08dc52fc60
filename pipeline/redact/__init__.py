"""Masking of personal data in texts: `complaints label --redact`, `complaints clean --redact`, `data.redact` in training.

In: a text, or a cleaned message in all its layers. Out: the same with `PLACEHOLDERS` in place of names in greetings and signatures,
e-mail addresses, phone numbers, IBANs, cards, national ids and personal links; every mask can be traced back (`Redacted`).
Low layer: knows records and languages, nothing of models.
"""

from __future__ import annotations

from pipeline.redact.messages import redact_message, redact_rejected
from pipeline.redact.redactor import RedactOptions, Redactor
from pipeline.redact.spans import PLACEHOLDERS, Redacted, Span

__all__ = ["PLACEHOLDERS", "RedactOptions", "Redacted", "Redactor", "Span", "redact_message", "redact_rejected"]
