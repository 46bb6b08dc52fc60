"""A linter for replies to customers: what not to say, and what to say instead, by the 28 rules of the teaching.

In: a draft reply, and where known the message it answers. Out: findings with rule, severity, place and advice. The rules are
data (``configs/linter/``): severities and advice in ``rules.yaml``, phrases in a file per language.

    >>> from pipeline.linter import Linter
    >>> linter = Linter.load()
    >>> [finding.rule for finding in linter.check("That is not our problem. Go elsewhere.", lang="en")]  # doctest: +SKIP
    ['dont_care', 'go_away', 'no_action']
"""

from pipeline.linter.checking import Linter
from pipeline.linter.findings import Finding, Limits, RuleBook

__all__ = ["Finding", "Limits", "Linter", "RuleBook"]
