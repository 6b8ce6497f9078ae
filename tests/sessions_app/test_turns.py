"""Who changes a session and who does something else with it take turns, and neither is lost."""

import pytest
from django.db import OperationalError

from cop.members.models import Member
from cop.members.services import leave_community, send_mailing
from cop.post.enums import MailingState
from cop.post.models import Mailing
from cop.post.signals import mailing_wanted
from sessions_app.models import Invitation
from sessions_app.selectors import locked_session
from sessions_app.services import change_session, draft_invitations, invite_newcomer
from tests.at_once import while_somebody_else
from tests.people import build_cast
from tests.sessions_app.plans import plan, scheduled

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
