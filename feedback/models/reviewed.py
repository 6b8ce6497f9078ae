"""What becomes of slips: their review while it lasts, and the comments and topics it releases."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from feedback.enums import NOT_IN_WORDS, Outcome, ReviewState, WithheldBecause
from feedback.models.released import Slip
from feedback.models.surveys import Period, Survey


class Review(models.Model):
    """What the evaluator makes of one slip, and what the second reviewer says. Gone at release.

    No row: nobody has begun. ``hands`` are opaque keys of those who worked on it and so may not
    confirm it; nothing leads from a slip to a person.
    """

    slip = models.OneToOneField(
        Slip, on_delete=models.CASCADE, primary_key=True, related_name="review"
    )
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.BEGUN)
    operations = models.JSONField(default=list, help_text="Positions, never a word of the slip.")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    withheld_because = models.CharField(max_length=10, choices=WithheldBecause, blank=True)
    paraphrase = models.TextField(blank=True)
    topics = models.JSONField(default=list)
    is_about_facilitator = models.BooleanField(default=False)
    remark = models.TextField(blank=True, help_text="Why the second reviewer sent it back.")
    hands = ArrayField(models.UUIDField(), default=list)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return "review"


class _OfOneUnit(models.Model):
    """Of a survey or of a period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(
        Survey, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    questionnaire = models.CharField(max_length=40)
    question = models.CharField(max_length=10)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(survey__isnull=False, period__isnull=True)
                | Q(survey__isnull=True, period__isnull=False),
                name="%(class)s_from_one_unit",
            )
        ]


class Comment(_OfOneUnit):
    """What the review left of one slip, written in random order. Withheld ones have no words."""

    cell = models.CharField(max_length=60, help_text="A caucus's key, 'all' or 'pool'.")
    outcome = models.CharField(max_length=10, choices=Outcome)
    withheld_because = models.CharField(max_length=10, choices=WithheldBecause, blank=True)
    is_about_facilitator = models.BooleanField(default=False)
    body = models.TextField(blank=True)
    reply = models.TextField(blank=True, help_text="What facilitators say to a paraphrase.")

    class Meta(_OfOneUnit.Meta):
        constraints = [
            *_OfOneUnit.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(outcome__in=NOT_IN_WORDS) & Q(body=""))
                | (~Q(outcome__in=NOT_IN_WORDS) & ~Q(body="")),
                name="comment_has_words_where_released",
            ),
            models.CheckConstraint(
                condition=(Q(outcome=Outcome.WITHHELD) & ~Q(withheld_because=""))
                | (~Q(outcome=Outcome.WITHHELD) & Q(withheld_because="")),
                name="comment_withheld_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_about_facilitator=False) | ~Q(outcome=Outcome.AS_WRITTEN),
                name="comment_about_facilitator_not_as_written",
            ),
            models.CheckConstraint(
                condition=Q(reply="") | Q(outcome=Outcome.PARAPHRASE),
                name="comment_reply_to_a_paraphrase",
            ),
        ]

    def __str__(self) -> str:
        return "comment"


class Topic(_OfOneUnit):
    """What people suggested, in a reviewer's few words. It has no number and no caucus."""

    words = models.CharField(max_length=80)

    class Meta(_OfOneUnit.Meta):
        constraints = [
            *_OfOneUnit.Meta.constraints,
            models.UniqueConstraint(
                fields=["survey", "period", "questionnaire", "question", "words"],
                name="topic_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.words
