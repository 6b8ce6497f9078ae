"""What is planned from today on, and whether it is enough (R15)."""

import datetime as dt

from django.db.models import QuerySet

from cop.core import clock
from cop.core.periods import months_after
from cop.core.policy import Actor
from cop.members.models import Community
from sessions_app.enums import SessionState
from sessions_app.models import Session

MONTHS_VISIBLE = 6  # R15


def programme_of(actor: Actor) -> QuerySet[Session]:
    """All sessions that lie ahead, cancelled ones too, with their topics. Two queries."""
    today = clock.today(actor.community.time_zone)
    return (
        Session.objects.visible_to(actor)  # type: ignore[attr-defined]
        .filter(held_on__gte=today)
        .select_related("community", "own_format")
        .prefetch_related("topics")
    )


def planned_until(community: Community) -> dt.date | None:
    """The day of the last session that is planned; None where none lies ahead."""
    today = clock.today(community.time_zone)
    coming = Session.objects.filter(
        community=community, state=SessionState.PLANNED, held_on__gte=today
    )
    return coming.order_by("held_on").values_list("held_on", flat=True).last()


def is_planned_ahead(community: Community, until: dt.date | None) -> bool:
    """R15: whether the programme reaches six months ahead."""
    today = clock.today(community.time_zone)
    return until is not None and until >= months_after(today, MONTHS_VISIBLE)
