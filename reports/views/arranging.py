"""Pages on which the secretary says which sections a report has, and in which order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from reports import services
from reports.content import printed_sections
from reports.earlier import earlier_edition
from reports.forms import SectionAddForm
from reports.models import Section
from reports.policies import can_arrange_sections, why_kept
from reports.selectors import (
    dropped_sections,
    get_any_section_or_404,
    get_draft_or_404,
    get_section_or_404,
)


@require_GET
def section_list(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """The sections in their order, and those left out."""
    actor = actor_or_404(request, slug)
    report = get_draft_or_404(actor, report_id)
    require(can_arrange_sections(actor, report))
    printed = printed_sections(report, earlier_edition(report))
    numbers = {one.pk: at for at, one in enumerate(printed, start=1)}
    context = {
        "nav_key": "reports",
        "report": report,
        "sections": [
            (numbers.get(one.pk), one, why_kept(one, report)) for one in report.sections.all()
        ],
        "dropped": dropped_sections(report),
    }
    return render(request, "reports/writing/section_list.html", context)


@require_http_methods(["GET", "POST"])
def section_add(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Add a section the report does not have."""
    actor = actor_or_404(request, slug)
    report = get_draft_or_404(actor, report_id)
    require(can_arrange_sections(actor, report))
    form = SectionAddForm(report, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            section = services.add_section(
                actor=actor,
                report=report,
                kind=form.cleaned_data["what"],
                title=form.cleaned_data["title"],
                after=form.stands_after,
            )
            return redirect("reports:section_detail", slug, report_id, section.pk)
        except Refused as problem:
            form.add_error(None, problem.message)
    context = {"form": form, "report": report, "nav_key": "reports"}
    return render(request, "reports/writing/section_add.html", context)


@require_POST
def section_move(request: HttpRequest, slug: str, report_id: int, section_id: int) -> HttpResponse:
    """One place up, or down."""
    actor = actor_or_404(request, slug)
    section = get_section_or_404(actor, report_id, section_id)
    services.move_section(actor=actor, section=section, up=request.POST.get("way") == "up")
    return _to_list(slug, section)


@require_POST
def section_drop(request: HttpRequest, slug: str, report_id: int, section_id: int) -> HttpResponse:
    """Leave it out; it can be put back."""
    actor = actor_or_404(request, slug)
    section = get_section_or_404(actor, report_id, section_id)
    try:
        services.drop_section(actor=actor, section=section)
        words = _("“%s” is left out. Its words are kept, and you can put it back below.")
        messages.success(request, words % section.title)
    except Refused as problem:
        messages.error(request, problem.message)
    return redirect("reports:section_list", slug, report_id)


@require_POST
def section_put_back(
    request: HttpRequest, slug: str, report_id: int, section_id: int
) -> HttpResponse:
    """It stands where it stood."""
    actor = actor_or_404(request, slug)
    section = get_any_section_or_404(actor, report_id, section_id)
    try:
        services.put_back_section(actor=actor, section=section)
        messages.success(request, _("“%s” stands in the report again.") % section.title)
    except Refused as problem:
        messages.error(request, problem.message)
    return _to_list(slug, section)


def _to_list(slug: str, section: Section) -> HttpResponse:
    return redirect(
        f"{reverse('reports:section_list', args=[slug, section.report_id])}#section-{section.pk}"
    )
