"""The outbox: drafted, checked, sent once, emptied."""

import datetime as dt
from threading import Event, Thread

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from cop.core import clock, registry
from cop.core.errors import Refused
from cop.post import tasks
from cop.post.enums import State
from cop.post.models import Mailing, Message
from cop.post.services import (
    MOST_ATTEMPTS,
    Letter,
    approve_mailing,
    draft_mailing,
    erase_undelivered,
    post_letter,
    post_letters,
    send_message,
    send_waiting,
)

HELLO = Letter(subject="Hello", text="How are you?\n", html="<p>How are you?</p>")


class RefusingServer(EmailBackend):
    """A mail server that is down."""

    def open(self):
        raise ConnectionRefusedError


class SlowServer(EmailBackend):
    """A mail server that keeps one worker busy until the test lets it go."""

    entered, leave = Event(), Event()

    def send_messages(self, messages):
        self.entered.set()
        assert self.leave.wait(60)
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def one_forbidden_word(monkeypatch):
    monkeypatch.setattr(registry, "neutral_terms", [lambda community_id: ["white"]])


def waiting(to="rosa@example.org", to_name="", letter=HELLO) -> Message:
    (message,) = post_letters(community_id=1, kind="test", letters=[(to, to_name, letter)])
    return message


def drafted(to="rosa@example.org", letter=HELLO) -> Mailing:
    return draft_mailing(community_id=1, kind="test", letters=[(to, "", letter)])


@pytest.mark.django_db
class TestSending:
    def test_draft_stays_until_it_is_queued(self):
        mailing = drafted()
        assert send_waiting() == 0
        approve_mailing(mailing=mailing)
        assert send_waiting() == 1
        assert len(mail.outbox) == 1

    def test_mail_has_text_and_formatted_part_and_one_recipient(self):
        send_message(message_id=waiting(to_name="Rosa Delgado").pk)
        sent = mail.outbox[0]
        assert sent.to == ["Rosa Delgado <rosa@example.org>"]
        assert sent.body == "How are you?\n"
        kinds = [part.get_content_type() for part in sent.message().walk()]
        assert kinds == ["multipart/alternative", "text/plain", "text/html"]
        assert sent.message()["Auto-Submitted"] == "auto-generated"

    def test_calendar_part_says_its_method(self):
        entry = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
        letter = Letter("Hello", "Text\n", calendar=entry, calendar_method="REQUEST")
        send_message(message_id=waiting(letter=letter).pk)
        part = mail.outbox[0].message().get_payload()[-1]
        assert part.get_content_type() == "text/calendar"
        assert part.get_param("method") == "REQUEST"

    def test_words_and_address_are_erased_once_sent(self):
        message = waiting(to_name="Rosa Delgado")
        assert send_message(message_id=message.pk)
        message.refresh_from_db()
        assert message.state == State.SENT
        assert isinstance(message.sent_on, dt.date)
        left = str(Message.objects.values().get())
        for word in ("rosa", "Rosa", "Hello", "How are you"):
            assert word not in left

    def test_second_time_sends_nothing(self):
        message = waiting()
        assert send_message(message_id=message.pk)
        assert not send_message(message_id=message.pk)
        assert len(mail.outbox) == 1

    def test_server_that_is_down_is_tried_again_for_two_days(self, settings, caplog):
        settings.EMAIL_BACKEND = f"{__name__}.RefusingServer"
        message = waiting()
        with time_machine.travel(dt.datetime(2027, 3, 27, 23, tzinfo=dt.UTC), tick=False) as now:
            start = clock.now()  # in the night the clocks change
            for number, minute in enumerate([0, 1, 6, 26, 86, 326, 1046, 2486], start=1):
                if minute:
                    now.move_to(start + dt.timedelta(minutes=minute, seconds=-1))
                    send_waiting()  # in vain, a second before its time
                    message.refresh_from_db()
                    assert message.attempts == number - 1
                now.move_to(start + dt.timedelta(minutes=minute))
                send_waiting()
                message.refresh_from_db()
                assert message.attempts == number
                assert message.state == (State.FAILED if number == MOST_ATTEMPTS else "waiting")
        assert message.reason == "not_reached"
        assert message.text == HELLO.text  # so that somebody can send it again
        assert "rosa" not in caplog.text
        assert "Hello" not in caplog.text

    def test_what_was_not_delivered_is_emptied_two_weeks_after_it_was_queued(self):
        with time_machine.travel(dt.datetime(2027, 6, 1, 23, 30, tzinfo=dt.UTC), tick=False):
            failed, kept = waiting(to_name="Rosa Delgado"), waiting(to="will@example.org")
        Message.objects.filter(pk=failed.pk).update(state=State.FAILED)
        assert failed.queued_on == dt.date(2027, 6, 2)  # after midnight in London
        with time_machine.travel(dt.datetime(2027, 6, 15, 22, tzinfo=dt.UTC), tick=False):
            assert erase_undelivered() == 0
        with time_machine.travel(dt.datetime(2027, 6, 15, 23, 30, tzinfo=dt.UTC), tick=False):
            tasks.send_waiting()
            assert erase_undelivered() == 0
        left = str(Message.objects.filter(pk=failed.pk).values().get())
        for word in ("rosa", "Rosa", "Hello", "How are you"):
            assert word not in left
        kept.refresh_from_db()
        assert kept.state == State.SENT
        assert kept.sent_on == dt.date(2027, 6, 16)

    def test_server_that_comes_back_gets_the_mail(self, settings):
        backend = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = f"{__name__}.RefusingServer"
        waiting()
        send_waiting()
        settings.EMAIL_BACKEND = backend
        assert send_waiting() == 0  # not before its minute is over
        with time_machine.travel(clock.now() + dt.timedelta(minutes=1)):
            assert send_waiting() == 1


@pytest.mark.django_db
class TestWhatMayLeave:
    def test_header_cannot_be_injected(self):
        subject = "Hello\r\nBcc: everybody@example.org\x00\u2028more"
        message = waiting(letter=Letter(subject, "Text\n"), to_name="Rosa\nBcc: x@example.org")
        send_message(message_id=message.pk)
        sent = mail.outbox[0]
        assert sent.subject == "Hello Bcc: everybody@example.org more"
        assert sent.message().keys().count("Bcc") == 0
        assert sent.recipients() == ['"Rosa Bcc: x@example.org" <rosa@example.org>']

    @pytest.mark.parametrize(
        "to", ["", "rosa", "a@example.org, b@example.org", "a@b.org\nBcc: c@d.org"]
    )
    def test_one_address_and_no_more(self, to):
        with pytest.raises(Refused):
            drafted(to=to)
        assert not Mailing.objects.exists()
        assert not Message.objects.exists()

    @pytest.mark.parametrize(
        "letter",
        [
            Letter("White space", "Text\n"),
            Letter("Hello", "For the WHITE caucus\n"),
            Letter("Hello", "Text\n", html="<b>w</b>hite"),
            Letter("Hello", "Text\n", calendar="BEGIN:VCALENDAR\r\nSUMMARY:Whi\r\n te\r\n"),
        ],
    )
    def test_caucus_in_any_part_stops_every_message(self, letter):
        with pytest.raises(Refused, match="white"):
            post_letter(
                community_id=1,
                kind="test",
                recipients=[("rosa@example.org", "Rosa"), ("will@example.org", "Will")],
                letter=letter,
            )
        assert not Message.objects.exists()
        assert send_waiting() == 0

    def test_person_may_be_called_white(self):
        send_message(message_id=waiting(to="w@example.org", to_name="Walter White").pk)
        assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail(settings):
    """While one worker talks to the mail server the other finds nothing to do."""
    settings.EMAIL_BACKEND = f"{__name__}.SlowServer"
    message = waiting()

    def first_worker():
        send_message(message_id=message.pk)
        connection.close()

    thread = Thread(target=first_worker)
    thread.start()
    try:
        assert SlowServer.entered.wait(60)
        assert not send_message(message_id=message.pk)
        assert send_waiting() == 0
    finally:
        SlowServer.leave.set()
        thread.join()
    assert len(mail.outbox) == 1
