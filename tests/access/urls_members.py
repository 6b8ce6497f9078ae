"""Who gets what from the pages of people, roles and settings."""

import datetime as dt
from typing import Any

from cop.core import clock
from cop.members.enums import Role, SwapState
from cop.members.models import Appointment, ReaderSwap, User
from cop.members.selectors import actor_in
from cop.members.services import answer_swap, create_community, offer_swap, organisation_named
from cop.post.models import Mailing
from cop.post.services import approve_mailing
from sessions_app.services import draft_invitations
from tests.access.matrix import BELONGING, MEMBERS, page
from tests.people import Cast
from tests.sessions_app.plans import scheduled

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


def a_draft(cast: Cast) -> Mailing:
    """Mail about a session that Tom facilitates."""
    session = scheduled(cast, day=clock.today("Europe/London") + dt.timedelta(days=30))
    mailing = draft_invitations(actor=cast.system, session=session)
    assert mailing is not None
    return mailing


def drafted(cast: Cast) -> dict[str, Any]:
    return {"mailing_id": a_draft(cast).pk}


def a_mail(cast: Cast) -> dict[str, Any]:
    mailing = a_draft(cast)
    return {"mailing_id": mailing.pk, "message_id": mailing.messages.all()[0].pk}


def unsettled(cast: Cast) -> dict[str, Any]:
    """One mail was perhaps sent, one came back, the others have left."""
    mailing = approve_mailing(mailing=a_draft(cast))
    first, second, *others = mailing.messages.all()
    mailing.messages.filter(pk=first.pk).update(state="perhaps")
    mailing.messages.filter(pk=second.pk).update(state="failed", reason="full")
    mailing.messages.filter(pk__in=[one.pk for one in others]).update(state="sent", to="")
    return {"mailing_id": mailing.pk}


def a_doubtful_mail(cast: Cast) -> dict[str, Any]:
    world = unsettled(cast)
    message = Mailing.objects.get(pk=world["mailing_id"]).messages.get(state="perhaps")
    return {**world, "message_id": message.pk}


LOOKS_AFTER_MAIL = CO_CHAIRS | SECRETARY
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
    page("members:mailing_list", LOOKS_AFTER_MAIL, world=lambda cast: unsettled(cast) and {}),
    page("members:mailing_detail", LOOKS_AFTER_MAIL, world=drafted, never_refused="only reads"),
    page("members:mailing_detail", LOOKS_AFTER_MAIL, world=unsettled, never_refused="buttons"),
    page("members:mailing_send", LOOKS_AFTER_MAIL, world=drafted, never_refused="a button"),
    page("members:mailing_discard", LOOKS_AFTER_MAIL, world=drafted, never_refused="a button"),
    page("members:mailing_returned", SECRETARY, world=unsettled, invalid={}),
    page("members:mailing_copy", SECRETARY, world=drafted),
    page("members:message_formatted", LOOKS_AFTER_MAIL, world=a_mail, looks=False),
    page(
        "members:message_settle",
        LOOKS_AFTER_MAIL,
        world=a_doubtful_mail,
        method="post",
        data={"how": "arrived"},
        looks=False,
        redirects=LOOKS_AFTER_MAIL,
    ),
    page("members:settings_change", CO_CHAIRS, invalid={"name": ""}),
]
