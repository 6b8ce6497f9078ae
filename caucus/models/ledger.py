"""R7: what one caucus asks, what the others answer for, and what needs its consent.

Everything here is said by a caucus. No row says which person wrote it.
"""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caucus.enums import CommitmentState
from caucus.models.caucuses import Caucus
from sessions_app.models import Session


class PassedCall(models.Model):
    """R7: the caucus that has first call left the topic of a session to the others."""

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.session)


class Ask(models.Model):
    """One thing the caucus that is answered to asks of the others."""

    caucus = models.ForeignKey(Caucus, on_delete=models.CASCADE, related_name="asks")
    session = models.ForeignKey(
        Session,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="asks",
        help_text=_("The session it was asked with; empty: between sessions."),
    )
    words = models.TextField(max_length=600)
    posted_on = models.DateField()
    response = models.TextField(
        max_length=600, blank=True, help_text=_("What the asking caucus says to the answers.")
    )

    class Meta:
        ordering = ["-posted_on", "-pk"]

    def __str__(self) -> str:
        return self.words


class Commitment(models.Model):
    """What a caucus does about it: a role that sees to it, a day, and how it stands."""

    caucus = models.ForeignKey(Caucus, on_delete=models.CASCADE, related_name="commitments")
    ask = models.ForeignKey(
        Ask,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        help_text=_("What it answers; empty: taken on unasked."),
    )
    session = models.ForeignKey(
        Session,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The session it was taken on with; empty: between sessions."),
    )
    words = models.TextField(max_length=600)
    role = models.CharField(
        max_length=80, blank=True, help_text=_("Who sees to it, as a role. Empty: not said yet.")
    )
    due_on = models.DateField(null=True, blank=True, help_text=_("Empty: not said yet."))
    made_on = models.DateField()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role="", due_on__isnull=True) | (~Q(role="") & Q(due_on__isnull=False)),
                name="commitment_role_and_day_together",
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def stands(self) -> "CommitmentStatus | None":
        """How it stood last; of ``statuses``, which lists prefetch."""
        return next(iter(list(self.statuses.all())[::-1]), None)

    @property
    def is_settled(self) -> bool:
        """Kept, or said not to be."""
        return self.stands is not None and self.stands.is_last

    def is_overdue_on(self, day: dt.date) -> bool:
        """Its day has passed and nobody said how it ended."""
        return self.due_on is not None and self.due_on < day and not self.is_settled


class CommitmentStatus(models.Model):
    """How a commitment stood at a session, or since, in the words of the caucus that made it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="statuses")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=CommitmentState)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["session__held_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "session"], name="one_status_a_session"),
            models.CheckConstraint(
                condition=~Q(state="not_kept") | ~Q(why=""), name="not_kept_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.state

    @property
    def is_last(self) -> bool:
        return self.state != CommitmentState.UNDER_WAY


class OverdueTold(models.Model):
    """On which day a caucus’s published facilitators were last told of what is overdue."""

    caucus = models.OneToOneField(
        Caucus, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    told_on = models.DateField()

    def __str__(self) -> str:
        return "told"


class FindingsConsent(models.Model):
    """The caucus that is answered to agreed, at this session, that its findings are published.

    No row is silence, and silence keeps them out.
    """

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    caucus = models.ForeignKey(Caucus, on_delete=models.CASCADE, related_name="+")
    given_on = models.DateField()

    def __str__(self) -> str:
        return str(self.session)
