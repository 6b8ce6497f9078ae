"""Plans of sessions for the tests, in one place."""

import datetime as dt
from typing import Any

from cop.core import clock
from cop.members.models import Member
from sessions_app.formats import ONE_TOPIC, Format
from sessions_app.models import Attendance, Session
from sessions_app.selectors import Plan
from sessions_app.services import schedule_session
from tests.people import Cast

JANUARY = dt.date(2027, 1, 14)  # a Thursday, in winter time
ONE_PM = dt.time(13)
# Half an hour before the session, at its start, and at its end.
DOORS = dt.datetime(2027, 1, 14, 12, 30, tzinfo=dt.UTC)
START = dt.datetime(2027, 1, 14, 13, 0, tzinfo=dt.UTC)
END = dt.datetime(2027, 1, 14, 15, 0, tzinfo=dt.UTC)


def plan(cast: Cast, **changes: Any) -> Plan:
    """Thursday 14 January 2027 at one, with Tom."""
    values: dict[str, Any] = {
        "title": "Winter session",
        "day": JANUARY,
        "time": ONE_PM,
        "format": ONE_TOPIC.key,
        "parts": ONE_TOPIC.parts,
        "facilitators": (cast.tom,),
        "topics": ("Listening well",),
        "place": "Online",
        "joining": "https://meet.example/winter",
    }
    return Plan(**(values | changes))


def scheduled(cast: Cast, **changes: Any) -> Session:
    """A session that lies ahead, or behind: the system may plan both."""
    return schedule_session(actor=cast.system, plan=plan(cast, **changes))


def on_since(cast: Cast, minutes: int, **changes: Any) -> Session:
    """A session that began so many minutes ago by the real clock; below 0: that will begin."""
    start = clock.now() - dt.timedelta(minutes=minutes)
    day = clock.local(start, cast.community.time_zone).date()
    session = scheduled(cast, day=day, **changes)
    session.starts_at = start
    session.save(update_fields=["starts_at"])
    return session


def came(session: Session, *members: Member) -> None:
    """They were there."""
    Attendance.objects.bulk_create(Attendance(session=session, member=member) for member in members)


def details(**changes: Any) -> dict[str, Any]:
    """What somebody types on the form."""
    typed: dict[str, Any] = {
        "title": "Winter session",
        "date_day": "14",
        "date_month": "1",
        "date_year": "2027",
        "time": "1pm",
        "place": "Online",
        "joining": "https://meet.example/winter",
        "format": "one_topic",
        "topic_1": "Listening well",
        "topic_2": "",
    }
    return typed | changes


def typed_parts(chosen: Format = ONE_TOPIC, **changes: Any) -> dict[str, Any]:
    """The step of the timed parts as its page sends it: ``typed_parts(part_1_minutes="50")``."""
    typed: dict[str, Any] = {
        "parts": str(len(chosen.parts)),
        "parts_of": chosen.key,
        "length": str(chosen.minutes),
    }
    for number, part in enumerate(chosen.parts):
        for name in ("kind", "title", "minutes", "prompt", "materials"):
            typed[f"part_{number}-{name}"] = str(getattr(part, name))
    for name, value in changes.items():
        before, _under, field = name.rpartition("_")
        typed[f"{before}-{field}" if name.startswith("part_") else name] = value
    return typed
