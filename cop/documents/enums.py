from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a text is for. The value is part of its address and the name of its shipped file."""

    PURPOSE = "purpose", _("Purpose")
    GROUND_RULES = "ground-rules", _("Ground rules")
    CAUCUSING = "caucusing", _("What caucusing is")
    INTRODUCTION = "introduction", _("Introduction")
    TERMS_OF_REFERENCE = "terms-of-reference", _("Terms of reference")
    CONSENT_TO_CHOICE = "consent-to-choice", _("Consent: keeping my choice of space for the day")


# Documents to read; the first three take three minutes together, and come before a first session.
DOCUMENTS = (
    Kind.PURPOSE,
    Kind.GROUND_RULES,
    Kind.CAUCUSING,
    Kind.INTRODUCTION,
    Kind.TERMS_OF_REFERENCE,
)
THREE_MINUTES = DOCUMENTS[:3]
# What opens each session, and all that a guest reads.
OPENING = (Kind.PURPOSE, Kind.GROUND_RULES)
# Texts a member agrees to or not.
CONSENTS = (Kind.CONSENT_TO_CHOICE,)
