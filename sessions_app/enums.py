from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CANCELLED = "cancelled", _("Cancelled")


class SegmentKind(models.TextChoices):
    PLENARY = "plenary", _("Together")
    CAUCUS = "caucus", _("Caucuses")
    INTER_CAUCUS = "inter_caucus", _("Inter-caucus dialogue")
    FEEDBACK = "feedback", _("Feedback")
    BREAK = "break", _("Break")
    DEBRIEF = "debrief", _("Facilitators’ debrief")


class Answer(models.TextChoices):
    """What a member says to an invitation."""

    COMING = "coming", _("Coming")
    NOT_COMING = "not_coming", _("Not coming")
