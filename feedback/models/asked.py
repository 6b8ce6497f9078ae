"""Whom a survey asks. These rows name people, hold no answer, and are deleted at the count."""

import secrets

from django.db import models

from cop.members.models import Member
from feedback.models.surveys import Survey


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
