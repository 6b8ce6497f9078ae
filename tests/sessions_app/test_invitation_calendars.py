"""What invitations, changes and cancellations leave in members' calendars."""

import datetime as dt
import random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test.signals import template_rendered

from cop.members.models import Member
from cop.members.services import leave_community
from cop.post.services import approve_mailing, send_waiting
from sessions_app.models import Invitation, Session
from sessions_app.services import (
    answer_invitation,
    cancel_session,
    change_session,
    draft_invitations,
    send_invitations,
    withdraw_from_who_left,
)
from tests.calendars import MemberCalendar
from tests.people import Cast
from tests.sessions_app.plans import END, ONE_PM, START, plan, scheduled

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
LINK = "https://meet.example/plenary"
QUERIES = 24


def calendar_of(name: str) -> MemberCalendar:
    """That member's calendar, after all mail has come in some order, and some of it twice."""
    send_waiting()
    mails = [*mail.outbox, *mail.outbox[:2]]
    random.Random(7).shuffle(mails)
    return MemberCalendar(f"{name}@example.org").take(*mails)


def invited(cast: Cast, **changes: object) -> Session:
    session = scheduled(cast, **changes)
    send_invitations(actor=cast.actor("bilal"), session=session)
    return session


def test_invitation_puts_the_session_into_everybodys_calendar(cast: Cast) -> None:
    session = invited(cast, place="Room 4, Łódź Street; back door", link=LINK, dial_in="0300 1")
    for name in cast.members:
        (entry,) = calendar_of(name).entries()
        assert (entry.starts, entry.ends) == (START, END)
        assert entry.summary == "Session of Northern Community of Practice"
        assert entry.place == "Room 4, Łódź Street; back door"
        assert f"Join: {LINK}" in entry.description
        assert "By phone: 0300 1" in entry.description
        assert entry.description.endswith(f"/in/c/northern/sessions/{session.pk}/")
        assert "Winter" not in entry.description
        assert entry.answer == "NEEDS-ACTION"


def test_everybody_has_an_identity_of_their_own_and_nobody_else_is_named(cast: Cast) -> None:
    invited(cast)
    send_waiting()
    uids = {calendar_of(name).entries()[0].uid for name in cast.members}
    assert len(uids) == len(cast.members)
    for sent in mail.outbox:
        words = sent.message().as_string()
        assert sum(f"{name}@example.org" in words for name in cast.members) == 1


def test_a_moved_session_moves_in_calendars(cast: Cast) -> None:
    session = invited(cast)
    answer_invitation(actor=cast.actor("rosa"), session=session, answer="coming")
    (before,) = calendar_of("rosa").entries()
    moved = plan(cast, day=dt.date(2027, 1, 21), time=dt.time(9, 30), place="Elsewhere")
    change_session(actor=cast.system, session=session, plan=moved)
    (entry,) = calendar_of("rosa").entries()
    assert entry.uid == before.uid
    assert entry.starts == dt.datetime(2027, 1, 21, 9, 30, tzinfo=dt.UTC)
    assert (entry.place, entry.answer) == ("Elsewhere", "NEEDS-ACTION")


def test_another_place_keeps_the_answer(cast: Cast) -> None:
    session = invited(cast)
    answer_invitation(actor=cast.actor("rosa"), session=session, answer="coming")
    change_session(actor=cast.system, session=session, plan=plan(cast, place="Elsewhere"))
    assert calendar_of("rosa").entries()[0].answer == "ACCEPTED"
    assert calendar_of("will").entries()[0].answer == "NEEDS-ACTION"


def test_a_cancelled_session_is_gone(cast: Cast) -> None:
    cancelled, stays = invited(cast), invited(cast, day=dt.date(2027, 2, 11))
    cancel_session(actor=cast.system, session=cancelled, reason="Snow.")
    assert [entry.starts for entry in calendar_of("rosa").entries()] == [stays.starts_at]


def test_whoever_leaves_has_nothing_left_of_it(cast: Cast) -> None:
    session = invited(cast)
    leave_community(actor=cast.actor("rosa"))
    assert calendar_of("rosa").entries() == []
    assert len(calendar_of("will").entries()) == 1
    assert not Invitation.objects.filter(session=session, member=cast.members["rosa"]).exists()


def test_nor_has_whoever_the_roster_says_has_left_by_then(cast: Cast) -> None:
    first, second = invited(cast), invited(cast, day=dt.date(2027, 2, 11))
    Member.objects.filter(pk=cast.members["rosa"].pk).update(left_on="2027-01-31")
    assert withdraw_from_who_left() == 1
    assert withdraw_from_who_left() == 0
    assert [entry.starts for entry in calendar_of("rosa").entries()] == [first.starts_at]
    assert len(calendar_of("will").entries()) == 2
    assert second.invitations.count() == 4


@pytest.mark.parametrize(
    ("planned", "held", "utc_hour"),
    [
        ("2027-03-01", "2027-03-25", 13),  # the Thursday before the clocks go forward
        ("2027-03-01", "2027-04-01", 12),  # and the one after
        ("2027-06-01", "2027-10-28", 12),  # before they go back
        ("2027-10-01", "2027-11-04", 13),
    ],
)
def test_one_o_clock_stays_one_o_clock(cast: Cast, planned: str, held: str, utc_hour: int) -> None:
    with time_machine.travel(f"{planned}T09:00Z", tick=True):
        invited(cast, day=dt.date.fromisoformat(held))
        (entry,) = calendar_of("rosa").entries()
    assert isinstance(entry.starts, dt.datetime)
    assert entry.starts == dt.datetime.fromisoformat(f"{held}T{utc_hour}:00Z")
    assert entry.starts.astimezone(LONDON).hour == 13


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (dt.date(2027, 3, 25), dt.date(2027, 4, 1)),
        (dt.date(2027, 10, 28), dt.date(2027, 11, 4)),
    ],
)
def test_moved_across_a_clock_change_and_back(cast: Cast, first: dt.date, second: dt.date) -> None:
    session = invited(cast, day=first)
    for day in (second, first, second):
        change_session(actor=cast.system, session=session, plan=plan(cast, day=day))
    (entry,) = calendar_of("rosa").entries()
    assert isinstance(entry.starts, dt.datetime)
    assert entry.starts.astimezone(LONDON) == dt.datetime.combine(second, ONE_PM, LONDON)


def test_an_answer_given_before_the_draft_leaves_is_no_change_of_the_session(cast: Cast) -> None:
    session = scheduled(cast)
    mailing = draft_invitations(actor=cast.actor("bilal"), session=session)
    assert mailing is not None
    answer_invitation(actor=cast.actor("rosa"), session=session, answer="coming")
    approve_mailing(mailing=mailing)
    assert len(calendar_of("rosa").entries()) == 1


@pytest.mark.parametrize("more", [0, 20])
def test_many_members_are_as_few_renderings_and_queries_as_five(
    cast: Cast, django_assert_num_queries: Any, more: int
) -> None:
    Member.objects.bulk_create(
        Member(
            community=cast.community,
            reference=f"X{number}",
            name=f"X {number}",
            email=f"x{number}@example.org",
            joined_on=dt.date(2020, 1, 1),
        )
        for number in range(more)
    )
    session = scheduled(cast)
    rendered = []

    def note(template: Any, **_kwargs: Any) -> None:
        rendered.append(template.name)

    template_rendered.connect(note)
    with django_assert_num_queries(QUERIES):
        draft_invitations(actor=cast.actor("bilal"), session=session)
    template_rendered.disconnect(note)
    assert rendered.count("mail/session_invitation.txt") == 1
