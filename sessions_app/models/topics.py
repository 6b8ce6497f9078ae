"""Topics a community makes together, and the decisions it takes about its sessions."""

import uuid

from django.db import models
from django.db.models import Q

from cop.members.models import Community, Member
from sessions_app.enums import DecisionKind, ProposalSource, ProposalState
from sessions_app.models.sessions import Session


class Proposal(models.Model):
    """A topic somebody would like. Whose it was is in ``ProposalVoice`` until it is decided.

    Keys are random and the day is not kept, since an order would give away who came before whom.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="proposals")
    words = models.CharField(max_length=200)
    source = models.CharField(max_length=10, choices=ProposalSource)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    reason = models.CharField(max_length=300, blank=True, help_text="The co-chairs' sentence.")
    session = models.ForeignKey(
        Session,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        help_text="What it was taken up for.",
    )
    is_first_call = models.BooleanField(
        default=False, help_text="R7: put first by whom it is theirs to."
    )
    supporters = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="When it was decided; empty: fewer than 3, or open."
    )
    month = models.DateField(help_text="The first of the month it was made in; shown to nobody.")
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["community", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, decided_on__isnull=True)
                | (~Q(state=ProposalState.OPEN) & Q(decided_on__isnull=False)),
                name="proposal_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(supporters__isnull=True) | Q(supporters__gte=3),
                name="few_supporters_not_counted",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="proposal_of_a_month_and_no_day"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_open(self) -> bool:
        return self.state == ProposalState.OPEN


class ProposalVoice(models.Model):
    """A member made or supports an open proposal. Deleted, for good, once it is decided.

    The key is composite, since a serial would say who spoke first.
    """

    pk = models.CompositePrimaryKey("proposal_id", "member_id")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="voices")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    is_proposer = models.BooleanField(default=False, help_text="May withdraw it; never shown.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(is_proposer=True), name="one_proposer"
            ),
        ]

    def __str__(self) -> str:
        return "voice"  # never says whose


class Decision(models.Model):
    """One entry of the community's decision log: what, since when, and why."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=DecisionKind)
    what = models.CharField(max_length=300)
    reason = models.CharField(max_length=600)
    session = models.ForeignKey(
        Session,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="decisions",
        help_text="From which session on.",
    )
    decided_on = models.DateField()

    class Meta:
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return self.what
