"""When the entry of somebody who left is deleted, and what stays of those who erased themselves."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import SET_NULL, Exists, OuterRef, Q, QuerySet

from cop.core import clock
from cop.core.periods import Period, first_edition
from cop.core.registry import editions_of
from cop.members.erasing import (
    accounts_of_nobody,
    delete_accounts_of_nobody,
    leave_tombstone,
)
from cop.members.models import Community, ErasedMembership, Member

# After the annual report over somebody's last day, or after that day where none is published.
KEPT = Period(after_edition=12, without_edition=24)


def expire_membership(community: Community, today: dt.date, dry_run: bool) -> int:
    """Entries of those who left; nameless ones nothing hangs on; who was counted until a report.

    Where something hangs on an entry past its period, such as an attendance that was imported
    later, the entry becomes nameless and stays for it.
    """
    left, unused = _left_long_ago(community, today), _unused(community)
    counted = _counted(community, today)
    if dry_run:
        return left.count() + unused.count() + counted.count()
    number = unused.delete()[0] + counted.delete()[0]
    for member in left:
        if _unused_among(Member.objects.filter(pk=member.pk)).exists():
            member.delete()
        else:
            leave_tombstone(member)
        number += 1
    _counted(community, today).delete()  # of whom was counted apart just now
    return number


def expire_sign_ins(_community: Community, _today: dt.date, dry_run: bool) -> int:
    """Sign-ins that have ended by themselves, and their lines in "where I am signed in".

    They are those of the whole installation: a session does not say which communities it led to.
    """
    now = clock.now()
    ended = Session.objects.filter(expire_date__lte=now)
    going = Session.objects.filter(expire_date__gt=now).values("session_key")
    # A line of today may be a moment older than the session it belongs to.
    lines = UserSession.objects.filter(created_at__lt=now - dt.timedelta(days=1)).exclude(
        session_key__in=going
    )
    if dry_run:
        return ended.count() + lines.count()
    return lines.delete()[0] + ended.delete()[0]


def expire_accounts(_community: Community, _today: dt.date, dry_run: bool) -> int:
    """Accounts of people whom no community knows any more, of the whole installation."""
    return accounts_of_nobody().count() if dry_run else delete_accounts_of_nobody()


def _left_long_ago(community: Community, today: dt.date) -> QuerySet[Member]:
    editions = editions_of(community)
    gone = Member.objects.filter(community=community, is_erased=False, left_on__lte=today)
    past = [
        member.pk
        for member in gone
        if member.left_on and KEPT.ends_on(member.left_on, editions) <= today
    ]
    return Member.objects.filter(pk__in=past)


def _counted(community: Community, today: dt.date) -> QuerySet[ErasedMembership]:
    """Who erased themselves is counted until a report over their last day is published."""
    editions = editions_of(community)
    rows = ErasedMembership.objects.filter(community=community)
    past = [
        row.pk
        for row in rows
        if first_edition(row.left_on, editions) or KEPT.ends_on(row.left_on, editions) <= today
    ]
    return ErasedMembership.objects.filter(pk__in=past)


def _unused(community: Community) -> QuerySet[Member]:
    """Nameless entries on which nothing hangs any more."""
    return _unused_among(Member.objects.filter(community=community, is_erased=True))


def _unused_among(members: QuerySet[Member]) -> QuerySet[Member]:
    hangs = Q()
    for relation in Member._meta.related_objects:  # noqa: SLF001  Django's documented API
        if relation.on_delete is not SET_NULL:
            rows = relation.related_model._default_manager  # noqa: SLF001
            hangs |= Q(Exists(rows.filter(**{relation.field.name: OuterRef("pk")})))
    return members.exclude(hangs)
