"""Who follows a session while it runs, and who runs it."""

from cop.core.policy import Actor
from cop.members.policies import belongs_on
from sessions_app.models import Session
from sessions_app.policies.planning import can_change_session, is_facilitator_of


def can_follow_session(actor: Actor, session: Session) -> bool:
    """Whoever takes part: members of that day, its guests and its facilitators."""
    if actor.community.pk != session.community_id:
        return False
    if takes_part(actor, session):
        return True
    return actor.person is not None and session.guests.filter(person=actor.person).exists()


def takes_part(actor: Actor, session: Session) -> bool:
    """In every part of it, also where the caucuses meet: guests are not."""
    return belongs_on(actor, session.held_on) or can_run_session(actor, session)


def can_run_session(actor: Actor, session: Session) -> bool:
    """Its facilitators, and any co-chair: one takes over when the other drops out."""
    return can_change_session(actor, session) or is_facilitator_of(actor, session)
