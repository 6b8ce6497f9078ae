"""The mail of a survey: with the opening or not at all, and once for everybody who came."""

import pytest
from django.urls import reverse

from caucus.models import Caucus
from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.post.models import Message
from feedback.box import keys
from feedback.models import Period, Survey, Told
from feedback.services import announcing, count_survey, open_survey, surveys
from sessions_app.services import close_register, record_attendance
from tests.feedback import ballots
from tests.pages import parse, select, texts


@pytest.fixture
def session(cast):
    session = ballots.session_with(cast.community, [cast.members["rosa"], cast.members["tom"]])
    session.facilitators.create(person=cast.tom)
    return session


def refuse_the_mail():
    """A caucus is called by a word of the mail."""
    Caucus.objects.filter(key="white").update(singular="sealed box")


def told() -> list[str]:
    found = Message.objects.filter(kind="feedback_open").values_list("to", flat=True)
    return sorted(address.partition("@")[0] for address in found)


def mark(cast, session, *names):
    """The secretary's register."""
    came = [cast.members[name] for name in names]
    record_attendance(
        actor=cast.actor("bilal"), session=session, members=came, reason="Ticked by mistake"
    )


def opening(session):
    return reverse("feedback:survey_open", args=[session.community.slug, session.pk])


def test_a_mail_that_may_not_leave_is_said_before_the_opening_and_nothing_opens(as_, session):
    refuse_the_mail()
    page = parse(as_("tom").get(opening(session)).content)
    [said] = texts(select(page, "[role=alert]"))
    assert "sealed box" in said
    known = Entry.objects.count()
    answer = as_("tom").post(opening(session), {"asked": "PPN-1"})
    assert answer.status_code == 200
    assert texts(select(parse(answer.content), "[role=alert]")) == [said]
    assert not Survey.objects.exists()
    assert not Period.objects.exists()
    assert keys.kept() == []
    assert (told(), Entry.objects.count()) == ([], known)


def test_where_all_is_well_nothing_is_said_before_the_opening(as_, session):
    page = parse(as_("tom").get(opening(session)).content)
    assert select(page, "[role=alert]") == []
    assert told() == []


def test_an_opening_whose_mail_breaks_off_opens_nothing(cast, session, monkeypatch):
    def fail(**_given):
        raise OSError

    monkeypatch.setattr(announcing, "post_letter", fail)
    with pytest.raises(OSError):  # noqa: PT011
        open_survey(actor=cast.actor("tom"), session=session)
    assert not Survey.objects.exists()
    assert keys.kept() == []


def test_mails_that_are_queued_go_with_an_opening_that_breaks_off(cast, session, monkeypatch):
    def fail(**_given):
        raise OSError

    monkeypatch.setattr(surveys, "record", fail)
    with pytest.raises(OSError):  # noqa: PT011
        open_survey(actor=cast.actor("tom"), session=session)
    assert told() == []


def test_who_comes_later_gets_the_same_mail_once(cast, session):
    open_survey(actor=cast.actor("tom"), session=session)
    assert told() == ["rosa", "tom"]
    mark(cast, session, "rosa", "tom", "will")
    assert told() == ["rosa", "tom", "will"]
    mark(cast, session, "rosa", "tom", "will", "amara")
    assert told() == ["amara", "rosa", "tom", "will"]
    mails = Message.objects.filter(kind="feedback_open")
    assert len({(mail.subject, mail.text, mail.html) for mail in mails}) == 1


@pytest.mark.parametrize("collects", [False, True])
def test_an_attendance_taken_back_and_given_again_is_told_once_whoever_answered(
    cast, session, collects
):
    survey = open_survey(actor=cast.actor("tom"), session=session)
    if collects:
        ballots.send(survey, ballots.collect(cast.members["rosa"], survey), ballots.answers())
    mark(cast, session, "tom")
    mark(cast, session, "rosa", "tom")
    assert told() == ["rosa", "tom"]


def test_who_checks_in_is_not_kept_out_by_a_mail_that_may_not_leave(cast, session, caplog):
    survey = open_survey(actor=cast.actor("tom"), session=session)
    refuse_the_mail()
    mark(cast, session, "rosa", "tom", "will")
    assert session.attendances.count() == 3
    assert told() == ["rosa", "tom"]
    assert "late comers had none" in caplog.text
    Caucus.objects.filter(key="white").update(singular="white")
    mark(cast, session, "rosa", "tom", "will", "amara")
    assert told() == ["amara", "rosa", "tom", "will"], "tried again with the next who comes"
    assert Told.objects.filter(survey=survey).count() == 4


def test_members_without_an_address_are_not_told_and_stop_nobody(cast, session):
    cast.members["rosa"].email = ""
    cast.members["rosa"].save()
    open_survey(actor=cast.actor("tom"), session=session)
    assert told() == ["tom"]


def test_after_the_register_is_closed_nobody_is_told_and_the_count_forgets_who_was(cast, session):
    survey = open_survey(actor=cast.actor("tom"), session=session)
    close_register(actor=cast.actor("bilal"), session=session)
    with pytest.raises(Refused):
        mark(cast, session, "rosa", "tom", "will")
    assert told() == ["rosa", "tom"]
    ballots.close(survey)
    count_survey(survey_id=survey.pk)
    assert not Told.objects.exists()
