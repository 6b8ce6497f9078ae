"""What erasing leaves of a member, and when a person's account goes with it."""

import secrets
from typing import TYPE_CHECKING

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from cop.core import clock
from cop.members.models import Appointment, ErasedMembership, Member, User

if TYPE_CHECKING:
    from cop.core.registry import Subject

# All that stays in the row on which attendance hangs; everything else becomes empty.
STAYS = frozenset({"id", "community", "reference", "is_erased"})


def leave_tombstone(member: Member) -> int:
    """Make a member nameless, and count them apart where they belonged; returns 1, or 0 twice."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if member.is_erased:
        return 0
    day = clock.today(member.community.time_zone)
    last = min(member.left_on, day) if member.left_on else day
    ErasedMembership.objects.create(
        community=member.community,
        organisation=member.organisation,
        joined_on=member.joined_on and min(member.joined_on, last),
        left_on=last,
    )
    for field in Member._meta.concrete_fields:  # noqa: SLF001  Django's documented API
        if field.name not in STAYS:
            setattr(member, field.attname, field.get_default())
    member.reference = f"erased-{secrets.token_hex(6)}"
    member.is_erased = True
    member.save()
    return 1


def is_known_elsewhere(subject: "Subject") -> bool:
    """Whether the account is needed without this community: in another one, or to administer."""
    person = subject.person
    if person is None:
        return False
    there = ~Q(community=subject.community)
    return (
        person.is_staff
        or Member.objects.filter(there, person=person).exists()
        or Appointment.objects.filter(there, person=person).exists()
    )


def forget_name(subject: "Subject") -> int:
    """Take the name off an account that stays, unless another community calls the person so."""
    person = subject.person
    if person is None or person.is_staff or not person.name:
        return 0
    for kind in (Member, Appointment):
        elsewhere = kind.objects.exclude(community=subject.community)
        if elsewhere.filter(person=person, name=person.name).exists():
            return 0
    return User.objects.filter(pk=person.pk).update(name="")


def support_entries(person: User) -> QuerySet[LogEntry]:
    """What support did with the account, and what the person did as support."""
    kind = ContentType.objects.get_for_model(User)
    return LogEntry.objects.filter(Q(user=person) | Q(content_type=kind, object_id=str(person.pk)))


def end_browser_sessions(person: User) -> int:
    """Delete every stored session that names the person, one that waits for a code too."""
    ended = 0
    for session in Session.objects.iterator():
        held = session.get_decoded()
        if str(held.get("_auth_user_id")) == str(person.pk) or person.email in str(held):
            session.delete()
            ended += 1
    return ended
