"""The names a community knows, for highlighting. They go into ``Known`` and onto no page."""

from cop.members.enums import FACILITATES
from cop.members.models import (
    Appointment,
    Community,
    Member,
    Organisation,
    OrganisationAlias,
    User,
)
from cop.members.selectors import named_in
from feedback.models import Survey
from feedback.review.highlights import Known, Why, highlights, known_from


def names_known(community: Community, survey: Survey | None) -> Known:
    """Everybody's names and organisations; facilitators apart, with those of the survey's session.

    Five queries.
    """
    members = Member.objects.filter(community=community).exclude(name="")
    appointed = Appointment.objects.filter(community=community).values_list("name", "person__name")
    facilitating = User.objects.filter(
        appointments__community=community, appointments__role__in=FACILITATES
    )
    if survey is not None and survey.session is not None:
        facilitating |= User.objects.filter(facilitated__session=survey.session)
    return known_from(
        names=[
            *members.values_list("name", flat=True),
            *(name for names in appointed for name in names if name),
        ],
        facilitators=[str(one) for one in named_in(facilitating.distinct(), community)],
        organisations=[
            *Organisation.objects.filter(community=community).values_list("name", flat=True),
            *OrganisationAlias.objects.filter(community=community).values_list("name", flat=True),
        ],
    )


def holds_a_name(community: Community, words: str) -> bool:
    """Whether the words name somebody here, or give an address or a number to reach them."""
    known = names_known(community, None)
    people = Known(known.names | known.facilitators)
    return any(mark.why in (Why.NAME, Why.CONTACT) for mark in highlights(words, people))
