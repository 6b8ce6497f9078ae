"""Who outside reads a published report: the public link, and readers named one by one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from reports import services
from reports.forms import ReaderForm
from reports.models import Report
from reports.policies import can_share_report, why_not_shared
from reports.selectors import get_reader_or_404, get_visible_report_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def report_share(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Who may read it outside; POST names a reader and shows the link once."""
    actor, report = _shared(request, slug, report_id)
    form = ReaderForm(request.POST or None)
    address = ""
    if request.method == "POST" and form.is_valid():
        try:
            token = services.name_reader(actor=actor, report=report, **form.cleaned_data)
            address = settings.SITE_URL + reverse("reports_open:report_reader", args=[token])
            form = ReaderForm()
        except Refused as refused:
            form.add_error(None, refused.message)
    context = {**_about(report), "form": form, "address": address}
    return render(request, "reports/public/report_share.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_public_open(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Ask once: anybody with the link will read it."""
    actor, report = _shared(request, slug, report_id)
    if request.method == "POST":
        try:
            services.open_to_public(actor=actor, report=report)
            messages.success(request, _("The report is public. Copy its link below."))
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("reports:report_share", slug, report.pk)
    return render(request, "reports/public/report_public_open.html", _about(report))


@require_http_methods(["GET", "HEAD", "POST"])
def report_public_close(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Ask once: the link ends for good."""
    actor, report = _shared(request, slug, report_id)
    if request.method == "POST":
        try:
            services.close_to_public(actor=actor, report=report)
            messages.success(request, _("The public link is taken back."))
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("reports:report_share", slug, report.pk)
    return render(request, "reports/public/report_public_close.html", _about(report))


@require_http_methods(["GET", "HEAD", "POST"])
def reader_remove(request: HttpRequest, slug: str, report_id: int, reader_id: int) -> HttpResponse:
    """Ask once: this reader's link ends for good."""
    actor, report = _shared(request, slug, report_id)
    reader = get_reader_or_404(report, reader_id)
    if request.method == "POST":
        services.remove_reader(actor=actor, reader=reader)
        messages.success(request, _("The link is taken back."))
        return redirect("reports:report_share", slug, report.pk)
    context = {**_about(report), "reader": reader}
    return render(request, "reports/public/reader_remove.html", context)


def _shared(request: HttpRequest, slug: str, report_id: int) -> tuple[Actor, Report]:
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_share_report(actor, report))
    return actor, report


def _about(report: Report) -> dict[str, Any]:
    link = ""
    if report.public_key is not None:
        path = reverse("reports_open:report_public", args=[report.public_key])
        link = settings.SITE_URL + path
    return {
        "nav_key": "reports",
        "report": report,
        "why_not": why_not_shared(report),
        "public_link": link,
        "readers": report.named_readers.all(),
    }
