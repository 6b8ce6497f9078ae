"""Becoming a member oneself, by an invitation that proved the address."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.addresses import clean_email
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor
from cop.members.models import Community, Member, User
from cop.members.policies import why_union_is_forbidden
from cop.members.selectors import suggested_reference
from cop.members.services.appointments import lock
from cop.members.services.organisations import organisation_named
from cop.members.services.people import person_for
from cop.members.signals import member_joined


@transaction.atomic
def join_community(
    *,
    community: Community,
    email: str,
    name: str = "",
    organisation: str = "",
    profession: str = "",
) -> Member:
    """Make whoever reads the address a member; the caller has proof that they do.

    Somebody on the roster by that address is linked and stays who they are there; somebody who
    had left belongs again. Raises Refused where the person may not be a member.
    """
    community = lock(community)
    address = clean_email(email)
    person = person_for(address, name)
    if not person.is_active:
        raise Refused(_("This account is closed. The support page says whom to ask."))
    member = _on_roster(community, person, address)
    day = clock.today(community.time_zone)
    belonged = member is not None and member.person_id == person.pk and not _is_away(member, day)
    if member is None:
        refuse_if(_why_not(community, person, None))
        member = _add(community, person, name, organisation, profession)
    elif not belonged:
        refuse_if(_why_not(community, person, member))
        _link(member, person, name)
    if not belonged:
        actor = Actor(community=community, person=person, member=member)
        record(actor=actor, verb="join", target=member)
        member_joined.send(sender=Member, member=member)
    return member


def _on_roster(community: Community, person: User, address: str) -> Member | None:
    """The person's entry, or the one with their address that nobody signs in as."""
    members = Member.objects.filter(community=community)
    own = members.filter(person=person).first()
    if own is not None:
        return own
    listed = members.filter(email=address).first()
    if listed is not None and listed.person_id is not None:
        raise Refused(_("Somebody else signs in as this member. Ask the community’s secretary."))
    return listed


def _is_away(member: Member, day: dt.date) -> bool:
    """Left already, be it today, or not begun yet."""
    has_left = member.left_on is not None and member.left_on <= day
    return has_left or (member.joined_on is not None and member.joined_on > day)


def _why_not(community: Community, person: User, member: Member | None) -> str:
    """The reason why the person may not be a member from now on (or from when they were), or ""."""
    began = member.joined_on if member else clock.today(community.time_zone)
    return why_union_is_forbidden(
        community=community, person=person, role=None, from_on=began, until_on=None
    )


def _add(
    community: Community, person: User, name: str, organisation: str, profession: str
) -> Member:
    return Member.objects.create(
        community=community,
        person=person,
        reference=_free_reference(community),
        name=name,
        email=person.email,
        organisation=organisation_named(community, organisation),
        profession=profession,
        joined_on=clock.today(community.time_zone),
    )


def _link(member: Member, person: User, name: str) -> None:
    day = clock.today(member.community.time_zone)
    member.person = person
    member.email = person.email
    member.name = member.name or name
    member.left_on = None
    if member.joined_on is not None and member.joined_on > day:
        member.joined_on = day
    member.save(update_fields=["person", "email", "name", "left_on", "joined_on"])


def _free_reference(community: Community) -> str:
    """The next of M01, M02…; J01, J02… where the community has its own way."""
    suggested = suggested_reference(community)
    if suggested:
        return suggested
    taken = set(Member.objects.filter(community=community).values_list("reference", flat=True))
    number = 1
    while f"J{number:02}" in taken:
        number += 1
    return f"J{number:02}"
