"""The outbox: what waits to be sent, and a log without content of what was."""

from django.db import models

from cop.post.enums import State


class Message(models.Model):
    """One mail to one person. Its words are erased once it has left.

    What could not be delivered is emptied two weeks after it was queued. Dates are those of the
    installation's time zone.
    """

    community_id = models.BigIntegerField()  # a lower room knows communities by number only
    kind = models.CharField(max_length=40)
    to = models.EmailField(blank=True)
    to_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True, help_text="A text/calendar part, if there is one.")
    calendar_method = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_on = models.DateField(null=True, blank=True, help_text="Empty: a draft.")
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
