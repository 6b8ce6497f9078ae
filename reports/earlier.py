"""The report before: which one it is, and what became of what it recommended."""

import datetime as dt

from django.db.models import Case, IntegerField, Value, When

from reports.enums import ReportKind
from reports.models import Edition, Recommendation, Report
from reports.schema import RecommendationLine

OVERLAP = dt.timedelta(days=31)


def earlier_edition(report: Report) -> Edition | None:
    """The newest edition of the report before this one, or None in a first year.

    That is, of the community's published reports which begin before this one and end at most a
    month into it, the one that ends last; where two end on one day, the full report.
    """
    found = Report.objects.filter(
        community=report.community_id,
        published_at__isnull=False,
        from_on__lt=report.from_on,
        to_on__lt=min(report.from_on + OVERLAP, report.to_on),
    ).exclude(pk=report.pk)
    full_first = Case(
        When(kind=ReportKind.FULL, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    before = found.order_by("-to_on", full_first, "-pk").values("pk")[:1]
    return Edition.objects.filter(report__in=before).order_by("-number").first()


def followed_up(edition: Edition) -> list[RecommendationLine]:
    """What an edition recommends, in its words, each with what became of it by now."""
    lines: list[RecommendationLine] = edition.content.get("recommendations", [])
    rows = Recommendation.objects.filter(report=edition.report_id)
    now = {str(one.pk): one for one in rows}
    return [_with_status(line, now.get(line.get("key", ""))) for line in lines]


def _with_status(line: RecommendationLine, row: Recommendation | None) -> RecommendationLine:
    if row is None:  # taken out since
        return {**line, "key": ""}
    return {
        **line,
        "status": row.status,
        "status_words": row.status_words,
        "status_on": row.status_on.isoformat() if row.status_on else "",
    }
