"""The texts a community adopts, their versions, who has read them, and what members agreed to."""

import uuid

from django.db import models
from django.db.models import F, Q

from cop.documents.enums import Kind
from cop.members.models import Community, Member


class Version(models.Model):
    """One wording of one text: a draft until adopted, and from then on unchangeable.

    A trigger in the database keeps adopted ones; only the day of the next review may move. Who
    wrote or adopted it stands in the record alone.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=30, choices=Kind)
    number = models.PositiveSmallIntegerField()
    text = models.TextField(help_text="Markdown.")
    note = models.CharField(max_length=300, blank=True, help_text="What is new in it.")
    adopted_on = models.DateField(null=True, blank=True, help_text="Empty: a draft.")
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "kind", "number"], name="document_number_once"
            ),
            models.UniqueConstraint(
                fields=["community", "kind"],
                condition=Q(adopted_on__isnull=True),
                name="document_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True, review_on__isnull=True)
                | Q(adopted_on__isnull=False, review_on__gt=F("adopted_on")),
                name="document_adopted_is_reviewed_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.number}"

    @property
    def is_adopted(self) -> bool:
        return self.adopted_on is not None


class Reading(models.Model):
    """A member has read a version. When is not kept, and no serial tells the order."""

    pk = models.CompositePrimaryKey("member_id", "version_id")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="readings")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.member}: {self.version}"


class Consent(models.Model):
    """A member agreed to a text: which version, and the day. Never what they then chose.

    The day and not the hour: given during a session, an hour would say when somebody was about to
    choose. The key is random, so that no serial tells an order within the day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="consents")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "version"],
                condition=Q(withdrawn_on__isnull=True),
                name="consent_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_given_before_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.version}"
