"""Who keeps next steps."""

from cop.core.policy import Actor


def can_keep_next_steps(actor: Actor) -> bool:
    """Members, each their own; no role reads or counts anybody’s."""
    return actor.is_member
