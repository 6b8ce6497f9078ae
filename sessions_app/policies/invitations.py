"""Who invites, who answers, and who learns what was answered."""

from django.utils.translation import gettext as _

from cop.core.policy import Actor
from cop.members.enums import FACILITATES, Role
from cop.members.policies import belongs_on
from sessions_app.models import Session
from sessions_app.policies.planning import can_change_session, is_facilitator_of


def can_send_invitations(actor: Actor, session: Session) -> bool:
    """The secretary, and whoever facilitates the session; names are shown to neither."""
    if actor.community.pk != session.community_id:
        return False
    return actor.holds(Role.SECRETARY) or is_facilitator_of(actor, session)


def can_send_several(actor: Actor) -> bool:
    """Whoever may send those of some session finds the page where several leave together."""
    return actor.holds(Role.SECRETARY, *FACILITATES)


def can_view_answers(actor: Actor, session: Session) -> bool:
    """How many are coming: numbers, no names."""
    return can_send_invitations(actor, session) or can_change_session(actor, session)


def can_invite_guest(actor: Actor, session: Session) -> bool:
    """Co-chairs to any session, facilitators to their own."""
    return can_change_session(actor, session)


def can_answer_invitation(actor: Actor, session: Session) -> bool:
    """Members answer for themselves, and nobody for anybody else; not for when they have left."""
    return actor.community.pk == session.community_id and belongs_on(actor, session.held_on)


def can_view_needs(actor: Actor, session: Session) -> bool:
    """What members need is for those who facilitate the session they need it in."""
    return is_facilitator_of(actor, session)


def why_needs_are_shut(session: Session) -> str:
    """Why nobody needs to know any more what members need."""
    if session.is_cancelled:
        return _("This session is cancelled, so nobody needs to know.")
    if session.is_over:
        return _("This session is over, so nobody needs to know any more.")
    return ""


def why_not_invitable(session: Session) -> str:
    """Why it is too late to send invitations."""
    if session.is_cancelled:
        return _("This session is cancelled, so nobody can be invited.")
    if session.is_over:
        return _("This session is over, so nobody can be invited.")
    return ""


def why_no_guest(session: Session) -> str:
    """Why no guest can be announced."""
    if session.is_cancelled or session.is_over:
        return _("Guests can be invited to sessions that lie ahead.")
    return ""


def why_no_answer(session: Session) -> str:
    """Why nobody can say any more whether they come."""
    if session.is_cancelled:
        return _("This session is cancelled, so there is nothing to answer.")
    if session.has_begun:
        return _("This session has begun, so the answer can no longer be changed.")
    return ""
