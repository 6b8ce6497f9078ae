"""Who reads the ledger. Who writes in it is found by ``caucus.selectors``: R8 says for whom."""

from caucus.policies.caucuses import can_view_caucuses
from cop.core.policy import Actor


def can_view_ledger(actor: Actor) -> bool:
    """D9: what was asked and taken on, for members and appointees; guests read their session's."""
    return can_view_caucuses(actor)


def can_tell_of_overdue(actor: Actor) -> bool:
    """Mail about what is overdue leaves by itself."""
    return actor.is_system
