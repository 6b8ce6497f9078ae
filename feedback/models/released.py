"""What came out of a count."""

import uuid

from django.db import models
from django.db.models import Q

from feedback.enums import FigureKind, Reading
from feedback.models.surveys import Period, Survey


class Released(models.Model):
    """A figure that may be shown. Insert-only: a trigger refuses any change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, on_delete=models.PROTECT, null=True, blank=True, related_name="released"
    )
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, null=True, blank=True, related_name="released"
    )
    questionnaire = models.CharField(max_length=40)
    cell = models.CharField(max_length=60, help_text="A caucus's key, or 'all'.")
    item = models.CharField(max_length=10)
    kind = models.CharField(max_length=10, choices=FigureKind)
    n = models.PositiveIntegerField()
    value = models.JSONField(help_text="A number for each band, or {band, at_least}.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(survey__isnull=False, period__isnull=True)
                | Q(survey__isnull=True, period__isnull=False),
                name="released_by_one_unit",
            ),
            models.UniqueConstraint(
                fields=["survey", "cell", "item"],
                condition=Q(survey__isnull=False),
                name="released_survey_item_once",
            ),
            models.UniqueConstraint(
                fields=["period", "questionnaire", "cell", "item"],
                condition=Q(period__isnull=False),
                name="released_period_item_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell} {self.item}"


class Slip(models.Model):
    """One loose comment after the count, in random order; never changed, deleted at its release."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, on_delete=models.PROTECT, null=True, blank=True, related_name="slips"
    )
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, null=True, blank=True, related_name="slips"
    )
    questionnaire = models.CharField(max_length=40)
    cell = models.CharField(max_length=60, help_text="A caucus's key, 'all' or 'pool'.")
    question = models.CharField(max_length=10)
    body = models.TextField()
    reading = models.CharField(max_length=10, choices=Reading, default=Reading.TEXT)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(survey__isnull=False, period__isnull=True)
                | Q(survey__isnull=True, period__isnull=False),
                name="slip_from_one_unit",
            )
        ]

    def __str__(self) -> str:
        return "slip"


class CountedList(models.Model):
    """Hashes of a survey's counted ballots among random ones, sorted. Public, and insert-only."""

    survey = models.OneToOneField(
        Survey, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    hashes = models.BinaryField(help_text="SHA-256 after SHA-256, a multiple of 512 of them.")

    def __str__(self) -> str:
        return "counted list"
