"""The page a manager forwards: what a stream of labelled messages says, in one self-contained HTML file.

In: `records.Record` and `records.Rejected`, one at a time. Out: a string of HTML that needs no network.
`Summary` counts while records stream past and holds nothing that grows with them; `render` draws it.
Not here: writing the file, labelling, metrics of the model.
"""

from __future__ import annotations

from pipeline.report.page import render
from pipeline.report.summary import Summary

__all__ = ["Summary", "render"]
