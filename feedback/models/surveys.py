"""Surveys, the periods their answers are opened with, and nothing of what was answered."""

import datetime as dt
import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from cop.members.models import Community
from feedback.enums import PeriodState, SurveyState
from sessions_app.models import Session


class Period(models.Model):
    """A span of whole days whose sealed atoms are opened together, once.

    A pool gathers only the comments that wait when everything else is released by session.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="periods")
    from_on = models.DateField()
    to_on = models.DateField(help_text="The last day.")
    is_pool = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=PeriodState, default=PeriodState.OPEN)
    public_key = models.BinaryField(help_text="X25519, 32 bytes.")
    counted_on = models.DateField(null=True, blank=True, help_text="Comments are kept from here.")
    destroyed_unread = models.JSONField(
        default=list, help_text="Purposes whose comments did not meet their bar."
    )
    is_lost = models.BooleanField(
        default=False, help_text="Its key was lost: what it had sealed was never opened."
    )

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="period_forwards"),
            ExclusionConstraint(
                name="periods_do_not_overlap",
                condition=Q(is_pool=False),
                expressions=[
                    (
                        Func(
                            F("community"),
                            F("community"),
                            Value("[]"),
                            function="int8range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("from_on"), F("to_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} – {self.to_on}"


class Survey(models.Model):
    """A questionnaire opened for a session, or for everybody who came in some days.

    Everything that decides its release is frozen here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="surveys")
    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, null=True, blank=True, related_name="survey"
    )
    title = models.CharField(max_length=100, blank=True, help_text="Where there is no session.")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(
        null=True, blank=True, help_text="Who came from–to is asked, where there is no session."
    )
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="surveys")
    questionnaire = models.CharField(max_length=40, help_text="Its code: figures add up by it.")
    asked = models.JSONField(help_text="The questionnaire's file as it was at the opening.")
    state = models.CharField(max_length=10, choices=SurveyState, default=SurveyState.DRAFT)
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="The last day.")
    parameters = models.JSONField(
        default=dict, help_text="Thresholds, rhythms and named caucuses, frozen at opening."
    )
    present = models.PositiveIntegerField(
        null=True, blank=True, help_text="N: members who came, frozen when the register closes."
    )
    added = models.PositiveIntegerField(
        default=0, help_text="How many became eligible after the opening; shown to everybody."
    )
    could_answer = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many could answer, frozen with N."
    )
    reminded_on = models.DateField(
        null=True, blank=True, help_text="The last day on which all who came were reminded."
    )
    counted_on = models.DateField(null=True, blank=True, help_text="Comments are kept from here.")
    responses = models.PositiveIntegerField(
        null=True, blank=True, help_text="Released at the count; empty then: fewer than T."
    )
    is_lost = models.BooleanField(
        default=False, help_text="Its key was lost: the box was destroyed and never opened."
    )
    is_overfull = models.BooleanField(
        default=False, help_text="More answers lay in the box than papers had been given out."
    )
    box_public_key = models.BinaryField(help_text="X25519, 32 bytes.")
    paper_public_key = models.BinaryField(help_text="RSA, DER; empty where no paper is given out.")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 over both public keys.")
    digest = models.CharField(
        max_length=64,
        blank=True,
        help_text="Slow keyed digest of the imported rows; none where they are fewer than T.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(session__isnull=False, title="", from_on=None, to_on=None)
                | (Q(session=None, from_on__lte=F("to_on")) & ~Q(title="")),
                name="survey_of_a_session_or_of_days",
            ),
            models.CheckConstraint(
                condition=Q(responses__isnull=True) | Q(responses__gte=5),
                name="small_response_counts_not_kept",
            ),
            models.CheckConstraint(
                condition=~Q(state=SurveyState.COUNTED)
                | Q(present__isnull=False, could_answer__isnull=False),
                name="counted_survey_has_frozen_numbers",
            ),
            models.CheckConstraint(
                condition=Q(is_lost=False) | Q(responses=None),
                name="lost_survey_has_no_responses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.name}"

    @property
    def name(self) -> str:
        """What it asks about: the session's title, or its own."""
        return self.title if self.session is None else self.session.title

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The days it asks about; the session's twice."""
        if self.session is not None:
            return self.session.held_on, self.session.held_on
        if self.from_on is None or self.to_on is None:
            raise ValueError("a survey is of a session or of days")
        return self.from_on, self.to_on


class NextSteps(models.Model):
    """What the community does about a survey's results: its facilitators' words, not an answer."""

    survey = models.OneToOneField(
        Survey, on_delete=models.CASCADE, primary_key=True, related_name="next_steps"
    )
    text = models.TextField()

    class Meta:
        verbose_name_plural = "next steps"

    def __str__(self) -> str:
        return "next steps"
