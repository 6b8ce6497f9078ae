"""Somebody who joins after the invitations went out."""

import pytest

from cop.core import registry
from cop.joining.services import accept_invitation
from cop.members.models import Member
from cop.members.selectors import actor_in
from cop.post.models import Message
from sessions_app.models import Invitation, Session
from sessions_app.selectors import members_to_invite
from sessions_app.services import (
    answer_invitation,
    cancel_session,
    send_invitations,
)
from tests.joining import links
from tests.people import Cast
from tests.sessions_app import plans

pytestmark = pytest.mark.django_db


def join(cast: Cast) -> Member:
    """Nura joins by her invitation."""
    _invitation, token = links.invite(cast)
    return accept_invitation(token=token)


def mails_to_nura(kind: str) -> int:
    return Message.objects.filter(to="nura@example.org", kind=kind).count()


def sent(cast: Cast) -> Session:
    """A session whose invitations have gone out."""
    session = plans.scheduled(cast)
    send_invitations(actor=cast.actor("bilal"), session=session)
    return session


def test_newcomer_is_sent_what_the_others_were_sent(cast: Cast) -> None:
    session = sent(cast)
    member = join(cast)
    assert mails_to_nura("session_invitation") == 1
    invitation = Invitation.objects.get(session=session, member=member)
    assert invitation.sent_on is not None
    assert not members_to_invite(session).exists()


def test_newcomer_can_answer_at_once_and_hears_of_changes(cast: Cast) -> None:
    session = sent(cast)
    member = join(cast)
    assert member.person is not None
    nura = actor_in(member.person, cast.community)
    answer_invitation(actor=nura, session=session, answer="coming")
    assert Invitation.objects.get(member=member).answer == "coming"
    cancel_session(actor=cast.actor("amara"), session=session, reason="Snow.")
    assert mails_to_nura("session_cancelled") == 1


def test_a_session_nobody_was_invited_to_yet_waits(cast: Cast) -> None:
    session = plans.scheduled(cast)
    member = join(cast)
    assert mails_to_nura("session_invitation") == 0
    assert list(members_to_invite(session).filter(pk=member.pk)) == [member]


def test_a_cancelled_session_and_a_mail_that_may_not_leave_stop_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(cast)
    cancelled = sent(cast)
    cancel_session(actor=cast.actor("amara"), session=cancelled, reason="Snow.")
    _invitation, token = links.invite(cast)
    monkeypatch.setattr(registry, "neutral_terms", [lambda community_id: ["Thursday"]])
    member = accept_invitation(token=token)
    assert Member.objects.filter(pk=member.pk).exists()
    assert not Invitation.objects.filter(member=member).exists()
    assert mails_to_nura("session_invitation") == 0


def test_somebody_who_comes_again_is_not_written_to_twice(cast: Cast) -> None:
    sent(cast)
    before = Message.objects.filter(to="rosa@example.org", kind="session_invitation").count()
    Member.objects.filter(pk=cast.members["rosa"].pk).update(left_on="2026-01-31")
    _invitation, token = links.invite(cast, email="rosa@example.org")
    accept_invitation(token=token)
    assert (
        Message.objects.filter(to="rosa@example.org", kind="session_invitation").count() == before
    )
