"""Leaving: asked once, effective today, and the way back stays open."""

import datetime as dt
from collections.abc import Callable

import pytest

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.enums import Role
from cop.members.models import Appointment, Member
from cop.members.selectors import members_of
from cop.members.services import appoint, end_appointment, leave_community
from sessions_app.models import Guest, Invitation
from sessions_app.policies import can_answer_invitation, can_check_in
from sessions_app.selectors import members_to_invite
from tests.feedback import ballots
from tests.people import Cast
from tests.sessions_app.plans import scheduled

TODAY = dt.date(2026, 11, 22)
TOMORROW = TODAY + dt.timedelta(days=1)


def leave_url(cast: Cast) -> str:
    return f"/in/c/{cast.community.slug}/my-data/leave/"


def test_today_is_the_last_day(cast: Cast, as_: Callable):
    rosa = as_("rosa")
    assert Member.objects.get(pk=cast.members["rosa"].pk).left_on is None
    rosa.get(leave_url(cast))
    assert Member.objects.get(pk=cast.members["rosa"].pk).left_on is None  # looking does nothing
    answer = rosa.post(leave_url(cast))
    assert answer["Location"] == f"/in/c/{cast.community.slug}/my-data/"
    left = Member.objects.get(pk=cast.members["rosa"].pk)
    assert left.left_on == TODAY
    assert left.name == "Rosa Delgado"
    assert left not in members_of(cast.community, on=TOMORROW)


def test_later_invitations_are_withdrawn_and_earlier_ones_stay(cast: Cast):
    rosa = cast.members["rosa"]
    later = scheduled(cast)
    before = ballots.session_with(cast.community, [rosa], key="S0", held_on=TODAY)
    for session in (later, before):
        Invitation.objects.create(session=session, member=rosa, answer="coming")
    Invitation.objects.create(session=later, member=cast.members["will"], answer="coming")
    assert rosa in [*members_to_invite(later), *[one.member for one in later.invitations.all()]]
    leave_community(actor=cast.actor("rosa"))
    assert [one.member.name for one in later.invitations.all()] == ["Will Turner"]
    assert before.invitations.count() == 1
    assert before.attendances.count() == 1
    assert rosa not in members_to_invite(later)


def test_whoever_will_have_left_is_not_invited(cast: Cast):
    session = scheduled(cast)
    member = cast.members["rosa"]
    assert member in members_to_invite(session)
    Member.objects.filter(pk=member.pk).update(left_on=session.held_on - dt.timedelta(days=1))
    assert member not in members_to_invite(session)


def test_roles_are_told_and_end(cast: Cast, as_: Callable):
    tom = as_("tom")
    body = tom.get(leave_url(cast)).content.decode()
    assert "Co-chair, Facilitator" in body
    tom.post(leave_url(cast))
    held = Appointment.objects.filter(person=cast.tom)
    assert {one.until_on for one in held} == {TODAY - dt.timedelta(days=1)}
    assert cast.actor("tom").roles == frozenset()


def test_the_last_co_chair_is_told_to_appoint_first(cast: Cast, as_: Callable):
    held = Appointment.objects.get(person=cast.tom, role=Role.CO_CHAIR)
    end_appointment(actor=cast.actor("amara"), appointment=held)
    answer = as_("amara").post(leave_url(cast))
    assert answer.status_code == 200
    assert "Appoint a successor first" in answer.content.decode()
    assert Member.objects.get(pk=cast.members["amara"].pk).left_on is None
    appoint(actor=cast.system, email="bilal@example.org", role=Role.CO_CHAIR, from_on=TOMORROW)
    with pytest.raises(Refused, match="successor"):  # tomorrow's is none today
        leave_community(actor=cast.actor("amara"))


def test_a_guest_leaves_too(cast: Cast):
    session = scheduled(cast)
    Guest.objects.create(session=session, person=cast.grace)
    leave_community(actor=cast.actor("grace"))
    assert not Guest.objects.exists()
    assert cast.actor("grace").roles == frozenset()


def test_leaving_is_on_record_without_more(cast: Cast):
    leave_community(actor=cast.actor("rosa"))
    entry = Entry.objects.filter(verb="leave").get()
    assert (entry.target_kind, entry.fields) == ("community", [])
    assert entry.actor_key == cast.rosa.audit_key


def test_whoever_left_today_is_asked_nothing_later(cast: Cast, as_: Callable):
    session = scheduled(cast)
    page = f"/in/c/{cast.community.slug}/"
    rosa = as_("rosa")
    assert "I am coming" in rosa.get(page).content.decode()
    assert "Your answer is awaited" in rosa.get(f"{page}sessions/").content.decode()
    rosa.post(leave_url(cast))
    home = rosa.get(page).content.decode()
    assert "You left today" in home
    assert "I am coming" not in home
    assert "Are you coming?" not in home
    assert "Your answer is awaited" not in rosa.get(f"{page}sessions/").content.decode()
    detail = f"{page}sessions/{session.pk}/"
    assert 'name="answer"' not in rosa.get(detail).content.decode()
    assert rosa.post(f"{detail}answer/", {"answer": "coming"}).status_code == 403
    assert not Invitation.objects.filter(session=session).exists()


def test_leaving_is_not_offered_twice(cast: Cast, as_: Callable):
    rosa = as_("rosa")
    rosa.post(leave_url(cast))
    assert leave_url(cast) not in rosa.get(f"/in/c/{cast.community.slug}/my-data/").content.decode()
    again = rosa.get(leave_url(cast))
    assert "You left today" in again.content.decode()
    assert "<form" not in again.content.decode().partition("<main")[2]
    assert rosa.post(leave_url(cast)).status_code == 403


def test_on_the_last_day_a_session_of_that_day_still_counts(cast: Cast):
    today, tomorrow = scheduled(cast, day=TODAY), scheduled(cast, day=TOMORROW)
    Member.objects.filter(pk=cast.members["rosa"].pk).update(left_on=TODAY)
    actor = cast.actor("rosa")
    assert can_answer_invitation(actor, today)
    assert can_check_in(actor, today)
    assert not can_answer_invitation(actor, tomorrow)
    assert not can_check_in(actor, tomorrow)
