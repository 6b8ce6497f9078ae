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


class HeadcountKind(models.TextChoices):
    """How exactly a number of people is known; the values of ``cop.core.figures.Bound``."""

    EXACT = "exact", _("Exactly so many")
    ABOUT = "about", _("About so many")
    AT_LEAST = "at_least", _("At least so many")
    OVER = "over", _("More than so many")


class Answer(models.TextChoices):
    """What a member says to an invitation."""

    COMING = "coming", _("Coming")
    NOT_COMING = "not_coming", _("Not coming")
