"""The worker's part: each mail is handed over once.

A worker takes a mail by moving ``try_after`` on: for ten minutes it is nobody else's. It connects,
names sender and recipient, writes down that it is handing over, gives the mail, and writes down
that it left. A worker that dies before the second note has sent nothing, and the mail is tried
again. One that dies after it may have sent it: the mail becomes "perhaps sent" and leaves again
only when a person says so.
"""

import datetime as dt
import logging
import time
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from cop.core import clock
from cop.core.errors import Refused
from cop.core.queue import enqueue
from cop.post.delivery import Declined, Line, NotReached, Unsure
from cop.post.enums import Reason, State
from cop.post.models import Message
from cop.post.neutrality import check_mail
from cop.post.services.keeping import EMPTY, KEPT_BY_NOBODY
from cop.post.services.mailings import today
from cop.post.services.overtaking import put_away_late

LEASE = dt.timedelta(minutes=10)  # far longer than a mail server may be silent (EMAIL_TIMEOUT)
# After each try that failed. The last try is some 41 hours after the first.
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 240, 720, 1440))
MOST_ATTEMPTS = len(WAITS) + 1
ROUND = 300  # seconds of one job, so that it ends by itself long before it would be ended
BATCH = 200

logger = logging.getLogger(__name__)


def send_waiting() -> int:
    """Send what is due, each mailing in turn; returns how many left.

    A mail server that cannot be reached ends the round: the next mail would fare no better. What
    is left when the time is up goes on in a job of its own, behind the others that wait.
    """
    doubt_lost()
    put_away_late()
    left, until = 0, time.monotonic() + ROUND
    for message_id in _due_in_turn()[:BATCH]:
        try:
            left += send_message(message_id=message_id)
        except NotReached:
            return left
        if time.monotonic() > until:
            break
    if left and _due().exists():
        enqueue("post.send_waiting")
    return left


def send_message(*, message_id: int) -> bool:
    """Send one mail that is due; True if it left now. Safe to call twice and at once.

    Raises NotReached, after postponing the mail, where there is no mail server to speak to.
    """
    message = _take(message_id)
    if message is None:
        return False
    try:
        with Line(_mail(message)) as line:
            line.offer()
            if not _begin_to_hand_over(message):
                return False
            line.hand_over()
            return _note_sent(message)
    except NotReached:
        _postpone(message, Reason.NOT_REACHED)
        raise
    except Declined as declined:
        if declined.is_final:
            _give_up(message, declined.reason)
        else:
            _postpone(message, declined.reason)
    except Unsure:
        _doubt(Message.objects.filter(pk=message.pk, state=State.HANDING))
    except Refused:
        _give_up(message, Reason.WORDS)
    except ValueError:  # a header that none may have: trying again would not mend it
        _give_up(message, Reason.BROKEN)
    return False


def doubt_lost() -> int:
    """Mark as "perhaps sent" what a worker was handing over when it died; returns how many."""
    return _doubt(Message.objects.filter(state=State.HANDING, try_after__lte=clock.now()))


def _due() -> QuerySet[Message]:
    now = clock.now()
    free = Q(try_after__isnull=True) | Q(try_after__lte=now)
    true = Q(not_after__isnull=True) | Q(not_after__gt=now)
    return Message.objects.filter(free, true, state=State.WAITING)


def _due_in_turn() -> list[int]:
    """The first mail of every mailing, then the second: nobody waits behind a long list."""
    turn = Window(RowNumber(), partition_by=F("mailing"), order_by=F("pk").asc())
    return list(_due().annotate(turn=turn).order_by("turn", "pk").values_list("pk", flat=True))


def _take(message_id: int) -> Message | None:
    """The mail, this worker's alone for a while; None: not due, or somebody else has it."""
    taken_until = clock.now() + LEASE
    if not _due().filter(pk=message_id).update(try_after=taken_until):
        return None
    return Message.objects.filter(pk=message_id, try_after=taken_until).first()


def _begin_to_hand_over(message: Message) -> bool:
    """Note it, unless the mail was taken back or away meanwhile."""
    mine = Message.objects.filter(
        pk=message.pk, state=State.WAITING, try_after=message.try_after, attempts=message.attempts
    )
    return bool(mine.update(state=State.HANDING, try_after=clock.now() + LEASE))


def _note_sent(message: Message) -> bool:
    Message.objects.filter(pk=message.pk).update(state=State.SENT, sent_on=today(), **EMPTY)
    return True


def _postpone(message: Message, reason: Reason) -> None:
    if message.attempts >= len(WAITS):
        _give_up(message, reason)
        return
    Message.objects.filter(pk=message.pk).update(
        state=State.WAITING,
        attempts=message.attempts + 1,
        try_after=clock.now() + WAITS[message.attempts],
        reason=reason,
    )
    # Neither address nor words: logs are read by people who may know neither.
    logger.warning("message %s was put off: %s", message.pk, reason.value)


def _give_up(message: Message, reason: Reason) -> None:
    emptied = EMPTY if message.kind in KEPT_BY_NOBODY else {}
    Message.objects.filter(pk=message.pk).update(
        **{"state": State.FAILED, "reason": reason, "try_after": None} | emptied,
        attempts=message.attempts + 1,
    )
    logger.warning("message %s was not delivered: %s", message.pk, reason.value)


def _doubt(messages: QuerySet[Message]) -> int:
    kept_by_nobody = messages.filter(kind__in=KEPT_BY_NOBODY)
    doubted = kept_by_nobody.update(**{"state": State.PERHAPS} | EMPTY)
    doubted += messages.update(state=State.PERHAPS, try_after=None)
    if doubted:
        logger.warning("%s messages were perhaps sent: their worker did not say", doubted)
    return doubted


def _mail(message: Message) -> EmailMultiAlternatives:
    """The mail as it leaves. Raises Refused if it holds a word mail may not carry by now."""
    headers = {"Auto-Submitted": "auto-generated"}
    if message.key:
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        headers["Message-ID"] = f"<{message.key}@{domain}>"
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[formataddr((message.to_name, message.to))],
        headers=headers,
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    if message.calendar:
        method = message.calendar_method or "PUBLISH"
        mail.attach_alternative(message.calendar, f"text/calendar; method={method}")
    check_mail(message.community_id, mail, own=[message.to, message.to_name])
    return mail
