"""Reads of reports."""

from django.db.models import QuerySet
from django.http import Http404

from cop.core import clock
from cop.core.periods import Edition
from cop.core.policy import Actor, require
from cop.members.models import Community
from reports.content import content_digest
from reports.enums import RenderingState
from reports.models import Rendering, Report
from reports.policies import DRAFT_READERS, can_view_report


def reports_for(actor: Actor) -> QuerySet[Report]:
    """Published reports for everybody in the community, drafts for their readers; newest first."""
    reports = Report.objects.filter(community=actor.community)
    if not actor.holds(*DRAFT_READERS):
        reports = reports.filter(published_at__isnull=False)
    return reports.defer("data", "introduction", "recommendations")


def get_visible_report_or_404(actor: Actor, report_id: int) -> Report:
    """A report of this community. 404 elsewhere; 403 for a draft the actor may not read."""
    report = Report.objects.filter(community=actor.community, pk=report_id).first()
    if report is None:
        raise Http404
    require(can_view_report(actor, report))
    report.community = actor.community
    return report


def latest_rendering(report: Report) -> Rendering | None:
    """The newest making of the PDF of the report as it is now, without the file itself."""
    return report.renderings.filter(content=content_digest(report)).defer("pdf").first()


def finished_rendering_or_404(report: Report) -> Rendering:
    """The finished making of the report as it is now, with its file; never one of older words."""
    rendering = report.renderings.filter(
        state=RenderingState.DONE, content=content_digest(report)
    ).first()
    if rendering is None:
        raise Http404
    return rendering


def editions_of(community: Community) -> list[Edition]:
    """The published reports, by the days the community's calendar showed."""
    published = Report.objects.filter(community=community, published_at__isnull=False)
    return [
        Edition(
            report.from_on,
            report.to_on,
            clock.local(report.published_at, community.time_zone).date(),
        )
        for report in published.only("from_on", "to_on", "published_at")
        if report.published_at
    ]
