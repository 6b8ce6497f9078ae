"""Who may do what with caucuses, spaces and what they share. Each rule is written once."""

from cop.core.policy import Actor


def can_create_spaces(actor: Actor) -> bool:
    """Caucuses come with a community and spaces with a session: nobody makes them by hand."""
    return actor.is_system
