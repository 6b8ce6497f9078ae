"""Members sign their own words for uses they choose, and take them back at any time."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.http import Http404

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import refuse_if
from cop.core.names import clean_line, clean_lines
from cop.core.policy import Actor, require
from reports.models import Testimonial
from reports.policies import can_sign_testimonials, why_no_testimonial
from reports.selectors.testimonials import own_testimonials, stands_in
from reports.testimonials import fields_for


@transaction.atomic
def sign_testimonial(
    *, actor: Actor, words: str, named_as: str, uses: Iterable[str]
) -> Testimonial:
    """Keep a member's words, the name they stand under, and what for."""
    require(can_sign_testimonials(actor))
    assert actor.member is not None  # noqa: S101  the policy has just asked
    words, named_as, chosen = clean_lines(words), clean_line(named_as), frozenset(uses)
    refuse_if(why_no_testimonial(words=words, named_as=named_as, uses=chosen))
    testimonial = Testimonial.objects.create(
        community=actor.community,
        member=actor.member,
        words=words,
        named_as=named_as,
        signed_on=clock.today(actor.community.time_zone),
        **fields_for(chosen),
    )
    record(actor=actor, verb="create", target=testimonial)
    return testimonial


@transaction.atomic
def withdraw_testimonial(*, actor: Actor, testimonial_id: UUID) -> None:
    """From now on it is printed nowhere. What no edition holds is deleted at once."""
    require(can_sign_testimonials(actor))
    held = own_testimonials(actor).select_for_update(of=("self",))
    testimonial = held.filter(pk=testimonial_id).first()
    if testimonial is None:
        raise Http404
    record(actor=actor, verb="withdraw", target=testimonial)
    if not stands_in(actor.community, [testimonial])[testimonial.pk]:
        testimonial.delete()
    elif testimonial.withdrawn_on is None:
        testimonial.withdrawn_on = clock.today(actor.community.time_zone)
        testimonial.save(update_fields=["withdrawn_on"])
