"""Opening feedback, and collecting a voting paper: what needs a sign-in and knows no answer."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.selectors import are_comments_asked
from cop.governance.services import StageShut, refuse_if_shut
from cop.members.selectors import actor_or_404
from feedback.asked import members_asked
from feedback.box.base64url import decode, encode
from feedback.letters import check_letter_about
from feedback.models import Survey
from feedback.opening import opening_words, plans_in_words, short_period_words
from feedback.policies import can_open_survey
from feedback.rules import last_day
from feedback.selectors import (
    ballot_form,
    get_survey_or_404,
    number_told,
    own_mark,
    survey_card,
)
from feedback.services import (
    Malformed,
    NotEligible,
    PaperElsewhere,
    SurveyClosed,
    issue_paper,
    open_survey,
)
from sessions_app.models import Session
from sessions_app.policies import is_named_facilitator
from sessions_app.selectors import get_visible_session_or_404, has_checked_in

STATUSES: dict[type[Refused], int] = {
    Malformed: 400,
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
        "opening": opening_words(card, asked),
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


def _blinded(request: HttpRequest) -> bytes:
    """The value to sign; what cannot be read is no paper, and the service says so."""
    try:
        return decode(json.loads(request.body)["blinded"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return b""


@require_http_methods(["GET", "HEAD", "POST"])
def survey_open(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Open feedback on a session, after a page that says in words what will happen."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_open_survey(actor, session))
    refused = ""
    try:
        if request.method == "POST":
            _say_opened(request, open_survey(actor=actor, session=session))
            return redirect("sessions_app:session_detail", slug=slug, session_id=session.pk)
        refuse_if_shut(actor, Stage.LISTEN)
        check_letter_about(session)
    except StageShut as shut:
        refused = shut.html
    except Refused as error:
        refused = error.message
    context = {"refused": refused, **_what_will_happen(session)}
    return render(request, "feedback/survey_open.html", context)


def _what_will_happen(session: Session) -> dict[str, Any]:
    asks_comments = are_comments_asked(session.community)
    came, asked = session.attendances.count(), members_asked(session).count()
    plans = plans_in_words(session.community, last_day(session), asks_comments=asks_comments)
    return {
        "session": session,
        "community": session.community,
        "came": came,
        "asked": asked,
        "facilitators": came - asked,
        "results_words": plans,
        "closes_on": last_day(session),
        "asks_comments": asks_comments,
        "nav_key": "sessions",
    }


def _say_opened(request: HttpRequest, survey: Survey) -> None:
    told = number_told(survey)
    messages.success(
        request,
        ngettext(
            "Feedback is open. A mail is on its way to %d person.",
            "Feedback is open. A mail is on its way to %d people, the same for all.",
            told,
        )
        % told,
    )
