"""Who came in numbers: one reckoning, read by the annual report and by the secretary's page.

No figure here knows of a caucus. What is known by a headcount stays as rough as it is, and nothing
is said of people about whom nothing is known.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from cop.core import clock
from cop.core.figures import Bound, Rough, add_up
from cop.core.figures import Count as People
from cop.members.models import Community, ErasedMembership, Member
from sessions_app.enums import SessionState
from sessions_app.models import Attendance, Session


@dataclass(frozen=True)
class SessionFigures:
    """One session held. ``new`` and ``returning`` are None where nobody's name is known.

    Where an earlier session is known by number alone, some of the new ones may have been there:
    then ``new_is_most`` says that their number is the highest it can be.
    """

    session: Session
    came: People
    new: int | None
    returning: People | None
    new_is_most: bool = False

    @property
    def is_headcount(self) -> bool:
        return self.session.headcount is not None

    @property
    def walk_ins(self) -> int:
        """Who came besides and is no member; in no figure of members."""
        return self.session.walk_ins

    @property
    def nameless(self) -> int:
        """How many of those who came have no name here any more."""
        return self.session.forgotten


@dataclass(frozen=True)
class OrganisationFigures:
    """An organisation's members in the period, and how often they came in all; "" is not stated."""

    name: str
    members: int
    attendances: int


@dataclass(frozen=True)
class Belonging:
    """Members of the period: who joined in it, who belonged before, and of whom it is unknown."""

    joined: int
    before: int
    unknown: int


@dataclass(frozen=True)
class AttendanceFigures:
    """Attendance of a community over a span of days, as it stands now.

    ``times_came`` holds (times, how many members came so often) from 1 to the highest, zeros too.
    ``never_came`` counts members of the period whom no list of names has. ``elsewhere`` are the
    attendances by name of no member of today: of people who have erased themselves.
    ``professions`` are those stated by members of today's register, as each wrote it.
    ``came_before``: of those who came by name, how many had come before the period; None where
    there was no session before it, and at least so many where of some only a number is known.
    """

    from_on: dt.date
    to_on: dt.date
    sessions: tuple[SessionFigures, ...]
    members: int
    never_came: int
    organisations: tuple[OrganisationFigures, ...]
    unstated: OrganisationFigures
    elsewhere: int
    times_came: tuple[tuple[int, int], ...]
    professions: tuple[str, ...]
    belonging: Belonging
    came_before: People | None

    @property
    def total(self) -> People:
        """Attendances over all sessions, as rough as the roughest of them."""
        return add_up(one.came for one in self.sessions)

    @property
    def walk_ins(self) -> int:
        """How often somebody came who is no member."""
        return sum(one.walk_ins for one in self.sessions)

    @property
    def by_name(self) -> int:
        """How many different members came, of those whose names are kept."""
        return sum(number for _times, number in self.times_came)

    @property
    def attendances_by_name(self) -> int:
        """Attendances of whom a name, or the place of one, is kept."""
        return sum(times * number for times, number in self.times_came)

    @property
    def without_names(self) -> tuple[str, ...]:
        """Keys of the sessions of which only a number is known."""
        return tuple(one.session.key for one in self.sessions if one.is_headcount)

    @property
    def forgotten(self) -> int:
        """Attendances whose names are deleted, of sessions that still have others."""
        return sum(one.nameless for one in self.sessions if not one.is_headcount)


@dataclass(frozen=True)
class _Came:
    """A row of the register."""

    session: int
    member: int
    organisation: int | None
    is_known: bool


def attendance_figures(community: Community, from_on: dt.date, to_on: dt.date) -> AttendanceFigures:
    """Attendance between two days, both included; policy is the caller's.

    Sessions that have not begun or were cancelled are no part of it. Asks the database as often
    for two hundred sessions as for ten.
    """
    last = min(to_on, clock.today(community.time_zone))
    ever = _sessions_held(community, last)
    rows = _rows([session.pk for session in ever])
    held = [session for session in ever if session.held_on >= from_on]
    within = {session.pk for session in held}
    in_period = [row for row in rows if row.session in within]
    members = _members(community, from_on, to_on)
    came = {row.member for row in in_period}
    never = {one.member for one in members} - came - {None}
    organisations, unstated = _organisations(members, in_period)
    return AttendanceFigures(
        from_on=from_on,
        to_on=to_on,
        sessions=tuple(_sessions(ever, rows, within)),
        members=len(members),
        never_came=len(never),
        organisations=organisations,
        unstated=unstated,
        elsewhere=sum(not row.is_known for row in in_period),
        times_came=_times(in_period),
        professions=tuple(one.profession for one in members if one.profession),
        belonging=_belonging(members, from_on),
        came_before=_came_before(came, rows, [one for one in ever if one.pk not in within]),
    )


def _sessions_held(community: Community, last: dt.date) -> list[Session]:
    """Every session there was up to that day, in date order."""
    held = Session.objects.filter(
        community=community, held_on__lte=last, state=SessionState.PLANNED
    ).select_related("community")
    ordered = held.order_by("held_on", "starts_at", "pk")
    return [session for session in ordered if session.has_begun]


def _rows(sessions: list[int]) -> list[_Came]:
    found = Attendance.objects.filter(session__in=sessions).values_list(
        "session_id", "member_id", "member__organisation_id", "member__is_erased"
    )
    return [_Came(*row[:3], is_known=not row[3]) for row in found]


def _sessions(ever: list[Session], rows: list[_Came], within: set[int]) -> list[SessionFigures]:
    """Those of the period; who came before is known from the sessions before it as well."""
    named: dict[int, set[int]] = {session.pk: set() for session in ever}
    for row in rows:
        named[row.session].add(row.member)
    figures, seen, is_rough = [], set[int](), False
    for session in ever:
        here = named[session.pk]
        if session.pk in within:
            figures.append(_one(session, here, seen, is_rough))
        seen |= here
        is_rough |= session.headcount is not None or session.forgotten > 0
    return figures


def _one(session: Session, here: set[int], seen: set[int], is_rough: bool) -> SessionFigures:
    came = session.came_with(len(here))
    if session.headcount is not None or session.forgotten:
        return SessionFigures(session, came, None, None)
    new, returning = len(here - seen), len(here & seen)
    if is_rough and new:
        return SessionFigures(session, came, new, Rough(returning, Bound.AT_LEAST), True)
    return SessionFigures(session, came, new, returning)


def _times(rows: list[_Came]) -> tuple[tuple[int, int], ...]:
    often = Counter(Counter(row.member for row in rows).values())
    return tuple((times, often[times]) for times in range(1, max(often, default=0) + 1))


@dataclass(frozen=True)
class _Belonged:
    """Somebody belonged on some day of the period; no ``member`` once they erased themselves."""

    member: int | None
    organisation: int | None
    name: str | None  # of the organisation
    joined_on: dt.date | None
    profession: str = ""


def _members(community: Community, from_on: dt.date, to_on: dt.date) -> list[_Belonged]:
    """Who belonged on some day of the period.

    An unknown joining day counts in every. Members who erased themselves are counted where they
    were, and nothing leads from there to when they came.
    """
    in_period = Q(joined_on__isnull=True) | Q(joined_on__lte=to_on)
    in_period &= Q(left_on__isnull=True) | Q(left_on__gte=from_on)
    places = ("organisation_id", "organisation__name", "joined_on")
    members = Member.objects.filter(in_period, community=community, is_erased=False)
    erased = ErasedMembership.objects.filter(in_period, community=community)
    return [
        *(_Belonged(*row) for row in members.values_list("pk", *places, "profession")),
        *(_Belonged(None, *place) for place in erased.values_list(*places)),
    ]


def _belonging(members: list[_Belonged], from_on: dt.date) -> Belonging:
    days = [one.joined_on for one in members]
    known = [day for day in days if day is not None]
    joined = sum(day >= from_on for day in known)
    return Belonging(joined, len(known) - joined, len(days) - len(known))


def _came_before(came: set[int], rows: list[_Came], before: list[Session]) -> People | None:
    if not before:
        return None
    known = {session.pk for session in before}
    number = len(came & {row.member for row in rows if row.session in known})
    is_rough = any(one.headcount is not None or one.forgotten for one in before)
    return Rough(number, Bound.AT_LEAST) if is_rough else number


def _organisations(
    members: list[_Belonged], rows: list[_Came]
) -> tuple[tuple[OrganisationFigures, ...], OrganisationFigures]:
    """Most members first, then as first seen; and those who stated none."""
    sizes = Counter(one.organisation for one in members)
    names = {one.organisation: one.name for one in members if one.organisation is not None}
    came = Counter(row.organisation for row in rows if row.is_known)
    ordered = sorted(names, key=lambda place: (-sizes[place], place or 0))
    # Whoever came and belonged on no day of the period stands with those of no organisation.
    rest = sum(number for place, number in came.items() if place not in names)
    return (
        tuple(OrganisationFigures(names[one] or "", sizes[one], came[one]) for one in ordered),
        OrganisationFigures("", sizes[None], rest),
    )
