"""Files that a worker makes, and how far each of them is."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cop.core import clock
from cop.members.models import Community, User
from reports.enums import FileFormat, RenderingState, SheetKind
from reports.models.reports import Edition, Report
from reports.models.summaries import SessionSummary
from sessions_app.models import Session


class Making(models.Model):
    """A file on its way: a job whose progress anybody may read from its row.

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
    """One making of a report's files: of its draft, or of one edition."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="renderings")
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, null=True, blank=True, related_name="renderings"
    )

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


class RenderedFile(models.Model):
    """One file of a finished rendering."""

    rendering = models.ForeignKey(Rendering, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=10, choices=FileFormat)
    body = models.BinaryField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the body.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rendering", "format"], name="rendered_file_once")
        ]

    def __str__(self) -> str:
        return f"{self.rendering}: {self.format}"


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
    pdf = models.BinaryField(null=True, blank=True)

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
