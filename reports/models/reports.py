"""Annual reports, the gates they pass, and what was published of them."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from cop.members.models import Community, User
from reports.enums import Gate, OrganisationsShown, ReportKind


class Report(models.Model):
    """One report of a community over a span of days.

    What is written stands in its sections, its findings and its recommendations; ``data`` are the
    figures as they were frozen. Published, it changes only after it was reopened for a correction.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=10, choices=ReportKind, default=ReportKind.SUMMARY)
    title = models.CharField(max_length=200)
    from_on = models.DateField()
    to_on = models.DateField()
    organisations = models.CharField(
        max_length=10, choices=OrganisationsShown, default=OrganisationsShown.GROUPED
    )
    references = models.TextField(blank=True, help_text="BibTeX or CSL-JSON, as pasted.")
    data = models.JSONField(null=True, blank=True, help_text="Figures, frozen by compile.")
    frozen_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="When its first edition was published."
    )
    erratum = models.TextField(
        blank=True, help_text="What the next edition corrects; empty while nothing is corrected."
    )
    public_key = models.UUIDField(
        null=True, blank=True, unique=True, help_text="Of the link by which anybody may read it."
    )

    class Meta:
        ordering = ["-to_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="report_forwards"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(data__isnull=False),
                name="report_published_with_figures",
            ),
            models.CheckConstraint(
                condition=Q(erratum="") | Q(published_at__isnull=False),
                name="report_corrected_once_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_full(self) -> bool:
        """Has findings, and so passes every gate; a summary needs the co-chairs alone."""
        return self.kind == ReportKind.FULL

    @property
    def is_being_written(self) -> bool:
        """Before its first edition, and while a correction is written."""
        return self.published_at is None or bool(self.erratum)


class GateRecord(models.Model):
    """A gate of a full report was passed, or opened again; the newest of each gate holds."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="gate_records")
    gate = models.CharField(max_length=12, choices=Gate)
    is_passed = models.BooleanField()
    person = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    role = models.CharField(max_length=120, help_text="In words, as they signed.")
    at = models.DateTimeField()
    comment = models.TextField(blank=True)
    facts: "models.JSONField[Any, Any]" = models.JSONField(
        default=dict, help_text="What the gate knows: people invited and answered, a session."
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report}: {self.gate}"


class Edition(models.Model):
    """What was published at one moment, whole; it never changes."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    content: "models.JSONField[Any, Any]" = models.JSONField(help_text="schema.ReportData")
    digest = models.CharField(max_length=64, help_text="content.digest_of(content)")
    erratum = models.TextField(blank=True, help_text="What it corrects of the one before.")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=Q(number=1, erratum="") | (Q(number__gt=1) & ~Q(erratum="")),
                name="edition_with_its_erratum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, edition {self.number}"


class NamedReader(models.Model):
    """Somebody outside who may read the published report by a link of their own."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="named_readers")
    name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    added_on = models.DateField()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
