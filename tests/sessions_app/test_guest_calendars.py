"""A guest is invited by mail like a member: one entry, true whatever becomes of the session."""

import datetime as dt
import re

import pytest
from django.core import mail

from cop.core.errors import Refused
from cop.core.registry import Subject
from cop.members.models import User
from cop.members.services import leave_community
from cop.post.models import Message
from cop.post.services import send_waiting
from cop.rights.services import erase_own
from sessions_app.models import Guest, Session
from sessions_app.services import cancel_session, change_session, invite_guest, send_invitations
from tests.calendars import Entry, MemberCalendar
from tests.people import Cast
from tests.sessions_app.plans import plan, scheduled

GRACE = "grace@example.org"
NOT_FOR_MAIL = re.compile(r"caucus|plenary|Listening well|Winter session", re.IGNORECASE)


@pytest.fixture
def session(cast: Cast) -> Session:
    session = scheduled(cast)
    invite_guest(actor=cast.actor("tom"), session=session, email=GRACE)
    send_waiting()
    return session


def calendar(address: str = GRACE) -> list[Entry]:
    return MemberCalendar(address).take(*mail.outbox).entries()


def last_words() -> str:
    message = [one for one in mail.outbox if GRACE in one.to[0]][-1]
    return f"{message.subject}\n{message.body}\n{message.alternatives}"


def test_a_guest_is_sent_a_neutral_invitation_at_once(cast, session):
    [entry] = calendar()
    assert entry.starts == session.starts_at
    assert entry.uid == str(Guest.objects.get().uid)
    assert "as a guest" in last_words()
    assert "whether you are coming" not in last_words(), "nobody counts guests' answers"
    assert "whether you are coming" not in entry.description
    assert not NOT_FOR_MAIL.search(last_words())
    assert [one.to for one in mail.outbox if "Rosa" in one.to[0]] == []


def test_changes_and_the_cancellation_reach_them(cast, session):
    uid = calendar()[0].uid
    new = plan(cast, day=dt.date(2027, 1, 21), place="Harbour House")
    session = change_session(actor=cast.actor("tom"), session=session, plan=new)
    send_waiting()
    [entry] = calendar()
    assert (entry.uid, entry.starts, entry.place) == (uid, session.starts_at, "Harbour House")
    assert "whether you are coming" not in last_words()
    cancel_session(actor=cast.actor("tom"), session=session, reason="Snow.")
    send_waiting()
    assert calendar() == []


def test_members_and_guests_each_get_their_own_words(cast, session):
    send_invitations(actor=cast.actor("bilal"), session=session)
    change_session(actor=cast.actor("tom"), session=session, plan=plan(cast, place="Elsewhere"))
    send_waiting()
    asked = {one.to[0] for one in mail.outbox if "say whether you are coming" in one.body}
    assert any("rosa@example.org" in address for address in asked)
    assert not any(GRACE in address for address in asked)
    assert [entry.place for entry in calendar()] == ["Elsewhere"]
    assert calendar()[0].uid != calendar("rosa@example.org")[0].uid


@pytest.mark.parametrize("goes", ["leaves", "is erased"])
def test_whoever_goes_finds_it_gone(cast, session, goes):
    grace = cast.actor("grace")
    if goes == "leaves":
        leave_community(actor=grace)
    else:
        erase_own(actor=grace, subject=Subject(cast.community, grace.person, None))
    send_waiting()
    assert calendar() == []
    assert not Guest.objects.exists()
    assert not Message.objects.filter(to=GRACE).exists()


def test_nobody_is_announced_by_a_mail_that_may_not_leave(cast):
    session = scheduled(cast, place="The White Caucus room")
    with pytest.raises(Refused):
        invite_guest(actor=cast.actor("tom"), session=session, email="new@example.org")
    assert not Guest.objects.exists()
    assert not User.objects.filter(email="new@example.org").exists()
