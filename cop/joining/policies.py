"""Who invites, who works the queue, and what the community's stage allows."""

from django.utils.translation import gettext as _

from cop.core.policy import Actor
from cop.governance.enums import Stage
from cop.governance.policies import why_stage_is_shut
from cop.joining.models import JoinInvitation, JoinRequest
from cop.members.enums import Role
from cop.members.models import Community
from cop.members.selectors import people_holding

# Who may work the queue and invite; co-chairs while there is no secretary.
WORKS_QUEUE = (Role.SECRETARY, Role.CO_CHAIR)


def can_work_queue(actor: Actor) -> bool:
    """The secretary; a co-chair while nobody holds that role, as in a community that begins."""
    if actor.holds(Role.SECRETARY):
        return True
    return (
        actor.holds(Role.CO_CHAIR) and not people_holding(actor.community, Role.SECRETARY).exists()
    )


def can_invite_to_join(actor: Actor) -> bool:
    """Whoever works the queue: an invitation holds the same name and address."""
    return can_work_queue(actor)


def can_change_join_page(actor: Actor) -> bool:
    """What a community says of itself to everybody is its co-chairs' to decide."""
    return actor.holds(Role.CO_CHAIR)


def can_decide_request(actor: Actor, request: JoinRequest) -> bool:
    """Whoever works the queue, in their own community."""
    return actor.community.pk == request.community_id and can_work_queue(actor)


def can_change_invitation(actor: Actor, invitation: JoinInvitation) -> bool:
    """Whoever may invite may send again and withdraw."""
    return actor.community.pk == invitation.community_id and can_invite_to_join(actor)


def why_joining_is_shut(community: Community) -> str:
    """Why nobody can be invited and no public page opened yet, or ""."""
    return why_stage_is_shut(community, Stage.MEET)


def why_request_is_decided(request: JoinRequest) -> str:
    """Why there is nothing left to decide, or ""."""
    if request.is_undecided:
        return ""
    return _("This request has been decided already.")
