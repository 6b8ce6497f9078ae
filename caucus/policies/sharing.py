"""Who reads what caucuses released."""

from caucus.policies.caucuses import can_view_caucuses
from caucus.policies.spaces import is_caucused_here
from cop.core.policy import Actor
from sessions_app.models import Session


def can_view_share_backs(actor: Actor, session: Session) -> bool:
    """D9, after release: members, appointees and that session's guests."""
    if not is_caucused_here(actor, session):
        return False
    if can_view_caucuses(actor):
        return True
    return actor.person is not None and session.guests.filter(person=actor.person).exists()
