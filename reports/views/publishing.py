"""A report is published, reopened to be corrected, and put back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from reports import services
from reports.check import check_report, errors_in
from reports.content import digest_of, report_data
from reports.forms import ErratumForm
from reports.models import Report
from reports.policies import (
    can_abandon_correction,
    can_publish_report,
    can_word_erratum,
    why_not_published,
)
from reports.selectors import get_visible_report_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def report_publish(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Who will read it, what stands in the way, and the button."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_publish_report(actor, report))
    why_refused = ""
    if request.method == "POST":
        try:
            edition = services.publish_report(
                actor=actor,
                report=report,
                seen=request.POST.get("seen", ""),
                with_warnings="with_warnings" in request.POST,
            )
            said = _("Edition %d is published to the community.") % edition.number
            messages.success(request, said)
            return redirect("reports:report_detail", slug=slug, report_id=report.pk)
        except Refused as refused:
            why_refused = refused.message
    context = {**_before_publishing(report), "why_refused": why_refused}
    return render(request, "reports/editions/report_publish.html", context)


def _before_publishing(report: Report) -> dict[str, Any]:
    content = report_data(report)
    digest = digest_of(content)
    problems = check_report(report, content=content)
    errors = errors_in(problems)
    newest = report.editions.first()
    return {
        "nav_key": "reports",
        "report": report,
        "why_not": why_not_published(report, digest=digest),
        "errors": errors,
        "warnings": [problem for problem in problems if not problem.is_error],
        "seen": digest,
        "number": newest.number + 1 if newest else 1,
        "readers_outside": report.named_readers.count(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def report_correct(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Say what the next edition corrects, and so reopen a published report."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_word_erratum(actor, report))
    form = ErratumForm(request.POST or None, initial={"erratum": report.erratum})
    if request.method == "POST" and form.is_valid():
        services.correct_report(actor=actor, report=report, **form.cleaned_data)
        messages.success(
            request, _("The report is open for the correction. Readers keep the edition before.")
        )
        return redirect("reports:report_detail", slug=slug, report_id=report.pk)
    context = {"nav_key": "reports", "report": report, "form": form}
    return render(request, "reports/editions/report_correct.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correction_abandon(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Ask once, then leave the edition as it stands."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_abandon_correction(actor, report))
    if request.method == "POST":
        services.abandon_correction(actor=actor, report=report)
        messages.success(request, _("The correction is given up. The edition stands as it was."))
        return redirect("reports:report_detail", slug=slug, report_id=report.pk)
    context = {"nav_key": "reports", "report": report}
    return render(request, "reports/editions/correction_abandon.html", context)
