"""What everybody may read after one session."""

from typing import Any

from django.db import models
from django.db.models import Q

from reports.enums import SummaryState
from sessions_app.models import Session


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
