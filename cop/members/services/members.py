"""Keeping the roster, one member at a time."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.addresses import clean_email
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.erasing import delete_account_made_by_mistake
from cop.members.models import Community, Member, User
from cop.members.policies import can_change_member, why_union_is_forbidden
from cop.members.selectors import actor_now
from cop.members.services.appointments import lock
from cop.members.services.organisations import organisation_named
from cop.members.services.people import (
    person_for,
    refuse_if_theirs,
    tell_person_changed,
)


@transaction.atomic
def save_member(
    *,
    actor: Actor,
    member: Member | None = None,
    reference: str,
    name: str = "",
    email: str = "",
    organisation: str = "",
    profession: str = "",
    joined_on: dt.date | None = None,
    left_on: dt.date | None = None,
) -> tuple[Member, list[str]]:
    """Add a member, or change one; returns it with the names of the changed fields.

    An address links the member to the person who signs in with it. Raises Refused when the
    reference or the address is taken, when the person reads unreviewed answers here, when
    somebody left before they joined, and for the address of a member who has signed in.
    """
    community = lock(actor.community)
    require(can_change_member(actor_now(actor), member))
    if member is not None:
        member = Member.objects.select_related("person").get(community=community, pk=member.pk)
    if joined_on and left_on and left_on < joined_on:
        raise Refused(_("The day of leaving lies before the day of joining. Check both."))
    address = clean_email(email) if email else ""
    _refuse_taken(community, member, reference, address)
    person = _person_at(address, member, name)
    _refuse_reader(community, person, joined_on, left_on)
    values: dict[str, Any] = {
        "reference": reference,
        "name": name,
        "email": address,
        "organisation": organisation_named(community, organisation),
        "profession": profession,
        "joined_on": joined_on,
        "left_on": left_on,
        "person": person,
    }
    if member is None:
        member = Member.objects.create(community=community, **values)
        record(actor=actor, verb="create", target=member, fields=values)
        return member, list(values)
    return member, _change(actor, member, values)


def _person_at(address: str, member: Member | None, name: str) -> User | None:
    """Whose address it is: nobody's without one, and the same person's while it stays."""
    before = member.person if member else None
    if member and address == member.email:
        return before
    refuse_if_theirs(before)
    return person_for(address, name) if address else None


def _change(actor: Actor, member: Member, values: dict[str, Any]) -> list[str]:
    """Write what differs, and who has to hear of it; returns the names of the changed fields."""
    before = member.person
    changed = [field for field, value in values.items() if getattr(member, field) != value]
    if not changed:
        return []
    for field in changed:
        setattr(member, field, values[field])
    member.save(update_fields=changed)
    record(actor=actor, verb="change", target=member, fields=changed)
    if "person" in changed:
        known = [(before, values["name"])] if before else []
        tell_person_changed(member.community, [member], known)
        delete_account_made_by_mistake(before)
    return changed


def _refuse_taken(
    community: Community, member: Member | None, reference: str, address: str
) -> None:
    """Raise Refused when another member has the reference or the address."""
    others = Member.objects.filter(community=community)
    if member is not None:
        others = others.exclude(pk=member.pk)
    if others.filter(reference=reference).exists():
        raise Refused(_("Another member has the reference “%s”. Choose another.") % reference)
    if address and others.filter(email=address).exists():
        raise Refused(_("Another member has this e-mail address. Check both."))


def _refuse_reader(
    community: Community,
    person: User | None,
    joined_on: dt.date | None,
    left_on: dt.date | None,
) -> None:
    """Raise Refused when the person may not be a member between the days."""
    if person is None:
        return
    reason = why_union_is_forbidden(
        community=community,
        person=person,
        role=None,
        from_on=joined_on,
        until_on=left_on,
    )
    if reason:
        raise Refused(reason)
