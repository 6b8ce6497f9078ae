"""Giving and ending roles, under the rule that nobody knows names and reads raw answers."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.enums import Role
from cop.members.erasing import delete_account_made_by_mistake
from cop.members.models import Appointment, Community, User
from cop.members.policies import can_appoint, why_union_is_forbidden
from cop.members.selectors import actor_now, overlapping_appointments
from cop.members.services.people import person_for
from cop.members.services.telling import tell_appointed


def lock(community: Community) -> Community:
    """The community as it is now, held until the transaction ends.

    Changes of roles and members are serialised: two requests at once cannot slip past the rule
    that each of them keeps. Rows that only point at the community wait for nobody: whoever holds
    one of its sessions and writes an entry would stand in the way of who goes on to that session.
    """
    return Community.objects.select_for_update(no_key=True).get(pk=community.pk)


def lock_person(person: User) -> User:
    """The person as they are now, held until the transaction ends.

    An administrator counts in every community, so becoming one waits for an appointment to be
    made, and the other way round.
    """
    return User.objects.select_for_update().get(pk=person.pk)


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    email: str,
    role: str,
    name: str = "",
    from_on: dt.date | None = None,
    until_on: dt.date | None = None,
    tell: bool = False,
) -> Appointment:
    """Give a person a role from–until (today and open-ended unless said).

    ``name`` is what this community calls them, whatever they are called elsewhere. ``tell``: they
    get a mail, unless they gave it themselves.

    Raises Refused where the person may not hold the role beside what they are, where they hold it
    already, and for dates the wrong way round.
    """
    community = lock(actor.community)
    require(can_appoint(actor_now(actor), role))
    begins = from_on or clock.today(community.time_zone)
    if until_on is not None and until_on < begins:
        raise Refused(_("The last day must not lie before the first."))
    person = lock_person(person_for(email, name))
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
    if tell and person != actor.person:
        tell_appointed(appointment)
    return appointment


@transaction.atomic
def change_last_day(
    *, actor: Actor, appointment: Appointment, until_on: dt.date | None
) -> Appointment:
    """Let a role last longer or end sooner; None: until somebody ends it.

    Raises Refused for a day that is past, or before the role begins, where the longer term meets
    another role it must not meet, and where no co-chair would be left after it.
    """
    community = lock(actor.community)
    require(can_appoint(actor_now(actor)) and appointment.community_id == actor.community.pk)
    appointment = Appointment.objects.select_related("person").get(pk=appointment.pk)
    earliest = max(appointment.from_on, clock.today(community.time_zone))
    if until_on is not None and until_on < earliest:
        raise Refused(_("Choose today or a later day. To end the role now, choose “End”."))
    person = lock_person(appointment.person)
    reason = why_union_is_forbidden(
        community=community,
        person=person,
        role=appointment.role,
        from_on=appointment.from_on,
        until_on=until_on,
    )
    if reason:
        raise Refused(reason)
    overlapping = overlapping_appointments(community, appointment.from_on, until_on)
    same = overlapping.filter(person=person, role=appointment.role).exclude(pk=appointment.pk)
    if same.exists():
        raise Refused(_("This person holds the role already at that time."))
    is_sooner = until_on is not None and until_on < (appointment.until_on or dt.date.max)
    if until_on is not None and is_sooner and appointment.role == Role.CO_CHAIR:
        refuse_without_co_chair(community, without=person, on=_day_after(until_on))
    appointment.until_on = until_on
    appointment.save(update_fields=["until_on"])
    record(actor=actor, verb="change", target=appointment, fields=["until_on"])
    return appointment


def refuse_without_co_chair(community: Community, *, without: User, on: dt.date) -> None:
    """Raise Refused where others are not co-chairs on every day from this one on.

    Their terms may follow each other, without a gap, up to one that has no last day.
    """
    others = Appointment.objects.filter(community=community, role=Role.CO_CHAIR)
    others = others.filter(Q(until_on__isnull=True) | Q(until_on__gte=on)).exclude(person=without)
    bare = on  # the first day on which nobody is known to be one
    for term in others.order_by("from_on"):
        if term.from_on > bare:
            break
        if term.until_on is None:
            return
        bare = max(bare, _day_after(term.until_on))
    if bare == on:
        raise Refused(_("This is the last co-chair. Appoint a successor first."))
    raise Refused(
        _("On %s there would be no co-chair. Appoint a successor without a last day first.")
        % clock.date_in_words(bare)
    )


def _day_after(day: dt.date) -> dt.date:
    return min(day, dt.date.max - dt.timedelta(days=1)) + dt.timedelta(days=1)


@transaction.atomic
def end_appointment(*, actor: Actor, appointment: Appointment) -> None:
    """End a role with yesterday, so that it no longer holds today.

    Raises Refused for the last co-chair, who needs a successor first.
    """
    lock(actor.community)
    require(can_appoint(actor_now(actor)) and appointment.community_id == actor.community.pk)
    held = Appointment.objects.select_related("person").filter(pk=appointment.pk).first()
    if held is None:
        return  # ended by somebody else a moment earlier
    day = clock.today(actor.community.time_zone)
    if held.role == Role.CO_CHAIR:
        first = max(held.from_on, day)
        refuse_without_co_chair(actor.community, without=held.person, on=first)
    record(actor=actor, verb="end", target=held, fields=["role"])
    if held.from_on >= day:
        held.delete()
        delete_account_made_by_mistake(held.person)
    else:
        held.until_on = day - dt.timedelta(days=1)
        held.save(update_fields=["until_on"])
