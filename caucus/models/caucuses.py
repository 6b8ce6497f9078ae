"""Caucuses, in a community's own words, and who is published for them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cop.members.models import Community, User


class Caucus(models.Model):
    """A self-chosen identity group, in the community's own words."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="caucuses")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=120)
    singular = models.CharField(max_length=120)
    plural = models.CharField(max_length=120)
    adjective = models.CharField(max_length=120)
    definition = models.TextField(blank=True)
    is_answered_to = models.BooleanField(
        default=False, help_text=_("The caucus the others answer to.")
    )

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "caucuses"
        constraints = [
            models.UniqueConstraint(fields=["community", "key"], name="caucus_key_once"),
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(is_answered_to=True),
                name="one_caucus_answered_to",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PublishedFacilitator(models.Model):
    """A person who accepted to be named as facilitator of a caucus (R8).

    The one exception to "no caucus on record": offered by a co-chair, accepted and ended by the
    person alone. Declining or ending deletes the row, so nothing remembers it afterwards.
    """

    caucus = models.ForeignKey(Caucus, on_delete=models.CASCADE, related_name="facilitators")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="caucuses_facilitated")
    offered_on = models.DateField()
    accepted_on = models.DateField(null=True, blank=True, help_text=_("Empty: offered only."))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["caucus", "person"], name="published_facilitator_once")
        ]

    def __str__(self) -> str:
        return str(self.person)
