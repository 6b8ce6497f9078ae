"""The spaces of a session: where people can go, and what is kept of them once it has closed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caucus.enums import SpaceKind
from caucus.models.caucuses import Caucus
from cop.members.models import User
from sessions_app.models import Session


class Space(models.Model):
    """Somewhere to go in a session. How many went is kept only by the rules of small spaces."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="spaces")
    kind = models.CharField(max_length=12, choices=SpaceKind)
    caucus = models.ForeignKey(
        Caucus, on_delete=models.CASCADE, null=True, blank=True, related_name="spaces"
    )
    door = models.URLField(
        max_length=500, blank=True, help_text=_("The meeting link of this space.")
    )
    dial_in = models.CharField(
        max_length=200, blank=True, help_text=_("How to come in by telephone.")
    )
    room = models.CharField(max_length=120, blank=True, help_text=_("Where it is in the building."))
    people = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Headcount after close; empty: not to be known.")
    )
    was_small = models.BooleanField(
        null=True, blank=True, help_text=_("After close, of a caucus: fewer than 3 were here.")
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "caucus"], name="space_caucus_once"),
            models.UniqueConstraint(
                fields=["session", "kind"], condition=~Q(kind="caucus"), name="space_kind_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="caucus", caucus__isnull=False)
                | (~Q(kind="caucus") & Q(caucus__isnull=True)),
                name="space_caucus_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(people__isnull=True) | Q(people__gte=3), name="small_spaces_not_counted"
            ),
        ]

    def __str__(self) -> str:
        return str(self.caucus.name if self.caucus else self.get_kind_display())


class Holder(models.Model):
    """Somebody named to hold everyone's space in one session."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="holders")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "person"], name="holder_once")]

    def __str__(self) -> str:
        return str(self.person)


class Opening(models.Model):
    """Somebody has chosen a space in this session. Deleted when its spaces close.

    One row a session, written with its first choice and never again, so that "nobody is here any
    more" is told from "nobody ever chose". It has no time, and says neither who nor where.
    """

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )

    def __str__(self) -> str:
        return "opening"


class Closing(models.Model):
    """The spaces of a session are closed and who was where is forgotten."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="spaces_closing")
    were_chosen = models.BooleanField(
        help_text=_("Somebody had chosen a space, if only for a while.")
    )
    was_late = models.BooleanField(
        default=False, help_text=_("Choices had been kept for more than 24 hours.")
    )

    def __str__(self) -> str:
        return str(self.session)
