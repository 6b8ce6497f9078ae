"""Reads of testimonials: one's own, and those that may be used."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from cop.core.policy import Actor, require
from cop.members.models import Community
from reports.enums import TestimonialUse
from reports.models import Edition, Testimonial
from reports.policies import can_sign_testimonials, can_view_testimonials
from reports.schema import OwnWords
from reports.testimonials import in_force, own_words


def own_testimonials(actor: Actor) -> QuerySet[Testimonial]:
    """The actor's own, newest first, withdrawn ones too."""
    require(can_sign_testimonials(actor))
    return Testimonial.objects.filter(member=actor.member).order_by("-signed_on", "-pk")


def signed_testimonials(actor: Actor) -> QuerySet[Testimonial]:
    """What may be used now, for who makes texts; under the names people chose, no others."""
    require(can_view_testimonials(actor))
    return in_force(actor.community).defer("member")


def newsletter_words(actor: Actor) -> list[OwnWords]:
    """What newsletters may print now; nothing for those who make no texts, and learn no names."""
    if not can_view_testimonials(actor):
        return []
    return own_words(actor.community, TestimonialUse.NEWSLETTER)


def stands_in(
    community: Community, testimonials: Iterable[Testimonial]
) -> dict[UUID, list[Edition]]:
    """The published editions that print each: they never change. Two queries at most."""
    wanted = list(testimonials)
    found: dict[UUID, list[Edition]] = {one.pk: [] for one in wanted}
    if not wanted:
        return found
    editions = Edition.objects.filter(report__community=community).select_related("report")
    for edition in editions.order_by("-published_at"):
        printed = {
            (one["named_as"], one["words"])
            for key in ("testimonials", "for_leaders")
            for one in edition.content.get(key, [])
        }
        for one in wanted:
            if (one.named_as, one.words) in printed:
                found[one.pk].append(edition)
    return found
