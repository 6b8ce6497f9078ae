"""An address is somebody's no longer: no mail stays for it, so that erasing finds all there is."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from icalendar.parser import Contentline, Contentlines

from cop.post.enums import State
from cop.post.models import Message
from cop.post.services.keeping import EMPTY

TO_LEAVE = (State.DRAFT, State.WAITING)
NOT_ARRIVED = (State.FAILED, State.PERHAPS)


@transaction.atomic
def readdress_mail(*, was: str, now: str) -> None:
    """Somebody has a new address: mail that is to leave follows, with the calendar entry in it."""
    mail = Message.objects.filter(to=was)
    to_leave = list(mail.filter(state__in=TO_LEAVE).select_for_update())
    for message in to_leave:
        message.to, message.calendar = now, _for_attendee(message.calendar, was, now)
    Message.objects.bulk_update(to_leave, ["to", "calendar"])
    _empty(mail)


@transaction.atomic
def forget_mail_to(*, community_id: int, addresses: Collection[str]) -> None:
    """The addresses may be somebody else's by now: what is to leave goes unsent."""
    mail = Message.objects.filter(community_id=community_id, to__in=addresses)
    mail.filter(state__in=TO_LEAVE).delete()
    _empty(mail)


def _empty(mail: QuerySet[Message]) -> None:
    """Sending it again would reach the old address."""
    mail.filter(state__in=NOT_ARRIVED).update(**EMPTY)


def _for_attendee(calendar: str, was: str, now: str) -> str:
    if not calendar:
        return ""
    lines: Any = Contentlines  # which the library does not type, nor this
    line_of: Any = Contentline
    told = lines(
        line_of(line.replace(was, now)) if line.startswith("ATTENDEE") else line
        for line in lines.from_ical(calendar)
    )
    return str(told.to_ical().decode())
