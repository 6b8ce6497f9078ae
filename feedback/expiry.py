"""When the comments that came out of a count are deleted."""

import datetime as dt

from cop.core.periods import Period
from cop.core.registry import editions_of
from cop.members.models import Community
from feedback.models import Slip

# After the annual report over them, or after the count where none is published.
KEPT = Period(after_edition=3, without_edition=24)


def expire_comments(community: Community, today: dt.date, dry_run: bool) -> int:
    """Loose comments, read or unread. A survey's day is its session's, a period's its last."""
    editions = editions_of(community)
    spans = {
        "survey": Slip.objects.filter(survey__community=community).values_list(
            "survey", "survey__session__held_on", "survey__counted_on", "survey__closes_on"
        ),
        "period": Slip.objects.filter(period__community=community).values_list(
            "period", "period__to_on", "period__counted_on", "period__to_on"
        ),
    }
    past = {
        owner: [
            key
            for key, day, counted_on, ended_on in rows.distinct()
            if KEPT.ends_on(day, editions, kept_since=counted_on or ended_on) <= today
        ]
        for owner, rows in spans.items()
    }
    slips = Slip.objects.filter(survey__in=past["survey"]) | Slip.objects.filter(
        period__in=past["period"]
    )
    return slips.count() if dry_run else slips.delete()[0]
