"""R16 on the pages of a running session: time to answer, and nobody sees who did."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from cop.governance.models import Governance
from feedback.models import Survey
from feedback.services import open_survey
from sessions_app.enums import SegmentKind
from sessions_app.models import Attendance, Guest, Session
from sessions_app.services import end_session
from tests.caucus.world import session_with_spaces
from tests.feedback import ballots
from tests.live import piece, revision
from tests.pages import parse, select, texts
from tests.sessions_app.plans import START, came

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(cast) -> Session:
    session = session_with_spaces(cast)
    came(session, *(cast.members[name] for name in ("rosa", "will", "bilal", "amara")))
    Guest.objects.create(session=session, person=cast.grace)
    return session


@pytest.fixture(autouse=True)
def clock(session):
    """The first minute of the part for feedback."""
    with time_machine.travel(_feedback_begins(session), tick=False) as traveller:
        yield traveller


def _feedback_begins(session: Session) -> dt.datetime:
    minutes = 0
    for part in session.segments.all():
        if part.kind == SegmentKind.FEEDBACK:
            return START + dt.timedelta(minutes=minutes, seconds=1)
        minutes += part.minutes
    raise AssertionError("the format has time for feedback")


def said(browser: Any, session: Session, page: str = "session_live") -> str:
    return " ".join(texts([parse(piece(browser, session, "feedback", page=page))]))


def known(browser: Any, session: Session, page: str = "session_live") -> str:
    return revision(browser, session, "feedback", page=page)


def opened(cast, session: Session) -> Survey:
    return open_survey(actor=cast.actor("tom"), session=session, asked=session.questionnaire)


def test_everybody_is_led_to_the_form_in_its_time(cast, as_, session, clock):
    rosa = as_("rosa")
    clock.move_to(START)
    assert said(rosa, session) == ""
    early = known(rosa, session)
    clock.move_to(_feedback_begins(session))
    assert "a quiet minute" in said(rosa, session)
    assert known(rosa, session) != early
    survey = opened(cast, session)
    words = said(rosa, session)
    for promise in ("anonymous", "nobody can see who has answered, or how many", "stays quiet"):
        assert promise in words
    link = select(parse(piece(rosa, session, "feedback")), "a.govuk-button")[0]
    assert link.get("href") == reverse(
        "feedback:survey_detail", args=[session.community.slug, survey.pk]
    )


def test_who_is_not_asked_reads_no_promise_and_a_guest_nothing(cast, as_, session):
    opened(cast, session)
    assert "What people are asked" in said(as_("amara"), session)
    assert "anonymous" not in said(as_("amara"), session), "she facilitated"
    assert said(as_("grace"), session) == ""


def test_neither_page_changes_when_somebody_answers(cast, as_, session):
    survey = opened(cast, session)
    pages = [("rosa", "session_live"), ("will", "session_live"), ("tom", "session_desk")]

    def all_of_it() -> list[str]:
        return [
            words
            for who, page in pages
            for words in (
                said(as_(who), session, page),
                known(as_(who), session, page),
            )
        ]

    before = all_of_it()
    for name in ("rosa", "will"):
        ballots.send(survey, ballots.collect(cast.members[name], survey), ballots.answers("white"))
        assert all_of_it() == before
    end_session(actor=cast.actor("tom"), session=session)
    assert "anonymous" in said(as_("rosa"), session), "and after the session"


def press(browser: Any, session: Session) -> Any:
    form = select(parse(piece(browser, session, "feedback", page="session_desk")), "form")[0]
    typed = {field.get("name"): field.get("value") for field in select(form, "input")}
    return browser.post(form.get("action"), typed)


def test_one_press_on_the_desk_opens_it(cast, as_, session):
    tom = as_("tom")
    before = known(tom, session, "session_desk")
    answer = press(tom, session)
    assert answer["Location"].endswith("/live/desk/")
    assert Survey.objects.get(session=session).state == "open"
    assert known(tom, session, "session_desk") != before
    words = said(tom, session, "session_desk")
    assert "Nobody sees who has answered, or how many: you do not either." in words
    assert not [word for word in words.split() if word.isdigit() and word != "16"], words  # January


def test_before_its_part_the_desk_leads_to_what_will_happen(cast, as_, session, clock):
    clock.move_to(START)
    tom = as_("tom")
    drawn = parse(piece(tom, session, "feedback", page="session_desk"))
    assert select(drawn, "form") == []
    page = reverse("feedback:survey_open", args=[session.community.slug, session.pk])
    assert [link.get("href") for link in select(drawn, "a.govuk-button")] == [page]


def test_the_desk_says_plainly_why_not_yet(cast, as_, session, clock):
    clock.move_to(START - dt.timedelta(minutes=5))
    assert "once the session has begun" in said(as_("tom"), session, "session_desk")
    clock.move_to(_feedback_begins(session))
    Governance.objects.filter(community=cast.community).update(special_condition="")
    words = said(as_("tom"), session, "session_desk")
    assert "See what is missing" in words
    assert "Open feedback now" not in words


def test_a_session_that_asks_nothing_says_nothing(cast, as_, session):
    Session.objects.filter(pk=session.pk).update(questionnaire="")
    assert said(as_("rosa"), session) == said(as_("tom"), session, "session_desk") == ""


def test_whoever_ends_the_session_is_told_that_feedback_was_not_opened(cast, as_, session):
    page = reverse("sessions_app:session_end", args=["northern", session.pk])
    way = reverse("feedback:survey_open", args=["northern", session.pk])
    asked = select(parse(as_("tom").get(page).content), "main")[0]
    assert "Feedback has not been opened yet." in " ".join(texts([asked]))
    assert [one.get("href") for one in select(asked, "p.govuk-inset-text a")] == [way]
    opened(cast, session)
    assert "has not been opened" not in as_("tom").get(page).content.decode()


def test_once_it_is_over_only_who_will_be_asked_reads_so(cast, as_, session):
    """Rosa came; Tom came and facilitates, Will did not come, Grace is a guest."""
    came(session, cast.members["tom"])
    Attendance.objects.filter(session=session, member=cast.members["will"]).delete()
    before = known(as_("rosa"), session)
    end_session(actor=cast.actor("tom"), session=session)
    assert "you are asked how it was" in said(as_("rosa"), session)
    assert known(as_("rosa"), session) != before
    for name in ("grace", "tom", "will"):
        assert "you are asked how it was" not in said(as_(name), session), name
    opened(cast, session)
    assert "you are asked how it was" not in said(as_("rosa"), session)


def test_nobody_is_promised_to_be_asked_where_nothing_can_be_opened(cast, as_, session):
    end_session(actor=cast.actor("tom"), session=session)
    Session.objects.filter(pk=session.pk).update(questionnaire="")
    assert said(as_("rosa"), session) == ""
