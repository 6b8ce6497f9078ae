"""A facilitator who is no member is invited with the members, and told whatever becomes of it."""

import datetime as dt

import pytest
from django.core import mail

from cop.core import clock
from cop.members.models import Appointment, Member
from cop.post.models import Message
from cop.post.services import send_waiting
from sessions_app.models import Facilitator, Session
from sessions_app.services import cancel_session, change_session, send_invitations
from tests.calendars import Entry, MemberCalendar
from tests.people import Cast
from tests.sessions_app.plans import plan, scheduled

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast: Cast) -> Session:
    Appointment.objects.create(
        community=cast.community,
        person=cast.sam,
        name="Sam",
        role="facilitator",
        from_on=clock.today("Europe/London") - dt.timedelta(days=9),
    )
    assert not Member.objects.filter(person=cast.sam).exists()
    return scheduled(cast, facilitators=(cast.tom, cast.sam))


def entries(cast: Cast) -> list[Entry]:
    send_waiting()
    return MemberCalendar(cast.sam.email).take(*mail.outbox).entries()


def change(cast: Cast, **changes: object) -> Session:
    session = Session.objects.get()
    return change_session(actor=cast.system, session=session, plan=plan(cast, **changes))


def test_nothing_leaves_before_the_others_are_invited(cast, session):
    change(cast, facilitators=(cast.tom, cast.sam), day=dt.date(2027, 1, 21))
    assert not Message.objects.exists()


def test_invited_told_of_a_move_and_of_the_cancellation(cast, session):
    send_invitations(actor=cast.system, session=session)
    [entry] = entries(cast)
    assert entry.uid == str(Facilitator.objects.get(person=cast.sam).uid)
    [letter] = [one for one in mail.outbox if cast.sam.email in one.to[0]]
    assert "you facilitate a session" in letter.body
    assert "whether you are coming" not in letter.body + entry.description
    assert sum("tom@example.org" in one.to[0] for one in mail.outbox) == 1, "by the member's mail"
    moved = change(cast, facilitators=(cast.tom, cast.sam), day=dt.date(2027, 1, 21))
    assert [one.starts for one in entries(cast)] == [moved.starts_at]
    cancel_session(actor=cast.actor("tom"), session=moved, reason="Snow.")
    assert entries(cast) == []


def test_who_facilitates_no_more_or_from_now_on(cast, session):
    change(cast, facilitators=(cast.tom,))
    send_invitations(actor=cast.system, session=session)
    assert entries(cast) == []
    change(cast, facilitators=(cast.tom, cast.sam))
    assert len(entries(cast)) == 1
    change(cast, facilitators=(cast.tom,))
    assert entries(cast) == []
