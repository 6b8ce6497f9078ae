"""R8: co-chairs offer to name somebody as facilitator of a caucus; that person alone decides.

The record says that somebody offered, accepted, declined or ended. It never says for which caucus,
and never points at the row that does.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from caucus.models import Caucus, PublishedFacilitator
from caucus.policies import (
    can_answer_publication,
    can_forget_publications,
    can_offer_publication,
    can_withdraw_offer,
)
from caucus.selectors import ended_publications
from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.enums import FACILITATES
from cop.members.models import Community, User
from cop.members.selectors import people_holding


@transaction.atomic
def offer_publication(*, actor: Actor, caucus: Caucus, person: User) -> PublishedFacilitator:
    """Ask a person whether they want to be named. Nobody sees it but they and the co-chairs.

    Raises Refused for somebody without the role, and for a person asked already.
    """
    require(can_offer_publication(actor) and caucus.community_id == actor.community.pk)
    Community.objects.select_for_update(no_key=True).get(pk=actor.community.pk)
    if not people_holding(actor.community, *FACILITATES).filter(pk=person.pk).exists():
        raise Refused(_("Only a co-chair or a facilitator can be named."))
    asked = PublishedFacilitator.objects.filter(caucus__community=actor.community, person=person)
    if asked.exists():
        raise Refused(_("This person has been asked already, or is named."))
    publication = PublishedFacilitator.objects.create(
        caucus=caucus, person=person, offered_on=clock.today(actor.community.time_zone)
    )
    record(actor=actor, verb="offer_publication", target=actor.community)
    return publication


@transaction.atomic
def accept_publication(*, actor: Actor, publication: PublishedFacilitator) -> None:
    """The person agrees to be named, from today, while they hold the role.

    Raises Refused if the offer was taken back meanwhile.
    """
    require(can_answer_publication(actor, publication) and actor.holds(*FACILITATES))
    held = PublishedFacilitator.objects.select_for_update().filter(pk=publication.pk).first()
    if held is None:
        raise Refused(_("This offer has just been taken back, so you are not named."))
    if held.accepted_on is None:
        held.accepted_on = clock.today(actor.community.time_zone)
        held.save(update_fields=["accepted_on"])
        record(actor=actor, verb="accept_publication", target=actor.community)


@transaction.atomic
def end_publication(*, actor: Actor, publication: PublishedFacilitator) -> None:
    """The person declines the offer, or ends being named. Nothing remembers for which caucus."""
    require(can_answer_publication(actor, publication))
    held = PublishedFacilitator.objects.select_for_update().filter(pk=publication.pk).first()
    if held is None:
        return
    verb = "end_publication" if held.accepted_on else "decline_publication"
    held.delete()
    record(actor=actor, verb=verb, target=actor.community)


@transaction.atomic
def withdraw_offer(*, actor: Actor, publication: PublishedFacilitator) -> None:
    """A co-chair takes back an offer that is not accepted."""
    held = PublishedFacilitator.objects.select_for_update().filter(pk=publication.pk).first()
    if held is None:
        return
    require(can_withdraw_offer(actor, held))
    held.delete()
    record(actor=actor, verb="withdraw_publication", target=actor.community)


@transaction.atomic
def forget_ended_publications(*, actor: Actor) -> int:
    """Drop who is named or asked and holds no role any more; returns how many."""
    require(can_forget_publications(actor))
    _number, rows = ended_publications(actor.community).delete()
    forgotten = rows.get("caucus.PublishedFacilitator", 0)
    if forgotten:
        record(actor=actor, verb="forget_publications", target=actor.community)
    return forgotten
