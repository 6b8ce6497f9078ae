"""Writing, checking and sending mail. A message leaves only through here.

A message is drafted, checked for neutrality when it is queued, sent by a worker and then emptied:
what stays is the kind, the community and the day. What cannot be delivered is emptied too, later.
"""

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused
from cop.core.queue import enqueue
from cop.post.enums import State
from cop.post.models import Message
from cop.post.neutrality import require_neutral

MOST_ATTEMPTS = 5
KEPT_FOR = dt.timedelta(days=14)  # what could not be delivered, so that somebody can send it again
LONGEST_SUBJECT = 200
# To somebody who is known here no longer: what cannot be delivered is emptied at once.
KEPT_BY_NOBODY = frozenset({"erased"})
CONTENT = ("to", "to_name", "subject", "text", "html", "calendar", "calendar_method")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """What a mail says, before it has a recipient; enough to show it for review."""

    subject: str
    text: str
    html: str = ""
    calendar: str = ""
    calendar_method: str = ""


def write_letter(*, subject: str, text_template: str, context: dict[str, Any]) -> Letter:
    """Render ``mail/<name>.txt``, and ``mail/<name>.html`` beside it where there is one.

    Context that names people has no place here: a letter is the same for everybody.
    """
    text = render_to_string(text_template, context).strip() + "\n"
    try:
        html = str(render_to_string(text_template.removesuffix(".txt") + ".html", context))
    except TemplateDoesNotExist:
        html = ""
    return Letter(subject=_one_line(subject), text=text, html=html)


def check_letter(*, community_id: int, letter: Letter) -> None:
    """Raise Refused if the letter, or the sender's name, holds a word mail may not carry."""
    require_neutral(
        community_id,
        {
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
            "calendar": letter.calendar,
            "sender": settings.DEFAULT_FROM_EMAIL,
        },
    )


def draft_message(
    *, community_id: int, kind: str, to: str, letter: Letter, to_name: str = ""
) -> Message:
    """Keep a message that is not sent yet. Raises Refused when the address is none."""
    try:
        validate_email(to)
    except ValidationError:
        raise Refused(_("Enter an e-mail address, like name@example.org.")) from None
    return Message.objects.create(
        community_id=community_id,
        kind=kind,
        to=to,
        to_name=_one_line(to_name),
        subject=_one_line(letter.subject),
        text=letter.text,
        html=letter.html,
        calendar=letter.calendar,
        calendar_method=letter.calendar_method,
    )


@transaction.atomic
def queue_message(*, message: Message) -> Message:
    """Let a draft leave. Raises Refused, and sends nothing, if it is not neutral."""
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state == State.DRAFT:
        _let_leave(message)
        enqueue("post.send_message", message_id=message.pk)
    return message


@transaction.atomic
def post_letter(
    *, community_id: int, kind: str, recipients: Iterable[tuple[str, str]], letter: Letter
) -> list[Message]:
    """Queue one letter for many people, one message each; ``recipients`` are (e-mail, name).

    All or nothing: raises Refused, naming the place, if the letter is not neutral.
    """
    check_letter(community_id=community_id, letter=letter)
    messages = [
        draft_message(community_id=community_id, kind=kind, to=address, to_name=name, letter=letter)
        for address, name in recipients
    ]
    _wait(messages)  # what each of them says has been checked once
    if messages:
        # One job for all: nobody waits while the queue is asked once for each recipient.
        enqueue("post.send_waiting")
    return messages


def was_queued_today(*, community_id: int, kind: str) -> bool:
    """Whether a mail of the kind was queued for the community today."""
    return Message.objects.filter(community_id=community_id, kind=kind, queued_on=_today()).exists()


@transaction.atomic
def post_letters(
    *, community_id: int, kind: str, letters: Iterable[tuple[str, str, Letter]]
) -> list[Message]:
    """Queue a letter of their own for each of many people: (e-mail, name, letter).

    All or nothing: raises Refused, naming the place, if one of them is not neutral.
    """
    messages = [
        draft_message(community_id=community_id, kind=kind, to=address, to_name=name, letter=letter)
        for address, name, letter in letters
    ]
    for message in messages:
        _let_leave(message)
    if messages:
        enqueue("post.send_waiting")
    return messages


def _let_leave(message: Message) -> None:
    """Mark a draft as waiting, if it is neutral as it was stored."""
    letter = Letter(
        message.subject, message.text, message.html, message.calendar, message.calendar_method
    )
    check_letter(community_id=message.community_id, letter=letter)
    _wait([message])


def _wait(messages: list[Message]) -> None:
    for message in messages:
        message.state = State.WAITING
        message.queued_on = _today()
    Message.objects.bulk_update(messages, ["state", "queued_on"], batch_size=500)


@transaction.atomic
def send_message(*, message_id: int) -> bool:
    """Send one waiting message; True if it left now.

    Safe to call twice and at once: the row stays locked until the message is marked as sent, and
    who finds it locked leaves it alone. Five failures end in "not delivered".
    """
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(pk=message_id, state=State.WAITING)
        .first()
    )
    if message is None:
        return False
    try:
        _mail(message).send()
    except (OSError, ValueError) as problem:
        # A refused header is a ValueError; trying again would not mend it.
        _note_failure(message, problem, final=isinstance(problem, ValueError))
        return False
    _empty(message)
    message.state = State.SENT
    message.sent_on = _today()
    message.save()
    return True


def _empty(message: Message) -> None:
    for field in CONTENT:
        setattr(message, field, "")


def send_waiting() -> int:
    """Send everything that waits, one transaction a message; returns how many left."""
    waiting = list(Message.objects.filter(state=State.WAITING).values_list("pk", flat=True))
    return sum(send_message(message_id=pk) for pk in waiting)


def erase_undelivered() -> int:
    """Empty what was not delivered two weeks after it was queued; returns how many.

    Kind, community and day stay, as they do of a mail that was sent.
    """
    return undelivered_long_ago().update(**dict.fromkeys(CONTENT, ""))


def undelivered_long_ago() -> QuerySet[Message]:
    """What was not delivered for two weeks and is not empty yet."""
    old = Message.objects.filter(state=State.FAILED, queued_on__lte=_today() - KEPT_FOR)
    return old.exclude(to="")


def _today() -> dt.date:
    """The outbox serves every community, so its days are those of the installation."""
    return clock.today(settings.TIME_ZONE)


def _note_failure(message: Message, problem: Exception, *, final: bool) -> None:
    message.attempts += 1
    if final or message.attempts >= MOST_ATTEMPTS:
        message.state = State.FAILED
        if message.kind in KEPT_BY_NOBODY:
            _empty(message)
    message.save()
    # Neither address nor words: logs are read by people who may know neither.
    logger.warning("message %s was not sent: %s", message.pk, type(problem).__name__)


def _mail(message: Message) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[formataddr((message.to_name, message.to))],
        headers={"Auto-Submitted": "auto-generated"},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    if message.calendar:
        method = message.calendar_method or "PUBLISH"
        mail.attach_alternative(message.calendar, f"text/calendar; method={method}")
    return mail


def _one_line(text: str) -> str:
    """No line break and no control character survives, so no header can be added."""
    printable = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(printable.split())[:LONGEST_SUBJECT]
