"""Words that a section can begin with, and names that authors can print."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from reports import services
from reports.content import report_data
from reports.placeholders import placeholders
from reports.policies import can_view_draft, can_write_section
from reports.render.document import places_in
from reports.selectors import get_section_or_404, get_visible_report_or_404


@require_POST
def section_begin(request: HttpRequest, slug: str, report_id: int, section_id: int) -> HttpResponse:
    """Begin an empty section with a text of the community's, or with a draft from the figures."""
    actor = actor_or_404(request, slug)
    section = get_section_or_404(actor, report_id, section_id)
    require(can_write_section(actor, section))
    try:
        services.begin_section(actor=actor, section=section, source=request.POST.get("source", ""))
        messages.success(request, _("The words stand in the section. Make them fit this year."))
    except Refused as problem:
        messages.error(request, problem.message)
    return redirect("reports:section_detail", slug, report_id, section_id)


@require_GET
def report_names(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Every figure that can be printed by its name, and every place that can be referred to."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_view_draft(actor, report))
    data = report_data(report)
    context = {
        "nav_key": "reports",
        "report": report,
        "figures": placeholders(data),
        "places": places_in(data),
    }
    return render(request, "reports/report_names.html", context)
