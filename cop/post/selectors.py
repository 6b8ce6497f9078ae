"""Reads of the outbox. Who may ask is decided by the room that shows it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Count, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from icalendar import Calendar

from cop.core import clock
from cop.post.enums import MailingState, State
from cop.post.models import Mailing, Message

UNSETTLED = (State.PERHAPS, State.FAILED)


@dataclass(frozen=True)
class Progress:
    """How far a mailing is: numbers that may stay when its mails are empty."""

    total: int
    sent: int
    waiting: int
    perhaps: int
    failed: int
    overtaken: int

    @property
    def percent(self) -> int:
        return 100 * (self.total - self.waiting) // self.total if self.total else 100

    @property
    def is_going(self) -> bool:
        return self.waiting > 0


def mailings_of(community_id: int) -> QuerySet[Mailing]:
    """A community's mailings, drafts first, then the newest, each with its ``Progress``' numbers.

    Within a day the order is that of their mails: no hour is kept.
    """
    mailings = Mailing.objects.filter(community_id=community_id).annotate(
        last=Max("messages"), **_NUMBERS
    )
    draft_first = Case(When(state=MailingState.DRAFT, then=Value(0)), default=Value(1))
    newest = Coalesce("approved_on", "made_on").desc()
    return mailings.order_by(draft_first, newest, F("last").desc(nulls_last=True), "pk")


def progress_of(mailing: Mailing) -> Progress:
    """How far it is now."""
    return Progress(**mailing.messages.aggregate(**_NUMBERS_OF_MESSAGES))


def unsettled(mailing: Mailing) -> list[Message]:
    """What did not arrive, or perhaps did, and is not forgotten yet."""
    return list(mailing.messages.filter(state__in=UNSETTLED).exclude(to=""))


def came_back_from(*, community_id: int, address: str) -> list[Message]:
    """Mails to the address that did not arrive, of the last two weeks."""
    if not address:
        return []
    failed = Message.objects.filter(community_id=community_id, to=address, state=State.FAILED)
    return list(failed.select_related("mailing"))


def perhaps_sent() -> int:
    """Mails of which somebody has to say whether they arrived, in the whole installation."""
    return Message.objects.filter(state=State.PERHAPS).exclude(to="").count()


def calendar_in_words(calendar: str, time_zone: str) -> list[tuple[str, str]]:
    """What a calendar part does to a calendar: (name, value) for a person to read."""
    if not calendar:
        return []
    found = Calendar.from_ical(calendar)
    cancels = str(found.get("METHOD", "")).upper() == "CANCEL"
    what = _("takes the session out") if cancels else _("puts the session in, or changes it")
    lines = [(_("Calendar entry"), what)]
    for event in found.walk("VEVENT"):
        when = _when(event.decoded("DTSTART"), event.decoded("DTEND", None), time_zone)
        names = {"SUMMARY": _("Title"), "LOCATION": _("Place"), "DESCRIPTION": _("Text")}
        lines.append((_("When"), when))
        lines += [(name, str(event[key])) for key, name in names.items() if event.get(key)]
    return lines


def _when(start: dt.date, end: dt.date | None, time_zone: str) -> str:
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
        minutes = (end - start) // dt.timedelta(minutes=1)
        return clock.when_in_words(start, minutes, time_zone)
    return clock.date_in_words(start)


def _numbers(prefix: str) -> dict[str, Count]:
    state = f"{prefix}state"
    of = prefix + "pk"
    return {
        "total": Count(of),
        "sent": Count(of, filter=Q(**{state: State.SENT})),
        "waiting": Count(of, filter=Q(**{f"{state}__in": [State.WAITING, State.HANDING]})),
        "perhaps": Count(of, filter=Q(**{state: State.PERHAPS})),
        "failed": Count(of, filter=Q(**{state: State.FAILED})),
        "overtaken": Count(of, filter=Q(**{state: State.OVERTAKEN})),
    }


_NUMBERS = _numbers("messages__")
_NUMBERS_OF_MESSAGES = _numbers("")
