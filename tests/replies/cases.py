"""Made-up cases for the tests of the reply desk."""

import datetime
import itertools

from pipeline.records import Record

TODAY = datetime.date(2026, 11, 20)  # a Friday
STAGES = ("rational", "take_off", "peak", "cool_down", "resolved")
LEVEL = {"rational": 1, "take_off": 2, "peak": 4, "cool_down": 2, "resolved": 1}
STYLES = ("neutral", "meek", "aggressive", "volatile", "rip_off", "chronic")
LOYALTIES = ("unknown", "hater", "critic", "at_risk", "enthusiast")
TYPE_OF_GROUP = {"value": "billing", "system": "delivery", "people": "rudeness"}
HEATED = ("take_off", "peak")


def record(stage=None, lang="en", text="", channel="email", **labels):
    plain = {"intent": "complaint", "types": ["billing"], "hostility": LEVEL.get(stage, 1), "threats": [], "style": "neutral"}
    return Record(
        id="case",
        source="test",
        thread=None,
        role="customer",
        date=None,
        channel=channel,
        lang=lang,
        subject="",
        text=text,
        labels={**plain, "loyalty": "unknown", "needs": [], "loss": [], "sentiment": "negative", **labels},
        scores=None,
        stage=stage,
        review=False,
        model="test",
    )


def all_cases(lang):
    """Every combination of stage, style, loyalty and group, with its name."""
    for stage, style, loyalty, group in itertools.product(STAGES, STYLES, LOYALTIES, TYPE_OF_GROUP):
        yield (stage, style, loyalty, group), record(stage, lang, style=style, loyalty=loyalty, types=[TYPE_OF_GROUP[group]])


def telling_cases(lang, taxonomy):
    """Cases that between them let every variant of every block speak."""
    facets = taxonomy.facets
    channels = ("email", "letter", "chat", "social")
    yield from (record(stage, lang, types=[kind]) for stage in STAGES for kind in facets["types"].labels)
    yield from (record(stage, lang, needs=[need]) for stage in ("peak", "rational") for need in facets["needs"].labels)
    yield from (record(stage, lang, style=style, loyalty=loyalty) for stage in STAGES for style in STYLES for loyalty in LOYALTIES[1:])
    yield from (
        record(stage, lang, threats=[threat], channel=channel)
        for stage in STAGES
        for threat in facets["threats"].labels
        for channel in channels
    )
    yield from (record("peak" if level > 2 else "take_off" if level == 2 else "rational", lang, hostility=level) for level in range(6))
    yield from (record(stage, lang, types=[], hostility=1) for stage in STAGES)
    for intent, loyalty, channel in itertools.product(("praise", "inquiry", "suggestion", "other"), ("unknown", "enthusiast"), channels):
        yield record("rational", lang, intent=intent, loyalty=loyalty, channel=channel, types=[], hostility=0)
