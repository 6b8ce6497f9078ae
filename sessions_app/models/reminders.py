"""What members are reminded of, in the community's own words."""

from django.db import models

from cop.members.models import Community
from sessions_app.enums import Moment
from sessions_app.models.sessions import Session


class ReminderText(models.Model):
    """What the community says at a moment, where it says something other than the shipped text."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    format = models.CharField(
        max_length=80,
        help_text="Of sessions (selectors.key_of): a key, or what a deleted one was called.",
    )
    moment = models.CharField(max_length=10, choices=Moment)
    is_on = models.BooleanField(default=True)
    words = models.TextField(blank=True, help_text="With placeholders; empty: the shipped text.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "format", "moment"], name="reminder_text_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.format}: {self.moment}"


class Reminder(models.Model):
    """A reminder was sent, to all alike; it is not sent again. Nobody stands here."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="reminders")
    moment = models.CharField(max_length=10, choices=Moment)
    held_on = models.DateField(help_text="The day of the session it told of.")
    sent_on = models.DateField()

    class Meta:
        constraints = [
            # A session that is moved to another day is reminded of again.
            models.UniqueConstraint(fields=["session", "moment", "held_on"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.moment}"
