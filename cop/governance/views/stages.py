"""The three stages: what is missing, why, who can help, and the forms that fill it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.core.registry import sections_within
from cop.governance.enums import Stage
from cop.governance.forms import (
    ListenForm,
    MeetForm,
    PublishForm,
    RegistersForm,
    ScreeningForm,
    initial_of,
)
from cop.governance.overview import stage_page, stages_page
from cop.governance.policies import (
    can_change_governance,
    can_count_breaches,
    can_count_complaints,
    can_record_screening,
    can_view_governance,
    can_view_stages,
)
from cop.governance.selectors import governance_of
from cop.governance.services import change_facts, record_screening
from cop.members.selectors import actor_or_404
from cop.rights.policies import can_view_retention

SECTION = "governance"


@require_safe
def stage_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Which stage is open, and the papers."""
    actor = actor_or_404(request, slug)
    require(can_view_stages(actor))
    context = {
        "stages": stages_page(actor),
        "reads": can_view_governance(actor),
        "changes": can_change_governance(actor),
        "counts_complaints": can_count_complaints(actor),
        "counts_breaches": can_count_breaches(actor),
        "views_retention": can_view_retention(actor),
        "links": sections_within(actor, SECTION),
        "nav_key": SECTION,
    }
    return render(request, "governance/stage_list.html", context)


@require_safe
def stage_detail(request: HttpRequest, slug: str, stage: str) -> HttpResponse:
    """One stage: done, missing, why, who can help, one next step, and what it opens."""
    actor = actor_or_404(request, slug)
    require(can_view_stages(actor))
    if stage not in Stage.values:
        raise Http404
    context = {"page": stage_page(actor, Stage(stage)), "nav_key": SECTION}
    return render(request, "governance/stage_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meet_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Controller, lawful basis and support, on one page."""
    return _facts_page(request, slug, MeetForm, Stage.MEET, "governance/meet_change.html")


@require_http_methods(["GET", "HEAD", "POST"])
def listen_change(request: HttpRequest, slug: str) -> HttpResponse:
    """The condition, figures only, and the two confirmations."""
    return _facts_page(request, slug, ListenForm, Stage.LISTEN, "governance/listen_change.html")


@require_http_methods(["GET", "HEAD", "POST"])
def publish_change(request: HttpRequest, slug: str) -> HttpResponse:
    """How themes are checked, and how the caucus is asked."""
    return _facts_page(request, slug, PublishForm, Stage.PUBLISH, "governance/publish_change.html")


@require_http_methods(["GET", "HEAD", "POST"])
def registers_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Which registers the community keeps here."""
    return _facts_page(request, slug, RegistersForm, None, "governance/registers_change.html")


def _facts_page(
    request: HttpRequest, slug: str, form_class: type[forms.Form], stage: Stage | None, page: str
) -> HttpResponse:
    """Door, form, service: the same for every stage."""
    actor = actor_or_404(request, slug)
    require(can_change_governance(actor))
    form = form_class(
        request.POST if request.method == "POST" else None, initial=_initial(actor, form_class)
    )
    if request.method == "POST" and form.is_valid():
        change_facts(actor=actor, values=form.cleaned_data)
        messages.success(request, _("Saved."))
        if stage is None:
            return redirect("governance:stage_list", slug)
        return redirect("governance:stage_detail", slug, stage)
    context = {"form": form, "stage": stage, "nav_key": SECTION}
    return render(request, page, context)


def _initial(actor: Actor, form_class: type[forms.Form]) -> dict[str, Any]:
    facts = governance_of(actor.community)
    names = [name for name in form_class.base_fields if hasattr(facts, name)]
    return initial_of(facts, names) | {
        "confirm_retention": facts.retention_confirmed_on is not None,
        "confirm_thresholds": facts.thresholds_confirmed_on is not None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def screening_change(request: HttpRequest, slug: str) -> HttpResponse:
    """The assessment's reference or the officer's decision: co-chairs, and the contact."""
    actor = actor_or_404(request, slug)
    require(can_record_screening(actor))
    facts = governance_of(actor.community)
    initial = {
        "reference": facts.dpia_reference,
        "decision": facts.screening_decision,
        "decided_on": facts.screening_decided_on,
    }
    form = ScreeningForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            record_screening(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("governance:stage_detail", slug, Stage.LISTEN)
    context = {"form": form, "stage": Stage.LISTEN, "nav_key": SECTION}
    return render(request, "governance/screening_change.html", context)
