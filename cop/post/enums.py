from django.db import models
from django.utils.translation import gettext_lazy as _


class MailingState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Put away")


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting")
    HANDING = "handing", _("Being handed to the mail server")
    SENT = "sent", _("Sent")
    PERHAPS = "perhaps", _("Perhaps sent")
    FAILED = "failed", _("Not delivered")
    OVERTAKEN = "overtaken", _("Out of date, so not sent")


class Reason(models.TextChoices):
    """Why a mail did not arrive, in our words: a mail server's own may hold addresses."""

    FULL = "full", _("The mailbox is full.")
    UNKNOWN = "unknown", _("The mail server does not know this address.")
    UNWANTED = "unwanted", _("The mail server refused the mail as unwanted.")
    TOO_LARGE = "too_large", _("The mail server found the mail too large.")
    REFUSED = "refused", _("The mail server refused the mail.")
    SENDER = (
        "sender",
        _("The mail server takes no mail from here. Whoever runs the installation can mend it."),
    )
    NOT_REACHED = "not_reached", _("The mail server could not be reached for two days.")
    WORDS = "words", _("The mail held words that mail may not carry, so it was not sent.")
    BROKEN = "broken", _("The mail could not be put together.")
