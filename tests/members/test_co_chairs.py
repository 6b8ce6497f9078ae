"""A community has a co-chair on every day to come, whoever ends, shortens, leaves or erases."""

import datetime as dt

import pytest

from cop.core.errors import Refused
from cop.core.registry import Subject
from cop.members.enums import Role
from cop.members.models import Appointment
from cop.members.services import appoint, change_last_day, end_appointment, leave_community
from cop.rights.services import erase_own

TODAY = dt.date(2026, 11, 22)
NEW_YEAR, NEW_YEARS_EVE = dt.date(2027, 1, 1), dt.date(2026, 12, 31)


def term(cast, name: str) -> Appointment:
    return Appointment.objects.get(person=cast.people[name], role=Role.CO_CHAIR)


def ends(cast) -> None:
    end_appointment(actor=cast.actor("amara"), appointment=term(cast, "amara"))


def shortens(cast) -> None:
    own = term(cast, "amara")
    change_last_day(actor=cast.actor("amara"), appointment=own, until_on=TODAY)


def leaves(cast) -> None:
    leave_community(actor=cast.actor("amara"))


def erases(cast) -> None:
    subject = Subject(cast.community, cast.amara, cast.members["amara"])
    erase_own(actor=cast.actor("amara"), subject=subject)


WAYS = pytest.mark.parametrize("goes", [ends, shortens, leaves, erases])


def follow(cast, name: str, from_on: dt.date, until_on: dt.date | None = None) -> None:
    appoint(
        actor=cast.system,
        email=f"{name}@example.org",
        role=Role.CO_CHAIR,
        from_on=from_on,
        until_on=until_on,
    )


@pytest.fixture
def until_the_year_ends(cast):
    """Tom is co-chair for another month, Amara without a last day."""
    change_last_day(actor=cast.system, appointment=term(cast, "tom"), until_on=NEW_YEARS_EVE)
    return cast


@WAYS
def test_not_while_the_other_s_term_runs_out(until_the_year_ends, goes):
    with pytest.raises(Refused, match="On Friday 1 January 2027 there would be no co-chair"):
        goes(until_the_year_ends)


@WAYS
def test_not_with_a_day_between(until_the_year_ends, goes):
    follow(until_the_year_ends, "will", dt.date(2027, 1, 2))
    with pytest.raises(Refused, match="On Friday 1 January 2027"):
        goes(until_the_year_ends)


@WAYS
def test_terms_that_follow_each_other_do(until_the_year_ends, goes):
    follow(until_the_year_ends, "will", NEW_YEAR, dt.date(2027, 6, 30))
    follow(until_the_year_ends, "rosa", dt.date(2027, 6, 15))
    goes(until_the_year_ends)


def test_a_successor_to_come_does_not_step_back(cast):
    """Cancelled before it begins, the role would leave nobody from New Year on."""
    end_appointment(actor=cast.system, appointment=term(cast, "tom"))
    follow(cast, "will", NEW_YEAR)
    own = term(cast, "amara")
    change_last_day(actor=cast.system, appointment=own, until_on=NEW_YEARS_EVE)
    with pytest.raises(Refused, match="last co-chair"):
        end_appointment(actor=cast.system, appointment=term(cast, "will"))
    with pytest.raises(Refused, match="last co-chair"):
        leave_community(actor=cast.actor("will"))


def test_a_longer_term_is_never_refused(cast):
    end_appointment(actor=cast.system, appointment=term(cast, "tom"))
    Appointment.objects.filter(person=cast.amara).update(until_on=NEW_YEARS_EVE)
    own = term(cast, "amara")
    later = change_last_day(actor=cast.system, appointment=own, until_on=dt.date.max)
    assert later.until_on == dt.date.max
