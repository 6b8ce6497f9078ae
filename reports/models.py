"""The annual report: what was frozen, what was written around it, and the file made of both."""

from django.db import models
from django.db.models import F, Q

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
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="report_forwards")
        ]

    def __str__(self) -> str:
        return self.title


class Rendering(models.Model):
    """One making of the PDF: a job whose progress anybody may read from its row."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="renderings")
    state = models.CharField(max_length=10, choices=RenderingState, default=RenderingState.WAITING)
    done = models.PositiveSmallIntegerField(default=0, help_text="Steps done.")
    total = models.PositiveSmallIntegerField(default=1, help_text="Steps in all.")
    step = models.CharField(max_length=120, blank=True, help_text="What is being done now.")
    problem = models.CharField(max_length=300, blank=True)
    heartbeat_at = models.DateTimeField(auto_now_add=True)
    pdf = models.BinaryField(null=True, blank=True)
    checksum = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.report} ({self.state})"
