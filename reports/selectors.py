"""Reads of reports."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from cop.core import clock
from cop.core.periods import Edition
from cop.core.policy import Actor, require
from cop.members.models import Community
from reports.certificates import CertificateWords, certificate_words
from reports.content import content_digest
from reports.enums import RenderingState, SheetKind, SummaryState
from reports.models import Rendering, Report, SessionSummary, Sheet
from reports.policies import (
    DRAFT_READERS,
    can_take_certificate,
    can_view_report,
    can_view_summary,
)
from sessions_app.models import Session
from sessions_app.selectors import get_visible_session_or_404, sessions_attended


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


def get_session_to_sum_up_or_404(actor: Actor, session_id: int) -> Session:
    """Door of what is released after a session. 404 elsewhere; 403 for guests."""
    session = get_visible_session_or_404(actor, session_id)
    require(can_view_summary(actor, session))
    return session


def approved_summary(session: Session) -> SessionSummary | None:
    """The newest that was approved; nobody but its writers learns of a draft."""
    return session.summaries.filter(state=SummaryState.APPROVED).first()


def summary_draft(session: Session) -> SessionSummary | None:
    """What waits for a co-chair; policy is ``can_write_summary``."""
    return session.summaries.filter(state=SummaryState.DRAFT).first()


def get_sheet_or_404(actor: Actor, sheet_id: UUID) -> Sheet:
    """Door: one's own paper, or that of an approved summary one may read; without the file."""
    sheets = Sheet.objects.filter(pk=sheet_id, community=actor.community)
    sheet = sheets.select_related("summary__session", "session", "person").defer("pdf").first()
    if sheet is None or not _may_hold(actor, sheet):
        raise Http404
    sheet.community = actor.community
    return sheet


def _may_hold(actor: Actor, sheet: Sheet) -> bool:
    if sheet.summary is not None:
        is_approved = sheet.summary.state == SummaryState.APPROVED
        return is_approved and can_view_summary(actor, sheet.summary.session)
    if actor.person is None or sheet.person_id != actor.person.pk:
        return False
    return sheet.session is None or can_take_certificate(actor, sheet.session)


def words_of_summary(summary: SessionSummary, kind: str) -> Mapping[str, Any]:
    """What the paper for everybody, or that for leaders, says."""
    if kind == SheetKind.SUMMARY:
        return dict(summary.content)
    shared = {key: summary.content[key] for key in ("community", "day")}
    return {**shared, **summary.content["leaders"]}


def own_words(
    actor: Actor, *, session: Session | None = None, year: int = 0
) -> CertificateWords | None:
    """What the actor's certificate of a session, or of a year, says; None where they did not come.

    Never anybody else's: there is no way to name a person.
    """
    sessions = sessions_attended(actor, session=session)
    if year:
        sessions = [one for one in sessions if one.held_on.year == year]
    return certificate_words(actor, sessions, year=year) if sessions else None


def finished_sheet_or_404(sheet: Sheet) -> Sheet:
    """The paper with its file, once it is made."""
    if sheet.state != RenderingState.DONE:
        raise Http404
    sheet.refresh_from_db(fields=["pdf"])
    return sheet
