"""What the daily deletion did, and whether it was done at all."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet, Sum

from cop.audit.models import Entry
from cop.core import clock
from cop.members.models import Community
from cop.rights.models import RetentionLine, RetentionRun

ALARM_DAYS = 2  # a community nobody looked at for so many days


@dataclass(frozen=True)
class Row:
    """One line of a certificate."""

    what: str
    kept: str
    deleted: int | None
    in_a_year: int
    left: int | None


@dataclass(frozen=True)
class Certificate:
    """What one day's run can confirm."""

    run: RetentionRun
    rows: list[Row]
    next_on: dt.date

    @property
    def left(self) -> int:
        """Rows past their period that are still there."""
        return sum(row.left or 0 for row in self.rows)

    @property
    def confirms(self) -> bool:
        """Whether everything was looked at and nothing is kept too long."""
        return self.run.is_complete and not self.left


def certificate_of(run: RetentionRun) -> Certificate:
    """The run as it stood that day, with what was deleted in the year up to it."""
    year = RetentionLine.objects.filter(
        run__community_id=run.community_id,
        run__day__gt=run.day - dt.timedelta(days=365),
        run__day__lte=run.day,
    )
    sums = dict(year.order_by().values_list("holding").annotate(number=Sum("deleted")))
    rows = [
        Row(line.what, line.kept, line.deleted, sums.get(line.holding) or 0, line.left)
        for line in run.lines.all()
    ]
    return Certificate(run, rows, run.day + dt.timedelta(days=1))


def last_complete_day(community: Community) -> dt.date | None:
    """The last day on which everything was looked at."""
    complete = RetentionRun.objects.filter(community=community, is_complete=True)
    return complete.aggregate(last=Max("day"))["last"]


def is_overdue(community: Community, last: dt.date | None) -> bool:
    """Whether nobody has looked at the community's data for two days."""
    if last is not None:
        return last <= clock.today(community.time_zone) - dt.timedelta(days=ALARM_DAYS)
    return not _made_lately().filter(community_key=community.audit_key).exists()


def _made_lately() -> QuerySet[Entry]:
    """The record of communities made since the job can have come round."""
    since = clock.now() - dt.timedelta(days=ALARM_DAYS)
    return Entry.objects.filter(verb="create", target_kind="community", at__gt=since)


def health_numbers() -> dict[str, int]:
    """Communities nobody looked at for two days, and rows kept past their period."""
    new = set(_made_lately().values_list("community_key", flat=True))
    looked_at = Community.objects.annotate(
        last=Max("retention_runs__day", filter=Q(retention_runs__is_complete=True))
    )
    overdue = sum(
        one.last <= clock.today(one.time_zone) - dt.timedelta(days=ALARM_DAYS)
        if one.last
        else one.audit_key not in new
        for one in looked_at
    )
    newest = RetentionRun.objects.order_by("community", "-day").distinct("community")
    kept = RetentionLine.objects.filter(run__in=newest.values("pk")).aggregate(left=Sum("left"))
    return {
        "communities whose data were not looked at for two days": overdue,
        "rows kept past their period": kept["left"] or 0,
    }


def due_communities() -> list[Community]:
    """Communities where today's run, by their own clocks, is not complete."""
    communities = Community.objects.annotate(
        last=Max("retention_runs__day", filter=Q(retention_runs__is_complete=True))
    ).order_by("pk")
    return [one for one in communities if one.last != clock.today(one.time_zone)]
