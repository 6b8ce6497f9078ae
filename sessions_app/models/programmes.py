"""A planned run of sessions, the days it goes round, and a community's own formats."""

import uuid
from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from cop.members.models import Community
from sessions_app.enums import DayKind, Grouping, ProgrammeRhythm


class Programme(models.Model):
    """A planned run of sessions. Each session stands on its own; this says what they share."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="programmes")
    title = models.CharField(max_length=200)
    rhythm = models.CharField(max_length=12, choices=ProgrammeRhythm)
    planned_on = models.DateField()
    form_key = models.UUIDField(
        default=uuid.uuid4,
        db_default=RandomUUID(),
        unique=True,
        editable=False,
        help_text="Of the form it was planned with: sent twice, it is planned once.",
    )

    class Meta:
        ordering = ["planned_on", "pk"]

    def __str__(self) -> str:
        return self.title


class MarkedDay(models.Model):
    """A day, or some days, to know of when the year is planned: the community's own list."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="marked_days")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=15, choices=DayKind)
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        ordering = ["from_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="marked_days_in_order"
            ),
            models.UniqueConstraint(
                fields=["community", "name", "from_on"], name="marked_day_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OwnFormat(models.Model):
    """A format a community copied and made its own.

    ``parts`` is a list of {"kind", "title", "minutes", "prompt", "materials"}, in order. What a
    session has taken over does not change when the format does.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="formats")
    copied_from = models.CharField(max_length=40, help_text="The key of a shipped format.")
    name = models.CharField(max_length=80)
    summary = models.CharField(max_length=300, blank=True)
    advice = models.TextField(blank=True)
    topics = models.PositiveSmallIntegerField(default=1)
    grouping = models.CharField(max_length=12, choices=Grouping)
    questionnaire = models.CharField(max_length=20, blank=True, help_text="Its key, like PPN-1.")
    parts: "models.JSONField[Any, Any]" = models.JSONField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="format_name_once")
        ]

    def __str__(self) -> str:
        return self.name
