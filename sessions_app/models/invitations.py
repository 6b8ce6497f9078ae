"""Who is invited to a session, what they say, and calendars that show it."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _

from cop.members.models import Community, Member
from sessions_app.enums import Answer
from sessions_app.models.sessions import Session


class Invitation(models.Model):
    """A member's invitation to a session, and their answer."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="invitations")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, blank=True)
    sent_on = models.DateField(null=True, blank=True, help_text="Empty: not sent by mail.")
    uid = models.UUIDField(
        default=uuid.uuid4,
        db_default=RandomUUID(),
        unique=True,
        editable=False,
        help_text="Of the entry in the member's calendar; the same whatever changes.",
    )
    needs = models.TextField(
        blank=True, help_text="Food and access, in person; erased once the session is over."
    )
    waiting_since = models.DateTimeField(
        null=True, blank=True, help_text="On the waiting list from then on; empty: has a place."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="invitation_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.answer or '–'}"


class CalendarFeed(models.Model):
    """A secret address from which a calendar program reads a member's sessions, or all of them.

    Only a digest of the secret is kept. To revoke a feed is to delete it.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="feeds")
    member = models.ForeignKey(
        Member,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="feeds",
        help_text="Empty: the community's own feed.",
    )
    secret_sha = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "member"], name="feed_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return str(self.member or self.community)
