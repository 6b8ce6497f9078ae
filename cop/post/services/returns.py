"""What did not arrive, or perhaps did: a person says how it went on."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused
from cop.core.queue import enqueue
from cop.post.enums import Reason, State
from cop.post.models import Mailing, Message
from cop.post.services.keeping import EMPTY
from cop.post.services.mailings import today

# Reasons a person can give for a mail that came back to them.
CAME_BACK = (Reason.FULL, Reason.UNKNOWN, Reason.UNWANTED, Reason.REFUSED)


@transaction.atomic
def note_arrived(*, message: Message) -> None:
    """A mail that was perhaps sent has arrived. A second time does nothing."""
    doubted = Message.objects.filter(pk=message.pk, state=State.PERHAPS)
    doubted.update(state=State.SENT, sent_on=today(), **EMPTY)


@transaction.atomic
def send_again(*, message: Message) -> None:
    """Let a mail that did not (or perhaps not) arrive leave once more, from the first try on."""
    if Message.objects.filter(pk=message.pk, not_after__lte=clock.now()).exists():
        raise Refused(_("This mail is out of date: what it says has changed since."))
    left = Message.objects.filter(pk=message.pk, state__in=(State.PERHAPS, State.FAILED))
    if (
        not left.exclude(to="")
        .exclude(text="")
        .update(state=State.WAITING, attempts=0, try_after=None, reason="", queued_on=today())
    ):
        raise Refused(_("The words of this mail are not kept any more, so it cannot be sent."))
    enqueue("post.send_waiting")


@transaction.atomic
def note_returned(*, mailing: Mailing, address: str, reason: str) -> None:
    """Somebody heard that a mail of the mailing came back; it counts as sent no longer.

    Which of those sent it was is not known any more, so the address is written down anew, for as
    long as that of any mail that was not delivered.
    """
    Mailing.objects.select_for_update().get(pk=mailing.pk)
    if mailing.messages.filter(to=address).exists():
        raise Refused(_("This mail has not left, or it is noted already that it came back."))
    sent = mailing.messages.filter(state=State.SENT).order_by("pk").first()
    if sent is None:
        raise Refused(_("No mail of this mailing has been sent, so none can have come back."))
    sent.state, sent.reason, sent.to = State.FAILED, reason, address
    sent.queued_on, sent.sent_on = today(), None
    sent.save()
