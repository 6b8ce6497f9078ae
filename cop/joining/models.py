"""Joining: invitations, the public page, requests and their queue. Nothing here is about race."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from cop.core import clock
from cop.joining.enums import UNDECIDED, InvitationState, RequestState
from cop.members.models import Community, User


class JoinRequest(models.Model):
    """Somebody asked to join. Erased some months after it was decided, or went unanswered."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="join_requests")
    name = models.CharField(max_length=200)
    email = models.EmailField()
    profession = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    why = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.WAITING)
    received_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["received_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "email"],
                condition=Q(state__in=UNDECIDED),
                name="join_request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="join_request_email_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED


class JoinQuestion(models.Model):
    """What was asked about a request by mail. Of the link only a digest is kept."""

    request = models.ForeignKey(JoinRequest, on_delete=models.CASCADE, related_name="questions")
    question = models.TextField()
    answer = models.TextField(blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    asked_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.asked_on}"

    @property
    def is_open(self) -> bool:
        return self.answered_on is None and self.expires_at > clock.now()


class JoinInvitation(models.Model):
    """Somebody may join with one link, which works once and for one address.

    Of the link only a digest is kept, so that nobody who reads the database can use it.
    """

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="join_invitations"
    )
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    request = models.ForeignKey(
        JoinRequest, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations"
    )
    invited_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="join_invitations"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    sent_on = models.DateField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.OPEN)
    ended_on = models.DateField(null=True, blank=True, help_text="Used or withdrawn.")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "email"],
                condition=Q(state=InvitationState.OPEN),
                name="join_invitation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="join_invitation_email_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def has_expired(self) -> bool:
        return self.state == InvitationState.OPEN and self.expires_at <= clock.now()

    @property
    def works(self) -> bool:
        return self.state == InvitationState.OPEN and self.expires_at > clock.now()

    @property
    def last_day(self) -> dt.date:
        """The last day on which the link works, where the community is: it ends with it."""
        moment = dt.timedelta(microseconds=1)
        return clock.local(self.expires_at - moment, self.community.time_zone).date()


class JoinPage(models.Model):
    """What a community says of itself to everybody, and whether it does."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="join_page")
    is_open = models.BooleanField(default=False)
    headline = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    suggests_organisations = models.BooleanField(
        default=False, help_text="Whether everybody may read the names of its organisations."
    )

    def __str__(self) -> str:
        return self.headline or str(self.community)


class JoinPageName(models.Model):
    """A co-chair agreed that the public page names them. Only they say so, and take it back."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="join_page_names"
    )
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="join_page_names")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "person"], name="join_page_name_once")
        ]

    def __str__(self) -> str:
        return str(self.person)
