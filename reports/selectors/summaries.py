"""Reads of what follows a session, and of papers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404

from cop.core.policy import Actor, require
from reports.certificates import CertificateWords, certificate_words
from reports.enums import RenderingState, SheetKind, SummaryState
from reports.models import SessionSummary, Sheet
from reports.policies import can_take_certificate, can_view_summary
from sessions_app.models import Session
from sessions_app.selectors import get_visible_session_or_404, sessions_attended


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
