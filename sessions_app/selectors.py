"""Reads of sessions."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields import BooleanField, CharField
from django.http import Http404

from cop.core import clock
from cop.core.figures import Count as People
from cop.core.policy import Actor
from cop.members.enums import FACILITATES, Role
from cop.members.models import Community, Member, User
from cop.members.selectors import members_of, named_in, people_holding
from sessions_app.enums import Answer, SessionState, UploadState
from sessions_app.formats import Part
from sessions_app.models import Attendance, Guest, Invitation, RegisterUpload, Session

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
    starts: dt.datetime | None
    ends: dt.datetime | None

    @property
    def times(self) -> str:
        """``1pm to 1:10pm``."""
        if self.starts is None or self.ends is None:
            return ""
        return f"{clock.time_in_words(self.starts)} – {clock.time_in_words(self.ends)}"


@dataclass(frozen=True)
class AnswerCounts:
    coming: int
    not_coming: int
    invited: int  # sent by mail


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


def get_own_upload_or_404(actor: Actor, upload_id: UUID) -> RegisterUpload:
    """Door: a spreadsheet the actor uploaded in this community; nobody sees another's."""
    uploads = RegisterUpload.objects.filter(community=actor.community, owner=actor.person)
    upload = uploads.select_related("community").filter(pk=upload_id).first()
    if upload is None or actor.person is None:
        raise Http404
    return upload


def unfinished_uploads(actor: Actor) -> QuerySet[RegisterUpload]:
    """The actor's own spreadsheets that wait for the next step, newest first."""
    own = RegisterUpload.objects.filter(community=actor.community, owner=actor.person)
    return own.exclude(state=UploadState.DONE).defer("cells").order_by("-made_at")


def locked_session(session_id: int) -> Session:
    """The session as it is now, held until the transaction ends."""
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("community")
        .get(pk=session_id)
    )


def agenda_for(actor: Actor) -> QuerySet[Session]:
    """Every session the actor sees, in date order, one query.

    Each has ``own_answer`` and ``own_attendance``, the actor's own (D3: own) and nobody else's.
    """
    sessions = Session.objects.visible_to(actor).select_related("community")  # type: ignore[attr-defined]
    if actor.member is None:
        return sessions.annotate(
            own_answer=Value("", output_field=CharField()),
            own_attendance=Value(False, output_field=BooleanField()),
        )
    own = {"session": OuterRef("pk"), "member": actor.member}
    return sessions.annotate(
        own_answer=Subquery(Invitation.objects.filter(**own).values("answer")[:1]),
        own_attendance=Exists(Attendance.objects.filter(**own)),
    )


def next_session_for(actor: Actor) -> Session | None:
    """The session that comes next, or runs now, with ``own_answer`` and ``own_attendance``."""
    day = clock.today(actor.community.time_zone)
    coming = agenda_for(actor).filter(held_on__gte=day, state=SessionState.PLANNED)
    return next((session for session in coming[:5] if not session.is_over), None)


def last_session_to_copy(actor: Actor) -> Session | None:
    """What "copy last session" copies: the latest by date that was not cancelled."""
    sessions = Session.objects.visible_to(actor)  # type: ignore[attr-defined]
    return sessions.filter(state=SessionState.PLANNED).select_related("community").last()


def parts_of(session: Session) -> tuple[Part, ...]:
    """The session's segments as they were planned."""
    return tuple(
        Part(segment.kind, segment.title, segment.minutes) for segment in session.segments.all()
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
                starts=instant.astimezone(zone) if instant else None,
                ends=end.astimezone(zone) if end else None,
            )
        )
        instant = end
    return rows


def plan_of(session: Session) -> Plan:
    """The session as a plan, to be changed or copied."""
    local = session.local_start
    return Plan(
        title=session.title,
        day=session.held_on,
        time=local.time() if local else dt.time(13),
        format=session.format,
        parts=parts_of(session),
        facilitators=tuple(people_facilitating(session)),
        topics=tuple(session.topics.values_list("title", flat=True)),
        place=session.place,
        joining=session.joining,
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


def own_answer(actor: Actor, session: Session) -> str:
    """The member's own answer to the invitation, or ""."""
    if actor.member is None:
        return ""
    own = Invitation.objects.filter(session=session, member=actor.member)
    return own.values_list("answer", flat=True).first() or ""


def has_checked_in(actor: Actor, session: Session) -> bool:
    """Whether the actor's own attendance is recorded."""
    if actor.member is None:
        return False
    return Attendance.objects.filter(session=session, member=actor.member).exists()


def answer_counts(session: Session) -> AnswerCounts:
    """How many said what; policy is ``can_view_answers``."""
    counted = Invitation.objects.filter(session=session).aggregate(
        coming=Count("pk", filter=Q(answer=Answer.COMING)),
        not_coming=Count("pk", filter=Q(answer=Answer.NOT_COMING)),
        invited=Count("pk", filter=Q(sent_on__isnull=False)),
    )
    return AnswerCounts(**counted)


def members_at(session: Session) -> QuerySet[Member]:
    """D3: members who came, by name; policy is ``can_view_present``.

    Who erased themselves has none, and is only in the number.
    """
    return (
        Member.objects.filter(attendances__session=session, is_erased=False)
        .select_related("person")
        .order_by("name", "reference")
    )


def needs_at(session: Session) -> list[Member]:
    """Members who wrote what they need, by name; policy is ``can_view_needs``.

    Of those who said they come or are here. While nobody is, of everybody invited who has not
    declined: preparing begins before answers do.
    """
    own = Invitation.objects.filter(session=session, member=OuterRef("pk"))
    is_here = Exists(Attendance.objects.filter(session=session, member=OuterRef("pk")))
    comes = Exists(own.filter(answer=Answer.COMING)) | is_here
    may_come = Exists(own.filter(answer="", sent_on__isnull=False))
    anybody = Exists(Invitation.objects.filter(session=session, answer=Answer.COMING)) | Exists(
        Attendance.objects.filter(session=session)
    )
    members = members_of(session.community).exclude(access_needs="")
    found = members.filter(comes | (may_come & ~anybody))
    return list(found.order_by("name", "reference"))


def number_at(session: Session) -> People:
    """How many came; policy is ``can_view_total`` or ``can_view_present``."""
    if session.headcount is not None:
        return session.came_with(0)  # nobody is on the register
    return session.came_with(Attendance.objects.filter(session=session).count())


def members_for_register(session: Session) -> list[Member]:
    """Everybody the secretary may mark: members on that day, and whoever is marked already."""
    marked = Attendance.objects.filter(session=session).values("member")
    on_the_day = members_of(session.community, on=session.held_on)
    known = Member.objects.filter(is_erased=False)
    members = known.filter(Q(pk__in=on_the_day.values("pk")) | Q(pk__in=marked))
    return list(members.select_related("organisation").order_by("name", "reference"))


def members_to_invite(session: Session) -> QuerySet[Member]:
    """Members with an address who have not been sent this session's invitation."""
    sent = Invitation.objects.filter(session=session, sent_on__isnull=False)
    return _still_there(session).exclude(email="").exclude(pk__in=sent.values("member"))


def members_invited(session: Session) -> QuerySet[Member]:
    """Members who were sent the invitation and can still be told of a change."""
    sent = Invitation.objects.filter(session=session, sent_on__isnull=False)
    return _still_there(session).exclude(email="").filter(pk__in=sent.values("member"))


def _still_there(session: Session) -> QuerySet[Member]:
    """Members today who have not left by the day of the session."""
    stays = Q(left_on__isnull=True) | Q(left_on__gte=session.held_on)
    return members_of(session.community).filter(stays)
