"""Surveys and the sealed box.

Nothing below ``Told`` has a person, a time or a serial number; nothing with an answer in
it is ever stored in clear before the count.
"""

import secrets
import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from cop.members.models import Community, Member
from feedback.enums import AtomKind, FigureKind, PeriodState, Reading, SlipState, SurveyState
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
    """A questionnaire opened for a session. Everything that decides its release is frozen here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="surveys")
    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="survey")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="surveys")
    questionnaire = models.CharField(max_length=40)
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
    counted_on = models.DateField(null=True, blank=True, help_text="Comments are kept from here.")
    responses = models.PositiveIntegerField(
        null=True, blank=True, help_text="Released at the count; empty then: fewer than T."
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
                condition=Q(responses__isnull=True) | Q(responses__gte=5),
                name="small_response_counts_not_kept",
            ),
            models.CheckConstraint(
                condition=~Q(state=SurveyState.COUNTED)
                | Q(present__isnull=False, could_answer__isnull=False),
                name="counted_survey_has_frozen_numbers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.session}"


def new_mark() -> str:
    """32 random hexadecimal digits."""
    return secrets.token_hex(16)


class Eligibility(models.Model):
    """Whom a survey asks: everybody who was ever marked as having come. Deleted at the count.

    A row says nothing of who has collected a paper, and is neither changed nor locked by it.
    """

    pk = models.CompositePrimaryKey("survey_id", "member_id")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="eligibilities")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(
        max_length=32,
        default=new_mark,
        help_text="Random; tells this member's unused paper from another's in one browser.",
    )

    class Meta:
        verbose_name_plural = "eligibilities"

    def __str__(self) -> str:
        return "eligibility"


class Collected(models.Model):
    """Who has collected their voting paper. Deleted at the count, and in no shipped backup.

    The database checks no foreign key: the check would lock the member's row, and the lock stays to
    be read. Nobody but ``feedback.box.collected`` touches this table.
    """

    pk = models.CompositePrimaryKey("survey_id", "member_id")
    survey = models.ForeignKey(
        Survey, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    blinded_sha = models.BinaryField()

    class Meta:
        verbose_name_plural = "collected"

    def __str__(self) -> str:
        return "collected"  # never says whose


class Told(models.Model):
    """Who has had the survey's mail: those who came, whatever they answered. Deleted at the count.

    Not kept in ``Eligibility``: facilitators are told too.
    """

    pk = models.CompositePrimaryKey("survey_id", "member_id")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "told"

    def __str__(self) -> str:
        return "told"


class Envelope(models.Model):
    """One sealed response. Deleted at the count."""

    ballot_sha = models.BinaryField(primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    ciphertext = models.BinaryField()

    def __str__(self) -> str:
        return "envelope"


class Atom(models.Model):
    """One rating, one comment or one tally, sealed alone to its period's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=AtomKind)
    ciphertext = models.BinaryField()

    def __str__(self) -> str:
        return "atom"


class Released(models.Model):
    """A figure that may be shown. Insert-only: a trigger refuses any change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, on_delete=models.PROTECT, null=True, blank=True, related_name="released"
    )
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, null=True, blank=True, related_name="released"
    )
    cell = models.CharField(max_length=60, help_text="A caucus's key, or 'all'.")
    item = models.CharField(max_length=10)
    kind = models.CharField(max_length=10, choices=FigureKind)
    n = models.PositiveIntegerField()
    value = models.JSONField(help_text="{low, mid, high} or {band, at_least}.")

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
                fields=["period", "cell", "item"],
                condition=Q(period__isnull=False),
                name="released_period_item_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell} {self.item}"


class Slip(models.Model):
    """One loose comment after the count, in random order. Unread until its review."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, on_delete=models.PROTECT, null=True, blank=True, related_name="slips"
    )
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, null=True, blank=True, related_name="slips"
    )
    cell = models.CharField(max_length=60, help_text="A caucus's key, 'all' or 'pool'.")
    question = models.CharField(max_length=10)
    body = models.TextField()
    reading = models.CharField(max_length=10, choices=Reading, default=Reading.TEXT)
    state = models.CharField(max_length=10, choices=SlipState, default=SlipState.UNREAD)

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
