"""Who sees the programme, who makes topics and decides on them, who writes into the log."""

from cop.core.policy import Actor
from cop.members.enums import Role
from sessions_app.enums import DecisionKind
from sessions_app.policies.planning import can_schedule_session


def can_view_programme(actor: Actor) -> bool:
    """R15: everybody who belongs to the community sees the year to come."""
    return actor.belongs


def can_view_decisions(actor: Actor) -> bool:
    """R14: everybody who belongs to the community reads why things are as they are."""
    return actor.belongs


def can_log_decision(actor: Actor, kind: str = DecisionKind.OTHER) -> bool:
    """Co-chairs; whoever plans sessions where a plan changes the format."""
    if kind == DecisionKind.FORMAT:
        return can_schedule_session(actor)
    return actor.holds(Role.CO_CHAIR)
