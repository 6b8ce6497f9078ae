"""Who may do what with caucuses, spaces and what they share. Each rule is written once."""

from caucus.models import PublishedFacilitator
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


def can_view_caucuses(actor: Actor) -> bool:
    """The caucuses and who is published for them: members and appointees, guests not."""
    return actor.belongs


def can_offer_publication(actor: Actor) -> bool:
    """R8: co-chairs offer."""
    return actor.holds(Role.CO_CHAIR)


def can_answer_publication(actor: Actor, publication: PublishedFacilitator) -> bool:
    """R8: only the person accepts, declines or ends; no role stands in for them, nor the system."""
    return actor.person is not None and actor.person.pk == publication.person_id


def can_forget_publications(actor: Actor) -> bool:
    """Names go with the role, by themselves."""
    return actor.is_system


def can_withdraw_offer(actor: Actor, publication: PublishedFacilitator) -> bool:
    """An offer made in error can be taken back, until it is accepted."""
    return can_offer_publication(actor) and publication.accepted_on is None


def can_choose_space(actor: Actor, session: Session) -> bool:
    """R1: members choose for themselves, and nobody for anybody else."""
    return is_caucused_here(actor, session) and belongs_on(actor, session.held_on)


def can_set_up_spaces(actor: Actor, session: Session) -> bool:
    """The doors of all spaces, and who holds everyone's space."""
    return is_caucused_here(actor, session) and can_change_session(actor, session)


def can_view_share_backs(actor: Actor, session: Session) -> bool:
    """D9, after release: members, appointees and that session's guests."""
    if not is_caucused_here(actor, session):
        return False
    if can_view_caucuses(actor):
        return True
    return actor.person is not None and session.guests.filter(person=actor.person).exists()


def is_caucused_here(actor: Actor, session: Session) -> bool:
    """A session of the actor's community in which people split into caucuses."""
    return session.is_caucused and actor.community.pk == session.community_id
