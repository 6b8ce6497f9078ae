"""Pages of the annual report."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cop.core.errors import Refused
from cop.core.files import file_response
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from reports import services
from reports.content import content_of, digest_of, tables_of
from reports.forms import ReportChangeForm, ReportForm
from reports.policies import (
    can_change_report,
    can_edit_report,
    can_edit_reports,
    can_publish_report,
    can_render_report,
    can_view_draft,
)
from reports.render.html import document_context
from reports.selectors import (
    edition_shown,
    get_visible_report_or_404,
    latest_rendering,
    reports_for,
    section_rows,
    sessions_to_report,
    usual_span,
    years_in_words,
)
from reports.views import cards
from reports.views.desk import Desk
from reports.views.next_steps import correction_of, next_steps


@require_GET
def report_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Reports the person may read."""
    actor = actor_or_404(request, slug)
    context = {
        "reports": reports_for(actor),
        "can_begin": can_edit_reports(actor),
        "nav_key": "reports",
    }
    return render(request, "reports/report_list.html", context)


@require_http_methods(["GET", "POST"])
def report_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a report."""
    actor = actor_or_404(request, slug)
    require(can_edit_reports(actor))
    held = sessions_to_report(actor.community)
    first, last = usual_span(actor.community, held)
    title = _("Annual report %s") % years_in_words(first, last)
    usual = {"title": title, "from_on": first, "to_on": last}
    form = ReportForm(actor.community, request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            report = services.begin_report(actor=actor, **form.cleaned_data)
            messages.success(request, _("The report is begun, with the figures of today."))
            return redirect("reports:report_detail", slug=slug, report_id=report.pk)
        except Refused as problem:
            form.add_error(None, problem.message)
    context = {"form": form, "held": held, "nav_key": "reports"}
    return render(request, "reports/report_add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_change(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Its title, how organisations are printed, and its days until there are findings."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_change_report(actor, report))
    form = ReportChangeForm(request.POST or None, report=report)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.change_report(actor=actor, report=report, **form.cleaned_data)
            is_taken = changed.frozen_at != report.frozen_at
            said = _("Saved, with the figures of today.") if is_taken else _("Saved.")
            messages.success(request, said)
            return redirect("reports:report_detail", slug=slug, report_id=report.pk)
        except Refused as problem:
            form.add_error(None, problem.message)
    context = {"form": form, "report": report}
    return render(request, "reports/report_change.html", context | {"nav_key": "reports"})


@require_GET
def report_detail(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Where a report stands, and what can be done with it next."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    edition = edition_shown(actor, report)
    content = content_of(report, edition)
    desk = Desk(actor, report, edition, content, digest_of(content))
    rows = section_rows(report, content) if can_view_draft(actor, report) else []
    context = {
        "nav_key": "reports",
        "report": report,
        "edition": edition,
        "rendering": latest_rendering(report, edition, desk.digest),
        "tables": tables_of(content),
        "rows": rows,
        "correction": correction_of(desk),
        "steps": next_steps(desk, rows),
        "way": list(cards.cards_of(desk, cards.WAY)),
        "cards": list(cards.cards_of(desk, cards.CARDS)),
        "can_edit": can_edit_report(actor, report),
        "can_change": can_change_report(actor, report),
        "can_render": can_render_report(actor, report),
        "can_publish": can_publish_report(actor, report),
    }
    return render(request, "reports/report_detail.html", context)


@require_GET
def report_read(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """The report as a page."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    document = document_context(content_of(report, edition_shown(actor, report)))
    context = {"report": report, "nav_key": "reports", **document}
    return render(request, "reports/report_read.html", context)


@require_POST
def report_freeze(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Take the figures again, as they are today."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    services.freeze_report(actor=actor, report=report)
    messages.success(request, _("The figures are those of today."))
    return redirect("reports:report_detail", slug=slug, report_id=report.pk)


@require_GET
def report_table(request: HttpRequest, slug: str, report_id: int, table: str) -> HttpResponse:
    """One table as a spreadsheet file."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    try:
        content = services.export_table(
            actor=actor, report=report, edition=edition_shown(actor, report), table_id=table
        )
    except KeyError:
        raise Http404 from None
    return file_response(content, f"{slugify(table)}.csv")
