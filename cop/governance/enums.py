"""The stages of a community, and the choices a controller makes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """What a community may do with personal data; each stage guards the risk it opens."""

    MEET = "meet", _("Meet")
    LISTEN = "listen", _("Listen")
    PUBLISH = "publish", _("Publish")


class LawfulBasis(models.TextChoices):
    """Article 6 of the UK GDPR: why names and addresses may be kept at all."""

    PUBLIC_TASK = "public_task", _("Public task")
    LEGITIMATE_INTERESTS = "legitimate_interests", _("Legitimate interests")
    LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation")
    CONSENT = "consent", _("Consent")


class SpecialCondition(models.TextChoices):
    """Article 9 of the UK GDPR: why data on racialised identity may be touched."""

    EXPLICIT_CONSENT = "explicit_consent", _("Explicit consent")
    EQUALITY = "equality", _("Equality of opportunity or treatment")
    EMPLOYMENT = "employment", _("Employment and social protection law")
    NOT_FOR_PROFIT = "not_for_profit", _("A not-for-profit body and its members")
    RESEARCH = "research", _("Research and statistics")
