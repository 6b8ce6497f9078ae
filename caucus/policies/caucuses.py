"""Who sees caucuses, and who is published for one."""

from caucus.models import PublishedFacilitator
from cop.core.policy import Actor
from cop.members.enums import Role


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
