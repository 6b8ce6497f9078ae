"""The days of a run: by hand and against other people's calendars."""

import datetime as dt

import holidays
import pytest
from dateutil.easter import EASTER_ORTHODOX, easter
from holidays.calendars.hebrew import _HebrewLunisolar as Hebrew
from holidays.calendars.islamic import _IslamicLunar as Islamic
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.bank_holidays import bank_holidays
from sessions_app.observances import YEARS, observances_of
from sessions_app.recurrence import days_of, move_off

RHYTHMS = st.sampled_from(["quarterly", "two_months", "monthly", "fortnightly"])
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2030, 12, 31))


def test_third_thursdays():
    assert days_of("two_months", dt.date(2027, 1, 21), 3) == [
        dt.date(2027, 1, 21),
        dt.date(2027, 3, 18),
        dt.date(2027, 5, 20),
    ]


def test_a_fifth_monday_stands_for_the_last():
    assert days_of("monthly", dt.date(2027, 11, 29), 4)[1:] == [
        dt.date(2027, 12, 27),
        dt.date(2028, 1, 31),
        dt.date(2028, 2, 28),
    ]


@given(RHYTHMS, DAYS, st.integers(1, 30))
def test_a_run_keeps_its_weekday_and_goes_forward(rhythm, first, number):
    days = days_of(rhythm, first, number)
    assert (days[0], len(days)) == (first, number)
    assert {day.weekday() for day in days} == {first.weekday()}
    assert days == sorted(set(days))


def test_a_bank_holiday_gives_way_to_the_week_after():
    days = days_of("monthly", dt.date(2027, 4, 5), 2)
    moved = move_off(days, bank_holidays("ENG", days))
    assert (moved[1].day, moved[1].moved_from) == (dt.date(2027, 5, 10), dt.date(2027, 5, 3))
    assert bank_holidays("SCT", [dt.date(2027, 11, 30)])
    assert not bank_holidays("ENG", [dt.date(2027, 11, 30)])
    assert not bank_holidays("", [dt.date(2027, 12, 25)])


@pytest.mark.parametrize("year", YEARS)
def test_days_of_observance_agree_with_another_calendar(year):
    first = {day.name.split(" (")[0]: day.from_on for day in observances_of(year)}
    eve = dt.timedelta(days=1)
    for name in ("Purim", "Passover", "Shavuot", "Rosh Hashanah", "Yom Kippur", "Hanukkah"):
        known = getattr(Hebrew, f"{name.upper().replace(' ', '_')}_DATES")[year]
        assert first[name] + eve == dt.date(year, *known), name
    for name in ("Eid al-Fitr", "Eid al-Adha", "Ashura"):
        known = getattr(Islamic, f"{name.upper().replace(' ', '_').replace('-', '_')}_DATES")[year]
        assert first[name] == dt.date(year, *known), name


@pytest.mark.parametrize("year", YEARS)
def test_easter_lunar_new_year_and_vesak_agree_with_other_tables(year):
    found = {str(day.name): day.from_on for day in observances_of(year)}
    assert found["Easter Sunday"] == easter(year)
    assert found["Good Friday"] == easter(year) - dt.timedelta(days=2)
    assert found["Ash Wednesday"] == easter(year) - dt.timedelta(days=46)
    assert found["Orthodox Easter"] == easter(year, EASTER_ORTHODOX)
    singapore = holidays.country_holidays("SG", years=year)
    first = {
        kind: min(day for day, name in singapore.items() if name.startswith(kind))
        for kind in ("Chinese New Year", "Vesak Day")
    }
    assert found["Lunar New Year"] == first["Chinese New Year"]
    vesak = next(day for name, day in found.items() if name.startswith("Vesak"))
    assert vesak == first["Vesak Day"]
