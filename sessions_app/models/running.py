"""A session while it runs, and what its facilitators keep of it."""

import uuid

from django.db import models

from cop.members.models import Member, User
from sessions_app.models.sessions import Session


class Run(models.Model):
    """Where a session is. Without a row, and between presses, it follows its plan by the clock."""

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="run"
    )
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Place, from 0, of the part that was last begun by hand."
    )
    began_at = models.DateTimeField(null=True, blank=True, help_text="When; empty: as planned.")
    minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How long that part takes now; empty: as planned."
    )
    others = models.JSONField(
        default=list,
        blank=True,
        help_text="Pairs of place and minutes: what is left to parts that were left by hand.",
    )
    is_apart = models.BooleanField(
        default=False, help_text="The plan without inter-caucus dialogue is followed."
    )
    done = models.JSONField(default=list, blank=True, help_text="Keys of the checklist.")
    revision = models.PositiveIntegerField(
        default=0, help_text="Rises with every press, so that two at once are told apart."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(began_at__isnull=False) | models.Q(position=0, minutes=None),
                name="run_begun_by_hand",
            )
        ]

    def __str__(self) -> str:
        return str(self.session)


class Debrief(models.Model):
    """What the facilitators of a session say to each other afterwards: theirs alone."""

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="debrief"
    )
    words = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.session)


class Reflection(models.Model):
    """D10: a facilitator's own reflection on a session, theirs alone until they release it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="reflections")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reflections")
    words = models.TextField(blank=True)
    for_pair = models.BooleanField(
        default=False, help_text="Released to the others who facilitated."
    )
    for_evaluator = models.BooleanField(default=False, help_text="Released to the evaluator.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="reflection_once")
        ]

    def __str__(self) -> str:
        return "reflection"


class NextStep(models.Model):
    """What a member means to do, for themselves: nobody else ever sees it.

    The key is random: a serial would tell how many there are.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="next_steps")
    position = models.PositiveSmallIntegerField(help_text="Among the member's own.")
    words = models.CharField(max_length=300)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["is_done", "position"]

    def __str__(self) -> str:
        return "next step"
