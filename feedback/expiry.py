"""When the comments that came out of a count are deleted."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from cop.core.periods import Period
from cop.core.registry import editions_of
from cop.members.models import Community
from feedback.models import Comment, Slip, Topic

# After the annual report over them, or after the count where none is published.
KEPT = Period(after_edition=3, without_edition=24)


def expire_slips(community: Community, today: dt.date, dry_run: bool) -> int:
    """Loose comments nobody has released, and with them their review."""
    return _expire(Slip, community, today, dry_run=dry_run)


def expire_comments(community: Community, today: dt.date, dry_run: bool) -> int:
    """Comments and topics that a review released."""
    return sum(_expire(model, community, today, dry_run=dry_run) for model in (Comment, Topic))


def _expire(
    model: type[Slip] | type[Comment] | type[Topic],
    community: Community,
    today: dt.date,
    *,
    dry_run: bool,
) -> int:
    """A survey's day is its session's, a period's its last."""
    editions = editions_of(community)
    rows: QuerySet[Any] = model.objects.all()
    spans = {
        "survey": rows.filter(survey__community=community).values_list(
            "survey",
            Coalesce("survey__session__held_on", "survey__to_on"),
            "survey__counted_on",
            "survey__closes_on",
        ),
        "period": rows.filter(period__community=community).values_list(
            "period", "period__to_on", "period__counted_on", "period__to_on"
        ),
    }
    past = {
        owner: [
            key
            for key, day, counted_on, ended_on in found.distinct()
            if KEPT.ends_on(day, editions, kept_since=counted_on or ended_on) <= today
        ]
        for owner, found in spans.items()
    }
    ended = rows.filter(Q(survey__in=past["survey"]) | Q(period__in=past["period"]))
    if dry_run:
        return ended.count()
    # Not the reviews that go with them: a dry run does not count those.
    return ended.delete()[1].get(model._meta.label, 0)  # noqa: SLF001  Django's documented API
