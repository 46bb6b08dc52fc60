"""What `label` and `clean` share: the options that mask personal data in all that is written."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.redact import RedactOptions


def redact_options(sub: argparse.ArgumentParser) -> None:
    """Add ``--redact`` and ``--redact-orders``."""
    shown = "[name] [email] [link] [phone] [IBAN] [card] [id]"
    sub.add_argument("--redact", action="store_true", help=f"mask personal data in all that is written: {shown}")
    sub.add_argument("--redact-orders", action="store_true", help="as --redact, and mask order, contract and ticket numbers too: [order]")


def chosen_redaction(options: argparse.Namespace) -> RedactOptions | None:
    """What is to be masked; None without the options."""
    from pipeline.redact import RedactOptions

    return RedactOptions(orders=options.redact_orders) if options.redact or options.redact_orders else None
