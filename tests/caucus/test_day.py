"""When spaces are open: from an hour before, until the session has ended."""

import datetime as dt

import pytest

from caucus.day import has_shut, is_choice_open, kept_until
from tests.sessions_app.plans import END, START

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("moment", "is_open", "over"),
    [
        (START - HOUR - MINUTE, False, False),
        (START - HOUR, True, False),
        (START, True, False),
        (END + HOUR - MINUTE, True, False),  # it may run over
        (END + HOUR, False, True),
    ],
)
def test_the_hours_of_choosing(session, moment, is_open, over):
    assert is_choice_open(session, moment) is is_open
    assert has_shut(session, moment) is over


def test_ending_the_session_shuts_the_spaces(session):
    session.ended_at = START + HOUR
    assert not is_choice_open(session, START + HOUR)
    assert has_shut(session, START + HOUR)
    assert kept_until(session) == START + 25 * HOUR


@pytest.mark.parametrize("change", [{"state": "cancelled"}, {"imported": True}])
def test_neither_a_cancelled_nor_an_imported_session_has_a_choice(session, change):
    for field, value in change.items():
        setattr(session, field, value)
    assert not is_choice_open(session, START)


def test_a_session_without_a_time_has_its_whole_local_day(session):
    session.starts_at = None
    session.held_on = dt.date(2027, 7, 8)  # in summer time: the day begins at eleven in UTC
    midnight = dt.datetime(2027, 7, 7, 23, tzinfo=dt.UTC)
    assert not is_choice_open(session, midnight - MINUTE)
    assert is_choice_open(session, midnight)
    assert is_choice_open(session, midnight + 24 * HOUR - MINUTE)
    assert not is_choice_open(session, midnight + 24 * HOUR)
    assert kept_until(session) == midnight + 24 * HOUR


def test_choices_may_outlive_the_planned_end_by_a_day_at_most(session):
    assert kept_until(session) == END + 24 * HOUR
