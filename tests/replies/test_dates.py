"""By when: working days, weekends, holidays, and how a day is written."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from pipeline.replies import dates
from pipeline.replies.schema import Limits

LIMITS = Limits(version=1, answer_days={"default": 1}, settle_days={"default": 5}, holidays=[datetime.date(2026, 12, 25)])
DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1))


@given(today=DAYS, days=st.integers(0, 60))
def test_a_promised_day_is_worked_and_as_many_working_days_away(today, days):
    day = dates.after(today, days, LIMITS)
    worked = sum(dates.works(today + datetime.timedelta(days=n), LIMITS) for n in range(1, (day - today).days + 1))
    assert dates.works(day, LIMITS)
    assert worked == (days or int(day != today))


def test_weekends_and_holidays_are_left_out():
    assert dates.after(datetime.date(2026, 11, 20), 1, LIMITS) == datetime.date(2026, 11, 23)
    assert dates.after(datetime.date(2026, 12, 24), 1, LIMITS) == datetime.date(2026, 12, 28)


def test_days_are_written_as_the_language_writes_them(desk):
    written = {
        code: dates.written(datetime.date(2026, 12, 1), datetime.date(2026, 11, 20), texts.language)
        for code, texts in desk._book.languages.items()
    }
    assert written["en"] == "Tuesday, 1 December"
    assert written["de"] == "Dienstag, den 1. Dezember"
    assert written["fr"] == "mardi 1er décembre"
    assert written["zh-Hans"] == "12月1日（周二）"
    assert not any(set("{}") & set(text) for text in written.values())
