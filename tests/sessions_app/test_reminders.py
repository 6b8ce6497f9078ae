"""Reminders: on their day by the community's own clocks, once, to all alike."""

import datetime as dt
import os
import signal
import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from caucus.models import Caucus
from cop.members.models import Member
from cop.members.services import save_member
from cop.post.models import Message
from sessions_app.enums import Answer, Moment
from sessions_app.models import Attendance, Invitation, Reminder, Session
from sessions_app.selectors import reminders
from sessions_app.services import (
    answer_invitation,
    cancel_session,
    change_reminder,
    change_session,
    note_apology,
    remind_due,
    reminding,
    send_invitations,
)
from tests.at_once import at_once
from tests.conftest import database_url
from tests.people import Cast, build_cast
from tests.sessions_app.plans import JANUARY, plan, scheduled

LONDON = ZoneInfo("Europe/London")
EVERYBODY = ["amara", "bilal", "rosa", "tom", "will"]


def invited(cast: Cast, **changes: object) -> Session:
    """A session whose invitation has gone out."""
    session = scheduled(cast, **changes)
    sent_on = dt.date(2026, 11, 22)
    Invitation.objects.bulk_create(
        Invitation(session=session, member=cast.members[name], sent_on=sent_on)
        for name in EVERYBODY
    )
    return session


def local(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


def remind(moment: dt.datetime) -> list[str]:
    """Who has been reminded in all, once the job has run at the moment."""
    with time_machine.travel(moment, tick=False):
        remind_due()
    return reminded()


def reminded(*kinds: str) -> list[str]:
    found = Message.objects.filter(kind__in=kinds or ["session_reminder", "session_thanks"])
    return sorted(mail.to.partition("@")[0] for mail in found)


def every_hour(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """(local day, moment) of every reminder there is when the job runs every hour of real time."""
    instant = local(first, 0).astimezone(dt.UTC)
    end = local(last, 23).astimezone(dt.UTC)
    while instant <= end:
        remind(instant)
        instant += dt.timedelta(hours=1)
    return list(Reminder.objects.order_by("sent_on").values_list("sent_on", "moment"))


@pytest.fixture
def session(cast) -> Session:
    return invited(cast)


@pytest.mark.parametrize(
    ("days", "subject", "says"),
    [
        (-14, "In two weeks, Thursday 14 January: ", "meets in two weeks: Thursday 14 January"),
        (-2, "In two days, Thursday 14 January: ", "meets in two days: Thursday 14 January"),
        (0, "Today, Thursday 14 January: ", "meets today: 1pm to 3pm (GMT)"),
    ],
)
def test_each_on_its_day_says_date_time_with_zone_place_and_the_way_back(
    session, days, subject, says
):
    Session.objects.update(link="https://meet.example/plenary", dial_in="020 7946 0000, 12#")
    assert remind(local(JANUARY + dt.timedelta(days=days), 8)) == EVERYBODY
    mails = Message.objects.all()
    assert len({(mail.subject, mail.text, mail.html) for mail in mails}) == 1
    mail = mails[0]
    assert mail.subject.startswith(subject)
    for words in (
        says,
        "When: Thursday 14 January 2027, 1pm to 3pm (GMT)",
        "Where: Online",
        "https://meet.example/plenary",
        "020 7946 0000, 12#",
        f"/in/c/northern/sessions/{session.pk}/",
        "How much mail you get is up to you:",
    ):
        assert words in mail.text
    for words in (session.title, "Listening well"):
        assert words not in mail.subject + mail.text + mail.html
    sign_in = f"/in/account/login/?next=/in/c/northern/sessions/{session.pk}/"
    assert (sign_in in mail.text, sign_in in mail.html) == (days == 0, days == 0)


def test_early_sign_in_leads_to_the_session(client, as_, session):
    url = f"/in/account/login/?next=/in/c/northern/sessions/{session.pk}/"
    out = client.get(url, follow=True)
    assert out.status_code == 200
    assert f"/in/c/northern/sessions/{session.pk}/" in out.content.decode()
    answer = as_("rosa").get(url, follow=True)
    assert answer.redirect_chain[-1][0] == f"/in/c/northern/sessions/{session.pk}/"


@pytest.mark.parametrize(
    ("hour", "minute", "how_many"), [(6, 59, 0), (7, 0, 5), (12, 59, 5), (13, 0, 0), (19, 0, 0)]
)
def test_on_the_day_until_it_begins(session, hour, minute, how_many):
    assert len(remind(local(JANUARY, hour, minute))) == how_many


def test_every_hour_of_three_weeks_brings_each_once(cast, session):
    Attendance.objects.create(session=session, member=cast.members["rosa"])
    sent = every_hour(JANUARY - dt.timedelta(days=16), JANUARY + dt.timedelta(days=3))
    assert sent == [
        (dt.date(2026, 12, 31), "two_weeks"),
        (dt.date(2027, 1, 12), "two_days"),
        (dt.date(2027, 1, 14), "morning"),
        (dt.date(2027, 1, 15), "after"),
    ]
    assert len(reminded("session_reminder")) == 15
    assert reminded("session_thanks") == ["rosa"]


@pytest.mark.parametrize(
    ("day", "two_days_before", "zone"),
    [
        (dt.date(2027, 3, 29), dt.date(2027, 3, 27), "BST"),  # clocks go on on the 28th
        (dt.date(2027, 3, 28), dt.date(2027, 3, 26), "BST"),
        (dt.date(2027, 11, 1), dt.date(2027, 10, 30), "GMT"),  # and back on 31 October
        (dt.date(2027, 10, 31), dt.date(2027, 10, 29), "GMT"),
    ],
)
def test_the_weeks_of_the_clock_changes_lose_and_double_nothing(cast, day, two_days_before, zone):
    invited(cast, day=day, time=dt.time(9))
    sent = every_hour(day - dt.timedelta(days=3), day)
    assert sent == [(two_days_before, "two_days"), (day, "morning")]
    assert len(reminded()) == 10
    assert f"9am to 11am ({zone})" in Message.objects.last().text


def test_the_day_is_the_community_s_own(cast, session):
    cast.community.time_zone = "Pacific/Auckland"
    cast.community.save()
    two_days_before = dt.datetime(2027, 1, 11, 18, 0, tzinfo=dt.UTC)  # 7am on the 12th there
    assert remind(two_days_before - dt.timedelta(minutes=1)) == []
    assert remind(two_days_before) == EVERYBODY


def test_all_alike_but_who_declined_and_who_wants_none(cast, session):
    for name, said in (
        ("rosa", Answer.COMING),
        ("will", Answer.NOT_SURE),
        ("amara", Answer.NOT_COMING),
    ):
        answer_invitation(actor=cast.actor(name), session=session, answer=said)
    Invitation.objects.filter(member=cast.members["will"]).update(
        answer=Answer.COMING, waiting_since=dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    )
    Member.objects.filter(pk=cast.members["tom"].pk).update(mail="no_reminders")
    save_member(actor=cast.system, reference="M77", name="New", email="new@example.org")
    Invitation.objects.filter(member__reference="M77").delete()
    save_member(actor=cast.system, reference="M78", name="Ill", email="ill@example.org")
    ill = Member.objects.get(reference="M78")
    Invitation.objects.create(session=session, member=ill, sent_on=dt.date(2026, 11, 22))
    note_apology(actor=cast.actor("bilal"), session=session, member=ill)
    assert remind(local(JANUARY - dt.timedelta(days=2), 9)) == ["bilal", "rosa", "will"]
    texts = Message.objects.filter(kind="session_reminder").values_list("text", flat=True)
    assert len(set(texts)) == 1


def test_nobody_is_reminded_where_no_invitation_went_out_or_it_is_cancelled(cast, session):
    two_days = local(JANUARY - dt.timedelta(days=2), 9)
    Invitation.objects.update(sent_on=None)
    assert remind(two_days) == []
    Invitation.objects.update(sent_on=dt.date(2026, 11, 22))
    with time_machine.travel(two_days - dt.timedelta(days=1), tick=False):
        cancel_session(actor=cast.actor("tom"), session=session, reason="Snow")
    assert remind(two_days) == []
    assert not Reminder.objects.exists()


def test_planned_within_two_weeks_what_is_past_is_left_out(cast):
    """Planned and invited ten days before; and one on the very day two weeks before."""
    with time_machine.travel(local(JANUARY - dt.timedelta(days=10), 9)):
        send_invitations(actor=cast.actor("tom"), session=scheduled(cast))
        remind_due()
    sent = every_hour(JANUARY - dt.timedelta(days=10), JANUARY)
    assert [moment for _day, moment in sent] == ["two_days", "morning"]


def test_invited_today_nobody_is_reminded_today(session):
    Invitation.objects.update(sent_on=JANUARY - dt.timedelta(days=2))
    assert remind(local(JANUARY - dt.timedelta(days=2), 9)) == []
    assert remind(local(JANUARY, 9)) == EVERYBODY


def test_moved_to_another_day_it_is_reminded_of_anew(cast, session):
    assert len(remind(local(JANUARY - dt.timedelta(days=2), 9))) == 5
    moved = JANUARY + dt.timedelta(days=7)
    with time_machine.travel(local(JANUARY - dt.timedelta(days=1), 9)):
        change_session(actor=cast.system, session=session, plan=plan(cast, day=moved))
    assert len(remind(local(JANUARY, 9))) == 5  # the old morning is nobody's
    assert len(remind(local(moved - dt.timedelta(days=2), 9))) == 10
    assert "Thursday 21 January" in Message.objects.last().text
    assert len(remind(local(moved - dt.timedelta(days=2), 10))) == 10


def test_the_day_after_everybody_who_came_is_thanked_alike(cast, session):
    for name in ("rosa", "tom"):
        Attendance.objects.create(session=session, member=cast.members[name])
    after = JANUARY + dt.timedelta(days=1)
    assert remind(local(after, 9)) == ["rosa", "tom"]
    mail = Message.objects.last()
    assert mail.subject.startswith("Thank you for coming on Thursday 14 January")
    assert "thank you for coming on Thursday 14 January 2027" in mail.text


def test_switched_off_for_its_format_alone(cast, session):
    change_reminder(
        actor=cast.actor("bilal"),
        format_key="one_topic",
        moment=Moment.TWO_DAYS,
        is_on=False,
        words="",
    )
    other = invited(cast, format="two_topics")
    assert remind(local(JANUARY - dt.timedelta(days=2), 9)) == EVERYBODY
    assert f"/sessions/{other.pk}/" in Message.objects.last().text


def test_a_word_that_became_one_mail_may_not_carry_stops_the_one_and_no_other(
    cast, session, caplog
):
    change_reminder(
        actor=cast.actor("bilal"),
        format_key="one_topic",
        moment=Moment.TWO_DAYS,
        is_on=True,
        words="See you at {time}, friends.",
    )
    invited(cast, format="two_topics")
    Caucus.objects.filter(key="white").update(singular="friends")
    assert remind(local(JANUARY - dt.timedelta(days=2), 9)) == EVERYBODY
    assert "may not leave" in caplog.text
    Caucus.objects.filter(key="white").update(singular="white")
    assert len(remind(local(JANUARY - dt.timedelta(days=2), 10))) == 10


def test_whoever_may_change_the_words_reads_why_it_did_not_leave(cast, session, as_):
    url = f"/in/c/northern/sessions/{session.pk}/"
    with time_machine.travel(local(JANUARY - dt.timedelta(days=2), 9)):
        said = {name: as_(name).get(url).content.decode() for name in ("bilal", "rosa")}
        assert not any("has not left" in page for page in said.values())
        Caucus.objects.filter(key="white").update(singular="two days")
        remind_due()
        said = {name: as_(name).get(url).content.decode() for name in ("bilal", "amara", "rosa")}
    assert reminded() == []
    assert {name: "reminder has not left" in page for name, page in said.items()} == {
        "bilal": True,
        "amara": True,
        "rosa": False,
    }


def test_whatever_breaks_one_session_reaches_no_other_and_no_words_are_logged(
    cast, session, caplog, monkeypatch
):
    other = invited(cast, format="two_topics")

    def breaks(of, moment, words):
        if of == session:
            raise ValueError("Rosa Delgado said")
        return write(of, moment, words)

    write = reminding.write_reminder
    monkeypatch.setattr(reminding, "write_reminder", breaks)
    assert remind(local(JANUARY - dt.timedelta(days=2), 9)) == EVERYBODY
    assert f"/sessions/{other.pk}/" in Message.objects.last().text
    assert f"session {session.pk} failed: ValueError" in caplog.text
    assert "Rosa" not in caplog.text


def test_members_who_have_left_are_not_thanked(cast, session):
    for name in ("rosa", "tom"):
        Attendance.objects.create(session=session, member=cast.members[name])
    type(cast.members["rosa"]).objects.filter(name="Rosa Delgado").update(left_on=JANUARY)
    assert remind(local(JANUARY + dt.timedelta(days=1), 9)) == ["tom"]


def test_the_task_is_on_the_timetable_often_enough_for_every_window():
    task = settings.CELERY_BEAT_SCHEDULE["remind-of-sessions"]
    assert task["task"] == "sessions_app.remind_due"
    assert task["schedule"] * 4 < len(reminders.HOURS) * 3600


# Two at once, and dead on the way


def ready() -> Cast:
    cast = build_cast()
    with time_machine.travel(local(JANUARY - dt.timedelta(days=30), 9)):
        invited(cast)
    return cast


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_send_one():
    ready()
    with time_machine.travel(local(JANUARY, 9), tick=False):
        at_once(remind_due, remind_due, remind_due)
    assert reminded() == EVERYBODY
    assert Reminder.objects.count() == 1


DIES = """
import os, signal, sys
import django; django.setup()
import time_machine, datetime as dt
from django.db import connection
from sessions_app.services import reminding
post, rows = reminding.post_letter, {left}
def dying(**given):
    posted = post(**given)
    os.kill(os.getpid(), signal.SIGKILL)
if rows == "after the mails":
    reminding.post_letter = dying
elif rows == "before the mails":
    reminding.post_letter = lambda **given: os.kill(os.getpid(), signal.SIGKILL)
with time_machine.travel(dt.datetime(2027, 1, 14, 9, tzinfo=dt.UTC), tick=False):
    reminding.remind_due()
"""


@pytest.mark.django_db(transaction=True)
def test_killed_on_the_way_nothing_is_lost_and_nothing_doubled():
    ready()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "cop.settings",
    }
    for left in ("before the mails", "after the mails"):
        died = subprocess.run(
            [sys.executable, "-c", DIES.format(left=repr(left))], env=environment, check=False
        )
        assert died.returncode == -signal.SIGKILL
        assert (reminded(), Reminder.objects.count()) == ([], 0)
    for _run in range(2):
        with time_machine.travel(local(JANUARY, 9), tick=False):
            remind_due()
        assert reminded() == EVERYBODY
