"""Opening feedback: on a session, or of the whole community; and what there is to ask."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.selectors import are_comments_asked
from cop.governance.services import StageShut, refuse_if_shut
from cop.members.selectors import actor_or_404
from feedback.asked import members_asked, members_who_came
from feedback.box.responses import RATINGS
from feedback.forms import AskForm, CommunityAskForm
from feedback.letters import check_letter_about
from feedback.models import Survey
from feedback.opening import plans_in_words
from feedback.policies import can_open_community_survey, can_open_survey, can_view_questionnaires
from feedback.questionnaire import questionnaire, questionnaires
from feedback.rules import last_day
from feedback.selectors import number_told, questionnaire_for, survey_of
from feedback.services import open_community_survey, open_survey
from feedback.services.community_surveys import plan_community_survey
from sessions_app.models import Session
from sessions_app.selectors import get_visible_session_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def survey_open(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Open feedback on a session, after a page that says in words what will happen."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_open_survey(actor, session))
    if request.method != "POST" and (there := survey_of(session)):
        return redirect("feedback:survey_detail", slug=slug, survey_id=there.pk)
    form = AskForm(request.POST or None, initial={"asked": questionnaire_for(session)})
    refused = ""
    try:
        if request.method == "POST" and form.is_valid():
            survey = open_survey(actor=actor, session=session, asked=form.cleaned_data["asked"])
            _say_opened(request, survey)
            page = "session_desk" if "desk" in request.POST else "session_detail"
            return redirect(f"sessions_app:{page}", slug=slug, session_id=session.pk)
        refuse_if_shut(actor, Stage.LISTEN)
        check_letter_about(session)
    except StageShut as shut:
        refused = shut.html
    except Refused as error:
        refused = error.message
    context = {"refused": refused, "form": form, **_what_will_happen(session)}
    return render(request, "feedback/survey_open.html", context)


def _what_will_happen(session: Session) -> dict[str, Any]:
    asks_comments = are_comments_asked(session.community)
    came, asked = session.attendances.count(), members_asked(session).count()
    plans = plans_in_words(session.community, last_day(session), asks_comments=asks_comments)
    return {
        "session": session,
        "is_caucused": session.is_caucused,
        "community": session.community,
        "came": came,
        "asked": asked,
        "facilitators": came - asked,
        "results_words": plans,
        "closes_on": last_day(session),
        "asks_comments": asks_comments,
        "nav_key": "sessions",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def community_survey_open(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask everybody who came in some days: choose, read what will happen, open."""
    actor = actor_or_404(request, slug)
    require(can_open_community_survey(actor))
    today = clock.today(actor.community.time_zone)
    form = CommunityAskForm(request.POST) if request.POST else CommunityAskForm.for_today(today)
    context: dict[str, Any] = {"form": form, "asked": questionnaires(), "nav_key": "results"}
    try:
        refuse_if_shut(actor, Stage.LISTEN)
        if request.method == "POST" and form.is_valid():
            if "confirmed" in request.POST:
                survey = open_community_survey(actor=actor, **form.cleaned_data)
                _say_opened(request, survey)
                return redirect("feedback:survey_detail", slug=slug, survey_id=survey.pk)
            return _confirm(request, actor, form)
    except StageShut as shut:
        context["refused"] = shut.html
    except Refused as error:
        form.add_error(None, error.message)
    return render(request, "feedback/community_survey_open.html", context)


def _confirm(request: HttpRequest, actor: Actor, form: CommunityAskForm) -> HttpResponse:
    """What will happen, in words; the choices travel on in hidden fields."""
    given = form.cleaned_data
    period_words = plan_community_survey(actor=actor, **given)
    context = {
        "given": given,
        "asked": questionnaire(given["asked"]),
        "number": members_who_came(actor.community, given["from_on"], given["to_on"]).count(),
        "period_words": period_words,
        "asks_comments": are_comments_asked(actor.community),
        "is_caucused": True,
        "typed": [(name, one) for name, one in request.POST.items() if name in _names(form)],
        "nav_key": "results",
    }
    return render(request, "feedback/community_survey_confirm.html", context)


def _names(form: CommunityAskForm) -> set[str]:
    """The names of the form's inputs; a date has three."""
    dates = {"from_on", "to_on", "closes_on"}
    parts = {f"{date}_{part}" for date in dates for part in ("day", "month", "year")}
    return parts | (set(form.fields) - dates)


@require_safe
def questionnaire_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is to ask."""
    actor = actor_or_404(request, slug)
    require(can_view_questionnaires(actor))
    context = {"questionnaires": questionnaires(), "nav_key": "results"}
    return render(request, "feedback/questionnaire_list.html", context)


@require_safe
def questionnaire_detail(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One questionnaire, as people see it."""
    actor = actor_or_404(request, slug)
    require(can_view_questionnaires(actor))
    try:
        asked = questionnaire(code)
    except KeyError:
        raise Http404 from None
    context = {
        "asked": {"questionnaire": asked, "questions": asked.questions},
        "ratings": RATINGS,
        "asks_comments": are_comments_asked(actor.community),
        "nav_key": "results",
    }
    return render(request, "feedback/questionnaire_detail.html", context)


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
