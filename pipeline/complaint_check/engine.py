"""Run the cases on a model: the road of labelling, then the comparison with what each case expects.

In: any `Scorer` (a trained network, the linear baseline, a user's own or a hub model behind it) and cases. Out: a
`CheckResult`. A text is cleaned, scored and decided as `complaints label` would; each distinct text is scored once. A
case whose facets, labels or levels the model's taxonomy lacks is skipped and counted. Nothing is learnt from cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.complaint_check.loading import visible
from pipeline.complaint_check.requirements import Case
from pipeline.complaint_check.results import CheckResult, Outcome
from pipeline.decide import Decider
from pipeline.records import LabelValue
from pipeline.scoring import Scorer

_Said = Mapping[tuple[str, str], Mapping[str, LabelValue]]  # (text as labelling reads it, language) → labels


def run(scorer: Scorer, cases: Iterable[Case]) -> CheckResult:
    """What ``scorer`` makes of ``cases``, in their order."""
    asked = [(case, case.fits(scorer.taxonomy)) for case in cases]
    said = _labels(scorer, [case for case, fits in asked if fits])
    return CheckResult(scorer.name, tuple(_outcome(case, said) if fits else Outcome(case, skipped=True) for case, fits in asked))


def _labels(scorer: Scorer, cases: Sequence[Case]) -> _Said:
    """The decided labels of every distinct text."""
    wanted = list(dict.fromkeys((visible(text, case), case.language) for case in cases for text in case.texts))
    if not wanted:
        return {}
    decider = Decider(scorer.taxonomy, scorer.decisions)
    rows = scorer.score([text for text, _ in wanted], [language for _, language in wanted])
    return {key: decider.labels(row) for key, row in zip(wanted, rows, strict=True)}


def _outcome(case: Case, said: _Said) -> Outcome:
    own = {text: said[visible(text, case), case.language] for text in case.texts}
    return Outcome(case, faults=tuple(case.faults(own)), said=own[case.text])
