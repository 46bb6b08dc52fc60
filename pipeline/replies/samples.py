"""Sample replies of one language, for those who write it: ``python -m pipeline.replies.samples de``.

In: a language code. Out: on stdout, the best reply to one made-up case for each stage, archetype and intent.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pipeline.errors import PipelineError
from pipeline.records import LabelValue, Record
from pipeline.replies.desk import ReplyDesk

_PLAIN: dict[str, LabelValue] = {"intent": "complaint", "types": ["billing"], "hostility": 1, "threats": [], "style": "neutral"}
_CASES: tuple[tuple[str, str, dict[str, LabelValue]], ...] = (
    ("rational", "email", {"needs": ["knowledge"]}),
    ("take_off", "letter", {"types": ["delivery"], "hostility": 2, "needs": ["promise"], "threats": ["leave"]}),
    ("peak", "email", {"types": ["rudeness"], "hostility": 4, "style": "aggressive", "needs": ["respect"], "threats": ["legal"]}),
    ("peak", "chat", {"types": ["digital"], "hostility": 3}),
    ("cool_down", "email", {"types": ["no_response"], "hostility": 2, "style": "volatile", "loyalty": "at_risk"}),
    ("resolved", "email", {"types": ["product_quality"]}),
    ("rational", "email", {"style": "meek", "types": ["aftercare"]}),
    ("rational", "email", {"style": "rip_off", "types": ["refund_warranty"]}),
    ("rational", "email", {"style": "chronic", "types": ["waiting"], "loyalty": "critic"}),
    ("rational", "social", {"types": ["price"], "loyalty": "hater", "threats": ["publicity"]}),
    ("rational", "email", {"intent": "praise", "types": [], "loyalty": "enthusiast"}),
    ("rational", "email", {"intent": "inquiry", "types": []}),
    ("rational", "email", {"intent": "suggestion", "types": []}),
    ("peak", "email", {"hostility": 5, "threats": ["violence"]}),
)


def samples(desk: ReplyDesk, language: str) -> Iterator[tuple[str, str]]:
    """For each made-up case what it is, and the best reply to it."""
    for stage, channel, labels in _CASES:
        record = Record(
            id="sample",
            source="samples",
            thread=None,
            role="customer",
            date=None,
            channel=channel,
            lang=language,
            subject="",
            text="",
            labels={**_PLAIN, "loyalty": "unknown", "needs": [], "loss": [], **labels},
            scores=None,
            stage=stage,
            review=False,
            model="samples",
        )
        told = ", ".join([stage, channel, *(f"{facet}={value}" for facet, value in labels.items())])
        yield told, desk.suggest(record, n=1)[0].text


def main(arguments: list[str]) -> int:
    """Write the samples of a language."""
    try:
        desk = ReplyDesk.load()
    except PipelineError as fault:
        sys.stderr.write(f"{fault}\n")
        return fault.exit_code
    for language in arguments or desk.languages:
        for told, text in samples(desk, language):
            sys.stdout.write(f"--- {language}: {told}\n\n{text}\n\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
