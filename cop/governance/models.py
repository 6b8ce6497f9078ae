"""What a community must have in place, and what it says about the data it keeps."""

import datetime as dt

from django.db import models
from django.db.models import Q

from cop.governance.clocks import acknowledge_by, report_by
from cop.governance.enums import BreachAct, ComplaintAct, LawfulBasis, SpecialCondition
from cop.members.models import Community


class Governance(models.Model):
    """The facts the three stages ask for. Who holds which role is read from the appointments."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="governance")

    # Meet
    controller_name = models.CharField(max_length=200, blank=True)
    controller_contact = models.CharField(max_length=300, blank=True)
    lawful_basis = models.CharField(max_length=30, choices=LawfulBasis, blank=True)
    staff_support = models.CharField(max_length=300, blank=True)
    informed_support = models.CharField(max_length=300, blank=True)
    union = models.CharField(max_length=300, blank=True)
    speak_up = models.CharField(max_length=300, blank=True)
    samaritans = models.CharField(max_length=300, blank=True)
    independent_name = models.CharField(max_length=200, blank=True)
    independent_contact = models.CharField(max_length=300, blank=True)
    notice_confirmed_on = models.DateField(null=True, blank=True)
    notice_facts = models.JSONField(
        default=dict, blank=True, help_text="Digests of what the confirmed notice said, by topic."
    )

    # Listen
    special_condition = models.CharField(max_length=30, choices=SpecialCondition, blank=True)
    dpia_reference = models.CharField(max_length=200, blank=True)
    screening_decision = models.TextField(blank=True)
    screening_decided_on = models.DateField(null=True, blank=True)
    figures_only = models.BooleanField(default=False, help_text="No evaluator, so no comments.")
    retention_confirmed_on = models.DateField(null=True, blank=True)
    thresholds_confirmed_on = models.DateField(null=True, blank=True)

    # Publish
    validation = models.TextField(blank=True, help_text="When and how members check the themes.")
    consent_asked = models.TextField(
        blank=True, help_text="How the caucus is asked before its findings are published."
    )

    # Registers, for communities that want them
    keeps_complaints = models.BooleanField(default=True)
    keeps_breaches = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "governance"

    def __str__(self) -> str:
        return str(self.community)


class Complaint(models.Model):
    """What somebody complained of. No account is behind it: a name stands here only if typed."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="complaints")
    received_on = models.DateField()
    words = models.TextField()
    name = models.CharField(max_length=200, blank=True)
    contact = models.EmailField(blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True)
                | Q(acknowledged_on__gte=models.F("received_on")),
                name="complaint_acknowledged_after_it_came",
            )
        ]

    def __str__(self) -> str:
        return f"{self.received_on}"

    @property
    def due_on(self) -> dt.date:
        """The last day on which it may be acknowledged."""
        return acknowledge_by(self.received_on)


class ComplaintStep(models.Model):
    """One dated step."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="steps")
    on = models.DateField()
    act = models.CharField(max_length=20, choices=ComplaintAct)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on}: {self.get_act_display()}"


class Breach(models.Model):
    """Data that went where they should not, or were lost. It names nobody."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="breaches")
    aware_at = models.DateTimeField()
    words = models.TextField()
    decided_at = models.DateTimeField(
        null=True, blank=True, help_text="Reported, or decided not to."
    )
    is_reported = models.BooleanField(default=False)
    told_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-aware_at", "-pk"]
        verbose_name_plural = "breaches"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=models.F("aware_at")),
                name="breach_decided_after_it_was_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.aware_at}"

    @property
    def report_by(self) -> dt.datetime:
        """The instant until which it may be reported."""
        return report_by(self.aware_at)


class BreachStep(models.Model):
    """One dated step."""

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    act = models.CharField(max_length=20, choices=BreachAct)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at}: {self.get_act_display()}"
