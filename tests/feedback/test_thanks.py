"""The day after a session everybody who came gets one mail: thanks, and where feedback is given."""

import datetime as dt

import pytest
import time_machine

from cop.post.models import Message
from feedback.models import Survey
from feedback.services import remind_due as remind_of_feedback
from sessions_app.models import Invitation, Session
from sessions_app.services import change_reminder
from sessions_app.services import remind_due as remind_of_sessions
from tests.feedback import ballots

DAY_AFTER = "2026-11-23 09:00Z"
DAY_AFTER_THAT = "2026-11-24 09:00Z"


@pytest.fixture
def session(cast) -> Session:
    """Of today; Rosa and Tom were invited and came."""
    came = [cast.members[name] for name in ("rosa", "tom")]
    session = ballots.session_with(cast.community, came)
    session.starts_at = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
    session.format = "one_topic"
    session.save()
    for member in came:
        Invitation.objects.create(session=session, member=member, sent_on=dt.date(2026, 11, 1))
    return session


def mails(moment: str) -> list[tuple[str, str, str]]:
    """(kind, to, text) of what both jobs queue at the moment."""
    before = set(Message.objects.values_list("pk", flat=True))
    with time_machine.travel(moment, tick=False):
        for job in (remind_of_sessions, remind_of_feedback, remind_of_sessions):
            job()
    new = Message.objects.exclude(pk__in=before).order_by("to")
    return [(mail.kind, mail.to.partition("@")[0], mail.text) for mail in new]


def test_where_feedback_is_open_its_mail_says_thank_you(cast, session):
    survey = ballots.open_survey(actor=cast.system, session=session)
    sent = mails(DAY_AFTER)
    assert [(kind, to) for kind, to, _text in sent] == [
        ("feedback_reminder", "rosa"),
        ("feedback_reminder", "tom"),
    ]
    [text] = {text for _kind, _to, text in sent}
    assert "thank you for coming on Sunday 22 November 2026." in text
    assert f"/feedback/{survey.pk}/" in text
    assert mails(DAY_AFTER_THAT) == []


def test_where_none_is_it_goes_alone(session):
    sent = mails(DAY_AFTER)
    assert [(kind, to) for kind, to, _text in sent] == [
        ("session_thanks", "rosa"),
        ("session_thanks", "tom"),
    ]
    assert mails(DAY_AFTER) == []


def test_opened_the_day_after_its_first_mail_thanks_and_nothing_else_does(cast, session):
    with time_machine.travel("2026-11-23 06:30Z"):
        ballots.open_survey(actor=cast.system, session=session)
    assert Message.objects.filter(kind="feedback_open", text__contains="thank you for").count() == 2
    assert mails(DAY_AFTER) == []


@pytest.mark.parametrize(
    ("is_on", "words", "thanked"),
    [(True, "lovely to see you on {day}!", "lovely to see you on Sunday"), (False, "", "")],
)
def test_in_the_community_s_own_words_or_without(cast, session, is_on, words, thanked):
    ballots.open_survey(actor=cast.system, session=session)
    change_reminder(
        actor=cast.actor("bilal"),
        format_key="one_topic",
        moment="after",
        is_on=is_on,
        words=words,
    )
    texts = [text for _kind, _to, text in mails(DAY_AFTER)]
    assert len(texts) == 2
    for text in texts:
        assert thanked in text
        assert "thank you for coming" not in text


def test_no_word_of_it_tells_who_has_answered(cast, session):
    survey = ballots.open_survey(actor=cast.system, session=session)
    rosa = cast.members["rosa"]
    ballots.send(survey, ballots.collect(rosa, survey), ballots.answers())
    assert len({text for _kind, _to, text in mails(DAY_AFTER)}) == 1
    assert Survey.objects.count() == 1
