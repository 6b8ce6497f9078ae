"""R7: what is overdue goes to those named for the caucus that owes it. Nobody else hears of it."""

import datetime as dt
from itertools import product
from time import sleep

import pytest
import time_machine
from django.core import mail

from caucus import services
from caucus.models import Commitment, OverdueTold
from caucus.services import overdue
from cop.celery import app
from cop.core.registry import panels_for
from cop.members.models import Community, Member
from cop.post.models import Message
from cop.post.services import send_waiting
from tests.caucus.promises import asked, published, taken_on, told
from tests.people import build_cast

pytestmark = pytest.mark.django_db
PATIENCE = 60  # seconds
TODAY = dt.date(2027, 1, 14)
LATE = dt.datetime(2027, 1, 15, 10, tzinfo=dt.UTC)


@pytest.fixture
def late(cast, session, clock):
    """Due yesterday, and nobody said how it ended."""
    published(cast)
    commitment = taken_on(cast, asked(cast), due_on=TODAY)
    clock.move_to(LATE)
    return commitment


def told_by_mail() -> list[str]:
    mail.outbox.clear()
    services.tell_of_overdue()
    send_waiting()
    return [address for one in mail.outbox for address in one.to]


def cards(cast, name):
    return {panel.key for panel in panels_for(cast.actor(name))}


def test_it_goes_to_the_owing_caucus_and_never_to_the_one_that_asks(cast, late):
    assert told_by_mail() == ["Tom Hartley <tom@example.org>"]
    for name in ("amara", "rosa", "bilal", "ines"):
        assert "overdue" not in cards(cast, name), name
    assert "overdue" in cards(cast, "tom")


def test_nothing_is_written_before_the_day_is_over(cast, session, clock):
    published(cast)
    taken_on(cast, due_on=TODAY)
    assert told_by_mail() == []
    clock.move_to(LATE)
    assert len(told_by_mail()) == 1


def test_once_a_week_at_most_and_by_day(cast, late, clock):
    """The hours at which a day could change its mind: those of its edges, for a fortnight."""
    sent = []
    for day, hour in product(range(15), (0, 8, 9, 10, 18, 23)):
        now = LATE.replace(hour=hour) + dt.timedelta(days=day)
        if now >= LATE:
            clock.move_to(now)
            sent += [now] * len(told_by_mail())
    assert [(one.day, one.hour) for one in sent] == [(15, 10), (22, 9), (29, 9)]


@pytest.mark.parametrize("state", ["kept", "not_kept"])
def test_it_ends_when_it_is_said_how_it_ended(cast, session, late, state):
    told(cast, session, late, state, "No time.")
    assert told_by_mail() == []
    assert "overdue" not in cards(cast, "tom")


def test_under_way_is_not_an_end(cast, session, late):
    told(cast, session, late, "under_way")
    assert len(told_by_mail()) == 1


def test_where_nobody_is_named_nobody_is_written_to(cast, late):
    services.end_publication(
        actor=cast.actor("tom"), publication=cast.tom.caucuses_facilitated.get()
    )
    assert told_by_mail() == []
    assert not OverdueTold.objects.exists(), "whoever is named later hears of it"


def test_who_wants_no_reminders_gets_none_and_reads_it_on_the_page(cast, late):
    Member.objects.filter(person=cast.tom).update(mail="no_reminders")
    assert told_by_mail() == []
    assert "overdue" in cards(cast, "tom")


def test_the_mail_says_neither_what_nor_who_owes_it(cast, late):
    told_by_mail()
    (message,) = mail.outbox
    said = f"{message.subject} {message.body}".lower()
    for word in ("caucus", "white", "minoriti", "letters", "ask"):
        assert word not in said, word
    assert "/in/c/northern/commitments/" in said
    kept = Message.objects.get()
    assert (kept.to, kept.text, kept.kind) == ("", "", "commitment_overdue")


def test_a_community_that_fails_does_not_hold_up_the_others(cast, late, monkeypatch):

    real = overdue.overdue_commitments
    calls = []

    def first_fails(community):
        calls.append(community)
        if len(calls) == 1:
            raise RuntimeError
        return real(community)

    monkeypatch.setattr(overdue, "overdue_commitments", first_fails)

    build_cast("southern", "Southern", "example.net")
    assert told_by_mail() == []
    assert len(calls) == 2


def test_by_the_real_worker(cast, session, worker, settings):
    """The job the clock asks for is done by a worker; it is noon where this community is."""
    published(cast)
    commitment = taken_on(cast)
    Commitment.objects.filter(pk=commitment.pk).update(due_on=dt.date(2020, 1, 1))
    ahead = 12 - time_machine.escape_hatch.datetime.datetime.now(dt.UTC).hour
    Community.objects.update(time_zone=f"Etc/GMT{-ahead:+d}")
    app.send_task(settings.CELERY_BEAT_SCHEDULE["tell-of-overdue"]["task"])
    for _each in range(PATIENCE * 10):
        if Message.objects.exists():
            break
        sleep(0.1)
    assert Message.objects.get().kind == "commitment_overdue"
