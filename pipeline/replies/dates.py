"""By when: working days from today, and how a day is written in a language.

Pure functions. Weekend and holidays come from ``limits.yaml``, names of days and months from ``language.yaml``.
"""

from __future__ import annotations

import datetime

from pipeline.replies.schema import WEEKDAYS, Language, Limits


def works(day: datetime.date, limits: Limits) -> bool:
    """Whether ``day`` is a working day."""
    return WEEKDAYS[day.weekday()] not in limits.weekend and day not in limits.holidays


def after(today: datetime.date, days: int, limits: Limits) -> datetime.date:
    """The working day ``days`` working days after ``today``; for 0 ``today`` itself, or the next one that is worked.

    Raises:
        OverflowError: the calendar ends.
    """
    day, left = today, days
    while left > 0 or not works(day, limits):
        day += datetime.timedelta(days=1)
        left -= works(day, limits)
    return day


def written(day: datetime.date, today: datetime.date, language: Language) -> str:
    """``day`` as it stands in a sentence, after the words for "by"."""
    if day == today:
        return language.today
    number = language.first if day.day == 1 and language.first else str(day.day)
    parts = {"{weekday}": language.weekdays[day.weekday()], "{day}": number, "{month}": language.months[day.month - 1]}
    text = language.date
    for slot, part in parts.items():
        text = text.replace(slot, part)
    return text
