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


class ComplaintAct(models.TextChoices):
    """What happened to a complaint on a day."""

    NOTE = "note", _("Looked into, or talked about")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged to whoever complained")
    CLOSED = "closed", _("Answered and closed")


class BreachAct(models.TextChoices):
    """What happened about a breach on a day."""

    NOTE = "note", _("Looked into, or mended")
    REPORTED = "reported", _("Reported to the Information Commissioner")
    NOT_REPORTED = "not_reported", _("Decided not to report it, because:")
    TOLD = "told", _("People concerned were told")
    CLOSED = "closed", _("Closed")
