"""What members sign in their own words and name, and for what. Never an answer to feedback.

Taken back, words stand in nothing that is made from then on: a newsletter asks at the moment it is
read, a draft at every making. An edition never changes, so its briefing prints what was signed for
leaders when it was published; the next edition asks again.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from cop.core import clock
from cop.members.models import Community
from reports.enums import TestimonialUse
from reports.models import Testimonial
from reports.schema import OwnWords

FIELDS = {
    TestimonialUse.REPORT: "in_report",
    TestimonialUse.NEWSLETTER: "in_newsletter",
    TestimonialUse.LEADERS: "for_leaders",
}


def signed_for(community: Community, use: str) -> QuerySet[Testimonial]:
    """Signed for that use, by members of today, and not withdrawn: what may be printed now."""
    return in_force(community).filter(**{FIELDS[TestimonialUse(use)]: True})


def own_words(community: Community, use: str) -> list[OwnWords]:
    """The same, word for word, as it is printed."""
    return [{"named_as": one.named_as, "words": one.words} for one in signed_for(community, use)]


def in_force(community: Community) -> QuerySet[Testimonial]:
    """Somebody who has left can no longer take theirs back here, so it is as good as withdrawn."""
    today = clock.today(community.time_zone)
    return Testimonial.objects.filter(
        Q(member__left_on=None) | Q(member__left_on__gt=today),
        community=community,
        withdrawn_on=None,
    )


def uses_of(testimonial: Testimonial) -> list[str]:
    """What it is signed for, in words."""
    return [str(use.label) for use, field in FIELDS.items() if getattr(testimonial, field)]


def fields_for(uses: Iterable[str]) -> dict[str, bool]:
    """The columns for these uses."""
    chosen = set(uses)
    return {field: use in chosen for use, field in FIELDS.items()}
