"""Who may do what with people and roles, and which roles one person may not hold together."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from cop.core.policy import Actor
from cop.members.enums import KNOWS_NAMES, READS_ANSWERS, Role
from cop.members.models import Appointment, Community, Member, User


def can_view_roster(actor: Actor) -> bool:
    """D1: names and contacts of everybody are the secretary's alone."""
    return actor.holds(Role.SECRETARY)


def can_change_member(actor: Actor, member: Member | None = None) -> bool:
    return actor.holds(Role.SECRETARY)


def can_appoint(actor: Actor) -> bool:
    return actor.holds(Role.CO_CHAIR)


def can_change_settings(actor: Actor) -> bool:
    return actor.holds(Role.CO_CHAIR)


def can_view_appointments(actor: Actor) -> bool:
    """Who holds which role is no secret inside the community; guests are told in the session."""
    return actor.is_member or bool(actor.roles - {Role.GUEST})


def why_union_is_forbidden(
    *,
    community: Community,
    person: User,
    role: str | None,
    from_on: dt.date,
    until_on: dt.date | None,
) -> str:
    """The reason why a person may not take a role (or, with None, membership), or "".

    No account may see names and unreviewed answers: {secretary, facilitator, co-chair,
    administrator} x {evaluator, second reviewer}, and a reader is not a member. Only terms that
    overlap in time count.
    """
    reads = role in READS_ANSWERS
    overlapping = Appointment.objects.filter(community=community, person=person).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=from_on)
    )
    if until_on is not None:
        overlapping = overlapping.filter(from_on__lte=until_on)
    held = set(overlapping.values_list("role", flat=True))
    if reads and person.is_staff:
        return _("An administrator of the installation cannot read unreviewed answers.")
    if reads and held & KNOWS_NAMES:
        return _(
            "This person knows members’ names in another role. Whoever reads answers must not."
        )
    if role in KNOWS_NAMES and held & READS_ANSWERS:
        return _("This person reads unreviewed answers, so they cannot also know members’ names.")
    if role is None and held & READS_ANSWERS:
        return _("This person reads unreviewed answers, so they cannot be a member here.")
    if reads and _is_member_on(community, person, from_on):
        return _("A member of the community cannot read its unreviewed answers.")
    return ""


def _is_member_on(community: Community, person: User, from_on: dt.date) -> bool:
    return (
        Member.objects.filter(community=community, person=person)
        .filter(Q(left_on__isnull=True) | Q(left_on__gte=from_on))
        .exists()
    )
