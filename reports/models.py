"""What is frozen to be read: annual reports, summaries of sessions, and the files made of them."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from cop.core import clock
from cop.members.models import Community, User
from reports.enums import OrganisationsShown, RenderingState, SheetKind, SummaryState
from sessions_app.models import Session


class Report(models.Model):
    """One report of a community over a span of days."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="reports")
    title = models.CharField(max_length=200)
    from_on = models.DateField()
    to_on = models.DateField()
    organisations = models.CharField(
        max_length=10, choices=OrganisationsShown, default=OrganisationsShown.GROUPED
    )
    introduction = models.TextField(blank=True, help_text="Markdown.")
    recommendations = models.TextField(blank=True, help_text="Markdown.")
    data = models.JSONField(null=True, blank=True, help_text="Figures, frozen by compile.")
    frozen_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-to_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="report_forwards"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(data__isnull=False),
                name="report_published_with_figures",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Making(models.Model):
    """A PDF on its way: a job whose progress anybody may read from its row.

    ``content`` is a digest of what it is made of, so that a file of older words is never served.
    """

    SILENCE: ClassVar[dt.timedelta] = dt.timedelta(seconds=20)

    state = models.CharField(max_length=10, choices=RenderingState, default=RenderingState.WAITING)
    done = models.PositiveSmallIntegerField(default=0, help_text="Steps done.")
    total = models.PositiveSmallIntegerField(default=100, help_text="Steps in all.")
    step = models.CharField(max_length=120, blank=True, help_text="What is being done now.")
    problem = models.CharField(max_length=300, blank=True)
    heartbeat_at = models.DateTimeField(auto_now_add=True)
    content = models.CharField(max_length=64)
    pdf = models.BinaryField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_going(self) -> bool:
        return self.state in {RenderingState.WAITING, RenderingState.RUNNING} and not self.is_lost

    @property
    def is_lost(self) -> bool:
        """Its worker has not been heard of for too long."""
        silent = self.heartbeat_at < clock.now() - self.SILENCE
        return self.state == RenderingState.RUNNING and silent


class Rendering(Making):
    """One making of a report's PDF."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="renderings")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="rendering_in_steps"),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_rendering_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.state})"


class SessionSummary(models.Model):
    """What everybody may read after a session, on one page, frozen when it is drafted.

    A co-chair approves it and from then on it does not change. What is written later makes a new
    draft; approved in its turn, it is read in place of the earlier one. Nobody stands here.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="summaries")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=SummaryState, default=SummaryState.DRAFT)
    asks_of_leaders = models.TextField(blank=True, help_text="For the leaders' version alone.")
    content: "models.JSONField[Any, Any]" = models.JSONField(help_text="summaries.SummaryWords")
    approved_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "session summaries"
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="summary_number_once"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(state="draft"), name="one_summary_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_on__isnull=True)
                | Q(state="approved", approved_on__isnull=False),
                name="summary_approved_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} ({self.state})"


class Sheet(Making):
    """One page on its way as a PDF: a summary, or what somebody took part in.

    What is a person's own is deleted soon after it is made: they can have it made again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=SheetKind)
    summary = models.ForeignKey(
        SessionSummary, on_delete=models.CASCADE, null=True, blank=True, related_name="sheets"
    )
    person = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-heartbeat_at"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="sheet_in_steps"),
            models.CheckConstraint(
                condition=Q(kind__in=["summary", "leaders"], summary__isnull=False, person=None)
                | Q(kind="certificate", summary=None, person__isnull=False, session__isnull=False)
                | Q(kind="year", summary=None, person__isnull=False, year__isnull=False),
                name="sheet_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
