"""What erasing leaves of a member, and when a person's account goes with it."""

import contextlib
import json
import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from django.contrib.admin.models import LogEntry
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Exists, ManyToOneRel, OuterRef, Q, QuerySet

from cop.core import clock
from cop.core.confirmation import KEPT
from cop.members.models import Appointment, ErasedMembership, Member, User

if TYPE_CHECKING:
    from cop.core.registry import Subject

# What of a session may hold the name of anybody: a form that was filled in, and what was said.
TYPED = frozenset({KEPT, "_messages"})
SIGNED_IN = frozenset({SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY})
# Rooms of other packages: an account is not kept for what they have about it alone.
SIGN_IN_APPS = frozenset({"account", "admin", "mfa", "socialaccount", "usersessions"})
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


def accounts_of_nobody() -> QuerySet[User]:
    """Accounts that no room has anything about any more, of any community.

    That somebody signed in, or was helped to, is no reason to keep them.
    """
    hangs = Q()
    for field in User._meta.get_fields(include_hidden=True):  # noqa: SLF001  Django's documented API
        if not isinstance(field, ManyToOneRel):  # which a OneToOneRel is too
            continue
        meta, rows = field.related_model._meta, field.related_model._default_manager  # noqa: SLF001
        if not (meta.auto_created or meta.app_label in SIGN_IN_APPS):
            hangs |= Q(Exists(rows.filter(**{field.field.name: OuterRef("pk")})))
    return User.objects.filter(is_staff=False).exclude(hangs)


def delete_accounts_of_nobody() -> int:
    """Delete them; whoever is being given something at this moment waits until tomorrow."""
    found = accounts_of_nobody().select_for_update(skip_locked=True, of=("self",))
    held = list(found.values_list("pk", flat=True))
    people = list(accounts_of_nobody().filter(pk__in=held))
    for person in people:
        delete_account(person)
    return len(people)


def delete_account_made_by_mistake(person: User | None) -> None:
    """Delete the account of somebody who never signed in and is nowhere any more."""
    if person and accounts_of_nobody().filter(pk=person.pk, has_signed_in=False).exists():
        delete_account(person)


def delete_account(person: User) -> None:
    """The account, and all that signing in left of it."""
    support_entries(person).delete()
    end_browser_sessions(person)
    User.objects.filter(pk=person.pk).delete()


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
    """Delete every stored session that is signed in as the person."""
    ended = 0
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()
            ended += 1
    return ended


def forget_in_sessions(subject: "Subject") -> int:
    """Take out of all sessions what names the person: a form kept there, a code that was asked for.

    Session data is encoded, so each one is read; who is signed in with it stays in it.
    """
    known = [one for one in (subject.person, subject.member) if one is not None]
    address = _mark(*(one.email for one in known))
    anything = _mark(*(one.email for one in known), *(one.name for one in known))
    changed = 0
    for session in Session.objects.iterator():
        held = session.get_decoded()
        named = [
            key
            for key, value in held.items()
            if key not in SIGNED_IN and _names(value, anything if key in TYPED else address)
        ]
        if named:
            left = {key: value for key, value in held.items() if key not in named}
            Session.objects.filter(pk=session.pk).update(session_data=SessionStore().encode(left))
            changed += 1
    return changed


def _mark(*words: str) -> re.Pattern[str]:
    """Finds one of the words, and not as the end or the beginning of a longer one."""
    either = "|".join(re.escape(word) for word in words if word)
    pattern = rf"(?<![\w.+-])(?:{either})(?![\w-])" if either else r"(?!)"
    return re.compile(pattern, re.IGNORECASE)


def _names(held: object, mark: re.Pattern[str]) -> bool:
    """Whether the mark stands anywhere in it, as it is or as forms and messages are encoded."""
    if isinstance(held, dict):
        return any(_names(value, mark) for value in held.values())
    if isinstance(held, list | tuple):
        return any(_names(value, mark) for value in held)
    if not isinstance(held, str):
        return False
    if held.startswith("["):
        with contextlib.suppress(ValueError):
            return _names(json.loads(held), mark)
    return bool(mark.search(held) or mark.search(unquote_plus(held)))
