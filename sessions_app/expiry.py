"""When the names in a register are deleted, and the numbers that take their place.

A report that is published does not move, and neither does any total: the session keeps how many
came. Who came how often can be said of the names that are left only.
"""

import datetime as dt
from collections import Counter

from django.db.models import Q, QuerySet

from cop.core import clock
from cop.core.periods import Period, first_edition
from cop.core.registry import editions_of
from cop.members.models import Community
from sessions_app.models import Apology, Attendance, Invitation, RegisterChange, Session

# After the annual report over the session, or after the session (an import: after the import)
# where none is published.
KEPT = Period(after_edition=12, without_edition=24)


def sessions_past_period(community: Community, today: dt.date) -> QuerySet[Session]:
    """The sessions whose names are kept no longer."""
    editions = editions_of(community)
    past = [
        session.pk
        for session in Session.objects.filter(community=community, held_on__lte=today)
        if KEPT.ends_on(session.held_on, editions, kept_since=imported_on(session, community))
        <= today
    ]
    return Session.objects.filter(pk__in=past)


def imported_on(session: Session, community: Community) -> dt.date | None:
    """The day a session was imported: an import closes its register at once."""
    if not session.imported or session.register_closed_at is None:
        return None
    return clock.local(session.register_closed_at, community.time_zone).date()


def expire_attendance(community: Community, today: dt.date, dry_run: bool) -> int:
    """Names of a session past its period become its number.

    An erased member's row does as soon as a report over the session is published.
    """
    past = Q(session__in=sessions_past_period(community, today)) | Q(
        member__is_erased=True, session__in=_published_sessions(community, today)
    )
    rows = Attendance.objects.filter(past, session__community=community)
    if dry_run:
        return rows.count()
    held = Session.objects.select_for_update(of=("self",)).order_by("pk")
    by_key = {session.pk: session for session in held.filter(community=community)}
    leaving = list(rows.values_list("pk", "session_id"))
    for session_id, number in Counter(key for _pk, key in leaving).items():
        session = by_key[session_id]
        session.forgotten += number
        session.save(update_fields=["forgotten"])
    Attendance.objects.filter(pk__in=[pk for pk, _key in leaving]).delete()
    RegisterChange.objects.filter(session__in=sessions_past_period(community, today)).delete()
    for session in sessions_past_period(community, today).filter(forgotten__gt=0):
        session.set_headcount(session.forgotten)  # nobody is listed any more
        session.forgotten = 0
        session.save(update_fields=["headcount", "headcount_kind", "forgotten"])
    return len(leaving)


def _published_sessions(community: Community, today: dt.date) -> QuerySet[Session]:
    """Sessions a published report covers, and whose register changes no more."""
    editions = editions_of(community)
    closed = Session.objects.filter(
        community=community, held_on__lte=today, register_closed_at__isnull=False
    )
    covered = [session.pk for session in closed if first_edition(session.held_on, editions)]
    return Session.objects.filter(pk__in=covered)


def expire_apologies(community: Community, today: dt.date, dry_run: bool) -> int:
    """Who apologised goes with who came; no number is made of it."""
    rows = Apology.objects.filter(session__in=sessions_past_period(community, today))
    return rows.count() if dry_run else rows.delete()[0]


def expire_invitations(community: Community, today: dt.date, dry_run: bool) -> int:
    """Who was asked goes with who came; no number is made of it."""
    rows = Invitation.objects.filter(session__in=sessions_past_period(community, today))
    return rows.count() if dry_run else rows.delete()[0]


def expire_needs(community: Community, today: dt.date, dry_run: bool) -> int:
    """What people need at a session goes once nobody needs to know, whoever ended it or nobody."""
    written = Invitation.objects.filter(session__community=community).exclude(needs="")
    held = Session.objects.filter(pk__in=written.values("session")).select_related("community")
    past = [session.pk for session in held if session.is_over or session.is_cancelled]
    rows = written.filter(session__in=past)
    return rows.count() if dry_run else rows.update(needs="")
