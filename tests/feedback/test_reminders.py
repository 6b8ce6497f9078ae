"""Reminders: on fixed mornings, once, to everybody who came alike, whoever has answered."""

import datetime as dt
import itertools

import pytest
import time_machine
from django.conf import settings

from caucus.models import Caucus
from cop.post.models import Message
from feedback import tasks
from feedback.models import Collected, Survey
from feedback.rules import reminder_days
from feedback.services import announcing, remind_due, reminding, surveys
from tests.feedback import ballots

DAY = dt.date(2026, 11, 22)  # a Sunday, on which the surveys here open
MORNING_AFTER = "2026-11-23 09:00Z"


def day(number: int) -> dt.date:
    """The survey's first, second, … day."""
    return DAY + dt.timedelta(days=number - 1)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (1, []),
        (2, [day(2)]),
        (3, [day(2)]),
        (7, [day(2)]),
        (8, [day(7)]),
        (9, [day(7), day(8)]),
        (14, [day(7), day(13)]),
        (31, [day(7), day(30)]),
    ],
)
def test_the_days_are_fixed_when_a_survey_opens(last, expected):
    assert reminder_days(DAY, day(last)) == expected


@pytest.fixture
def came(cast):
    return [cast.members[name] for name in ("rosa", "tom", "will")]


@pytest.fixture
def survey(cast, came):
    session = ballots.session_with(cast.community, came)
    session.facilitators.create(person=cast.tom)
    return announced(cast, session)


def announced(cast, session) -> Survey:
    survey = ballots.open_survey(actor=cast.system, session=session)
    assert survey.closes_on == day(3)
    return survey


def reminded() -> list[str]:
    found = Message.objects.filter(kind="feedback_reminder").values_list("to", flat=True)
    return sorted(address.partition("@")[0] for address in found)


def remind(moment: str = MORNING_AFTER) -> list[str]:
    """Who has been reminded once the task has run at the moment."""
    with time_machine.travel(moment, tick=False):
        remind_due()
    return reminded()


def test_everybody_who_came_gets_the_same_words_facilitators_too(survey):
    assert remind() == ["rosa", "tom", "will"]
    mails = Message.objects.filter(kind="feedback_reminder")
    assert len({(mail.subject, mail.text, mail.html) for mail in mails}) == 1
    [mail, *_others] = mails
    assert "If you have already answered, thank you; we cannot tell." in mail.text
    assert f"/feedback/{survey.pk}/" in mail.text
    assert survey.session.title not in mail.subject


@pytest.mark.parametrize(
    ("moment", "how_many"),
    [
        ("2026-11-22 09:00Z", 0),  # the day it opened
        ("2026-11-23 07:59Z", 0),
        ("2026-11-23 08:00Z", 3),
        ("2026-11-23 11:59Z", 3),
        ("2026-11-23 12:00Z", 0),
        ("2026-11-24 09:00Z", 0),  # its last day
        ("2026-11-25 09:00Z", 0),
    ],
)
def test_only_in_the_morning_of_the_day(survey, moment, how_many):
    assert len(remind(moment)) == how_many


def test_the_morning_is_the_community_s_own(cast, survey):
    cast.community.time_zone = "Pacific/Auckland"
    cast.community.save()
    assert remind("2026-11-23 09:00Z") == []
    assert len(remind("2026-11-22 20:00Z")) == 3


def test_once_however_often_the_task_runs(survey):
    for moment in (MORNING_AFTER, MORNING_AFTER, "2026-11-23 11:30Z"):
        remind(moment)
    assert reminded() == ["rosa", "tom", "will"]


def test_a_run_that_dies_on_the_way_sends_nothing_and_the_next_one_all(survey, monkeypatch):
    def die(**given):
        announcing.post_letter(**given)
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(reminding, "post_letter", die)
        with pytest.raises(OSError):  # noqa: PT011
            remind()
    assert reminded() == []
    assert remind() == ["rosa", "tom", "will"]


def test_a_long_survey_is_reminded_of_twice(cast, came, monkeypatch):
    monkeypatch.setattr(surveys, "last_day", lambda session: day(14))
    ballots.open_survey(actor=cast.system, session=ballots.session_with(cast.community, came))
    for number in range(1, 16):
        remind(f"{day(number)} 09:00Z")
    assert reminded() == ["rosa", "rosa", "tom", "tom", "will", "will"]


def test_who_wants_no_reminders_gets_none_and_the_first_mail_all_the_same(cast, came):
    came[0].mail = "no_reminders"
    came[0].save()
    came[2].email = ""
    came[2].save()
    announced(cast, ballots.session_with(cast.community, came))
    assert Message.objects.filter(kind="feedback_open").count() == 2
    assert remind() == ["tom"]


def test_one_that_may_not_leave_holds_up_no_other(cast, came, survey, caplog):
    other = ballots.opened(cast.community, came[:1], key="S2")
    Caucus.objects.filter(key="white").update(singular="thank you")
    assert remind() == []
    assert caplog.text.count("may not leave") == 2
    Caucus.objects.filter(key="white").update(singular="white")
    assert remind() == ["rosa", "rosa", "tom", "will"]
    assert {survey.reminded_on, other.reminded_on} == {None}


def test_the_task_is_on_the_timetable_often_enough_for_every_morning():
    plan = settings.CELERY_BEAT_SCHEDULE["remind-of-feedback"]
    assert plan["task"] == tasks.remind_due.name
    assert plan["schedule"] * 4 < len(reminding.MORNING) * 3600


# Who has answered


def everybody_reminded(came, survey) -> set[tuple[str, ...]]:
    """The lists of recipients over every pattern of answering of three people."""
    lists = set()
    for pattern in itertools.product((False, True), repeat=3):
        for member in itertools.compress(came, pattern):
            ballots.send(survey, ballots.collect(member, survey), ballots.answers())
        lists.add(tuple(remind()))
        Message.objects.all().delete()
        Collected.objects.all().delete()
        Survey.objects.update(reminded_on=None)
    return lists


@pytest.fixture
def all_are_asked(cast, came):
    return announced(cast, ballots.session_with(cast.community, came))


def test_recipients_are_the_attendance_for_every_pattern_of_answering(came, all_are_asked):
    assert everybody_reminded(came, all_are_asked) == {("rosa", "tom", "will")}


def test_it_shows_where_only_those_without_a_paper_are_reminded(came, all_are_asked, monkeypatch):
    everybody = reminding.who_is_told

    def without_a_paper(survey):
        collected = Collected.objects.filter(survey=survey).values("member")
        return everybody(survey).exclude(pk__in=collected)

    monkeypatch.setattr(reminding, "who_is_told", without_a_paper)
    assert len(everybody_reminded(came, all_are_asked)) == 8
