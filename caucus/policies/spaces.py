"""Who chooses, sets up and closes spaces."""

from cop.core.policy import Actor
from cop.members.enums import FACILITATES, Role
from cop.members.policies import belongs_on
from sessions_app.models import Session
from sessions_app.policies import can_change_session

# Who may be named to hold everyone's space: who plans sessions, and who keeps their registers.
HOLDS_EVERYONE = FACILITATES | {Role.SECRETARY}


def can_create_spaces(actor: Actor) -> bool:
    """Caucuses come with a community and spaces with a session: nobody makes them by hand."""
    return actor.is_system


def can_close_spaces(actor: Actor) -> bool:
    """Spaces close because the session ended, or because it is a day too late: never by hand."""
    return actor.is_system


def can_choose_space(actor: Actor, session: Session) -> bool:
    """R1: members choose for themselves, and nobody for anybody else."""
    return is_caucused_here(actor, session) and belongs_on(actor, session.held_on)


def can_set_up_spaces(actor: Actor, session: Session) -> bool:
    """The doors of all spaces, and who holds everyone's space."""
    return is_caucused_here(actor, session) and can_change_session(actor, session)


def is_caucused_here(actor: Actor, session: Session) -> bool:
    """A session of the actor's community in which people split into caucuses."""
    return session.is_caucused and actor.community.pk == session.community_id
