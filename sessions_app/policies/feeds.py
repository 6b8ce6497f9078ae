"""Who keeps a calendar feed."""

from cop.core.policy import Actor
from cop.members.enums import Role


def can_keep_own_feed(actor: Actor) -> bool:
    """Members, each their own."""
    return actor.is_member


def can_keep_shared_feed(actor: Actor) -> bool:
    """The community's: co-chairs and the secretary."""
    return actor.holds(Role.CO_CHAIR, Role.SECRETARY)
