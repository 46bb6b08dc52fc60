"""ComplaintCheck: does a model do what a reader of complaints would expect, function by function?

In: any `Scorer`. Out: the share of cases it passes for each function and language. The cases are minimal pairs, sets
that must not move, and plain cases, written by hand in thirteen language codes by the annotation guide (CheckList,
Ribeiro et al. 2020; HateCheck, Röttger et al. 2021, arXiv:2012.15606). They are a test and never training: no model,
threshold or calibration is fitted on them, and `keys` lets the loading of training data leave their texts out. Passing
says that no fault was found; it does not say how good a model is on messages as they come.
"""

from __future__ import annotations

from pipeline.complaint_check.display import section, table
from pipeline.complaint_check.engine import run
from pipeline.complaint_check.loading import Function, cases, functions, keys
from pipeline.complaint_check.requirements import Case, Claim
from pipeline.complaint_check.results import CheckResult, Outcome, Rate, to_json

__all__ = [
    "Case",
    "CheckResult",
    "Claim",
    "Function",
    "Outcome",
    "Rate",
    "cases",
    "functions",
    "keys",
    "run",
    "section",
    "table",
    "to_json",
]
