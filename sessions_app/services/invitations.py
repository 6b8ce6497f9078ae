"""Invitations by mail, and news for those who were invited."""

import contextlib

from django.db import transaction
from django.db.models import Exists, OuterRef

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.services import refuse_if_shut
from cop.members.models import Member
from cop.post.services import post_letters
from sessions_app.enums import SessionState
from sessions_app.letters import invitation_letters
from sessions_app.models import Invitation, Session
from sessions_app.policies import can_send_invitations, why_not_invitable
from sessions_app.selectors import (
    invitations_of,
    locked_session,
    members_to_invite,
    members_to_tell,
)


@transaction.atomic
def send_invitations(*, actor: Actor, session: Session) -> int:
    """Queue the invitation for every member with an address who was not sent it; returns how many.

    Sending again reaches only new members. Raises Refused if the mail would name a caucus, and
    before the community has what it takes to meet.
    """
    require(can_send_invitations(actor, session))
    refuse_if_shut(actor, Stage.MEET)
    session = locked_session(session.pk)
    refuse_if(why_not_invitable(session))
    members = list(members_to_invite(session))
    if not members:
        return 0
    _invite(session, members)
    record(actor=actor, verb="invite", target=session, fields=["invitations"])
    return len(members)


@transaction.atomic
def invite_newcomer(*, member: Member) -> int:
    """Send somebody who has just joined what the others were sent; returns for how many sessions.

    A part of joining, whose link they used. A session whose invitation was not sent yet reaches
    them with the others. One whose mail may not leave is left out: joining does not fail for it.
    """
    sent = Invitation.objects.filter(session=OuterRef("pk"), sent_on__isnull=False)
    day = clock.today(member.community.time_zone)
    ahead = Session.objects.filter(Exists(sent), community=member.community, held_on__gte=day)
    told = 0
    for session in ahead.select_related("community"):
        if why_not_invitable(session) or not members_to_invite(session).filter(pk=member.pk):
            continue
        try:
            with transaction.atomic():
                _invite(session, [member])
        except Refused:
            continue
        told += 1
    return told


@transaction.atomic
def withdraw_invitations(*, member: Member) -> int:
    """Take sessions after today out of the calendar of somebody who has left; returns how many.

    A part of leaving. A mail that may not leave is left out: leaving does not fail for it.
    """
    day = clock.today(member.community.time_zone)
    later = Invitation.objects.filter(member=member, session__held_on__gt=day)
    sent = later.filter(sent_on__isnull=False, session__state=SessionState.PLANNED)
    if member.email:
        for invitation in sent.select_related("member", "session__community"):
            with contextlib.suppress(Refused):
                _post(invitation.session, "session_withdrawn", [invitation])
    return later.delete()[0]


def tell_invited(*, session: Session, kind: str, asks_again: bool = False) -> int:
    """Queue a mail (``session_changed``, ``session_cancelled``) for whom it concerns.

    A part of changing and cancelling, whose policy it shares. ``asks_again``: what they answered
    was about another time, and their calendars are not to say so of this one.
    """
    invitations = list(invitations_of(session, members_to_tell(session, kind)))
    for invitation in invitations if asks_again else []:
        invitation.answer = ""
    return _post(session, kind, invitations)


def _invite(session: Session, members: list[Member]) -> None:
    """Enter who is invited, then write to them: an answer given before the mail stays."""
    day = clock.today(session.community.time_zone)
    Invitation.objects.bulk_create(
        [Invitation(session=session, member=member, sent_on=day) for member in members],
        update_conflicts=True,
        unique_fields=["session", "member"],
        update_fields=["sent_on"],
    )
    invited = Member.objects.filter(pk__in=[member.pk for member in members])
    _post(session, "session_invitation", list(invitations_of(session, invited)))


def _post(session: Session, kind: str, invitations: list[Invitation]) -> int:
    if invitations:
        post_letters(
            community_id=session.community_id,
            kind=kind,
            letters=invitation_letters(session, kind, invitations),
        )
    return len(invitations)
