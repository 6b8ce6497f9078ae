"""What a mail server says no to: tried again in time, or noted in our own words."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from cop.core import clock
from cop.core.errors import Refused
from cop.post.enums import Reason, State
from cop.post.models import Mailing, Message
from cop.post.services import (
    Letter,
    note_arrived,
    note_returned,
    post_letter,
    send_again,
    send_waiting,
)
from tests.post.mail_server import MailServer

ROSA, WILL = "rosa@example.org", "will@example.org"
HELLO = Letter("Hello", "How are you?\n")

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server
        server.shutdown()


def post(*addresses: str) -> Mailing:
    recipients = [(address, "") for address in addresses]
    posted = post_letter(community_id=1, kind="test", recipients=recipients, letter=HELLO)
    return posted[0].mailing


def in_minutes(minutes: int) -> int:
    with time_machine.travel(clock.now() + dt.timedelta(minutes=minutes)):
        return send_waiting()


def mail_to(address: str) -> Message:
    return Message.objects.get(to=address)


@pytest.mark.parametrize("step", [ROSA, f"body of {ROSA}"])
def test_mailbox_that_is_full_for_now_is_tried_again(server: MailServer, step: str):
    server.refusals[step] = "452 4.2.2 rosa@example.org is over quota"
    post(ROSA, WILL)
    assert send_waiting() == 1  # Will's; nobody waits for Rosa's mailbox
    assert (mail_to(ROSA).state, mail_to(ROSA).reason) == (State.WAITING, Reason.FULL)
    assert send_waiting() == 0
    del server.refusals[step]
    assert in_minutes(1) == 1
    assert (server.got(ROSA), server.got(WILL)) == (1, 1)
    assert set(Message.objects.values_list("state", "to")) == {(State.SENT, "")}


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("552 5.2.2 Mailbox of rosa@example.org is full", Reason.FULL),
        ("552 Quota exceeded", Reason.FULL),
        ("552 5.3.4 Message too big for system", Reason.TOO_LARGE),
        ("550 5.1.1 rosa@example.org unknown", Reason.UNKNOWN),
        ("550 No such user here", Reason.UNKNOWN),
        ("550 5.7.1 Message rejected as spam", Reason.UNWANTED),
        ("554 Go away", Reason.UNWANTED),
        ("571 Never", Reason.REFUSED),
    ],
)
def test_refusal_for_good_ends_in_a_note_of_ours(server: MailServer, reply, reason, caplog):
    server.refusals[ROSA] = reply
    post(ROSA)
    assert send_waiting() == 0
    left = mail_to(ROSA)
    assert (left.state, left.reason) == (State.FAILED, reason)
    assert reply not in str(Message.objects.values().get())
    assert "rosa" not in caplog.text
    del server.refusals[ROSA]
    assert in_minutes(60 * 24) == 0  # not by itself
    send_again(message=left)
    assert send_waiting() == 1
    assert server.got(ROSA) == 1


def test_refused_sender_is_no_note_about_the_recipient(server: MailServer):
    """550 to MAIL FROM: our own house is not in order, and no member's address is at fault."""
    server.refusals["MAIL"] = "550 5.7.60 Client does not have permissions"
    post(ROSA)
    assert send_waiting() == 0
    assert (mail_to(ROSA).state, mail_to(ROSA).reason) == (State.WAITING, Reason.SENDER)
    del server.refusals["MAIL"]
    assert in_minutes(1) == 1
    server.refusals["MAIL"] = "552 5.3.4 Too big"
    post(WILL)
    send_waiting()
    assert (mail_to(WILL).state, mail_to(WILL).reason) == (State.FAILED, Reason.TOO_LARGE)


def test_second_click_sends_nothing_more(server: MailServer):
    server.refusals[ROSA] = "550 5.1.1 unknown"
    post(ROSA)
    send_waiting()
    message = mail_to(ROSA)
    del server.refusals[ROSA]
    send_again(message=message)
    send_waiting()
    with pytest.raises(Refused, match="not kept any more"):
        send_again(message=message)
    assert send_waiting() == 0
    assert server.got(ROSA) == 1


def test_person_says_whether_what_was_perhaps_sent_arrived():
    mailing = post(ROSA, WILL)
    Message.objects.update(state=State.PERHAPS)
    note_arrived(message=mail_to(ROSA))
    send_again(message=mail_to(WILL))
    assert set(mailing.messages.values_list("state", "to")) == {("sent", ""), ("waiting", WILL)}
    assert send_waiting() == 1
    assert set(mailing.messages.values_list("state", "to")) == {("sent", "")}


def test_mail_that_came_back_later_is_noted_once():
    mailing = post(ROSA, WILL)
    with pytest.raises(Refused, match="has not left"):
        note_returned(mailing=mailing, address=ROSA, reason=Reason.FULL)
    send_waiting()
    note_returned(mailing=mailing, address=ROSA, reason=Reason.FULL)
    with pytest.raises(Refused, match="noted already"):
        note_returned(mailing=mailing, address=ROSA, reason=Reason.FULL)
    assert sorted(mailing.messages.values_list("state", "to")) == [("failed", ROSA), ("sent", "")]
    with pytest.raises(Refused, match="not kept"):
        send_again(message=mail_to(ROSA))


def test_long_list_keeps_nobody_waiting(server: MailServer):
    """The second mailing's only mail leaves after the first of the first one."""
    post(*(f"m{number}@example.org" for number in range(9)))
    post(ROSA)
    order = []
    server.refusals = Noting(order)
    assert send_waiting() == 10
    assert order.index(ROSA) == 1


class Noting(dict):
    """Refuses nothing and remembers in which order it was asked."""

    def __init__(self, order: list[str]) -> None:
        super().__init__()
        self.order = order

    def get(self, key, default=None):
        if "@" in key and not key.startswith("body"):
            self.order.append(key)
        return default
