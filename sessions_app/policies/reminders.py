"""Who decides what members are reminded of."""

from cop.core.policy import Actor
from cop.members.enums import Role


def can_change_reminders(actor: Actor) -> bool:
    """Co-chairs and the secretary."""
    return actor.holds(Role.CO_CHAIR, Role.SECRETARY)
