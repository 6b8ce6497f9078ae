"""How long the outbox keeps words and addresses."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from cop.post.enums import MailingState, State
from cop.post.models import Mailing, Message
from cop.post.services.mailings import today

KEPT_FOR = dt.timedelta(days=14)  # what could not be delivered, so that somebody can send it again
DRAFTS_KEPT_FOR = dt.timedelta(days=28)
# To somebody who is known here no longer: what cannot be delivered is emptied at once.
KEPT_BY_NOBODY = frozenset({"erased"})
EMPTY: dict[str, Any] = dict.fromkeys(
    ("to", "to_name", "subject", "text", "html", "calendar", "calendar_method"), ""
) | {"key": None, "try_after": None}


@transaction.atomic
def erase_undelivered() -> int:
    """Empty what did not leave in time, and put old drafts away; returns how many mails.

    Kind, community and day stay, as they do of a mail that was sent.
    """
    put_away, _by_model = old_drafts().delete()
    return put_away + undelivered_long_ago().update(**EMPTY)


def undelivered_long_ago() -> QuerySet[Message]:
    """What was not (or perhaps not) delivered for two weeks and is not empty yet."""
    unsent = [State.FAILED, State.PERHAPS]
    old = Message.objects.filter(state__in=unsent, queued_on__lte=today() - KEPT_FOR)
    return old.exclude(to="")


def old_drafts() -> QuerySet[Mailing]:
    """Drafts nobody has approved for four weeks, and the lines of those put away."""
    old = Mailing.objects.filter(made_on__lte=today() - DRAFTS_KEPT_FOR)
    return old.exclude(state=MailingState.APPROVED)
