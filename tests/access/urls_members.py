"""Who gets what from the pages of people, roles and settings."""

import datetime as dt

from cop.core import clock
from cop.members.enums import Role, SwapState
from cop.members.models import Appointment, ReaderSwap, User
from cop.members.selectors import actor_in
from cop.members.services import answer_swap, create_community, offer_swap, organisation_named
from tests.access.matrix import BELONGING, MEMBERS, page
from tests.people import Cast

CO_CHAIRS = {"amara", "tom"}
SECRETARY = {"bilal"}


def a_member(cast: Cast) -> dict[str, int]:
    return {"member_id": cast.members["rosa"].pk}


def an_organisation(cast: Cast) -> dict[str, int]:
    organisation = organisation_named(cast.community, "Northern Trust")
    assert organisation is not None
    return {"organisation_id": organisation.pk}


def two_organisations(cast: Cast) -> dict[str, int]:
    organisation_named(cast.community, "Northern Trust")
    organisation_named(cast.community, "Northern Trust NHS")
    return {}


def a_role(cast: Cast) -> dict[str, int]:
    return {"appointment_id": Appointment.objects.get(person=cast.okafor).pk}


def an_offer(cast: Cast) -> dict[str, int]:
    """Amara offered somebody to the co-chair of another community."""
    other = create_community(slug="coast", name="Coast", co_chair_email="cleo@example.org")
    day = clock.today(cast.community.time_zone)
    swap = offer_swap(
        actor=cast.actor("amara"),
        to_email="cleo@example.org",
        lent_email="rosa@example.org",
        lent_name="Rosa Delgado",
        lent_role=Role.EVALUATOR,
        from_on=day,
        until_on=day + dt.timedelta(days=90),
    )
    assert other.pk
    return {"swap_id": swap.pk}


def an_answered_offer(cast: Cast) -> dict[str, int]:
    """Cleo named somebody in return."""
    swap = ReaderSwap.objects.get(pk=an_offer(cast)["swap_id"])
    cleo = User.objects.get(email="cleo@example.org")
    theirs = cleo.appointments.get().community
    answer_swap(
        actor=actor_in(cleo, theirs),
        swap=swap,
        returned_email="rhys@example.org",
        returned_name="Rhys Morgan",
        returned_role=Role.SECOND_REVIEWER,
    )
    assert ReaderSwap.objects.get(pk=swap.pk).state == SwapState.ANSWERED
    return {"swap_id": swap.pk}


MATRIX = [
    page("members:profile_change", BELONGING, invalid={"name": ""}),
    page("members:directory", MEMBERS),
    page("members:member_list", SECRETARY),
    page("members:member_add", SECRETARY, invalid={"reference": ""}),
    page("members:member_change", SECRETARY, world=a_member, invalid={"email": "rosa"}),
    page("members:organisation_list", SECRETARY),
    page("members:organisation_add", SECRETARY, invalid={"name": ""}),
    page("members:organisation_change", SECRETARY, world=an_organisation, invalid={"name": ""}),
    page("members:organisation_delete", SECRETARY, world=an_organisation),
    page("members:organisation_merge", SECRETARY, world=two_organisations),
    page("members:organisation_suggest", MEMBERS, looks=False),
    page("members:appointment_list", BELONGING - {"grace"}),
    page("members:appointment_add", CO_CHAIRS, invalid={}),
    page("members:appointment_end", CO_CHAIRS, world=a_role),
    page(
        "members:appointment_change",
        CO_CHAIRS,
        world=a_role,
        invalid={"until_on_day": "1", "until_on_month": "1", "until_on_year": "2001"},
    ),
    page("members:swap_list", CO_CHAIRS, world=lambda cast: an_offer(cast) and {}),
    page("members:swap_offer", CO_CHAIRS, invalid={"to_email": ""}),
    page("members:swap_detail", CO_CHAIRS, world=an_answered_offer, never_refused="buttons"),
    page(
        "members:swap_confirm",
        CO_CHAIRS,
        world=an_answered_offer,
        method="post",
        looks=False,
        redirects=CO_CHAIRS,
    ),
    page(
        "members:swap_shut",
        CO_CHAIRS,
        world=an_offer,
        method="post",
        looks=False,
        redirects=CO_CHAIRS,
    ),
    page("members:settings_change", CO_CHAIRS, invalid={"name": ""}),
]
