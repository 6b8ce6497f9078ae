from django.db import models
from django.utils.translation import gettext_lazy as _


class InvitationState(models.TextChoices):
    OPEN = "open", _("Open")
    USED = "used", _("Joined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Waiting for you")
    ASKED = "asked", _("Asked, no answer yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


UNDECIDED = (RequestState.WAITING, RequestState.ASKED)
