"""The days a community keeps in mind when it plans: its own list."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.services import lock
from sessions_app.enums import DayKind
from sessions_app.models import MarkedDay
from sessions_app.observances import YEARS, observances_of
from sessions_app.policies import can_keep_marked_days


@transaction.atomic
def keep_marked_day(
    *,
    actor: Actor,
    name: str,
    kind: str,
    from_on: dt.date,
    to_on: dt.date | None = None,
    day: MarkedDay | None = None,
) -> MarkedDay:
    """Put a day, or some days, on the list, or change what stands there.

    Raises Refused where the last day comes before the first, and for what is listed already.
    """
    require(can_keep_marked_days(actor))
    require(day is None or day.community_id == actor.community.pk)
    is_new = day is None
    day = day or MarkedDay(community=actor.community)
    day.name, day.kind, day.from_on, day.to_on = name, kind, from_on, to_on or from_on
    if day.to_on < day.from_on:
        raise Refused(_("The last day comes before the first. Check both."))
    try:
        with transaction.atomic():
            day.save()
    except IntegrityError:
        raise Refused(_("A day of this name and date is on the list already.")) from None
    record(actor=actor, verb="create" if is_new else "change", target=day)
    return day


@transaction.atomic
def remove_marked_day(*, actor: Actor, day: MarkedDay) -> None:
    """Take it off the list."""
    require(can_keep_marked_days(actor))
    require(day.community_id == actor.community.pk)
    record(actor=actor, verb="delete", target=day)
    day.delete()


@transaction.atomic
def add_observances(*, actor: Actor, year: int) -> int:
    """Add the shipped days of observance of a year; returns how many were not there yet.

    One the community has already, on whatever day of that year, stays as the community has it.
    """
    require(can_keep_marked_days(actor))
    if year not in YEARS:
        raise Refused(_("There is no list for this year. Add its days by hand."))
    community = lock(actor.community)
    there = set(
        MarkedDay.objects.filter(community=community, from_on__year=year).values_list(
            "name", flat=True
        )
    )
    new = [
        MarkedDay(
            community=community,
            name=day.name,
            kind=DayKind.OBSERVANCE,
            from_on=day.from_on,
            to_on=day.to_on,
        )
        for day in observances_of(year)
        if day.name not in there
    ]
    MarkedDay.objects.bulk_create(new)
    if new:
        record(actor=actor, verb="import", target=community, fields=["marked_days"])
    return len(new)
