"""Opening feedback, and collecting a voting paper: what needs a sign-in and knows no answer."""

import json
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.members.selectors import actor_or_404
from feedback.box.base64url import decode, encode
from feedback.models import Survey
from feedback.opening import opening_words, short_period_words
from feedback.selectors import (
    ballot_form,
    get_survey_or_404,
    own_mark,
    survey_card,
)
from feedback.services import (
    NotEligible,
    PaperElsewhere,
    SurveyClosed,
    issue_code,
    issue_paper,
)
from feedback.views.quiet import leaves_no_trace
from sessions_app.policies import is_named_facilitator
from sessions_app.selectors import has_checked_in

STATUSES: dict[type[Refused], int] = {
    NotEligible: 403,
    PaperElsewhere: 409,
    SurveyClosed: 410,
}


@require_safe
def survey_detail(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """The promise, who reads what and when, and the button that collects a paper."""
    actor = actor_or_404(request, slug)
    survey = get_survey_or_404(actor, survey_id)
    mark = own_mark(actor, survey)
    card, asked = survey_card(survey), ballot_form(survey)
    context = {
        "card": card,
        "asked": asked,
        "is_caucused": bool(asked.caucuses),
        "opening": opening_words(survey, asked),
        "short_period": short_period_words(actor.community, *card.period),
        "may_collect": mark is not None,
        "mark": mark,
        "why_not": _why_not(actor, survey),
        "nav_key": "sessions",
    }
    return render(request, "feedback/survey_detail.html", context)


def _why_not(actor: Actor, survey: Survey) -> str:
    """Why this actor is not asked: a key of the page's sentences."""
    if actor.member is None:
        return "not_a_member"
    if survey.session is None:
        return "never_came"
    if is_named_facilitator(actor.person, survey.session):
        return "facilitator"
    return "late" if has_checked_in(actor, survey.session) else "absent"


@require_POST
def ballot_collect(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """Sign the paper a member's browser made: JSON in, JSON out."""
    actor = actor_or_404(request, slug)
    survey = get_survey_or_404(actor, survey_id)
    try:
        signature = issue_paper(actor=actor, survey=survey, blinded=_blinded(request))
    except Refused as refused:
        status = STATUSES.get(type(refused), 400)
        return JsonResponse({"refused": refused.message}, status=status)
    return JsonResponse({"signature": encode(signature)})


@require_http_methods(["GET", "HEAD", "POST"])
@leaves_no_trace
def code_collect(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """A code for whoever cannot use a paper; asking again shows the same one."""
    actor = actor_or_404(request, slug)
    survey = get_survey_or_404(actor, survey_id)
    if request.method != "POST":  # signed in again, or reloaded by its address
        return redirect("feedback:survey_detail", slug=slug, survey_id=survey.pk)
    address = settings.SITE_URL + reverse("box:coded_form", args=[survey.pk])
    context = {"card": survey_card(survey), "address": address, "nav_key": "sessions"}
    status = 200
    try:
        context["code"] = issue_code(actor=actor, survey=survey)
    except Refused as refused:
        status = STATUSES.get(type(refused), 400)
        context["refused"] = refused.message
    return render(request, "feedback/code.html", context, status=status)


def _blinded(request: HttpRequest) -> bytes:
    """The value to sign; what cannot be read is no paper, and the service says so."""
    try:
        return decode(json.loads(request.body)["blinded"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return b""
