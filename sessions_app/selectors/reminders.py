"""The reminder plan, what is due, and whom it reaches."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, Q, QuerySet

from cop.core import clock
from cop.members.models import Community, Member
from cop.members.selectors import wants
from sessions_app.enums import Answer, Moment, SessionState
from sessions_app.formats import Format
from sessions_app.models import Invitation, ReminderText, Session
from sessions_app.reminders import SHIPPED
from sessions_app.selectors.formats import formats_for, key_of
from sessions_app.selectors.invitations import reachable
from sessions_app.selectors.register import members_who_came

DAYS = {Moment.TWO_WEEKS: -14, Moment.TWO_DAYS: -2, Moment.MORNING: 0, Moment.AFTER: 1}
HOURS = range(7, 20)  # of the day on which it is due, by the clocks of the community


@dataclass(frozen=True)
class Planned:
    """One reminder of the plan."""

    moment: Moment
    is_on: bool
    words: str
    is_own: bool  # the community's own words


def planned_for(community: Community, key: str, moment: str) -> Planned:
    """What the community says at the moment about sessions of a format, or the shipped text."""
    own = ReminderText.objects.filter(community=community, format=key, moment=moment).first()
    return _planned(Moment(moment), own)


def reminder_plan(community: Community) -> list[tuple[Format, list[Planned]]]:
    """Every format with its reminders, in two queries."""
    rows = ReminderText.objects.filter(community=community)
    own = {(row.format, row.moment): row for row in rows}
    return [
        (each, [_planned(moment, own.get((each.key, moment.value))) for moment in Moment])
        for each in formats_for(community)
    ]


def _planned(moment: Moment, own: ReminderText | None) -> Planned:
    words = own.words if own else ""
    return Planned(moment, own.is_on if own else True, words or str(SHIPPED[moment]), bool(words))


def session_to_show(community: Community, key: str) -> Session | None:
    """A session a reminder can be previewed with: the next of the format, or of any."""
    sessions = Session.objects.filter(community=community, state=SessionState.PLANNED)
    ahead = sessions.filter(starts_at__gt=clock.now()).select_related("community")
    same = next((one for one in ahead[:50] if key_of(one) == key), None)
    last = sessions.filter(starts_at__isnull=False).select_related("community")
    return same or ahead.first() or last.last()


def may_be_due() -> QuerySet[Session]:
    """Sessions about which somebody may be written to today, wherever they are."""
    today = clock.now().date()
    return Session.objects.filter(
        state=SessionState.PLANNED,
        starts_at__isnull=False,
        held_on__range=(today - dt.timedelta(days=2), today + dt.timedelta(days=15)),
        invitations__sent_on__isnull=False,
    ).distinct()


def moment_due(session: Session) -> Moment | None:
    """Which reminder of the session is to go now, by the clocks of its community; usually none.

    Each has its day. One whose day was over when the invitations went out is left out, so is one
    whose day nobody ran this on: who plans late invites late, and nobody is told of two weeks
    three days before. Moved to another day, a session is reminded of anew.
    """
    here = clock.local(clock.now(), session.community.time_zone)
    days = (here.date() - session.held_on).days
    moment = next((one for one, offset in DAYS.items() if offset == days), None)
    if moment is None or session.is_cancelled or here.hour not in HOURS:
        return None
    if session.has_begun and moment != Moment.AFTER:
        return None
    invited_on = session.invitations.aggregate(first=Min("sent_on"))["first"]
    if invited_on is None or invited_on >= here.date():
        return None
    done: dict[str, Any] = {"moment": moment, "held_on": session.held_on}
    return None if session.reminders.filter(**done).exists() else moment


def late_from(session: Session, moment: str) -> dt.datetime | None:
    """From when on a reminder that goes now would not be true any more; None: it stays true.

    "Today" is over with the session, and the other days with the day.
    """
    if moment == Moment.AFTER:
        return None
    here = clock.local(clock.now(), session.community.time_zone)
    tomorrow = here.date() + dt.timedelta(days=1)
    midnight = dt.datetime.combine(tomorrow, dt.time.min, here.tzinfo)
    ends = session.ends_at if moment == Moment.MORNING else None
    return min(ends, midnight) if ends else midnight


def members_to_remind(session: Session, moment: str) -> QuerySet[Member]:
    """All attendees alike: everybody invited but who declined; afterwards everybody who came.

    Whoever wants no reminders is left out, and nobody else.
    """
    if moment == Moment.AFTER:
        return wants(members_who_came(session).exclude(email=""), "session_thanks")
    apologised = session.apologies.values("member")
    told = Invitation.objects.filter(session=session).exclude(answer=Answer.NOT_COMING)
    told = told.exclude(member__in=apologised)
    told = told.filter(Q(sent_on__isnull=False) | Q(answer=Answer.COMING))
    return wants(reachable(session), "session_reminder").filter(pk__in=told.values("member"))
