"""What is known of the days when a year is planned, and which sessions are one run."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.members.models import Community
from sessions_app.bank_holidays import bank_holidays
from sessions_app.enums import DayKind, Scope, SessionState
from sessions_app.formats import length_of
from sessions_app.models import MarkedDay, Programme, Session
from sessions_app.recurrence import TRIED, WEEK, Moved, days_of, move_off
from sessions_app.selectors.sessions import Plan, hold_sessions, locked_session, plan_of

# What one session says for itself, whatever is changed for others of the programme.
ITS_OWN = frozenset({"title", "topics", "day", "format_reason"})


@dataclass(frozen=True)
class Timing:
    """A time something is planned for, local to the community."""

    day: dt.date
    time: dt.time
    minutes: int

    @property
    def begins(self) -> dt.datetime:
        return dt.datetime.combine(self.day, self.time)

    def in_words(self, time_zone: str) -> str:
        """Day and times with the zone, or the day and why a clock change leaves no such time."""
        try:
            starts_at = clock.local_instant(self.day, self.time, time_zone)
        except Refused as refused:
            return f"{clock.date_in_words(self.day)}: {refused.message}"
        return clock.when_in_words(starts_at, self.minutes, time_zone)

    def overlaps(self, other: "Timing") -> bool:
        """Whether both run at some moment, by the clock on the wall."""
        length, theirs = dt.timedelta(minutes=self.minutes), dt.timedelta(minutes=other.minutes)
        return self.begins < other.begins + theirs and other.begins < self.begins + length


@dataclass(frozen=True)
class Change:
    """What would become of one session."""

    session: Session
    before: Plan
    after: Plan
    remarks: list[str]

    @property
    def when_before(self) -> str:
        return self.session.when

    @property
    def when_after(self) -> str:
        timing = Timing(self.after.day, self.after.time, length_of(self.after.parts))
        return timing.in_words(self.session.community.time_zone)


def proposed_days(community: Community, rhythm: str, first: dt.date, number: int) -> list[Moved]:
    """The days of a rhythm, moved off the bank holidays of the community's nation."""
    days = days_of(rhythm, first, number)
    around = [day + weeks * WEEK for day in days for weeks in (0, *TRIED)]
    return move_off(days, bank_holidays(community.nation, around))


def remarks_on_times(
    community: Community, slots: Sequence[Timing], *, without: Collection[int] = ()
) -> list[list[str]]:
    """What whoever plans should know of each time, in words; two queries for all of them.

    Bank holidays, days of the community's own list, its other sessions that day (but those in
    ``without``, which are the ones being moved), and others of these times on the same day.
    """
    if not slots:
        return []
    days = [slot.day for slot in slots]
    free = bank_holidays(community.nation, days)
    marked = list(marked_days(community, min(days), max(days)))
    there = _sessions_between(community, min(days), max(days)).exclude(pk__in=without)
    others = [(session, _slot_of(session)) for session in there]
    found = []
    for number, slot in enumerate(slots):
        words = [_("Bank holiday: %s") % free[slot.day]] if slot.day in free else []
        words += [_in_words(day) for day in marked if day.from_on <= slot.day <= day.to_on]
        words += [
            _clash(slot, session, other) for session, other in others if other.day == slot.day
        ]
        same = [other for at, other in enumerate(slots) if at != number and other.day == slot.day]
        words += [_("More than one session of this plan is on this day.")] if same else []
        found.append(words)
    return found


def marked_days(community: Community, start: dt.date, end: dt.date) -> QuerySet[MarkedDay]:
    """The community's own list, as far as it touches these days."""
    return MarkedDay.objects.filter(community=community, from_on__lte=end, to_on__gte=start)


def marked_days_ahead(community: Community, today: dt.date) -> QuerySet[MarkedDay]:
    """The list as far as it lies ahead; policy is ``can_keep_marked_days``."""
    return MarkedDay.objects.filter(community=community, to_on__gte=today)


def get_marked_day_or_404(actor: Actor, day_id: int) -> MarkedDay:
    """Door: a day of the community's list; policy is ``can_keep_marked_days``."""
    day = MarkedDay.objects.filter(community=actor.community, pk=day_id).first()
    if day is None:
        raise Http404
    return day


def programme_planned_with(community: Community, form_key: UUID) -> Programme | None:
    """The programme that came of a form already sent."""
    return Programme.objects.filter(community=community, form_key=form_key).first()


def session_before(community: Community, day: dt.date, *, without: int = 0) -> Session | None:
    """The community's latest session before the day, whose format a new one is compared with."""
    earlier = Session.objects.filter(community=community, held_on__lt=day).exclude(pk=without)
    return earlier.filter(state=SessionState.PLANNED).exclude(format="").last()


def run_of(session: Session, scope: str = Scope.ALL) -> list[Session]:
    """The session and others of its programme that lie ahead, as far as the scope goes."""
    if scope == Scope.ONE or session.programme_id is None:
        return [session]
    rows = Session.objects.filter(programme=session.programme_id, state=SessionState.PLANNED)
    ahead = rows.filter(starts_at__gt=clock.now()).select_related("community")
    if scope == Scope.LATER:
        ahead = ahead.filter(starts_at__gte=session.starts_at)
    return [session, *ahead.exclude(pk=session.pk).prefetch_related("facilitators")]


def held_run(session: Session, scope: str = Scope.ONE) -> Session:
    """The session as it is now, with all of its programme where the scope may reach others.

    They are held until the transaction ends, and before anything of them is read.
    """
    reached = Q(pk=session.pk)
    if scope != Scope.ONE and session.programme_id is not None:
        reached |= Q(programme=session.programme_id)
    hold_sessions(Session.objects.filter(reached))
    return locked_session(session.pk)


def changes_of(session: Session, plan: Plan, scope: str = Scope.ONE) -> list[Change]:
    """What the plan of one session would make of all in the scope, in order of their days.

    What differs from the session as it is goes to the others too: the day by as many days. What
    was different there otherwise stays.
    """
    before = plan_of(session)
    by = plan.day - before.day
    names = {field.name for field in fields(Plan)} - ITS_OWN
    changed = {name: getattr(plan, name) for name in names if _differ(plan, before, name)}
    found = [(session, before, plan)]
    for other in run_of(session, scope)[1:]:
        theirs = plan_of(other)
        found.append(
            (
                other,
                theirs,
                replace(theirs, day=theirs.day + by, format_reason=plan.format_reason, **changed),
            )
        )
    found.sort(key=lambda row: (row[0].held_on, row[0].pk))
    slots = [Timing(new.day, new.time, length_of(new.parts)) for _one, _old, new in found]
    moved = [one.pk for one, _old, _new in found]
    remarks = remarks_on_times(session.community, slots, without=moved)
    return [Change(*row, words) for row, words in zip(found, remarks, strict=True)]


def _differ(plan: Plan, before: Plan, name: str) -> bool:
    if name == "facilitators":
        return {person.pk for person in plan.facilitators} != {
            person.pk for person in before.facilitators
        }
    return bool(getattr(plan, name) != getattr(before, name))


def _sessions_between(community: Community, start: dt.date, end: dt.date) -> QuerySet[Session]:
    rows = Session.objects.filter(community=community, held_on__range=(start, end))
    return rows.filter(state=SessionState.PLANNED).select_related("community")


def _slot_of(session: Session) -> Timing:
    local = session.local_start
    return Timing(session.held_on, local.time() if local else dt.time(), session.minutes)


def _clash(slot: Timing, session: Session, other: Timing) -> str:
    words = {"title": session.title, "when": clock.time_in_words(other.time)}
    if session.starts_at is not None and slot.overlaps(other):
        return _("At the same time as “%(title)s”, which begins at %(when)s.") % words
    return _("On the same day as “%(title)s”.") % words


def _in_words(day: MarkedDay) -> str:
    kind = DayKind(day.kind)
    if day.from_on == day.to_on or kind == DayKind.OBSERVANCE:
        return f"{kind.label}: {day.name}"
    until = date_format(day.to_on, "j F")
    return f"{kind.label}: {day.name}, {_('until')} {until}"
