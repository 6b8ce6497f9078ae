"""Reads of sessions and their plans."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields import BooleanField, CharField
from django.http import Http404

from cop.core import clock
from cop.core.policy import Actor
from cop.members.enums import FACILITATES, Role
from cop.members.models import Community, User
from cop.members.selectors import named_in, people_holding
from sessions_app.enums import SessionState
from sessions_app.formats import Part
from sessions_app.models import Attendance, Guest, Invitation, Session
from sessions_app.policies import is_on
from sessions_app.selectors.formats import key_of

A_DAY = dt.timedelta(days=1)
OWN_KEY = re.compile(r"S(\d+)", re.ASCII)  # as sessions planned here are counted


@dataclass(frozen=True)
class Plan:
    """What somebody who plans a session decides. Date and time are local to the community."""

    title: str
    day: dt.date
    time: dt.time
    format: str
    parts: tuple[Part, ...]
    facilitators: tuple[User, ...]
    topics: tuple[str, ...] = ()
    place: str = ""
    joining: str = ""
    link: str = ""
    dial_in: str = ""
    is_in_person: bool = False
    room_limit: int | None = None
    format_reason: str = ""  # why the format is another than last time

    def on(self, day: dt.date, time: dt.time) -> "Plan":
        """The same plan for another time."""
        return replace(self, day=day, time=time)


@dataclass(frozen=True)
class TimedPart:
    """A part of a session with its local times; those are empty where the start is unknown."""

    kind: str
    title: str
    minutes: int
    counts: bool
    prompt: str
    materials: str
    starts: dt.datetime | None
    ends: dt.datetime | None
    names_zone: bool = False  # the clocks change during the session

    @property
    def times(self) -> str:
        """``1pm – 1:10pm``."""
        if self.starts is None or self.ends is None:
            return ""
        return f"{self._in_words(self.starts)} – {self._in_words(self.ends)}"

    def _in_words(self, local: dt.datetime) -> str:
        words = clock.time_in_words(local)
        return f"{words} {local.tzname()}" if self.names_zone else words


def get_visible_session_or_404(actor: Actor, session_id: int) -> Session:
    """Door: a session of the actor's community; a guest finds only the sessions they visit."""
    session = (
        Session.objects.visible_to(actor)  # type: ignore[attr-defined]
        .select_related("community")
        .prefetch_related("facilitators")
        .filter(pk=session_id)
        .first()
    )
    if session is None:
        raise Http404
    return session


def get_session_to_follow_or_404(actor: Actor, session_id: int) -> Session:
    """The same door for a page that follows the session, and asks every two seconds.

    With ``run``, and with ``own_attendance``: one query.
    """
    own = Attendance.objects.filter(session=OuterRef("pk"), member=actor.member)
    session = (
        Session.objects.visible_to(actor)  # type: ignore[attr-defined]
        .select_related("run")
        .annotate(own_attendance=Exists(own))
        .filter(pk=session_id)
        .first()
    )
    if session is None:
        raise Http404
    session.community = actor.community
    return session


def locked_session(session_id: int) -> Session:
    """The session as it is now, held until the transaction ends."""
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("community")
        .get(pk=session_id)
    )


def hold_sessions(sessions: QuerySet[Session]) -> None:
    """Hold them until the transaction ends: by key, so that all who hold several take turns."""
    list(sessions.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def ahead_of(community: Community) -> QuerySet[Session]:
    """The community's sessions from today on, cancelled ones too."""
    day = clock.today(community.time_zone)
    return Session.objects.filter(community=community, held_on__gte=day)


def agenda_for(actor: Actor) -> QuerySet[Session]:
    """Every session the actor sees, in date order, one query.

    Each has ``own_answer``, ``own_waiting``, ``own_attendance`` and ``own_invited`` (by mail), the
    actor's own (D3: own) and nobody else's.
    """
    sessions = Session.objects.visible_to(actor).select_related("community")  # type: ignore[attr-defined]
    if actor.member is None:
        return sessions.annotate(
            own_answer=Value("", output_field=CharField()),
            own_waiting=Value(False, output_field=BooleanField()),
            own_attendance=Value(False, output_field=BooleanField()),
            own_invited=Value(False, output_field=BooleanField()),
        )
    own = {"session": OuterRef("pk"), "member": actor.member}
    return sessions.annotate(
        own_answer=Subquery(Invitation.objects.filter(**own).values("answer")[:1]),
        own_waiting=Exists(Invitation.objects.filter(**own, waiting_since__isnull=False)),
        own_attendance=Exists(Attendance.objects.filter(**own)),
        own_invited=Exists(Invitation.objects.filter(**own, sent_on__isnull=False)),
    )


def next_session_for(actor: Actor) -> Session | None:
    """The session that comes next, or runs now, with ``own_answer`` and ``own_attendance``.

    Yesterday's may run still.
    """
    since = clock.today(actor.community.time_zone) - A_DAY
    coming = agenda_for(actor).filter(held_on__gte=since, state=SessionState.PLANNED)
    return next((session for session in coming[:8] if not session.is_over), None)


def session_after(actor: Actor, session: Session) -> Session | None:
    """The next one on the actor's agenda; one of the same day without a time comes last."""
    planned = agenda_for(actor).filter(state=SessionState.PLANNED)
    later = Q(held_on__gt=session.held_on)
    return planned.filter(later | _later_that_day(session)).first()


def _later_that_day(session: Session) -> Q:
    """As sessions are ordered, by time and then by key."""
    if session.starts_at is None:
        after = Q(starts_at=None, pk__gt=session.pk)
    else:
        same = Q(starts_at=session.starts_at, pk__gt=session.pk)
        after = same | Q(starts_at__gt=session.starts_at) | Q(starts_at=None)
    return after & Q(held_on=session.held_on)


def sessions_today(actor: Actor) -> list[Session]:
    """Sessions of this day that the actor sees and that are not cancelled.

    Those of the days beside it too while they are on: one runs past midnight, or opens before it.
    """
    day = clock.today(actor.community.time_zone)
    sessions = Session.objects.visible_to(actor).select_related("community")  # type: ignore[attr-defined]
    near = sessions.filter(held_on__range=(day - A_DAY, day + A_DAY), state=SessionState.PLANNED)
    return [session for session in near if session.held_on == day or is_on(session)]


def last_session_to_copy(actor: Actor) -> Session | None:
    """What "copy last session" copies: the latest by date that was not cancelled."""
    sessions = Session.objects.visible_to(actor)  # type: ignore[attr-defined]
    return sessions.filter(state=SessionState.PLANNED).select_related("community").last()


def parts_of(session: Session) -> tuple[Part, ...]:
    """The session's segments as they were planned."""
    return tuple(
        Part(segment.kind, segment.title, segment.minutes, segment.prompt, segment.materials)
        for segment in session.segments.all()
    )


def timed(parts: Iterable[Part], starts_at: dt.datetime | None, time_zone: str) -> list[TimedPart]:
    """The parts one after another, with local times."""
    zone = ZoneInfo(time_zone)
    instant = starts_at.astimezone(dt.UTC) if starts_at else None
    rows = []
    for part in parts:
        end = instant + dt.timedelta(minutes=part.minutes) if instant else None
        rows.append(
            TimedPart(
                kind=part.kind,
                title=str(part.title),
                minutes=part.minutes,
                counts=part.counts,
                prompt=str(part.prompt),
                materials=str(part.materials),
                starts=instant.astimezone(zone) if instant else None,
                ends=end.astimezone(zone) if end else None,
            )
        )
        instant = end
    zones = {at.tzname() for row in rows for at in (row.starts, row.ends) if at is not None}
    return [replace(row, names_zone=True) for row in rows] if len(zones) > 1 else rows


def plan_of(session: Session) -> Plan:
    """The session as a plan, to be changed or copied."""
    local = session.local_start
    return Plan(
        title=session.title,
        day=session.held_on,
        time=local.time() if local else dt.time(13),
        format=key_of(session),
        parts=parts_of(session),
        facilitators=tuple(people_facilitating(session)),
        topics=tuple(session.topics.values_list("title", flat=True)),
        place=session.place,
        joining=session.joining,
        link=session.link,
        dial_in=session.dial_in,
        is_in_person=session.is_in_person,
        room_limit=session.room_limit,
    )


def people_facilitating(session: Session) -> QuerySet[User]:
    """Who facilitates the session; announced to everybody who sees it."""
    people = User.objects.filter(facilitated__session=session)
    return named_in(people, session.community)


def people_who_may_facilitate(community: Community) -> QuerySet[User]:
    """Current co-chairs and facilitators."""
    return people_holding(community, *FACILITATES)


def guests_of(session: Session) -> QuerySet[User]:
    """Guests, announced to everybody who sees the session."""
    people = User.objects.filter(guest_visits__session=session)
    return named_in(people, session.community)


def is_guest_of(actor: Actor, session: Session) -> bool:
    """Whether the actor visits this session."""
    if actor.person is None or Role.GUEST not in actor.roles:
        return False
    return Guest.objects.filter(session=session, person=actor.person).exists()
