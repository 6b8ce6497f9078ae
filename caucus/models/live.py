"""What exists only while a session runs: UNLOGGED, without a time, deleted when it closes (R3).

The database checks no foreign key of these tables: the check would lock rows elsewhere, and leave
the same transaction's number on both for ever. No table here says who wrote something.
``tests/privacy/test_live_tables.py`` holds this module and the list at its end to that.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caucus.enums import Place, SignalKind
from caucus.models.caucuses import Caucus
from caucus.models.spaces import Space
from cop.members.models import Member
from sessions_app.models import Session


class Choice(models.Model):
    """Where a member is, today. UNLOGGED, without a time, deleted when the session closes (R3).

    The key is composite, since a serial would tell who changed their mind, and its sequence how
    often that happened. The database checks no foreign key: the check would lock the rows of the
    member and of the space, and leave the same transaction's number on both, for ever.
    """

    SHOWN_LIVE = ("space_id", "speaks")  # wiping writes every row anew, and moves no page

    pk = models.CompositePrimaryKey("session_id", "member_id")
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    space = models.ForeignKey(
        Space, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    speaks = models.BooleanField(
        default=False, help_text=_("Offers to speak for the caucus in the dialogue.")
    )

    def __str__(self) -> str:
        return "choice"  # never says whose or where


class LiveSpace(models.Model):
    """How a space stands while its session runs."""

    SHOWN_LIVE = ("is_paused", "gives_aloud")  # on everybody's page (sessions_app.unchanged)

    space = models.OneToOneField(
        Space, on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    is_paused = models.BooleanField(
        default=False, help_text=_("Its door is shut for now, because of conduct (R2).")
    )
    gives_aloud = models.BooleanField(
        default=False, help_text=_("Its share-back is spoken, and nothing of it is kept.")
    )
    revision = models.PositiveIntegerField(
        default=0, help_text=_("Rises with every change people in the space see.")
    )

    def __str__(self) -> str:
        return "space"


class Note(models.Model):
    """A private note of a space: for those in it, while the session runs (D8)."""

    SHOWN_LIVE = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    space = models.ForeignKey(
        Space, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    position = models.PositiveSmallIntegerField()
    words = models.TextField()
    stays = models.BooleanField(default=False, help_text=_("Not for sharing."))
    revision = models.PositiveIntegerField(
        default=0, help_text=_("Rises with every change, so that nobody overwrites another.")
    )

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return "note"


class Point(models.Model):
    """One point of what a caucus may tell the others, until it is released or dropped (R6).

    A draft is made of these, also where somebody published for the caucus writes it afterwards.
    """

    SHOWN_LIVE = ()

    pk = models.CompositePrimaryKey("session_id", "caucus_id", "place")
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    caucus = models.ForeignKey(
        Caucus, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    place = models.CharField(max_length=10, choices=Place)
    heading = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    is_struck = models.BooleanField(
        default=False, help_text=_("Somebody in the space asked for it to be dropped or reworded.")
    )
    revision = models.PositiveIntegerField(default=0)
    kept_until = models.DateField(
        null=True,
        blank=True,
        help_text=_("Of a draft written after the close; empty: it goes with the close."),
    )

    def __str__(self) -> str:
        return "point"


class Signal(models.Model):
    """A quiet word to the facilitators. It never holds a person and a space together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=10, choices=SignalKind)
    member = models.ForeignKey(
        Member,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        help_text=_("Who wants to be called, or said that it is them."),
    )
    space = models.ForeignKey(
        Space,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        help_text=_("Where somebody is asked to come to."),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="come", member__isnull=True, space__isnull=False)
                | Q(kind="call", member__isnull=False, space__isnull=True)
                | Q(kind="moment", space__isnull=True),
                name="signal_never_person_and_space",
            ),
            models.UniqueConstraint(fields=["session", "kind", "member"], name="signal_once_each"),
            models.UniqueConstraint(fields=["session", "space"], name="signal_once_a_space"),
        ]

    def __str__(self) -> str:
        return "signal"


# Every table of this kind. Whoever forgets, wipes, checks or dumps them reads this list.
LIVE: tuple[type[models.Model], ...] = (Choice, LiveSpace, Note, Point, Signal)

# Those of them in which a member can stand.
OF_MEMBERS: tuple[type[models.Model], ...] = (Choice, Signal)

# What may outlive the close of its session, and has an end of its own (services.closing).
OUTLIVES: dict[type[models.Model], Q] = {
    Point: Q(kept_until__isnull=False),
    Signal: Q(kind=SignalKind.CALL),
}
