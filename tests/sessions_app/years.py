"""What somebody types who plans a year, step by step."""

import datetime as dt
import uuid
from typing import Any

from django.urls import reverse

from cop.members.models import Appointment
from sessions_app.models import Programme, Session
from sessions_app.services import plan_programme
from tests.people import Cast
from tests.sessions_app.plans import plan


def address(cast: Cast, name: str = "programme_plan", *args: int) -> str:
    return reverse(f"sessions_app:{name}", args=[cast.community.slug, *args])


def choices(cast: Cast, **changes: Any) -> dict[str, Any]:
    """Six sessions, every two months from 14 January 2027, a Thursday, at one."""
    typed: dict[str, Any] = {
        "title": "Our second year",
        "rhythm": "two_months",
        "number": "6",
        "start_day": "14",
        "start_month": "1",
        "start_year": "2027",
        "weekday": "3",
        "time": "1pm",
        "minutes": "",
        "session_title": "Session",
        "format": "one_topic",
        "facilitators": [cast.tom.pk],
        "form_key": str(uuid.UUID(int=7)),
        "place": "Online",
        "link": "https://meet.example/all",
    }
    return typed | changes


def starting(day: dt.date, **changes: Any) -> dict[str, Any]:
    """From this day on, on its weekday."""
    typed = {"start_day": day.day, "start_month": day.month, "start_year": day.year}
    return typed | {"weekday": day.weekday()} | changes


def row(number: int, day: dt.date | None, **changes: Any) -> dict[str, Any]:
    """One date as it is typed."""
    typed: dict[str, Any] = {"title": f"Session {number + 1}", "time": "1pm"}
    if day:
        typed |= {"day_day": day.day, "day_month": day.month, "day_year": day.year}
    return {f"row-{number}-{name}": value for name, value in (typed | changes).items()}


def rows(*days: dt.date) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for number, day in enumerate(days):
        typed |= row(number, day)
    return typed


def planned_year(cast: Cast, *days: dt.date, **changes: Any) -> tuple[Programme, list[Session]]:
    """A programme on these days, planned by Tom; ``Session 1`` and so on."""
    plans = [
        plan(cast, **({"title": f"Session {at}", "day": day, "topics": ()} | changes))
        for at, day in enumerate(days, start=1)
    ]
    programme = plan_programme(
        actor=cast.actor("tom"), title="Year", rhythm="own", plans=plans, form_key=uuid.uuid4()
    )
    return programme, list(Session.objects.filter(programme=programme))


def facilitates(cast: Cast, name: str) -> None:
    """They facilitate, and chair nothing."""
    Appointment.objects.create(
        community=cast.community,
        person=cast.people[name],
        role="facilitator",
        from_on=dt.date(2020, 1, 1),
    )
