"""Who reads and changes a community's formats."""

from cop.core.policy import Actor
from sessions_app.models import Session
from sessions_app.policies.planning import can_change_session, can_schedule_session


def can_view_formats(actor: Actor) -> bool:
    """Whoever plans sessions."""
    return can_schedule_session(actor)


def can_change_formats(actor: Actor) -> bool:
    """Whoever plans sessions copies, changes and deletes; sessions keep what they took over."""
    return can_schedule_session(actor)


def can_view_run_sheet(actor: Actor, session: Session) -> bool:
    """Facilitators for their own session, co-chairs for every one."""
    return can_change_session(actor, session)
