from django.db import models
from django.utils.translation import gettext_lazy as _


class RenderingState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being made")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Did not work")


class OrganisationsShown(models.TextChoices):
    GROUPED = "grouped", _("Small organisations joined into one row")
    FULL = "full", _("Every organisation by name")


class SummaryState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")


class SheetKind(models.TextChoices):
    """What one page on paper is."""

    SUMMARY = "summary", _("Summary of a session")
    LEADERS = "leaders", _("Summary for leaders")
    CERTIFICATE = "certificate", _("Certificate of attendance")
    YEAR = "year", _("Sessions attended in a year")
