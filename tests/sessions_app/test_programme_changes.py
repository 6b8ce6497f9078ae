"""One session of a programme changes, or this and later ones, or all; each calendar follows."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from django.core import mail

from cop.core.errors import Refused
from cop.post.models import Message
from cop.post.services import send_waiting
from sessions_app.formats import FORMATS
from sessions_app.models import Decision, Invitation, Session
from sessions_app.selectors import plan_of
from sessions_app.services import (
    answer_invitation,
    cancel_session,
    change_session,
    postpone_session,
    send_invitations,
)
from tests.calendars import MemberCalendar
from tests.sessions_app.plans import details, typed_parts
from tests.sessions_app.years import address, facilitates, planned_year

pytestmark = pytest.mark.django_db
WINTER = dt.date(2027, 3, 25)  # the clocks go forward on the 28th
SPRING = dt.date(2027, 4, 22)
AUTUMN = dt.date(2027, 10, 28)  # and back on the 31st
DAYS = (WINTER, SPRING, AUTUMN)
WEEK = dt.timedelta(days=7)
MEMBERS = ("amara", "tom", "bilal", "rosa", "will")
SCOPES = [("one", {1}), ("later", {1, 2}), ("all", {0, 1, 2})]


def invited(cast, *sessions: Session) -> None:
    for session in sessions:
        send_invitations(actor=cast.actor("bilal"), session=session)


def change(cast, session: Session, scope: str, name: str = "tom", **changes) -> None:
    changed = replace(plan_of(session), **changes)
    change_session(actor=cast.actor(name), session=session, plan=changed, scope=scope)


def as_they_are(*sessions: Session) -> list[Session]:
    for session in sessions:
        session.refresh_from_db()
    return list(sessions)


@pytest.mark.parametrize(("scope", "reached"), SCOPES)
@pytest.mark.parametrize(
    "changes",
    [
        {"place": "Hall 2"},
        {"link": "https://meet.example/new"},
        {"dial_in": "0113 496 0000"},
        {"time": dt.time(14)},
        {"day": SPRING + WEEK},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_change_reaches_as_far_as_was_said(cast, scope, reached, changes):
    _programme, sessions = planned_year(cast, *DAYS)
    invited(cast, *sessions)
    before = [plan_of(session) for session in sessions]
    change(cast, sessions[1], scope, **changes)
    for number, session in enumerate(as_they_are(*sessions)):
        told = Message.objects.filter(
            kind="session_changed", mailing__about=f"session:{session.pk}"
        )
        wanted = before[number]
        if number in reached:
            wanted = replace(wanted, **{name: changes[name] for name in changes if name != "day"})
            wanted = replace(wanted, day=wanted.day + WEEK) if "day" in changes else wanted
        assert plan_of(session) == wanted
        assert session.calendar_sequence == (number in reached)
        everybody = {f"{name}@example.org": 1 for name in MEMBERS} if number in reached else {}
        assert Counter(told.values_list("to", flat=True)) == everybody


def test_one_stays_one_across_both_clock_changes(cast):
    _programme, sessions = planned_year(cast, *DAYS)
    change(cast, sessions[0], "all", day=WINTER + WEEK)
    hours = [(one.held_on, one.starts_at.hour) for one in as_they_are(*sessions)]
    # One o'clock is 13:00 UTC in winter and 12:00 in summer; each has crossed, or not.
    assert hours == [(WINTER + WEEK, 12), (SPRING + WEEK, 12), (AUTUMN + WEEK, 13)]
    assert {one.local_start.time() for one in sessions} == {dt.time(13)}


def test_titles_and_topics_stay_and_facilitators_go_along(cast):
    _programme, sessions = planned_year(cast, *DAYS)
    mine = {"title": "Opening", "topics": ("Silence",), "facilitators": (cast.amara,)}
    change(cast, sessions[0], "all", **mine)
    sessions = as_they_are(*sessions)
    assert [one.title for one in sessions] == ["Opening", "Session 2", "Session 3"]
    assert [one.topics.count() for one in sessions] == [1, 0, 0]
    assert {one.facilitators.get().person for one in sessions} == {cast.amara}


def test_what_differed_before_and_is_not_changed_stays(cast):
    _programme, sessions = planned_year(cast, *DAYS)
    change(cast, sessions[2], "one", place="The garden", time=dt.time(18))
    change(cast, sessions[0], "all", dial_in="0113 496 0000")
    last = plan_of(as_they_are(*sessions)[2])
    assert (last.place, last.time) == ("The garden", dt.time(18))
    assert last.dial_in == "0113 496 0000"


@pytest.mark.parametrize("scope", ["later", "all"])
def test_others_sessions_are_not_theirs_to_change(cast, scope):
    facilitates(cast, "will")
    _programme, sessions = planned_year(cast, *DAYS, facilitators=(cast.will,))
    change(cast, sessions[2], "one", facilitators=(cast.amara,))
    invited(cast, *sessions)
    before = [plan_of(one) for one in as_they_are(*sessions)]
    with pytest.raises(Refused, match="You do not facilitate Session 3"):
        change(cast, sessions[0], scope, "will", place="Hall 2")
    actor = cast.actor("will")
    with pytest.raises(Refused, match="You do not facilitate Session 3"):
        cancel_session(actor=actor, session=sessions[1], reason="Snow.", scope="later")
    assert [plan_of(one) for one in as_they_are(*sessions)] == before
    assert {one.state for one in sessions} == {"planned"}
    assert not Message.objects.exclude(kind="session_invitation").exists()
    change(cast, sessions[0], "one", "will", place="Hall 2")


def test_a_date_that_cannot_be_leaves_all_as_they_were(cast):
    _programme, sessions = planned_year(cast, *DAYS)
    before = [plan_of(one) for one in sessions]
    # Three days on from 25 March, half past one does not exist.
    with pytest.raises(Refused, match="clocks"):
        change(cast, sessions[1], "all", day=SPRING + dt.timedelta(3), time=dt.time(1, 30))
    assert [plan_of(one) for one in as_they_are(*sessions)] == before


def test_the_page_asks_which_and_says_what_becomes_of_each(cast, as_):
    _programme, sessions = planned_year(cast, *DAYS)
    client, url = as_("tom"), address(cast, "session_change", sessions[1].pk)
    typed = details(title="Session 2", topic_1="", facilitators=[cast.tom.pk], time="2pm")
    typed |= {"date_day": "29", "date_month": "4", "scope": "later"}
    assert "Which sessions do you change?" in client.get(url).content.decode()
    check = client.post(url, typed)
    page = " ".join(check.content.decode().split())
    for said in (
        "Thursday 22 April 2027, 1pm to 3pm (BST)",
        "Thursday 29 April 2027, 2pm to 4pm (BST)",
        "Thursday 28 October 2027, 1pm to 3pm (BST)",
        "Thursday 4 November 2027, 2pm to 4pm (GMT)",
    ):
        assert said in page
    assert "25 March" not in page
    seen = {"seen": check.context["seen"], "step": "save"}
    assert client.post(url, typed | typed_parts() | seen).status_code == 302
    assert [one.held_on for one in as_they_are(*sessions)] == [
        WINTER,
        SPRING + WEEK,
        AUTUMN + WEEK,
    ]


def test_a_session_on_its_own_is_not_asked_about(cast, as_):
    _programme, (session,) = planned_year(cast, WINTER)
    page = as_("tom").get(address(cast, "session_change", session.pk)).content.decode()
    assert "Which sessions do you change?" not in page


def test_postponing_keeps_the_invitation_and_asks_anew(cast, as_):
    _programme, (session, other) = planned_year(cast, WINTER, SPRING)
    invited(cast, session)
    answer_invitation(actor=cast.actor("rosa"), session=session, answer="coming")
    uids = set(Invitation.objects.values_list("uid", flat=True))
    client, url = as_("tom"), address(cast, "session_postpone", session.pk)
    typed = {"day_day": "1", "day_month": "4", "day_year": "2027", "time": "1pm"}
    typed |= {"reason": "The hall is closed."}
    check = client.post(url, typed).content.decode()
    assert "Thursday 25 March 2027, 1pm to 3pm (GMT)" in check
    assert "Thursday 1 April 2027, 1pm to 3pm (BST)" in check
    assert as_they_are(session)[0].held_on == WINTER
    assert client.post(url, typed | {"step": "save"}).status_code == 302
    session, other = as_they_are(session, other)
    assert (session.held_on, session.calendar_sequence) == (dt.date(2027, 4, 1), 1)
    assert (other.held_on, other.calendar_sequence) == (SPRING, 0)
    assert set(Invitation.objects.values_list("uid", flat=True)) == uids
    assert set(Invitation.objects.values_list("answer", flat=True)) == {""}
    told = Message.objects.filter(kind="session_changed")
    assert told.count() == len(MEMBERS)
    text = " ".join(told[0].text.split())
    assert "It was planned for Thursday 25 March 2027, 1pm to 3pm (GMT)." in text
    assert "The reason: The hall is closed." in text
    send_waiting()
    (entry,) = MemberCalendar("rosa@example.org").take(*mail.outbox).entries()
    assert (entry.starts, entry.answer) == (session.starts_at, "NEEDS-ACTION")
    assert text.index("1 April 2027") < text.index("It was planned") < text.index("The reason:")
    change(cast, session, "one", time=dt.time(14))  # another hour of the same day
    assert (
        "The hall is closed."
        not in Message.objects.filter(kind="session_changed").order_by("pk").last().text
    )
    page = as_("rosa").get(address(cast, "programme_detail")).content.decode()
    assert "Moved to this date</strong> The hall is closed." in page
    typed |= {"time": "2pm"}
    again = client.post(url, typed | {"step": "save"})
    assert "This is when it is planned for already." in again.content.decode()


def test_a_reason_that_names_a_caucus_moves_nothing(cast, as_):
    _programme, (session,) = planned_year(cast, WINTER)
    invited(cast, session)
    typed = {"day_day": "1", "day_month": "4", "day_year": "2027", "time": "1pm"}
    typed |= {"reason": "The White Caucus asked.", "step": "save"}
    page = as_("tom").post(address(cast, "session_postpone", session.pk), typed)
    assert "never names a caucus" in page.content.decode()
    assert as_they_are(session)[0].held_on == WINTER


def test_cancelling_this_and_later_ones(cast, as_):
    _programme, sessions = planned_year(cast, *DAYS)
    invited(cast, *sessions)
    client, url = as_("tom"), address(cast, "session_cancel", sessions[1].pk)
    assert "Which sessions do you cancel?" in client.get(url).content.decode()
    client.post(url, {"scope": "later", "reason": "The year ends early."})
    states = [(one.state, one.cancel_reason) for one in as_they_are(*sessions)]
    gone = ("cancelled", "The year ends early.")
    assert states == [("planned", ""), gone, gone]
    assert Message.objects.filter(kind="session_cancelled").count() == 2 * len(MEMBERS)


def test_every_calendar_equals_the_programme(cast):
    programme, sessions = planned_year(
        cast, WINTER, SPRING, dt.date(2027, 6, 24), dt.date(2027, 9, 2), AUTUMN
    )
    invited(cast, *sessions)
    tom = cast.actor("tom")
    postpone_session(
        actor=tom, session=sessions[0], day=WINTER + WEEK, time=dt.time(18), reason="The hall."
    )
    change(cast, as_they_are(*sessions)[2], "later", day=dt.date(2027, 7, 1), place="Hall 2")
    cancel_session(actor=tom, session=as_they_are(*sessions)[3], reason="Leave.")
    change(cast, as_they_are(*sessions)[1], "all", time=dt.time(12))
    send_waiting()
    rows = programme.sessions.filter(state="planned").order_by("starts_at")
    wanted = [(one.starts_at, one.ends_at, one.place) for one in rows]
    assert len(wanted) == 4
    for name in MEMBERS:
        calendar = MemberCalendar(f"{name}@example.org").take(*mail.outbox)
        seen = [(one.starts, one.ends, one.place) for one in calendar.entries()]
        assert seen == wanted
    # The check can fail: a calendar that got nothing after the invitations is out of date.
    stale = MemberCalendar("rosa@example.org")
    stale.take(*(one for one in mail.outbox if one.subject.startswith("Session on")))
    assert [(one.starts, one.ends, one.place) for one in stale.entries()] != wanted


def test_another_format_is_a_decision_that_is_true_for_one_session(cast, as_):
    _programme, (winter, spring) = planned_year(cast, WINTER, SPRING)
    client, url = as_("tom"), address(cast, "session_change", spring.pk)
    typed = details(date_day="22", date_month="4", format="two_topics", facilitators=[cast.tom.pk])
    page = " ".join(client.post(url, typed | {"scope": "one"}).content.decode().split())
    assert "Why another format?</label>" in page  # it is not optional
    parts = FORMATS["two_topics"].parts
    change(cast, spring, "one", format="two_topics", parts=parts, format_reason="More time.")
    assert Decision.objects.get().what == (
        f"Format of “{spring.title}” on 22 April 2027: {FORMATS['two_topics'].name}. "
        f"The session before had: {winter.format_name}."
    )
