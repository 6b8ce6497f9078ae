"""What a community must have in place, and what it says about the data it keeps."""

from django.db import models

from cop.governance.enums import LawfulBasis, SpecialCondition
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
