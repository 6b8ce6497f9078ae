"""Sessions: when a community meets, what happens in it, who said they come and who came."""

import datetime as dt
import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from cop.core import clock
from cop.core.figures import Bound, Count, Rough
from cop.core.policy import Actor
from cop.members.enums import Role
from cop.members.models import Community, Member, User
from sessions_app.enums import (
    Answer,
    HeadcountKind,
    SegmentKind,
    SessionState,
    UploadKind,
    UploadState,
)
from sessions_app.formats import format_name


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
    format = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=200, blank=True)
    joining = models.TextField(blank=True, help_text="How to join; the same for everybody.")
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    cancel_reason = models.CharField(max_length=300, blank=True)
    calendar_sequence = models.PositiveIntegerField(default=0)
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
        return self.starts_at + dt.timedelta(minutes=self.minutes) if self.starts_at else None

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
    def has_begun(self) -> bool:
        if self.starts_at is None:
            return self.held_on <= clock.today(self.community.time_zone)
        return self.starts_at <= clock.now()

    @property
    def is_over(self) -> bool:
        """The time is up, or a facilitator has ended it."""
        if self.ended_at is not None:
            return True
        if self.ends_at is None:
            return self.held_on < clock.today(self.community.time_zone)
        return self.ends_at <= clock.now()

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


class Topic(models.Model):
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)

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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="guest_once")]

    def __str__(self) -> str:
        return str(self.person)


class Invitation(models.Model):
    """A member's invitation to a session, and their answer."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="invitations")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, blank=True)
    sent_on = models.DateField(null=True, blank=True, help_text="Empty: not sent by mail.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="invitation_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.answer or '–'}"


class Attendance(models.Model):
    """A member came. When they checked in is not kept."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="attendances")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return str(self.member)


class RegisterUpload(models.Model):
    """A spreadsheet on its way into the register. Its cells are erased once they are taken over.

    The file itself is never kept, and columns that seem to tell of race are left out of ``cells``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="uploads")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="register_uploads")
    kind = models.CharField(max_length=10, choices=UploadKind)
    name = models.CharField(max_length=200, help_text="Of the file, as people know it.")
    cells = models.BinaryField(help_text="Packed by imports.sheets; empty once it is done.")
    columns = models.JSONField(default=dict, help_text="Place of a column -> what it holds.")
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.NEW)
    leaves_out = models.BooleanField(default=False, help_text="Rows with problems stay behind.")
    seen = models.CharField(max_length=64, blank=True, help_text="Digest of what was confirmed.")
    problem = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, help_text="When a worker was asked last.")

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_finished(self) -> bool:
        return self.state in (UploadState.DONE, UploadState.FAILED)
