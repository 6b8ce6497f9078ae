"""Writes of people, communities and roles."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.enums import Role, TermSet
from cop.members.models import Appointment, Community, Member, Organisation, User
from cop.members.policies import can_appoint, can_change_member, why_union_is_forbidden
from cop.members.selectors import system_actor
from cop.members.signals import community_created


def clean_email(email: str) -> str:
    """The address in lower case. Raises Refused when it is none."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(_("Enter an e-mail address, like name@example.org.")) from None
    return address


def person_for(email: str, name: str = "") -> User:
    """The person with this address, created if new. Never changes an existing person."""
    address = clean_email(email)
    person = User.objects.filter(email=address).first()
    return person or User.objects.create_user(address, name)


@transaction.atomic
def create_community(
    *,
    slug: str,
    name: str,
    terms: str = TermSet.RACIALLY_MINORITISED,
    starts_on: dt.date | None = None,
    co_chair_email: str = "",
) -> Community:
    """Create a community with its caucuses and, if an address is given, its first co-chair.

    Raises Refused for a taken or malformed slug and for an unknown term set.
    """
    try:
        validate_slug(slug)
    except ValidationError:
        raise Refused(_("Use letters, digits and hyphens for the slug.")) from None
    if terms not in TermSet.values:
        raise Refused(_("Unknown terms. Choose one of: %s.") % ", ".join(TermSet.values))
    if Community.objects.filter(slug=slug).exists():
        raise Refused(_("There is a community “%s” already. Choose another slug.") % slug)
    community = Community.objects.create(slug=slug, name=name, term_set=terms, starts_on=starts_on)
    actor = system_actor(community)
    community_created.send(sender=Community, community=community)
    record(actor=actor, verb="create", target=community)
    if co_chair_email:
        appoint(actor=actor, email=co_chair_email, role=Role.CO_CHAIR)
    return community


def _lock(community: Community) -> None:
    """Serialise changes of roles: two requests at once cannot slip through the invariant."""
    Community.objects.select_for_update().get(pk=community.pk)


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

    Raises Refused where the invariant forbids the union, and for dates the wrong way round.
    """
    require(can_appoint(actor))
    _lock(actor.community)
    begins = from_on or clock.today(actor.community.time_zone)
    if until_on is not None and until_on < begins:
        raise Refused(_("The last day must not lie before the first."))
    person = person_for(email, name)
    reason = why_union_is_forbidden(
        community=actor.community, person=person, role=role, from_on=begins, until_on=until_on
    )
    if reason:
        raise Refused(reason)
    appointment = Appointment.objects.create(
        community=actor.community, person=person, role=role, from_on=begins, until_on=until_on
    )
    record(actor=actor, verb="appoint", target=appointment, fields=["role"])
    return appointment


@transaction.atomic
def end_appointment(*, actor: Actor, appointment: Appointment) -> None:
    """End a role with yesterday; the last co-chair cannot go without a successor."""
    require(can_appoint(actor) and appointment.community_id == actor.community.pk)
    _lock(actor.community)
    day = clock.today(actor.community.time_zone)
    if appointment.role == Role.CO_CHAIR:
        others = Appointment.objects.filter(
            community=actor.community, role=Role.CO_CHAIR, until_on__isnull=True
        ).exclude(pk=appointment.pk)
        if not others.exists():
            raise Refused(_("This is the last co-chair. Appoint a successor first."))
    record(actor=actor, verb="end", target=appointment)
    if appointment.from_on >= day:
        appointment.delete()
    else:
        appointment.until_on = day - dt.timedelta(days=1)
        appointment.save(update_fields=["until_on"])


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
) -> tuple[Member, list[str]]:
    """Add a member, or change one; returns it with the names of the changed fields.

    An address links the member to the person who signs in with it. Raises Refused when the
    reference or the address is taken, or when the person reads unreviewed answers here.
    """
    require(can_change_member(actor, member))
    community = actor.community
    _lock(community)
    taken = Member.objects.filter(community=community).exclude(pk=member.pk if member else None)
    if taken.filter(reference=reference).exists():
        raise Refused(_("Another member has the reference “%s”. Choose another.") % reference)
    address = clean_email(email) if email else ""
    if address and taken.filter(email=address).exists():
        raise Refused(_("Another member has this e-mail address. Check both."))
    person = person_for(address, name) if address else None
    if person is not None:
        reason = why_union_is_forbidden(
            community=community,
            person=person,
            role=None,
            from_on=joined_on or clock.today(community.time_zone),
            until_on=None,
        )
        if reason:
            raise Refused(reason)
    values = {
        "reference": reference,
        "name": name,
        "email": address,
        "organisation": organisation_named(community, organisation),
        "profession": profession,
        "joined_on": joined_on,
        "person": person,
    }
    if member is None:
        member = Member.objects.create(community=community, **values)
        record(actor=actor, verb="create", target=member, fields=values)
        return member, list(values)
    changed = [field for field, value in values.items() if getattr(member, field) != value]
    if changed:
        for field in changed:
            setattr(member, field, values[field])
        member.save(update_fields=changed)
        record(actor=actor, verb="change", target=member, fields=changed)
    return member, changed


def organisation_named(community: Community, name: str) -> Organisation | None:
    """The community's organisation of that name, created if new; None for an empty name."""
    name = " ".join(name.split())
    if not name:
        return None
    return Organisation.objects.get_or_create(community=community, name=name)[0]
