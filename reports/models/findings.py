"""Findings: sections, themes, how themes relate, the quotes chosen for them; testimonials."""

import uuid

from django.db import models
from django.db.models import F, Q

from caucus.models import Caucus
from cop.members.models import Community, Member
from feedback.models import Comment
from reports.enums import Colleague, Lineage, RelationKind
from reports.models.reports import Report


class FindingsSection(models.Model):
    """A part of the findings: one caucus's, or one about something all took part in."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="findings_sections")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    caucus = models.ForeignKey(
        Caucus, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    narrative = models.TextField(blank=True, help_text="Markdown.")
    revision = models.PositiveIntegerField(default=1, help_text="Rises with every saved wording.")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """A pattern of shared meaning around one central idea."""

    section = models.ForeignKey(FindingsSection, on_delete=models.CASCADE, related_name="themes")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    central_idea = models.TextField(blank=True)
    boundaries = models.TextField(blank=True, help_text="What belongs to it, and what does not.")
    narrative = models.TextField(blank=True, help_text="Markdown.")
    lineage = models.CharField(max_length=10, choices=Lineage, blank=True)
    earlier: "models.ManyToManyField[Theme, models.Model]" = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="later"
    )
    revision = models.PositiveIntegerField(default=1, help_text="Rises with every saved wording.")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Relation(models.Model):
    """How one theme stands to another: a numbered line of the thematic map."""

    from_theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="relations")
    to_theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="relations_to")
    kind = models.CharField(max_length=10, choices=RelationKind)
    words = models.CharField(max_length=200)
    revision = models.PositiveIntegerField(default=1, help_text="Rises with every saved wording.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["from_theme", "to_theme"], name="relation_once"),
            models.CheckConstraint(
                condition=~Q(from_theme=F("to_theme")), name="relation_between_two"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Quote(models.Model):
    """Words of a released comment, changed only inside brackets. No session, date or number.

    The key is random, so that what is listed by it says nothing of who came when.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="quotes")
    comment = models.ForeignKey(
        Comment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField()
    words = models.TextField()
    cell = models.CharField(max_length=60, help_text="A caucus's key, or 'all'.")
    colleague = models.CharField(max_length=10, choices=Colleague, blank=True)
    colleague_words = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField(
        null=True,
        blank=True,
        help_text="Since when the answer is final; drafts may show it.",
    )
    revision = models.PositiveIntegerField(default=1, help_text="Rises with every saved wording.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_on__isnull=True) | ~Q(colleague=""),
                name="quote_checked_with_an_answer",
            )
        ]

    def __str__(self) -> str:
        return "quote"

    @property
    def is_final(self) -> bool:
        """Its answer stands, whoever has read it since."""
        return self.checked_on is not None


class Testimonial(models.Model):
    """What a member says under a name of their choice, for the uses they named; never an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="testimonials")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="testimonials")
    words = models.TextField()
    named_as = models.CharField(max_length=120, help_text="As they wish to stand there.")
    in_report = models.BooleanField(default=False)
    in_newsletter = models.BooleanField(default=False)
    for_leaders = models.BooleanField(default=False)
    signed_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["signed_on", "pk"]

    def __str__(self) -> str:
        return "testimonial"
