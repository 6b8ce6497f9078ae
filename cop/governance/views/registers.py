"""Complaints and breaches: written down, worked, counted."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.errors import Refused
from cop.core.policy import require
from cop.governance import policies, selectors
from cop.governance.clocks import DAYS_TO_ACKNOWLEDGE, HOURS_TO_REPORT
from cop.governance.forms_registers import (
    BreachForm,
    BreachStepForm,
    ComplaintAddForm,
    ComplaintForm,
    ComplaintStepForm,
    this_moment,
)
from cop.governance.services import (
    add_breach,
    add_complaint,
    file_complaint,
    step_breach,
    step_complaint,
)
from cop.members.selectors import actor_or_404

SECTION = {"nav_key": "governance", "days": DAYS_TO_ACKNOWLEDGE, "hours": HOURS_TO_REPORT}


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a complaint down for the data protection contact, with or without a name."""
    actor = actor_or_404(request, slug)
    require(policies.can_file_complaint(actor))
    form = ComplaintForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            file_complaint(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return render(request, "governance/complaint_filed.html", SECTION)
    facts = selectors.governance_of(actor.community)
    return render(
        request,
        "governance/complaint_file.html",
        {"form": form, "facts": facts, "days": DAYS_TO_ACKNOWLEDGE},
    )


@require_safe
def complaint_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The register for the contact; numbers for co-chairs and the oversight chair."""
    actor = actor_or_404(request, slug)
    require(policies.can_count_complaints(actor))
    works = policies.can_work_complaints(actor)
    late = set(selectors.overdue_complaints(actor.community).values_list("pk", flat=True))
    found = selectors.complaints_of(actor.community) if works else []
    context = {
        "rows": [(complaint, complaint.pk in late) for complaint in found],
        "counts": selectors.complaint_counts(actor.community),
        "works": works,
        "facts": selectors.governance_of(actor.community),
        **SECTION,
    }
    return render(request, "governance/complaint_list.html", context)


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter one that came by letter, by mail or aloud."""
    actor = actor_or_404(request, slug)
    require(policies.can_work_complaints(actor))
    form = ComplaintAddForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            complaint = add_complaint(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("governance:complaint_detail", slug, complaint.pk)
    return render(request, "governance/complaint_add.html", {"form": form, **SECTION})


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_detail(request: HttpRequest, slug: str, complaint_id: int) -> HttpResponse:
    """One complaint, its clock and its steps."""
    actor = actor_or_404(request, slug)
    require(policies.can_work_complaints(actor))
    complaint = selectors.get_complaint_or_404(actor, complaint_id)
    typed = request.POST if request.method == "POST" else None
    form = ComplaintStepForm(typed, initial=this_moment(actor.community.time_zone))
    if _is_written_down(request, form, partial(step_complaint, actor=actor, complaint=complaint)):
        return redirect("governance:complaint_detail", slug, complaint.pk)
    context = {"complaint": complaint, "form": form, **SECTION}
    return render(request, "governance/complaint_detail.html", context)


@require_safe
def breach_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The register of breaches; numbers for the oversight chair."""
    actor = actor_or_404(request, slug)
    require(policies.can_count_breaches(actor))
    works = policies.can_work_breaches(actor)
    late = set(selectors.overdue_breaches(actor.community).values_list("pk", flat=True))
    found = selectors.breaches_of(actor.community) if works else []
    context = {
        "rows": [(breach, breach.pk in late) for breach in found],
        "counts": selectors.breach_counts(actor.community),
        "works": works,
        "zone": actor.community.time_zone,
        "facts": selectors.governance_of(actor.community),
        **SECTION,
    }
    return render(request, "governance/breach_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def breach_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a breach as soon as it is noticed."""
    actor = actor_or_404(request, slug)
    require(policies.can_work_breaches(actor))
    typed = request.POST if request.method == "POST" else None
    form = BreachForm(typed, initial=this_moment(actor.community.time_zone))
    if request.method == "POST" and form.is_valid():
        try:
            breach = add_breach(actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("governance:breach_detail", slug, breach.pk)
    return render(request, "governance/breach_add.html", {"form": form, **SECTION})


@require_http_methods(["GET", "HEAD", "POST"])
def breach_detail(request: HttpRequest, slug: str, breach_id: int) -> HttpResponse:
    """One breach, its clock and its steps."""
    actor = actor_or_404(request, slug)
    require(policies.can_work_breaches(actor))
    breach = selectors.get_breach_or_404(actor, breach_id)
    typed = request.POST if request.method == "POST" else None
    form = BreachStepForm(typed, initial=this_moment(actor.community.time_zone))
    if _is_written_down(request, form, partial(step_breach, actor=actor, breach=breach)):
        return redirect("governance:breach_detail", slug, breach.pk)
    context = {"breach": breach, "form": form, "zone": actor.community.time_zone, **SECTION}
    return render(request, "governance/breach_detail.html", context)


def _is_written_down(request: HttpRequest, form: forms.Form, step: Callable[..., Any]) -> bool:
    """Whether a step was sent and taken; what is refused stands on the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        step(**form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, _("Written down."))
    return True
