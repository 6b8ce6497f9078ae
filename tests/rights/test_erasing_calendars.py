"""Whoever is erased finds no later session in their calendar, and nothing is kept of the mail."""

import datetime as dt

import pytest
import time_machine
from django.core import mail

from cop.core import registry
from cop.post.enums import State
from cop.post.models import Message
from cop.post.services import send_waiting
from cop.rights.services import erase_for_request, log_request
from sessions_app.models import Session
from sessions_app.services import cancel_session, send_invitations
from tests.calendars import MemberCalendar
from tests.people import Cast
from tests.rights.zelda import EMAIL, MARKS, erase, where, zelda
from tests.sessions_app.plans import END, JANUARY, scheduled

TODAY = dt.date(2026, 11, 22)
LATER = JANUARY + dt.timedelta(days=7)


@pytest.fixture
def member(cast: Cast):
    return zelda(cast)


def invited(cast: Cast, day: dt.date) -> Session:
    session = scheduled(cast, day=day)
    send_invitations(actor=cast.actor("bilal"), session=session)
    send_waiting()
    return session


def calendar(address: str = EMAIL) -> MemberCalendar:
    return MemberCalendar(address).take(*mail.outbox)


def test_sessions_ahead_leave_the_calendar_and_the_others_keep_theirs(cast: Cast, member):
    for day in (JANUARY, LATER):
        invited(cast, day)
    assert len(calendar().entries()) == 2
    erase(cast, member.person)
    send_waiting()
    assert calendar().entries() == []
    assert len(calendar("rosa@example.org").entries()) == 2
    assert where(*MARKS) == set()
    about = Message.objects.filter(kind="erased").values_list("mailing__about", flat=True)
    assert set(about) == {""}, "nor from which session somebody was taken"


def test_who_is_erased_on_request_too(cast: Cast, member):
    invited(cast, JANUARY)
    dana = cast.actor("dana")
    request = log_request(actor=dana, kind="erase", email=EMAIL, received_on=TODAY)
    erase_for_request(actor=dana, request=request)
    send_waiting()
    assert calendar().entries() == []


def test_without_that_mail_it_would_stay(cast: Cast, member, monkeypatch):
    monkeypatch.setattr(registry, "farewells", [])
    invited(cast, JANUARY)
    erase(cast, member.person)
    send_waiting()
    assert len(calendar().entries()) == 1


def test_of_what_is_over_or_cancelled_nothing_is_said(cast: Cast, member):
    invited(cast, JANUARY)
    cancel_session(actor=cast.actor("tom"), session=invited(cast, LATER), reason="Snow.")
    send_waiting()
    scheduled(cast, day=LATER + dt.timedelta(days=7))  # to which nobody was invited
    with time_machine.travel(END, tick=False):
        erase(cast, member.person)
        assert Message.objects.filter(kind="erased").count() == 1


def test_nothing_is_kept_of_what_cannot_be_delivered(cast: Cast, member, settings):
    invited(cast, JANUARY)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    erase(cast, member.person)
    assert Message.objects.filter(kind="erased", to=EMAIL).count() == 2
    for _attempt in range(2 * 8):
        Message.objects.update(try_after=None)  # as if its time had come
        send_waiting()
    assert set(Message.objects.filter(kind="erased").values_list("state", flat=True)) == {
        State.FAILED
    }
    assert where(*MARKS) == set()
