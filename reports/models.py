"""The annual report: what was frozen, what was written around it, and the file made of both."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cop.core import clock
from cop.members.models import Community
from reports.enums import OrganisationsShown, RenderingState


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


class Rendering(models.Model):
    """One making of the PDF: a job whose progress anybody may read from its row.

    ``content`` is a digest of what it is made of, so that a file of older words is never served.
    """

    SILENCE: ClassVar[dt.timedelta] = dt.timedelta(seconds=20)

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="renderings")
    state = models.CharField(max_length=10, choices=RenderingState, default=RenderingState.WAITING)
    done = models.PositiveSmallIntegerField(default=0, help_text="Steps done.")
    total = models.PositiveSmallIntegerField(default=100, help_text="Steps in all.")
    step = models.CharField(max_length=120, blank=True, help_text="What is being done now.")
    problem = models.CharField(max_length=300, blank=True)
    heartbeat_at = models.DateTimeField(auto_now_add=True)
    content = models.CharField(max_length=64)
    pdf = models.BinaryField(null=True, blank=True)

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

    @property
    def is_going(self) -> bool:
        return self.state in {RenderingState.WAITING, RenderingState.RUNNING} and not self.is_lost

    @property
    def is_lost(self) -> bool:
        """Its worker has not been heard of for too long."""
        silent = self.heartbeat_at < clock.now() - self.SILENCE
        return self.state == RenderingState.RUNNING and silent
