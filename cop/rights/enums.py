from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestKind(models.TextChoices):
    """What somebody may ask for by letter."""

    DOWNLOAD = "download", _("A copy of their data")
    ERASE = "erase", _("To be erased")
