"""Giving and ending roles, under the rule that nobody knows names and reads raw answers."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.enums import Role
from cop.members.models import Appointment, Community
from cop.members.policies import can_appoint, why_union_is_forbidden
from cop.members.selectors import current, overlapping_appointments
from cop.members.services.people import person_for


def lock(community: Community) -> Community:
    """The community as it is now, held until the transaction ends.

    Changes of roles and members are serialised: two requests at once cannot slip past the rule
    that each of them keeps.
    """
    return Community.objects.select_for_update().get(pk=community.pk)


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    email: str,
    role: str,
    name: str = "",
    from_on: dt.date | None = None,
    until_on: dt.date | None = None,
) -> Appointment:
    """Give a person a role from–until (today and open-ended unless said).

    ``name`` is what this community calls them, whatever they are called elsewhere.

    Raises Refused where the person may not hold the role beside what they are, where they hold it
    already, and for dates the wrong way round.
    """
    require(can_appoint(actor, role))
    community = lock(actor.community)
    begins = from_on or clock.today(community.time_zone)
    if until_on is not None and until_on < begins:
        raise Refused(_("The last day must not lie before the first."))
    person = person_for(email, name)
    reason = why_union_is_forbidden(
        community=community, person=person, role=role, from_on=begins, until_on=until_on
    )
    if reason:
        raise Refused(reason)
    if overlapping_appointments(community, begins, until_on).filter(person=person, role=role):
        raise Refused(_("This person holds the role already at that time."))
    appointment = Appointment.objects.create(
        community=community,
        person=person,
        role=role,
        name=name,
        from_on=begins,
        until_on=until_on,
    )
    record(actor=actor, verb="appoint", target=appointment, fields=["role"])
    return appointment


@transaction.atomic
def end_appointment(*, actor: Actor, appointment: Appointment) -> None:
    """End a role with yesterday, so that it no longer holds today.

    Raises Refused for the last co-chair, who needs a successor first.
    """
    require(can_appoint(actor) and appointment.community_id == actor.community.pk)
    lock(actor.community)
    day = clock.today(actor.community.time_zone)
    if appointment.role == Role.CO_CHAIR and appointment.from_on <= day:
        others = Appointment.objects.filter(
            current(day), community=actor.community, role=Role.CO_CHAIR
        ).exclude(person=appointment.person_id)
        if not others.exists():
            raise Refused(_("This is the last co-chair. Appoint a successor first."))
    record(actor=actor, verb="end", target=appointment, fields=["role"])
    if appointment.from_on >= day:
        appointment.delete()
    else:
        appointment.until_on = day - dt.timedelta(days=1)
        appointment.save(update_fields=["until_on"])
