"""A mail server delays mail: what reaches a mailbox late never undoes what came before it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from cop.core import clock
from cop.core.errors import Refused
from cop.members.models import Member
from cop.members.services import leave_community
from cop.post.enums import State
from cop.post.models import Message
from cop.post.services import put_away_late, send_again, send_waiting
from sessions_app.models import Session
from sessions_app.services import (
    answer_invitation,
    cancel_session,
    change_session,
    note_apology,
    remind_due,
    send_invitations,
)
from tests.calendars import MemberCalendar
from tests.people import Cast
from tests.post.mail_server import MailServer
from tests.sessions_app.plans import JANUARY, plan, scheduled
from tests.sessions_app.test_reminders import invited, local

pytestmark = pytest.mark.django_db
ROSA = "rosa@example.org"
PUT_OFF, FULL = "451 4.7.1 later, please", "552 5.2.2 full"


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        yield server
        server.shutdown()


def days(*mails: Any) -> list[dt.date]:
    """What stands in Rosa's calendar."""
    taken = MemberCalendar(ROSA).take(*(bytes(mail) for mail in mails))
    return [dt.date(one.starts.year, one.starts.month, one.starts.day) for one in taken.entries()]


def subjects(server: MailServer) -> list[str]:
    return [mail["Subject"].partition(":")[0] for mail in server.delivered[ROSA]]


def wait_and_send(minutes: int = 30) -> None:
    with time_machine.travel(clock.now() + dt.timedelta(minutes=minutes)):
        send_waiting()


def refused_once(server: MailServer, answer: str) -> None:
    """What waits for Rosa now is tried, in vain."""
    server.refusals[ROSA] = answer
    send_waiting()
    del server.refusals[ROSA]


def cancelled(cast: Cast) -> None:
    cancel_session(actor=cast.actor("tom"), session=Session.objects.get(), reason="Snow.")


def moved(cast: Cast, day: int) -> None:
    to = plan(cast, day=dt.date(2027, 1, day))
    change_session(actor=cast.system, session=Session.objects.get(), plan=to)


@pytest.mark.parametrize("answer", [PUT_OFF, FULL])
def test_no_invitation_after_the_cancellation(cast, server, answer):
    send_invitations(actor=cast.system, session=scheduled(cast))
    refused_once(server, answer)
    late = Message.objects.get(to=ROSA)
    cancelled(cast)
    send_waiting()
    with pytest.raises(Refused, match="out of date"):
        send_again(message=late)
    wait_and_send()
    assert [subject[:9] for subject in subjects(server)] == ["Cancelled"]
    assert days(*server.delivered[ROSA]) == []
    late.refresh_from_db()
    assert (late.state, late.to, late.text) == (State.OVERTAKEN, "", "")


def test_without_taking_back_the_invitation_comes_last(cast, server, monkeypatch):
    monkeypatch.setattr("sessions_app.services.invitations.take_back", lambda **_: 0)
    send_invitations(actor=cast.system, session=scheduled(cast))
    refused_once(server, PUT_OFF)
    cancelled(cast)
    send_waiting()
    wait_and_send()
    assert [subject[:7] for subject in subjects(server)] == ["Cancell", "Session"]


def test_moved_twice_the_second_day_is_the_last_word(cast, server):
    send_invitations(actor=cast.system, session=scheduled(cast))
    send_waiting()
    moved(cast, 21)
    refused_once(server, PUT_OFF)
    moved(cast, 28)
    send_waiting()
    wait_and_send()
    assert subjects(server)[1:] == ["Changed"]
    assert days(*server.delivered[ROSA]) == [dt.date(2027, 1, 28)]


def test_what_the_server_has_in_its_hand_does_not_leave_again(cast, server):
    send_invitations(actor=cast.system, session=scheduled(cast))
    send_waiting()
    moved(cast, 21)
    handed = Message.objects.filter(to=ROSA, kind="session_changed")
    handed.update(state=State.HANDING, try_after=clock.now() + dt.timedelta(minutes=10))
    cancelled(cast)
    handed.update(state=State.PERHAPS)
    with pytest.raises(Refused, match="out of date"):
        send_again(message=handed.get())
    assert put_away_late() == 1


def test_a_leaver_gets_no_invitation_any_more(cast, server):
    send_invitations(actor=cast.system, session=scheduled(cast))
    refused_once(server, PUT_OFF)
    leave_community(actor=cast.actor("rosa"))
    send_waiting()
    wait_and_send()
    assert subjects(server) == ["Not in your calendar"]
    assert server.got("will@example.org") == 1, "others keep theirs"


def test_today_is_not_said_tomorrow(cast, server):
    invited(cast)
    server.refusals[ROSA] = PUT_OFF
    for hour in (8, 9, 10, 12):
        with time_machine.travel(local(JANUARY, hour), tick=False):
            remind_due()
            send_waiting()
    del server.refusals[ROSA]
    with time_machine.travel(local(JANUARY, 15), tick=False):  # it has ended
        assert put_away_late() == 1
    with time_machine.travel(local(JANUARY + dt.timedelta(days=1), 9), tick=False):
        send_waiting()
    assert subjects(server) == []
    assert [mail["Subject"][:5] for mail in server.delivered["will@example.org"]] == ["Today"]


def test_in_two_days_is_said_until_the_day_is_over(cast, server):
    invited(cast)
    for hour, answer in ((8, PUT_OFF), (23, "250 OK")):
        server.refusals[ROSA] = server.refusals["will@example.org"] = answer
        with time_machine.travel(local(JANUARY - dt.timedelta(days=2), hour), tick=False):
            remind_due()
            server.refusals["will@example.org"] = PUT_OFF
            send_waiting()
    server.refusals.clear()
    with time_machine.travel(local(JANUARY - dt.timedelta(days=1), 0), tick=False):
        send_waiting()
    assert subjects(server) == ["In two days, Thursday 14 January"]
    assert server.got("will@example.org") == 0


def test_no_reminder_of_what_is_cancelled(cast, server):
    invited(cast)
    with time_machine.travel(local(JANUARY, 8), tick=False):
        remind_due()
        refused_once(server, PUT_OFF)
    with time_machine.travel(local(JANUARY, 9), tick=False):
        cancelled(cast)
        send_waiting()
    with time_machine.travel(local(JANUARY, 10), tick=False):
        send_waiting()
    assert [subject[:9] for subject in subjects(server)] == ["Cancelled"]


class TestLittleMail:
    """Rosa wants only what must be, and said on the page that she may come."""

    @pytest.fixture(autouse=True)
    def rosa(self, cast: Cast) -> None:
        Member.objects.filter(name="Rosa Delgado").update(mail="necessary")
        session = scheduled(cast)
        send_invitations(actor=cast.system, session=session)
        answer_invitation(actor=cast.actor("rosa"), session=session, answer="not_sure")
        send_waiting()

    def test_she_hears_of_each_move_and_of_the_cancellation(self, cast, mailoutbox):
        moved(cast, 21)
        moved(cast, 28)
        send_waiting()
        assert days(*(one.message() for one in mailoutbox)) == [dt.date(2027, 1, 28)]
        cancelled(cast)
        send_waiting()
        assert days(*(one.message() for one in mailoutbox)) == []
        assert Message.objects.filter(kind="session_cancelled").count() == 5

    def test_who_does_not_come_hears_that_it_is_cancelled_and_of_no_move(self, cast):
        session = Session.objects.get()
        answer_invitation(actor=cast.actor("rosa"), session=session, answer="not_coming")
        moved(cast, 21)
        assert not Message.objects.filter(to=ROSA).exists()
        answer_invitation(actor=cast.actor("rosa"), session=session, answer="not_coming")
        cancelled(cast)
        assert Message.objects.get(to=ROSA).kind == "session_cancelled"


def test_an_apology_for_one_day_is_none_for_another(cast, mailoutbox):
    session = invited(cast)
    note_apology(actor=cast.actor("bilal"), session=session, member=cast.members["rosa"])
    moved(cast, 28)
    send_waiting()
    mailoutbox.clear()
    with time_machine.travel(local(JANUARY, 8), tick=False):
        remind_due()
        send_waiting()
    assert len(mailoutbox) == 5


def test_it_can_be_cancelled_though_its_place_names_a_caucus_by_now(cast, mailoutbox):
    invited(cast)
    word = {"place": "White Hart Lane", "link": "https://meet.example/white", "dial_in": "White 7"}
    Session.objects.update(**word)
    cancelled(cast)
    send_waiting()
    sent = b"".join(bytes(mail.message()) for mail in mailoutbox)
    assert len(mailoutbox) == 5
    assert b"white" not in sent.lower()


def test_nor_does_such_a_place_keep_it_in_a_leavers_calendar(cast, mailoutbox):
    invited(cast)
    Session.objects.update(place="White Hart Lane")
    leave_community(actor=cast.actor("rosa"))
    send_waiting()
    assert [mail.subject[:6] for mail in mailoutbox] == ["Not in"]
