"""The summary of a session: drafted, approved, read, sent; and the page to catch up with."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caucus.selectors import share_backs_side_by_side, slot_of
from cop.core.errors import Refused
from cop.core.policy import require
from cop.documents.selectors import unread
from cop.members.selectors import actor_or_404
from reports import policies, services
from reports.enums import SheetKind
from reports.forms import SummaryForm
from reports.letters import TITLES
from reports.models import SessionSummary
from reports.selectors import (
    approved_summary,
    get_session_to_sum_up_or_404,
    summary_draft,
    words_of_summary,
)
from reports.services.mailing import mailings_after, recipients, was_asked
from reports.summaries import digest_of, next_in_words, why_unnumbered
from sessions_app.selectors import get_visible_session_or_404, names_in_notes

PAPERS = {SheetKind.SUMMARY.value, SheetKind.LEADERS.value}


@require_safe
def summary_read(
    request: HttpRequest, slug: str, session_id: int, kind: str = SheetKind.SUMMARY
) -> HttpResponse:
    """What was approved, for everybody in the community or as leaders outside it read it."""
    actor = actor_or_404(request, slug)
    session = get_session_to_sum_up_or_404(actor, session_id)
    if kind not in PAPERS:
        raise Http404
    summary = approved_summary(session)
    context = {
        "nav_key": "sessions",
        "session": session,
        "summary": summary,
        "kind": kind,
        "words": words_of_summary(summary, kind) if summary else None,
    }
    return render(request, "reports/summary_read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def summary_draft_page(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Both versions exactly as they would go; POST takes them again as things are now."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(policies.can_write_summary(actor, session))
    before = summary_draft(session) or approved_summary(session)
    form = SummaryForm(
        request.POST or None, initial={"asks_of_leaders": before.asks_of_leaders if before else ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.draft_summary(actor=actor, session=session, **form.cleaned_data)
            return redirect("reports:summary_draft", slug, session.pk)
        except Refused as refused:
            form.add_error(None, refused.message)
    draft = summary_draft(session)
    context = {
        "nav_key": "sessions",
        "session": session,
        "form": form,
        "why_not": policies.why_no_summary(session),
        "names": names_in_notes(session),
        "can_approve": policies.can_approve_summary(actor, session),
    }
    if draft is not None:
        context |= _draft_as_it_goes(draft)
    return render(request, "reports/summary_draft.html", context)


def _draft_as_it_goes(draft: SessionSummary) -> dict[str, Any]:
    """Both versions, and why neither says how many came."""
    return {
        "draft": draft,
        "why_unnumbered": why_unnumbered(draft),
        "seen": digest_of(draft.content),
        "words": words_of_summary(draft, SheetKind.SUMMARY),
        "leaders": words_of_summary(draft, SheetKind.LEADERS),
    }


@require_POST
def summary_approve(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Open the draft to the community, as it was read."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(policies.can_approve_summary(actor, session))
    try:
        seen = request.POST.get("seen", "")
        without = "without_number" in request.POST
        services.approve_summary(actor=actor, session=session, seen=seen, without_number=without)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("reports:summary_draft", slug, session.pk)
    messages.success(request, _("The summary is approved, and the community can read it."))
    return redirect("reports:summary_mail", slug, session.pk)


@require_POST
def summary_discard(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Throw the draft away."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    services.discard_summary(actor=actor, session=session)
    messages.success(request, _("The draft is thrown away."))
    return redirect("sessions_app:session_detail", slug, session.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def summary_mail(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """How many are written to, and with POST the drafts of it, once."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(policies.can_send_summary(actor, session))
    if request.method == "POST":
        try:
            services.draft_summary_mail(actor=actor, session=session)
            messages.success(request, _("The mail is drafted. Look at it, and let it leave."))
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("reports:summary_mail", slug, session.pk)
    drafted = list(mailings_after(session))
    for mailing in drafted:
        mailing.title = TITLES[mailing.kind]  # type: ignore[attr-defined]
    context = {
        "nav_key": "sessions",
        "session": session,
        "summary": approved_summary(session),
        "mailings": drafted,
        "why_not": policies.why_no_mail_after(session),
        "was_asked": was_asked(session),
        "numbers": {kind: len(to) for kind, to in recipients(session).items()},
    }
    return render(request, "reports/summary_mail.html", context)


@require_POST
def summary_sheet(request: HttpRequest, slug: str, session_id: int, kind: str) -> HttpResponse:
    """Ask for the approved summary on paper."""
    actor = actor_or_404(request, slug)
    session = get_session_to_sum_up_or_404(actor, session_id)
    summary = approved_summary(session)
    if kind not in PAPERS or summary is None:
        raise Http404
    sheet = services.start_summary_sheet(actor=actor, summary=summary, kind=kind)
    return redirect("reports:sheet_detail", slug, sheet.pk)


@require_safe
def catch_up(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """For whoever was not there: what was released, and nothing more. Nobody notes who reads it."""
    actor = actor_or_404(request, slug)
    session = get_session_to_sum_up_or_404(actor, session_id)
    context = {
        "nav_key": "sessions",
        "session": session,
        "why_not": policies.why_no_summary(session),
        "topics": session.topics.all(),
        "share_backs": [(one, slot_of(one.caucus)) for one in share_backs_side_by_side(session)],
        "has_summary": approved_summary(session) is not None,
        "next": next_in_words(actor.community),
        "unread": unread(actor),
    }
    return render(request, "reports/catch_up.html", context)
