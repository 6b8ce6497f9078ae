"""Sessions as entries of a calendar (RFC 5545, and RFC 5546 for what mail does with them).

What an entry says can be read on shared screens and by whoever shares the calendar: when, where,
how to join, and the way to the page. Never what it is about.
"""

import datetime as dt
from collections.abc import Container, Iterable
from copy import copy
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText, vUri

from cop.core import clock
from cop.members.models import Community
from sessions_app.enums import Answer
from sessions_app.models import Facilitator, Guest, Invitation, Session
from sessions_app.zones import zone_component

PRODID = "-//Practice Circle//Sessions//EN"
ANSWERS: dict[str, str] = {
    Answer.COMING: "ACCEPTED",
    Answer.NOT_COMING: "DECLINED",
    Answer.NOT_SURE: "TENTATIVE",
}


Invited = Invitation | Guest | Facilitator


@dataclass(frozen=True)
class Attendee:
    """Whose calendar an entry is for. Nobody else is named in it."""

    uid: str
    email: str
    answer: str = ""
    name: str = ""  # for the mail; the entry holds none
    is_guest: bool = False
    facilitates: bool = False  # and is no member


def attendee_of(invited: Invited) -> Attendee:
    """The member, guest or facilitator, as they were invited."""
    uid = str(invited.uid)
    if isinstance(invited, Guest):
        return Attendee(uid, invited.person.email, is_guest=True)
    if isinstance(invited, Facilitator):
        return Attendee(uid, invited.person.email, facilitates=True)
    return Attendee(uid, invited.member.email, invited.answer, invited.member.name)


def session_url(session: Session) -> str:
    """The page of the session, where replies are given."""
    path = reverse("sessions_app:session_detail", args=[session.community.slug, session.pk])
    return f"{settings.SITE_URL}{path}"


def request_for(session: Session, attendee: Attendee) -> str:
    """An invitation or its update: the entry as it is now."""
    return _sent(session, attendee, "REQUEST", session.calendar_sequence)


def cancel_for(session: Session, attendee: Attendee, *, withdrawn: bool = False) -> str:
    """The entry goes. ``withdrawn``: from this calendar alone, while the session takes place."""
    sequence = session.calendar_sequence + (1 if withdrawn else 0)
    # What it need not say cannot keep it from leaving: a place that names a caucus by now.
    bare = copy(session)
    bare.place = bare.link = bare.dial_in = ""
    return _sent(bare, attendee, "CANCEL", sequence)


def _sent(session: Session, attendee: Attendee, method: str, sequence: int) -> str:
    event = _event(session, attendee.uid, sequence)
    event.add("description", vText(_description(session, attendee)))
    event.add("organizer", _organizer(session.community))
    event.add("attendee", _attendee(attendee))
    if method == "CANCEL":
        event["status"] = vText("CANCELLED")
    return _calendar(session.community, method, [event])


def feed_of(
    community: Community,
    entries: Iterable[tuple[str, Session]],
    *,
    with_place: Container[int],
    bare: bool = False,
) -> str:
    """A calendar to subscribe to, of (uid, session): it says where, and not how to join.

    Of sessions not in ``with_place`` the place is left out; ``bare`` says no more than the times.
    """
    events = []
    for uid, session in entries:
        event = _event(session, uid, session.calendar_sequence)
        left_out = [] if session.pk in with_place else ["location"]
        if bare:
            left_out = ["location", "url"]
            event["summary"] = vText(_("Session"))
        for name in left_out:
            event.pop(name, None)
        events.append(event)
    return _calendar(community, "PUBLISH", events)


def _event(session: Session, uid: str, sequence: int) -> Event:
    event = Event()
    starts: dt.date = session.local_start or session.held_on
    whole_day = dt.timedelta(days=1)
    event.add("uid", uid)
    event.add("dtstamp", clock.now())
    event.add("last-modified", clock.now())
    event.add("sequence", sequence)
    event.add("dtstart", starts)
    event.add("dtend", _local_end(session) or session.held_on + whole_day)
    event.add("summary", vText(_("Session of %s") % session.community.name))
    if session.place:
        event.add("location", vText(session.place))
    event.add("url", vUri(session_url(session)))
    event.add("class", "PRIVATE")  # who shares the calendar sees that the time is taken
    event.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    return event


def _local_end(session: Session) -> dt.datetime | None:
    if session.ends_at is None or session.local_start is None:
        return None
    return session.ends_at.astimezone(session.local_start.tzinfo)


def _description(session: Session, attendee: Attendee) -> str:
    lines = []
    if session.is_cancelled:
        lines = [_("This session is cancelled."), ""]
    else:
        if session.link:
            lines.append(_("Join: %s") % session.link)
        if session.dial_in:
            lines.append(_("By phone: %s") % session.dial_in)
        if lines:
            lines.append("")
        if attendee.is_guest or attendee.facilitates:
            lines.append(_("The page of the session:"))
        else:
            lines.append(_("Say on the page of the session whether you are coming:"))
    return "\n".join([*lines, session_url(session)])


def _organizer(community: Community) -> vCalAddress:
    """The address all mail comes from: programs distrust an entry that comes from another."""
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = community.name
    return organizer


def _attendee(attendee: Attendee) -> vCalAddress:
    """No name: whose calendar it is they know. Replies are given on the page, so none is asked."""
    address = vCalAddress(f"mailto:{attendee.email}")
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = ANSWERS.get(attendee.answer, "NEEDS-ACTION")
    address.params["RSVP"] = "FALSE"
    return address


def _calendar(community: Community, method: str, events: list[Event]) -> str:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("method", method)
    timed = [event for event in events if isinstance(event.start, dt.datetime)]
    if timed:
        first = min(event.start.year for event in timed)
        calendar.add_component(zone_component(community.time_zone, first))
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical().decode()
