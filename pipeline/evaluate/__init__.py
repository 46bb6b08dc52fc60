"""How good a model is: numbers with intervals, for programs, for a terminal and as a page.

The road: gold and decided labels → `evaluate` → `Scores` → `to_json` (``metrics.json``), `table` (a terminal) and
`render` (``report.html``, with the `worst_mistakes`). `Beside` holds what else the page may tell: other models
(`comparison`), what goes to a person (`selective`), the test of the evidence (`deletion`). `run` is the command.
"""

from __future__ import annotations

from pipeline.evaluate.as_json import to_json
from pipeline.evaluate.mistakes import Mistake, worst_mistakes
from pipeline.evaluate.page import render
from pipeline.evaluate.parts import Beside
from pipeline.evaluate.scores import Scores, evaluate
from pipeline.evaluate.table import table

__all__ = ["Beside", "Mistake", "Scores", "evaluate", "render", "table", "to_json", "worst_mistakes"]
