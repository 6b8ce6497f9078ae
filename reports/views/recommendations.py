"""Pages of recommendations: written with the report, followed up after it is published."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from reports import services
from reports.forms import FollowUpForm, RecommendationForm
from reports.models import Recommendation, Report
from reports.policies import can_follow_up, can_view_published, can_write_recommendations
from reports.selectors import (
    edition_to_read,
    get_published_recommendation_or_404,
    get_recommendation_or_404,
    get_visible_report_or_404,
    published_recommendations,
    recommendations_written,
)

if TYPE_CHECKING:
    from reports.views.cards import Desk


def recommendations_card(desk: "Desk") -> dict[str, Any] | None:
    """For the page of a report."""
    can_write = can_write_recommendations(desk.actor, desk.report)
    if not can_write and not desk.report.published_at:
        return None
    return {"can_write": can_write, "number": len(desk.content.get("recommendations", []))}


def _writing(request: HttpRequest, slug: str, report_id: int) -> tuple[Actor, Report]:
    """Door of the pages where recommendations are written."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_write_recommendations(actor, report))
    return actor, report


@require_GET
def recommendation_list(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Those being written, in their order."""
    _actor, report = _writing(request, slug, report_id)
    context = {
        "nav_key": "reports",
        "report": report,
        "recommendations": recommendations_written(report),
    }
    return render(request, "reports/recommendation_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_add(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Write one, at the end."""
    actor, report = _writing(request, slug, report_id)
    form = RecommendationForm(request.POST or None)
    if request.method == "POST" and _is_written(actor, report, form, None):
        return redirect("reports:recommendation_list", slug, report.pk)
    context = {"nav_key": "reports", "report": report, "form": form}
    return render(request, "reports/recommendation_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_change(
    request: HttpRequest, slug: str, report_id: int, recommendation_id: int
) -> HttpResponse:
    """Change the words of one."""
    actor, report = _writing(request, slug, report_id)
    held = get_recommendation_or_404(report, recommendation_id)
    form = RecommendationForm(request.POST or None, recommendation=held)
    if request.method == "POST" and _is_written(actor, report, form, held):
        return redirect("reports:recommendation_list", slug, report.pk)
    context = {"nav_key": "reports", "report": report, "form": form, "recommendation": held}
    context["theirs"] = form.saved_meanwhile(held)
    return render(request, "reports/recommendation_form.html", context)


@require_POST
def recommendation_move(
    request: HttpRequest, slug: str, report_id: int, recommendation_id: int
) -> HttpResponse:
    """Put it one place earlier or later."""
    actor, report = _writing(request, slug, report_id)
    services.move_recommendation(
        actor=actor,
        report=report,
        recommendation=get_recommendation_or_404(report, recommendation_id),
        later=request.POST.get("to") == "later",
    )
    return redirect("reports:recommendation_list", slug, report.pk)


@require_POST
def recommendation_remove(
    request: HttpRequest, slug: str, report_id: int, recommendation_id: int
) -> HttpResponse:
    """Take it out of the report."""
    actor, report = _writing(request, slug, report_id)
    held = get_recommendation_or_404(report, recommendation_id)
    services.remove_recommendation(actor=actor, report=report, recommendation=held)
    messages.success(request, _("The recommendation is removed."))
    return redirect("reports:recommendation_list", slug, report.pk)


@require_GET
def follow_up_list(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """What became of what the published report recommends."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_view_published(report))
    context = {
        "nav_key": "reports",
        "report": report,
        "recommendations": published_recommendations(edition_to_read(report)),
        "can_follow_up": can_follow_up(actor, report),
    }
    return render(request, "reports/follow_up_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_change(request: HttpRequest, slug: str, report_id: int, number: int) -> HttpResponse:
    """Say what became of one."""
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_follow_up(actor, report))
    found = get_published_recommendation_or_404(edition_to_read(report), number)
    held = get_recommendation_or_404(report, found.recommendation_id)
    form = FollowUpForm(request.POST or None, line=found.line, zone=actor.community.time_zone)
    if request.method == "POST" and form.is_valid():
        services.follow_up(actor=actor, report=report, recommendation=held, **form.cleaned_data)
        messages.success(request, _("What became of it is saved."))
        return redirect("reports:follow_up_list", slug, report.pk)
    context = {"nav_key": "reports", "report": report, "form": form, "found": found}
    return render(request, "reports/follow_up_form.html", context)


def _is_written(
    actor: Actor, report: Report, form: forms.Form, held: Recommendation | None
) -> bool:
    """Whether it is kept now; what is refused stands on the form."""
    if not form.is_valid():
        return False
    try:
        services.write_recommendation(
            actor=actor, report=report, recommendation=held, **form.cleaned_data
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True
