"""Who changes a session and who does something else with it take turns, and neither is lost."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.db import OperationalError

from cop.core.errors import Refused
from cop.members.models import Member
from cop.members.services import leave_community, send_mailing
from cop.post.enums import MailingState
from cop.post.models import Mailing
from cop.post.signals import mailing_wanted
from sessions_app.enums import Act
from sessions_app.models import Invitation, Session
from sessions_app.selectors import digest_of_plan, held_run, locked_session, plan_of
from sessions_app.services import (
    ChangedMeanwhile,
    answer_invitation,
    cancel_session,
    change_session,
    decide_topic,
    draft_invitations,
    fill_all_places,
    invite_newcomer,
    planning,
    postpone_session,
    press,
    propose_topic,
    put_topic_first,
    running,
    topics,
)
from tests.at_once import while_somebody_else
from tests.people import build_cast
from tests.sessions_app.plans import DOORS, JANUARY, START, plan, scheduled
from tests.sessions_app.years import planned_year

DAYS = [JANUARY + dt.timedelta(days=28 * number) for number in range(4)]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return build_cast()


@pytest.fixture
def session(cast):
    return scheduled(cast)


def moves(cast, session):
    """Somebody has begun to change the session, and goes on."""
    return {
        "writes": lambda: locked_session(session.pk),
        "goes_on": lambda: change_session(
            actor=cast.system, session=session, plan=plan(cast, place="Hall 2")
        ),
    }


def drafted(cast, session):
    return draft_invitations(actor=cast.actor("bilal"), session=session)


def test_a_draft_of_a_session_that_is_changed_at_that_moment_is_put_away(cast, session):
    draft = drafted(cast, session)
    while_somebody_else(
        then=lambda: send_mailing(actor=cast.actor("bilal"), mailing=draft), **moves(cast, session)
    )
    assert Mailing.objects.get().state == MailingState.WITHDRAWN
    assert not draft.messages.exists()


def test_mail_before_its_session_stops_both(cast, session, monkeypatch):
    draft = drafted(cast, session)
    monkeypatch.setattr(mailing_wanted, "send", lambda **_kwargs: [])
    with pytest.raises(OperationalError, match="deadlock"):
        while_somebody_else(
            then=lambda: send_mailing(actor=cast.actor("bilal"), mailing=draft),
            **moves(cast, session),
        )


def test_somebody_leaves_while_a_session_of_theirs_is_changed(cast, session):
    rosa = cast.actor("rosa")
    Invitation.objects.create(session=session, member=rosa.member, answer="coming")
    while_somebody_else(then=lambda: leave_community(actor=rosa), **moves(cast, session))
    assert not Invitation.objects.exists()


def test_somebody_joins_while_a_session_is_changed(cast, session):
    Invitation.objects.create(session=session, member=cast.members["rosa"], sent_on=session.held_on)
    will = Member.objects.get(pk=cast.members["will"].pk)
    while_somebody_else(then=lambda: invite_newcomer(member=will), **moves(cast, session))
    assert Invitation.objects.get(member=will).sent_on is not None


@pytest.mark.parametrize("is_right", [True, False])
def test_begun_while_it_is_moved(cast, session, monkeypatch, is_right):
    """It is of another day then; held by its run alone, it would have begun a week before it is."""
    if not is_right:
        monkeypatch.setattr(running, "locked_session", lambda pk: Session.objects.get(pk=pk))
    week = dt.timedelta(days=7)
    refused = []

    def begin():
        try:
            press(actor=cast.actor("tom"), session=session, act=Act.BEGIN, revision=0, position=-1)
        except Refused as problem:
            refused.append(str(problem.message))

    with time_machine.travel(DOORS, tick=True):
        while_somebody_else(
            lambda: postpone_session(
                actor=cast.actor("amara"), session=session, day=JANUARY + week, time=dt.time(13)
            ),
            begin,
        )
    session.refresh_from_db()
    assert session.starts_at == START + week
    if is_right:
        assert "It is too early" in refused[0]
        assert (session.begun_at, session.lasts_until) == (None, None)
    else:
        assert session.begun_at < START


def test_moved_while_it_is_begun(cast, session):
    with (
        time_machine.travel(DOORS, tick=True),
        pytest.raises(Refused, match="begun"),
    ):
        while_somebody_else(
            lambda: press(
                actor=cast.actor("tom"), session=session, act=Act.BEGIN, revision=0, position=-1
            ),
            lambda: postpone_session(
                actor=cast.actor("amara"), session=session, day=JANUARY, time=dt.time(14)
            ),
        )
    session.refresh_from_db()
    assert session.starts_at == START
    assert session.has_begun


def test_two_who_change_a_run_from_both_ends_take_turns(cast):
    """Neither is stopped for good; whoever comes second is told, and then nothing is undone."""
    programme, sessions = planned_year(cast, *DAYS)
    rows = Session.objects.filter(programme=programme)
    with pytest.raises(ChangedMeanwhile, match="place"):
        change_both(cast, sessions[0], sessions[-1])
    assert set(rows.values_list("place", "dial_in")) == {("Hall 2", "")}
    change(cast, sessions[0], dial_in="0800 1")
    assert set(rows.values_list("place", "dial_in")) == {("Hall 2", "0800 1")}


def test_a_run_in_the_order_it_is_come_upon_stops_both(cast, monkeypatch):
    _programme, sessions = planned_year(cast, *DAYS)
    monkeypatch.setattr(planning, "held_run", lambda session, _scope: locked_session(session.pk))
    with pytest.raises(OperationalError, match="deadlock"):
        change_both(cast, sessions[0], sessions[-1])


def test_whoever_cancels_a_run_takes_turns_too(cast):
    programme, sessions = planned_year(cast, *DAYS)
    while_somebody_else(
        writes=lambda: held_run(sessions[-1], "all"),
        goes_on=lambda: change(cast, sessions[-1], place="Hall 2"),
        then=lambda: cancel_session(
            actor=cast.system, session=sessions[0], reason="Snow.", scope="later"
        ),
    )
    states = Session.objects.filter(programme=programme).values_list("state", "place")
    assert set(states) == {("cancelled", "Hall 2")}


def change_both(cast, first, last):
    """Whoever has begun at the end goes on to the others once somebody comes from the start."""
    while_somebody_else(
        writes=lambda: planning.held_run(last, "all"),
        goes_on=lambda: change(cast, last, place="Hall 2"),
        then=lambda: change(cast, first, dial_in="0800 1"),
    )


def change(cast, session, **changes):
    """As the form does that was opened a moment ago."""
    opened = plan_of(Session.objects.get(pk=session.pk))
    change_session(
        actor=cast.system,
        session=session,
        plan=replace(opened, **changes),
        scope="all",
        opened=digest_of_plan(opened),
    )


@pytest.mark.parametrize("is_right", [True, False])
def test_one_topic_decided_on_and_put_first_at_once(cast, monkeypatch, is_right):
    """A first call and the co-chairs: whoever comes second hears that it is decided."""
    session = scheduled(cast, topics=())
    topic = propose_topic(actor=cast.actor("rosa"), words="Silence")
    expected, words = Refused, "decided on meanwhile"
    if not is_right:  # the topic before its session
        expected, words = OperationalError, "deadlock"
        monkeypatch.setattr(
            topics,
            "_held_with_sessions",
            lambda actor, proposal, _session: topics._locked(actor, proposal.pk),
        )
    with pytest.raises(expected, match=words):
        while_somebody_else(
            writes=lambda: locked_session(session.pk),
            goes_on=lambda: put_topic_first(
                actor=cast.system, session=session, words="", proposal=topic
            ),
            then=lambda: decide_topic(
                actor=cast.actor("amara"),
                proposal=topic,
                state="adopted",
                reason="Many of you.",
                session=session,
            ),
        )


def test_whoever_leaves_holds_nobody_up_elsewhere(cast):
    south = build_cast(slug="southern", name="Southern", domain="south.example")
    session = scheduled(south, room_limit=1)
    for name in ("rosa", "will"):
        answer_invitation(actor=south.actor(name), session=session, answer="coming")
    Session.objects.filter(pk=session.pk).update(room_limit=2)
    leave_community(actor=cast.actor("rosa"))
    assert Invitation.objects.filter(waiting_since__isnull=False).exists()
    assert fill_all_places() == 1
