"""The personal data of the outbox (cop.core.registry.Holding)."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import registry
from cop.core.registry import Holding, Subject
from cop.post.models import Message
from cop.post.services import DRAFTS_KEPT_FOR, EMPTY, KEPT_FOR, old_drafts, undelivered_long_ago

if TYPE_CHECKING:
    import datetime as dt

    from cop.members.models import Community


def kept_messages(_community: "Community") -> str:
    """Words and address go when the mail goes."""
    return _(
        "Until the mail has left; a draft, for %(draft)d days; what cannot be delivered, for "
        "%(undelivered)d days. Then only what kind of mail it was, and the day."
    ) % {"draft": DRAFTS_KEPT_FOR.days, "undelivered": KEPT_FOR.days}


def export_messages(subject: Subject) -> list[dict[str, Any]]:
    """Mail to the person that has not left; its words come with the mail."""
    return [
        {
            "subject": message.subject,
            "to": message.to,
            "state": message.get_state_display(),
            "reason": message.get_reason_display(),
            "queued_on": message.queued_on,
        }
        for message in _messages(subject)
    ]


def erase_messages(subject: Subject) -> int:
    """Take mail to the person out of the outbox, unsent."""
    return _messages(subject).delete()[0]


def expire_messages(community: "Community", _today: "dt.date", dry_run: bool) -> int:
    """Empty what could not be delivered, put old drafts away; by the installation's days."""
    old = undelivered_long_ago().filter(community_id=community.pk)
    drafts = Message.objects.filter(mailing__in=old_drafts(), community_id=community.pk)
    if dry_run:
        return old.count() + drafts.count()
    return old.update(**EMPTY) + drafts.delete()[0]


def _messages(subject: Subject) -> QuerySet[Message]:
    addresses = {subject.person.email if subject.person else "", _listed_address(subject)}
    return Message.objects.filter(community_id=subject.community.pk, to__in=addresses - {""})


def _listed_address(subject: Subject) -> str:
    return subject.member.email if subject.member else ""


MESSAGES = Holding(
    key="messages",
    title=gettext_lazy("Mail that waits"),
    models=("post.Message",),
    what=gettext_lazy(
        "Mail to you that is a draft, waits to be sent or did not arrive: your address, your name, "
        "the words, and why it did not arrive."
    ),
    why=gettext_lazy("So that you are told of sessions and of what you asked to be told."),
    readers=("own", "secretary"),
    kept=kept_messages,
    export=export_messages,
    erase=erase_messages,
    expire=expire_messages,
)


def register() -> None:
    """Enter this room's holdings."""
    registry.hold(MESSAGES)
