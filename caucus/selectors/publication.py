"""R8: who is published as facilitator of a caucus."""

from django.db.models import (
    Prefetch,
    Q,
    QuerySet,
)
from django.http import Http404

from caucus.models import (
    Caucus,
    PublishedFacilitator,
)
from caucus.policies import can_offer_publication
from cop.core.policy import Actor
from cop.members.enums import FACILITATES
from cop.members.models import Community, User
from cop.members.selectors import people_holding, people_in


def published_facilitators(community: Community) -> QuerySet[PublishedFacilitator]:
    """R8: who accepted to be named and is still appointed; for the whole community to see."""
    return (
        PublishedFacilitator.objects.filter(
            caucus__community=community,
            accepted_on__isnull=False,
            person__in=people_holding(community, *FACILITATES).values("pk"),
        )
        .select_related("caucus")
        .prefetch_related(Prefetch("person", people_in(community)))
        .order_by("caucus__position", "person__name", "pk")
    )


def offers_made(actor: Actor) -> QuerySet[PublishedFacilitator]:
    """Offers nobody has answered yet: for co-chairs, who made them."""
    offers = (
        PublishedFacilitator.objects.filter(
            caucus__community=actor.community, accepted_on__isnull=True
        )
        .select_related("caucus")
        .prefetch_related(Prefetch("person", people_in(actor.community)))
    )
    return offers if can_offer_publication(actor) else offers.none()


def own_publication(actor: Actor) -> PublishedFacilitator | None:
    """What the actor was offered or has accepted."""
    if actor.person is None:
        return None
    return (
        PublishedFacilitator.objects.filter(caucus__community=actor.community, person=actor.person)
        .select_related("caucus")
        .first()
    )


def get_publication_or_404(actor: Actor, publication_id: int) -> PublishedFacilitator:
    """Door: the person's own, and for co-chairs the offers they can take back."""
    publication = (
        PublishedFacilitator.objects.filter(pk=publication_id, caucus__community=actor.community)
        .filter(Q(person=actor.person) | Q(pk__in=offers_made(actor).values("pk")))
        .select_related("caucus", "person")
        .first()
    )
    if publication is None:
        raise Http404
    return publication


def people_to_offer(community: Community) -> QuerySet[User]:
    """Co-chairs and facilitators of today whom nobody has asked yet."""
    asked = PublishedFacilitator.objects.filter(caucus__community=community)
    return people_holding(community, *FACILITATES).exclude(pk__in=asked.values("person"))


def caucus_published_for(actor: Actor) -> Caucus | None:
    """The caucus the actor may act for between sessions (R8)."""
    if actor.person is None:
        return None
    mine = published_facilitators(actor.community).filter(person=actor.person).first()
    return mine.caucus if mine else None


def ended_publications(community: Community) -> QuerySet[PublishedFacilitator]:
    """Names and offers of people who hold no role any more."""
    appointed = people_holding(community, *FACILITATES)
    return PublishedFacilitator.objects.filter(caucus__community=community).exclude(
        person__in=appointed.values("pk")
    )
