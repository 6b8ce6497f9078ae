"""What has outlived its session (R3), for whatever forgets it. Nothing here tells who was where."""

import datetime as dt

from django.db.models import Model, Q, QuerySet

from caucus import day
from caucus.models import LIVE, OUTLIVES, Point, Signal
from sessions_app.models import Session


def closing_rows() -> list[QuerySet[Model]]:
    """Of every live table what goes with the close of its session."""
    return [
        QuerySet(model).exclude(OUTLIVES[model]) if model in OUTLIVES else QuerySet(model)
        for model in LIVE
    ]


def overdue_sessions(now: dt.datetime) -> list[Session]:
    """Sessions of which something is stored although it should be forgotten by now."""
    holding = Q()
    for rows in closing_rows():
        holding |= Q(pk__in=rows.values("session"))
    found = Session.objects.filter(holding, imported=False).select_related("community")
    return [session for session in found if now > day.kept_until(session)]


def overdue_calls(now: dt.datetime) -> QuerySet[Signal]:
    """Who asked to be called after a session, 24 hours later."""
    calls = Signal.objects.filter(OUTLIVES[Signal])
    waiting = Session.objects.filter(pk__in=calls.values("session")).select_related("community")
    over = [session.pk for session in waiting if now > day.kept_until(session)]
    return calls.filter(session__in=over)


def overdue_drafts(now: dt.datetime) -> QuerySet[Point]:
    """Points written after a close that nobody released in their time."""
    return Point.objects.filter(OUTLIVES[Point], kept_until__lt=now.date())


def outlived(now: dt.datetime) -> list[QuerySet[Model]]:
    """Every row whose own end has come."""
    return [overdue_calls(now), overdue_drafts(now)]  # type: ignore[list-item]
