"""Scheduling, changing and cancelling, with the clock changes of 2027."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.selectors import actor_in
from cop.members.services import create_community
from cop.post.models import Message
from sessions_app.enums import Answer, SegmentKind
from sessions_app.formats import ONE_TOPIC, TWO_TOPICS, Part
from sessions_app.models import Invitation, Session
from sessions_app.selectors import parts_of, people_facilitating, plan_of, timed
from sessions_app.services import (
    answer_invitation,
    cancel_session,
    change_session,
    schedule_session,
    send_invitations,
)
from sessions_app.signals import session_cancelled, session_scheduled
from tests.sessions_app.plans import END, JANUARY, START, plan, scheduled


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel(dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC), tick=False):
        yield


def test_one_topic_shares_out_120_minutes_and_a_debrief_after():
    assert [(part.kind, part.minutes) for part in ONE_TOPIC.parts] == [
        (SegmentKind.PLENARY, 10),
        (SegmentKind.CAUCUS, 35),
        (SegmentKind.INTER_CAUCUS, 30),
        (SegmentKind.CAUCUS, 25),
        (SegmentKind.FEEDBACK, 8),
        (SegmentKind.PLENARY, 12),
        (SegmentKind.DEBRIEF, 15),
    ]


def test_two_topics_alternate_caucus_and_dialogue():
    kinds = [part.kind for part in TWO_TOPICS.parts][1:5]
    assert kinds == ["caucus", "inter_caucus", "caucus", "inter_caucus"]


def test_schedule_keeps_what_was_planned(cast):
    session = schedule_session(actor=cast.actor("tom"), plan=plan(cast))
    session.refresh_from_db()
    assert session.key == "S1"
    assert session.starts_at == START
    assert session.ends_at == END
    assert session.minutes == 120
    assert session.when == "Thursday 14 January 2027, 1pm to 3pm (GMT)"
    assert list(people_facilitating(session)) == [cast.tom]
    assert [topic.title for topic in session.topics.all()] == ["Listening well"]
    assert session.segments.count() == 7
    entry = Entry.objects.get(verb="schedule")
    assert entry.actor_key == cast.tom.audit_key


def test_keys_go_on_from_the_highest_and_per_community(cast):
    Session.objects.create(community=cast.community, key="S7", title="Old", held_on=JANUARY)
    Session.objects.create(community=cast.community, key="Webinar 9", title="-", held_on=JANUARY)
    assert scheduled(cast).key == "S8"
    assert Session.objects.filter(key="S8").count() == 1


def test_news_of_a_new_session_goes_up_inside_the_transaction(cast):
    heard = []

    def listen(sender, session, actor, **kwargs):
        heard.append((session.key, session.segments.count(), actor.person))

    session_scheduled.connect(listen)
    try:
        schedule_session(actor=cast.actor("tom"), plan=plan(cast))
    finally:
        session_scheduled.disconnect(listen)
    assert heard == [("S1", 7, cast.tom)]


@pytest.mark.parametrize("name", ["rosa", "bilal", "ines", "okafor", "dana", "grace", "sam"])
def test_only_facilitators_and_co_chairs_schedule(cast, name):
    with pytest.raises(PermissionDenied):
        schedule_session(actor=cast.actor(name), plan=plan(cast))
    assert not Session.objects.exists()


def test_time_that_the_clock_change_skips_is_refused(cast):
    with pytest.raises(Refused, match="does not exist"):
        scheduled(cast, day=dt.date(2027, 3, 28), time=dt.time(1, 30))


def test_time_that_comes_twice_is_refused(cast):
    with pytest.raises(Refused, match="comes twice"):
        scheduled(cast, day=dt.date(2027, 10, 31), time=dt.time(1, 30))


@pytest.mark.parametrize(
    ("day", "hour_utc", "words"),
    [
        (dt.date(2027, 3, 27), 13, "Saturday 27 March 2027, 1pm to 3pm (GMT)"),
        (dt.date(2027, 3, 28), 12, "Sunday 28 March 2027, 1pm to 3pm (BST)"),
        (dt.date(2027, 10, 30), 12, "Saturday 30 October 2027, 1pm to 3pm (BST)"),
        (dt.date(2027, 10, 31), 13, "Sunday 31 October 2027, 1pm to 3pm (GMT)"),
    ],
)
def test_one_stays_one_across_the_clock_change(cast, day, hour_utc, words):
    session = scheduled(cast, day=day)
    assert session.starts_at == dt.datetime.combine(day, dt.time(hour_utc), tzinfo=dt.UTC)
    assert session.when == words
    assert timed(parts_of(session), session.starts_at, "Europe/London")[0].times == "1pm – 1:10pm"


def test_session_through_the_night_of_the_clock_change_has_real_length(cast):
    session = scheduled(cast, day=dt.date(2027, 3, 28), time=dt.time(0, 30))
    # Two hours after half past midnight the clock says half past three.
    assert session.when == "Sunday 28 March 2027, 12:30am to 3:30am (GMT)"


def test_past_is_refused_for_people_and_possible_for_commands(cast):
    past = dt.date(2026, 11, 5)
    with pytest.raises(Refused, match="has passed"):
        schedule_session(actor=cast.actor("tom"), plan=plan(cast, day=past))
    assert scheduled(cast, day=past).has_begun


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"facilitators": ()}, "who facilitates"),
        ({"format": "three_topics"}, "format"),
        ({"parts": (Part(SegmentKind.PLENARY, "Nothing", 0),)}, "at least one minute"),
        ({"parts": (Part(SegmentKind.PLENARY, "Endless", 481),)}, "eight hours"),
    ],
)
def test_plan_must_hold_together(cast, changes, reason):
    with pytest.raises(Refused, match=reason):
        schedule_session(actor=cast.actor("tom"), plan=plan(cast, **changes))


def test_facilitators_are_chosen_among_those_appointed(cast):
    with pytest.raises(Refused, match="co-chairs and facilitators"):
        schedule_session(actor=cast.actor("tom"), plan=plan(cast, facilitators=(cast.rosa,)))


def test_other_facilitators_alone_are_a_change_on_record(cast):
    session = scheduled(cast)
    new = plan(cast, facilitators=(cast.amara,))
    session = change_session(actor=cast.actor("tom"), session=session, plan=new)
    assert list(people_facilitating(session)) == [cast.amara]
    assert Entry.objects.get(verb="change").fields == ["facilitators"]


def test_a_change_that_changes_nothing_writes_nothing(cast):
    session = scheduled(cast)
    segments = list(session.segments.values_list("pk", flat=True))
    change_session(actor=cast.actor("tom"), session=session, plan=plan(cast))
    assert not Entry.objects.filter(verb="change").exists()
    assert list(session.segments.values_list("pk", flat=True)) == segments


def test_the_database_keeps_no_part_without_minutes(cast):
    session = scheduled(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        session.segments.update(minutes=0)


def test_change_rewrites_the_plan_and_names_fields_without_values(cast):
    session = scheduled(cast)
    new = plan(
        cast,
        title="Winter session, longer",
        parts=(Part(SegmentKind.BREAK, "Tea", 10), *ONE_TOPIC.parts),
        facilitators=(cast.amara, cast.tom),
        topics=(),
    )
    session = change_session(actor=cast.actor("amara"), session=session, plan=new)
    assert session.minutes == 130
    assert session.ends_at == END + dt.timedelta(minutes=10)
    assert plan_of(session) == new
    assert Entry.objects.get(verb="change").fields == [
        "facilitators",
        "minutes",
        "segments",
        "title",
        "topics",
    ]


def test_new_date_asks_again_and_tells_who_was_invited(cast):
    session = scheduled(cast)
    send_invitations(actor=cast.actor("bilal"), session=session)
    answer_invitation(actor=cast.actor("rosa"), session=session, answer=Answer.COMING)
    later = plan(cast, day=dt.date(2027, 1, 21))
    session = change_session(actor=cast.actor("tom"), session=session, plan=later)
    assert set(Invitation.objects.values_list("answer", flat=True)) == {""}
    told = Message.objects.filter(kind="session_changed")
    assert told.count() == 5
    assert "Thursday 21 January 2027, 1pm to 3pm (GMT)" in told[0].text
    assert session.calendar_sequence == 1


def test_new_title_keeps_answers_and_sends_nothing(cast):
    session = scheduled(cast)
    send_invitations(actor=cast.actor("bilal"), session=session)
    answer_invitation(actor=cast.actor("rosa"), session=session, answer=Answer.COMING)
    change_session(actor=cast.actor("tom"), session=session, plan=plan(cast, title="Another"))
    assert Invitation.objects.filter(answer=Answer.COMING).count() == 1
    assert not Message.objects.filter(kind="session_changed").exists()


def test_session_that_has_begun_is_not_changed(cast):
    session = scheduled(cast)
    with time_machine.travel(START, tick=False), pytest.raises(Refused, match="has begun"):
        change_session(
            actor=cast.actor("tom"), session=session, plan=plan(cast, day=dt.date(2027, 2, 1))
        )


def test_facilitators_change_their_own_sessions_and_co_chairs_any(cast):
    cast.community.appointments.filter(person=cast.tom, role="co_chair").delete()
    theirs, other = scheduled(cast), scheduled(cast, facilitators=(cast.amara,))
    change_session(actor=cast.actor("tom"), session=theirs, plan=plan(cast, title="Mine"))
    with pytest.raises(PermissionDenied):
        change_session(actor=cast.actor("tom"), session=other, plan=plan(cast))
    change_session(actor=cast.actor("amara"), session=theirs, plan=plan(cast, title="Any"))


def test_cancel_says_why_tells_people_and_is_final(cast):
    session = scheduled(cast)
    send_invitations(actor=cast.actor("bilal"), session=session)
    heard = []

    def listen(sender, session, actor, **kwargs):
        heard.append(session.is_cancelled)

    session_cancelled.connect(listen)
    try:
        session = cancel_session(actor=cast.actor("tom"), session=session, reason="It flooded.")
    finally:
        session_cancelled.disconnect(listen)
    assert heard == [True]
    assert session.cancel_reason == "It flooded."
    told = Message.objects.filter(kind="session_cancelled")
    assert told.count() == 5
    assert "It flooded." in told[0].text
    with pytest.raises(Refused, match="cancelled already"):
        cancel_session(actor=cast.actor("tom"), session=session, reason="Again")
    with pytest.raises(Refused, match="Copy it"):
        change_session(actor=cast.actor("tom"), session=session, plan=plan(cast))


def test_chair_of_another_community_changes_nothing_here(cast):
    session = scheduled(cast)
    elsewhere = create_community(slug="southern", name="Southern", co_chair_email="eve@example.org")
    eve = actor_in(elsewhere.appointments.get().person, elsewhere)
    with pytest.raises(PermissionDenied):
        cancel_session(actor=eve, session=session, reason="Mischief")
