"""Inviting somebody to join, and their saying yes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.addresses import clean_email
from cop.core.errors import Refused, refuse_if
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from cop.joining.enums import UNDECIDED, InvitationState, RequestState
from cop.joining.letters import write_invitation
from cop.joining.models import JoinInvitation, JoinRequest
from cop.joining.policies import can_change_invitation, can_invite_to_join, why_joining_is_shut
from cop.joining.selectors import invitation_for
from cop.joining.tokens import address_of, digest_of, end_of_day_in, new_token
from cop.members.models import Community, Member
from cop.members.services import join_community, lock
from cop.post.services import Letter, post_letters

INVITATION_LASTS = 14  # days, the last one whole


class LinkUnusable(Refused):
    """A link that is unknown, used, withdrawn or too old: to whoever has it they are the same."""


@dataclass(frozen=True)
class Invitee:
    """Whom to invite."""

    email: str
    name: str = ""


@transaction.atomic
def invite_to_join(
    *,
    actor: Actor,
    people: Sequence[Invitee],
    words: str = "",
    request: JoinRequest | None = None,
) -> list[JoinInvitation]:
    """Send each of them a link that works once; who has an open one gets a new one in its place.

    All or nothing. Says nothing about whom the community or the installation knows already: who
    is on the roster is linked when they say yes, and who may not join is told so then.
    Raises Refused while the stage is shut, for an address that is none and for words that mail
    may not carry.
    """
    require(can_invite_to_join(actor))
    refuse_if(why_joining_is_shut(actor.community))
    community = lock(actor.community)
    invitations, letters = [], []
    for invitee in people:
        email, name = clean_email(invitee.email), clean_line(invitee.name)
        invitation = JoinInvitation.objects.filter(
            community=community, email=email, state=InvitationState.OPEN
        ).first() or JoinInvitation(community=community, email=email)
        invitation.name = name or invitation.name
        invitation.request = request or invitation.request
        invitation.invited_by = actor.person
        letters.append((email, invitation.name, _mint(invitation, words)))
        record(actor=actor, verb="send", target=invitation)
        invitations.append(invitation)
    post_letters(community_id=community.pk, kind="join_invitation", letters=letters)
    return invitations


def _mint(invitation: JoinInvitation, words: str = "") -> Letter:
    """A new link for the invitation, in place of any before; returns the letter that holds it."""
    token = new_token()
    community = invitation.community
    invitation.token_hash = digest_of(token)
    invitation.expires_at = end_of_day_in(community, INVITATION_LASTS)
    invitation.sent_on = clock.today(community.time_zone)
    invitation.save()
    return write_invitation(
        community,
        last_day=last_day_from(community),
        words=words,
        has_asked=invitation.request_id is not None,
        url=address_of("invitation_open", token),
    )


def last_day_from(community: Community) -> dt.date:
    """The last day of an invitation that is sent today."""
    return clock.today(community.time_zone) + dt.timedelta(days=INVITATION_LASTS)


@transaction.atomic
def resend_invitation(*, actor: Actor, invitation: JoinInvitation) -> None:
    """Send a new link in place of the old one, which stops working."""
    require(can_change_invitation(actor, invitation))
    refuse_if(why_joining_is_shut(actor.community))
    lock(actor.community)
    _send_again(actor, _locked(invitation))


@transaction.atomic
def renew_invitation(*, token: str) -> None:
    """A fresh link to the same address, asked for by whoever has one that is too old.

    Anything else is left as it is, in silence.
    """
    found = invitation_for(token)
    if found is None or why_joining_is_shut(found.community):
        return
    lock(found.community)
    invitation = _locked(found)
    if invitation.has_expired and invitation.token_hash == digest_of(token):
        _send_again(Actor(community=found.community), invitation)


def _send_again(actor: Actor, invitation: JoinInvitation) -> None:
    if invitation.state != InvitationState.OPEN:
        return
    letters = [(invitation.email, invitation.name, _mint(invitation))]
    post_letters(community_id=actor.community.pk, kind="join_invitation", letters=letters)
    record(actor=actor, verb="send", target=invitation)


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation: JoinInvitation) -> None:
    """The link stops working. Nobody is told."""
    require(can_change_invitation(actor, invitation))
    lock(actor.community)
    invitation = _locked(invitation)
    if invitation.state == InvitationState.OPEN:
        _end(invitation, InvitationState.WITHDRAWN)
        record(actor=actor, verb="withdraw", target=invitation)


@transaction.atomic
def accept_invitation(*, token: str) -> Member:
    """Use the link: its reader becomes a member, under the address it was sent to.

    Raises LinkUnusable, and Refused where the person may not be a member or the community is not
    ready to meet; the link then stays.
    """
    found = invitation_for(token)
    if found is None:
        raise LinkUnusable
    lock(found.community)
    invitation = _locked(found)
    if not invitation.works or invitation.token_hash != digest_of(token):
        raise LinkUnusable  # also for the second of two who press the button at once
    if why_joining_is_shut(found.community):  # why is not for somebody outside
        raise Refused(
            _(
                "The community is not ready to meet yet. Your invitation stays open: come back to "
                "it in a few days, or write to whoever invited you."
            )
        )
    asked = invitation.request
    member = join_community(
        community=found.community,
        email=invitation.email,
        name=invitation.name,
        organisation=asked.organisation if asked else "",
        profession=asked.profession if asked else "",
    )
    _end(invitation, InvitationState.USED)
    JoinRequest.objects.filter(
        community=found.community, email=invitation.email, state__in=UNDECIDED
    ).update(state=RequestState.ACCEPTED, decided_on=invitation.ended_on)
    return member


def _end(invitation: JoinInvitation, state: str) -> None:
    invitation.state = state
    invitation.ended_on = clock.today(invitation.community.time_zone)
    invitation.save(update_fields=["state", "ended_on"])


def _locked(invitation: JoinInvitation) -> JoinInvitation:
    """The invitation as it is now, held until the transaction ends."""
    return (
        JoinInvitation.objects.select_for_update(of=("self",))
        .select_related("community", "request")
        .get(pk=invitation.pk)
    )
