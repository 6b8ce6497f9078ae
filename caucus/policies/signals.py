"""Who sends a quiet word to the facilitators, and who receives it."""

from caucus.policies.spaces import is_caucused_here
from cop.core.policy import Actor
from sessions_app.models import Session
from sessions_app.policies import can_follow_session, can_run_session


def can_send_signal(actor: Actor, session: Session) -> bool:
    """Whoever takes part, guests too. With a name or from a space only members can."""
    return is_caucused_here(actor, session) and can_follow_session(actor, session)


def can_see_signals(actor: Actor, session: Session) -> bool:
    """Whoever runs the session: its facilitators, and a co-chair who stands in for them.

    Otherwise somebody's need would be seen by nobody when a facilitator drops out.
    """
    return is_caucused_here(actor, session) and can_run_session(actor, session)
