"""Reads of recommendations."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from reports.earlier import followed_up
from reports.enums import RecommendationStatus
from reports.models import Edition, Recommendation, Report
from reports.schema import RecommendationLine


@dataclass(frozen=True)
class FollowedUp:
    """A published recommendation and what became of it."""

    line: RecommendationLine

    @property
    def status(self) -> str:
        return str(RecommendationStatus(self.line["status"]).label)

    @property
    def due(self) -> dt.date | None:
        return _day(self.line["due_on"])

    @property
    def since(self) -> dt.date | None:
        return _day(self.line["status_on"])

    @property
    def recommendation_id(self) -> int:
        return int(self.line.get("key") or 0)


def _day(iso: str) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def recommendations_written(report: Report) -> QuerySet[Recommendation]:
    """As they stand in what is being written, in their order."""
    return report.recommendations.all()


def published_recommendations(edition: Edition | None) -> list[FollowedUp]:
    """Those of an edition, in its words, as they stand by now."""
    return [FollowedUp(line) for line in followed_up(edition)] if edition else []


def get_recommendation_or_404(report: Report, recommendation_id: int) -> Recommendation:
    """One of those being written."""
    found = report.recommendations.filter(pk=recommendation_id).first()
    if found is None:
        raise Http404
    return found


def get_published_recommendation_or_404(edition: Edition | None, number: int) -> FollowedUp:
    """The one an edition prints under that number, as long as it can be followed up."""
    for one in published_recommendations(edition):
        if one.line["number"] == number and one.recommendation_id:
            return one
    raise Http404
