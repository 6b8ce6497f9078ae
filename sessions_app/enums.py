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


class UploadKind(models.TextChoices):
    """What one uploaded spreadsheet is a list of."""

    MEMBERS = "members", _("Members")
    SESSIONS = "sessions", _("Sessions")
    ATTENDANCE = "attendance", _("Attendance")


class UploadState(models.TextChoices):
    NEW = "new", _("Columns are not matched yet")
    MATCHED = "matched", _("Waits to be confirmed")
    WAITING = "waiting", _("Is being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Could not be imported")


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
