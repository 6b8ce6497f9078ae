"""Sessions: when a community meets, what happens in it, who said they come and who came."""

import datetime as dt
import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.postgres.functions import RandomUUID
from django.db import models

from cop.core import clock
from cop.core.figures import Bound, Count, Rough
from cop.core.policy import Actor
from cop.members.enums import Role
from cop.members.models import Community, User
from sessions_app.enums import (
    Grouping,
    HeadcountKind,
    SegmentKind,
    SessionState,
)
from sessions_app.formats import FORMATS, PPN, format_name
from sessions_app.models.programmes import OwnFormat, Programme


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, actor: Actor) -> "SessionQuerySet":
        """Members and appointees see every session of their community, guests only their own."""
        sessions = self.filter(community=actor.community)
        if actor.belongs:
            return sessions
        if actor.person is None or Role.GUEST not in actor.roles:
            return sessions.none()
        return sessions.filter(guests__person=actor.person)


class Session(models.Model):
    """One meeting. No column leads from here to a person: feedback hangs on it."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="sessions")
    key = models.CharField(max_length=60, help_text="The community's own key, like S1.")
    title = models.CharField(max_length=200)
    held_on = models.DateField(help_text="The local date.")
    starts_at = models.DateTimeField(null=True, blank=True, help_text="Empty: time unknown.")
    minutes = models.PositiveSmallIntegerField(default=120)
    programme = models.ForeignKey(
        Programme, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    format = models.CharField(
        max_length=80, blank=True, help_text="The key of a shipped format, or the words of another."
    )
    own_format = models.ForeignKey(
        OwnFormat, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    grouping = models.CharField(max_length=12, choices=Grouping, default=Grouping.CAUCUSES)
    questionnaire = models.CharField(
        max_length=20,
        blank=True,
        default=PPN,
        help_text="Its key, like PPN-1, of what people are asked afterwards; empty: they are not.",
    )
    place = models.CharField(max_length=200, blank=True)
    is_in_person = models.BooleanField(default=False)
    room_limit = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many the room holds; empty: no limit."
    )
    link = models.URLField(max_length=500, blank=True, help_text="The plenary's; it is in mail.")
    dial_in = models.CharField(max_length=200, blank=True, help_text="The plenary's; in mail.")
    joining = models.TextField(
        blank=True, help_text="How to join; the same for everybody, on the page and never in mail."
    )
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    cancel_reason = models.CharField(max_length=300, blank=True)
    moved_reason = models.CharField(max_length=300, blank=True, help_text="Of the last move.")
    calendar_sequence = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was begun by hand before its time."
    )
    lasts_until = models.DateTimeField(
        null=True, blank=True, help_text="When it is over by what was pressed; empty: as planned."
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Spaces are forgotten here.")
    register_closed_at = models.DateTimeField(null=True, blank=True)
    imported = models.BooleanField(default=False)
    headcount = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many came, where nobody's name was kept."
    )
    headcount_kind = models.CharField(max_length=10, choices=HeadcountKind, blank=True)
    forgotten = models.PositiveIntegerField(
        default=0, help_text="How many came whose names are deleted; the register has the others."
    )

    walk_ins = models.PositiveSmallIntegerField(
        default=0, help_text="How many came who are no members; they are in no figure of members."
    )

    objects: ClassVar[models.Manager["Session"]] = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["held_on", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "key"], name="session_key_once"),
            models.CheckConstraint(
                condition=models.Q(headcount__isnull=True, headcount_kind="")
                | models.Q(headcount__isnull=False, headcount_kind__in=HeadcountKind.values),
                name="session_headcount_has_its_kind",
            ),
        ]
        indexes = [models.Index(fields=["community", "held_on"])]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def ends_at(self) -> dt.datetime | None:
        """As planned: what is promised of keeping and deleting counts from here."""
        return self.starts_at + dt.timedelta(minutes=self.minutes) if self.starts_at else None

    @property
    def over_at(self) -> dt.datetime | None:
        """When no part is left, by the plan and by what was pressed; None where nobody knows."""
        return max(filter(None, (self.ends_at, self.lasts_until)), default=None)

    @property
    def local_start(self) -> dt.datetime | None:
        """The start in the community's time zone."""
        if self.starts_at is None:
            return None
        return self.starts_at.astimezone(ZoneInfo(self.community.time_zone))

    @property
    def when(self) -> str:
        """Day and times in words, with the zone: "Thursday 14 January 2027, 1pm to 3pm (GMT)"."""
        if self.starts_at is None:
            return clock.date_in_words(self.held_on)
        return clock.when_in_words(self.starts_at, self.minutes, self.community.time_zone)

    @property
    def format_name(self) -> str:
        return format_name(self.format)

    @property
    def topics_taken(self) -> int:
        """How many topics its format has time for; where that is not known, one."""
        if self.own_format is not None:
            return self.own_format.topics
        return FORMATS[self.format].topics if self.format in FORMATS else 1

    @property
    def has_begun(self) -> bool:
        """Its time has come, or a facilitator has begun it earlier."""
        if self.begun_at is not None:
            return True
        if self.starts_at is None:
            return self.held_on <= clock.today(self.community.time_zone)
        return self.starts_at <= clock.now()

    @property
    def is_over(self) -> bool:
        """A facilitator has ended it, or no part of it is left, however long it was to be."""
        if self.ended_at is not None:
            return True
        if self.over_at is None:
            return self.held_on < clock.today(self.community.time_zone)
        return self.over_at <= clock.now()

    @property
    def is_cancelled(self) -> bool:
        return self.state == SessionState.CANCELLED

    @property
    def headcount_known(self) -> Count | None:
        """The headcount, where the session is known by one alone."""
        if self.headcount is None or self.headcount_kind == HeadcountKind.EXACT:
            return self.headcount
        return Rough(self.headcount, Bound(self.headcount_kind))

    def set_headcount(self, count: Count | None) -> None:
        """Put a headcount on the session, or take it off; the caller saves."""
        if count is None:
            self.headcount, self.headcount_kind = None, ""
        elif isinstance(count, int):
            self.headcount, self.headcount_kind = count, HeadcountKind.EXACT
        else:
            self.headcount, self.headcount_kind = count.number, HeadcountKind(count.bound)

    def came_with(self, named: int) -> Count:
        """How many came: the headcount, or as many as stand on the register."""
        known = self.headcount_known
        return named + self.forgotten if known is None else known

    @property
    def is_register_closed(self) -> bool:
        return self.register_closed_at is not None

    @property
    def is_caucused(self) -> bool:
        """Whether people split into caucuses; where not, nothing of the caucus room is there."""
        return self.grouping == Grouping.CAUCUSES


class Topic(models.Model):
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    proposal = models.ForeignKey(
        "sessions_app.Proposal",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="topics",
        help_text="What was taken up; empty: typed by whoever planned the session.",
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="topic_position_once")
        ]

    def __str__(self) -> str:
        return self.title


class Segment(models.Model):
    """A timed part of a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="segments")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=SegmentKind)
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField()
    prompt = models.TextField(blank=True, help_text="What people are asked in this part.")
    materials = models.TextField(blank=True, help_text="What is needed for it, with links.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "position"], name="segment_position_once"),
            models.CheckConstraint(condition=models.Q(minutes__gte=1), name="segment_lasts"),
        ]

    def __str__(self) -> str:
        return self.title


class Facilitator(models.Model):
    """A person who facilitates one session. They get no ballot for it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="facilitators")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="facilitated")
    uid = models.UUIDField(
        default=uuid.uuid4,
        db_default=RandomUUID(),
        unique=True,
        editable=False,
        help_text="Of the entry in the calendar of a facilitator who is no member.",
    )
    sent_on = models.DateField(null=True, blank=True, help_text="Empty: sent no such entry.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="facilitator_once")
        ]

    def __str__(self) -> str:
        return str(self.person)


class Guest(models.Model):
    """Somebody invited to one session, who speaks or listens in plenary and inter-caucus."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="guest_visits")
    uid = models.UUIDField(
        default=uuid.uuid4,
        db_default=RandomUUID(),
        unique=True,
        editable=False,
        help_text="Of the entry in the guest's calendar; the same whatever changes.",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="guest_once")]

    def __str__(self) -> str:
        return str(self.person)
