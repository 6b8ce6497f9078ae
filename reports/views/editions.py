"""Editions: everything that was ever published of a report, as it was."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cop.members.selectors import actor_or_404
from reports.models import Edition, Report
from reports.render.html import document_context
from reports.selectors import (
    files_by_edition,
    files_of,
    get_visible_report_or_404,
    latest_rendering,
)


@require_GET
def edition_list(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """The editions, the newest first, with what each corrects and its files."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    files = files_by_edition(report)
    lines = [(edition, files.get(edition.pk, [])) for edition in report.editions.defer("content")]
    context = {"nav_key": "reports", "report": report, "editions": lines}
    return render(request, "reports/editions/edition_list.html", context)


@require_GET
def edition_read(request: HttpRequest, slug: str, report_id: int, number: int) -> HttpResponse:
    """One edition as a page, made of its own content alone."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    edition = edition_or_404(report, number)
    context = {
        "nav_key": "reports",
        "report": report,
        "edition": edition,
        "newest": report.editions.values_list("number", flat=True).first(),
        "files": files_of(latest_rendering(report, edition)),
        **document_context(edition.content),
    }
    return render(request, "reports/editions/edition_read.html", context)


def edition_or_404(report: Report, number: int) -> Edition:
    """By its number."""
    edition = report.editions.filter(number=number).first()
    if edition is None:
        raise Http404
    return edition
