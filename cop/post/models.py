"""The outbox: what waits to be sent, and a log without content of what was."""

import uuid

from django.db import models

from cop.post.enums import MailingState, Reason, State


class Mailing(models.Model):
    """Mails that leave together: drafts until somebody approves them, then the line of a log.

    It has no words and no names of its own, so it may stay when the mails are empty. Dates are
    those of the installation's time zone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community_id = models.BigIntegerField()  # a lower room knows communities by number only
    kind = models.CharField(max_length=40)
    about = models.CharField(
        max_length=60, blank=True, help_text="The caller's own word for what it is about."
    )
    state = models.CharField(max_length=10, choices=MailingState, default=MailingState.DRAFT)
    made_on = models.DateField()
    approved_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-made_on", "pk"]
        indexes = [models.Index(fields=["community_id", "state", "made_on"])]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"

    @property
    def is_draft(self) -> bool:
        return self.state == MailingState.DRAFT


class Message(models.Model):
    """One mail to one person. Its words are erased once it has left.

    What could not be delivered is emptied two weeks after it was queued.
    """

    mailing = models.ForeignKey(
        Mailing,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        help_text="Empty: from before mails were kept together.",
    )
    community_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    key = models.UUIDField(
        null=True, blank=True, help_text="Of its Message-ID, the same however often it is tried."
    )
    to = models.EmailField(blank=True)
    to_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True, help_text="A text/calendar part, if there is one.")
    calendar_method = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(
        null=True, blank=True, help_text="Whoever else wants to send it waits until then."
    )
    not_after = models.DateTimeField(
        null=True, blank=True, help_text="From then on it would say what is not true; empty: never."
    )
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    queued_on = models.DateField(null=True, blank=True, help_text="Empty: a draft.")
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"
