"""Periods: spans of whole days whose answers are opened together."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.enums import PeriodLength
from cop.members.models import Community
from feedback.box import keys
from feedback.enums import PeriodState
from feedback.models import Period
from feedback.policies import can_create_period


def create_period(*, actor: Actor, from_on: dt.date, to_on: dt.date) -> Period:
    """A period of any whole days, both included. Raises Refused where it would overlap another."""
    require(can_create_period(actor))
    if to_on < from_on:
        raise Refused(_("The last day must not lie before the first."))
    with keys.undone_on_failure(), transaction.atomic():
        lock_periods(actor.community)
        other = _periods(actor.community).filter(from_on__lte=to_on, to_on__gte=from_on).first()
        if other is not None:
            raise Refused(why_overlapping(other))
        period = make_period(actor.community, from_on, to_on)
        record(actor=actor, verb="create", target=period)
    return period


def why_overlapping(other: Period) -> str:
    """The sentence for a period whose days another one has."""
    return _("This would overlap the period %(from)s to %(to)s. Periods never overlap.") % {
        "from": other.from_on.isoformat(),
        "to": other.to_on.isoformat(),
    }


def why_counted(period: Period) -> str:
    """The sentence for a period that is over."""
    return _("The period %(from)s to %(to)s is counted already and takes no more answers.") % {
        "from": period.from_on.isoformat(),
        "to": period.to_on.isoformat(),
    }


def period_containing(
    community: Community, day: dt.date, *, until: dt.date | None = None
) -> Period:
    """The community's period around a day, made if there is none. The caller's transaction.

    One that is made ends on ``until`` at the latest. Raises Refused if that period is counted: what
    belonged to it is released or gone.
    """
    lock_periods(community)
    period = _periods(community).filter(from_on__lte=day, to_on__gte=day).first()
    if period is None:
        from_on, to_on = _free_span(community, day)
        return make_period(community, from_on, min(to_on, until or to_on))
    if period.state == PeriodState.COUNTED:
        raise Refused(why_counted(period))
    return period


def hold_open(period: Period) -> Period:
    """The period as it stands, held so that its count waits for the caller's transaction.

    Raises Refused if it is counted: looked at before, it may have been open still.
    """
    held = Period.objects.select_for_update(no_key=True).get(pk=period.pk)
    if held.state == PeriodState.COUNTED:
        raise Refused(why_counted(held))
    return held


def pool_containing(community: Community, day: dt.date) -> Period:
    """Where comments wait that are otherwise released by session."""
    lock_periods(community)
    from_on, to_on = usual_span(community, day)
    pool = Period.objects.filter(
        community=community,
        is_pool=True,
        state=PeriodState.OPEN,
        from_on=from_on,
        to_on=to_on,
    ).first()
    return pool or make_period(community, from_on, to_on, is_pool=True)


def make_period(
    community: Community, from_on: dt.date, to_on: dt.date, *, is_pool: bool = False
) -> Period:
    """A new period with its key; the caller has checked that it overlaps none."""
    period = Period(community=community, from_on=from_on, to_on=to_on, is_pool=is_pool)
    period.public_key = keys.make_period_key(period.pk)
    period.save(force_insert=True)
    return period


def usual_span(community: Community, day: dt.date) -> tuple[dt.date, dt.date]:
    """The calendar year or half-year around a day, as the community chose."""
    first, last = dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    if community.period_length == PeriodLength.HALF_YEAR:
        if day.month <= 6:
            return first, dt.date(day.year, 6, 30)
        return dt.date(day.year, 7, 1), last
    return first, last


def _free_span(community: Community, day: dt.date) -> tuple[dt.date, dt.date]:
    """The usual span, cut where a period with days of its own reaches into it."""
    from_on, to_on = usual_span(community, day)
    one_day = dt.timedelta(days=1)
    before = _periods(community).filter(to_on__lt=day).order_by("-to_on").first()
    after = _periods(community).filter(from_on__gt=day).order_by("from_on").first()
    if before is not None:
        from_on = max(from_on, before.to_on + one_day)
    if after is not None:
        to_on = min(to_on, after.from_on - one_day)
    return from_on, to_on


def _periods(community: Community) -> QuerySet[Period]:
    return Period.objects.filter(community=community, is_pool=False)


def lock_periods(community: Community) -> None:
    """One at a time: two sessions opening at once find the same period.

    Taken before the lock of any session. Rows that only point at the community need not wait.
    """
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
