"""What was released, for those who may read it."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.core.registry import sections_within
from cop.members.selectors import actor_or_404
from feedback.disclosure import FewerThan, Lost, Nothing, Release, Rhythm
from feedback.drawn import release_view
from feedback.forms import NextStepsForm
from feedback.models import Period
from feedback.opening import short_period_words
from feedback.policies import can_open_community_survey, can_view_results, can_write_next_steps
from feedback.progress import phase_of
from feedback.reviewed import topics_of
from feedback.rules import SurveyRules, last_day, rules_of
from feedback.selectors import (
    PeriodResult,
    SessionResult,
    SurveyResult,
    WithPeriod,
    caucus_names,
    community_results,
    get_survey_or_404,
    next_steps_of,
    period_results,
    pools_unread,
    response_total,
    survey_result,
    survey_results,
)
from feedback.services import write_next_steps
from feedback.wording import (
    is_counting,
    missing_words,
    period_words,
    phase_words,
    ratings_words,
    responses_words,
    unread_words,
)


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A survey, or a session that had none: words where there is no figure."""

    result: SurveyResult
    answered: str
    why_not: str


@dataclass(frozen=True, slots=True)
class PeriodLine:
    result: PeriodResult
    why_not: str
    is_short: str


@require_safe
def result_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every session, and every period with figures of its own."""
    actor = reader(request, slug)
    results = [
        one
        for one in survey_results(actor.community, to_on=clock.today(actor.community.time_zone))
        if one.survey or one.session.has_begun
    ]
    periods = period_results(actor.community)
    lines = [_session_line(one) for one in results]
    context = {
        "lines": lines[::-1],
        "of_all": [
            SurveyLine(one, responses_words(one), ratings_words(one))
            for one in reversed(community_results(actor.community))
        ],
        "has_periods": any(isinstance(one.ratings, WithPeriod) for one in results),
        "periods": [_period_line(actor, one) for one in reversed(periods)],
        "pools": _pools_unread(actor),
        "total": response_total(results),
        "community": actor.community,
        "links": sections_within(actor, "results"),
        "may_ask": can_open_community_survey(actor),
        "nav_key": "results",
    }
    return render(request, "feedback/result_list.html", context)


def _session_line(result: SessionResult) -> SurveyLine:
    """A session's line; one whose feedback can still be opened has not gone without."""
    session = result.session
    ahead = last_day(session) >= clock.today(session.community.time_zone)
    if result.survey is None and session.questionnaire and ahead:
        return SurveyLine(result, _("not asked yet"), _("Feedback is not opened yet."))
    return SurveyLine(result, responses_words(result), _in_the_list(result))


@require_safe
def result_detail(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """One session's results."""
    actor = reader(request, slug)
    survey = get_survey_or_404(actor, survey_id)
    result, rules = survey_result(survey), rules_of(survey)
    phase = phase_of(survey.pk) if is_counting(result) else None
    context = {
        "result": result,
        "survey": survey,
        "answered": responses_words(result),
        "why_not": ratings_words(result),
        "missing": missing_words(result),
        "is_counting": is_counting(result),
        "phase": phase,
        "phase_words": phase_words(phase),
        "topics": topics_of(survey),
        "next_steps": next_steps_of(survey),
        "may_write": can_write_next_steps(actor, survey),
        "planning": figures_of(actor, result.planning, rules, name="planning"),
        **figures_of(actor, result.ratings, rules),
    }
    return render(request, "feedback/result_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def next_steps_change(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """Say what happens next, or take it back."""
    actor = reader(request, slug)
    survey = get_survey_or_404(actor, survey_id)
    require(can_write_next_steps(actor, survey))
    form = NextStepsForm(request.POST or None, initial={"words": next_steps_of(survey)})
    if request.method == "POST" and form.is_valid():
        try:
            write_next_steps(actor=actor, survey=survey, words=form.cleaned_data["words"])
            messages.success(request, _("Saved."))
            return redirect("feedback:result_detail", slug=slug, survey_id=survey.pk)
        except Refused as refused:
            form.add_error(None, refused.message)
    context = {"form": form, "survey": survey, "nav_key": "results"}
    return render(request, "feedback/next_steps_change.html", context)


@require_safe
def period_detail(request: HttpRequest, slug: str, from_on: str) -> HttpResponse:
    """A period's results; it is known by its first day, since periods never overlap."""
    actor = reader(request, slug)
    first = _day_or_404(from_on)
    results = [one for one in period_results(actor.community) if one.from_on == first]
    if not results:
        raise Http404
    result = results[0]
    asked = survey_results(actor.community, from_on=result.from_on, to_on=result.to_on)
    of_all = _counted_with(actor, first) if any(one.whole for one in results) else []
    listed = [*asked, *of_all]
    context = {
        "result": result,
        "unread": _unread(result),
        "lines": [SurveyLine(one, responses_words(one), "") for one in listed],
        "has_few": any(isinstance(one.responses, FewerThan) for one in listed),
        "whole": of_all,
        "total": response_total(asked),
        "parts": [
            {
                "title": one.asked.title if len(results) > 1 else "",
                "why_not": period_words(one),
                **figures_of(actor, one.ratings, one, name=f"ratings-{place}"),
            }
            for place, one in enumerate(results, 1)
        ],
        "nav_key": "results",
    }
    return render(request, "feedback/period_detail.html", context)


def _pools_unread(actor: Actor) -> list[tuple[Period, str]]:
    """Pools have no page of their own."""
    found = pools_unread(actor.community)
    return [(pool, unread_words(is_lost=pool.is_lost)) for pool in found]


def _unread(result: PeriodResult) -> str:
    """What is not said by why there are no figures."""
    is_lost = isinstance(result.ratings, Lost)
    return unread_words(is_lost=False) if result.destroyed_unread and not is_lost else ""


def _counted_with(actor: Actor, first: dt.date) -> list[SurveyResult]:
    """Surveys of the whole community whose figures are released with the period of that day."""
    return [
        one
        for one in community_results(actor.community)
        if one.survey
        and one.survey.period.from_on == first
        and rules_of(one.survey).figures is Rhythm.PERIOD
    ]


def reader(request: HttpRequest, slug: str) -> Actor:
    """Whoever may read what was released."""
    actor = actor_or_404(request, slug)
    require(can_view_results(actor))
    return actor


def _in_the_list(result: SurveyResult) -> str:
    """Why there are no figures; what holds for many sessions is said once above them."""
    if isinstance(result.ratings, WithPeriod):
        return _("With the period")
    if isinstance(result.ratings, Nothing):
        return _("Too few answers")
    return ratings_words(result)


def _period_line(actor: Actor, result: PeriodResult) -> PeriodLine:
    is_short = short_period_words(actor.community, result.from_on, result.to_on)
    return PeriodLine(result, period_words(result), is_short)


def figures_of(
    actor: Actor, ratings: object, of: SurveyRules | PeriodResult, *, name: str = "ratings"
) -> dict[str, object]:
    """The release as the page prints it, if there is one."""
    shown = None
    if isinstance(ratings, Release):
        names = caucus_names(actor.community)
        shown = release_view(ratings, of.asked, names, name=name, is_caucused=of.is_caucused)
    return {"release": shown, "asked": of.asked, "nav_key": "results"}


def _day_or_404(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
