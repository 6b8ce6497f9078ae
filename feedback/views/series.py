"""What was released over a year, and over time."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cop.core import clock
from cop.core.policy import Actor
from feedback.drawn import LEAST_DRAWN
from feedback.forms import DaysForm
from feedback.over_time import asked_over_time, by_period, by_session
from feedback.questionnaire import Questionnaire, Statement
from feedback.rules import rules_of
from feedback.selectors import (
    caucus_names,
    community_results,
    period_results,
    response_total,
    survey_results,
)
from feedback.views.results import SurveyLine, figures_of, reader
from feedback.wording import ratings_words, responses_words
from feedback.yearly import breaks, coverage_words, inside, partly_inside, year_parts, year_so_far


@require_safe
def result_year(request: HttpRequest, slug: str) -> HttpResponse:
    """The figures of the year so far, or of chosen days, added up from releases."""
    actor = reader(request, slug)
    today = clock.today(actor.community.time_zone)
    periods = period_results(actor.community)
    first, last = year_so_far(periods, today)
    form = DaysForm(request.GET or None, initial={"from_on": first, "to_on": last})
    first, last = form.days or (first, last)
    sessions = survey_results(actor.community, from_on=first, to_on=min(last, today))
    context = {
        "form": form,
        "days": (first, last),
        "parts": year_parts(sessions, inside(periods, first, last), caucus_names(actor.community)),
        "partly": partly_inside(periods, first, last),
        "breaks": breaks(sessions),
        "coverage": coverage_words(sessions),
        "lines": [SurveyLine(one, responses_words(one), "") for one in sessions],
        "total": response_total(sessions),
        "of_all": _of_all(actor, first, last),
        "nav_key": "results",
    }
    return render(request, "feedback/result_year.html", context)


@require_safe
def result_trend(request: HttpRequest, slug: str) -> HttpResponse:
    """One statement, session by session and period by period."""
    actor = reader(request, slug)
    sessions = survey_results(actor.community, to_on=clock.today(actor.community.time_zone))
    periods = period_results(actor.community)
    listed = asked_over_time(sessions, periods)
    context: dict[str, object] = {"listed": listed, "least": LEAST_DRAWN, "nav_key": "results"}
    if listed:
        asked, statement = _chosen_or_404(request, listed)
        names = caucus_names(actor.community)
        context |= {
            "asked": asked,
            "statement": statement,
            "by_session": by_session(sessions, asked, statement, names),
            "by_period": by_period(periods, asked, statement, names),
        }
    return render(request, "feedback/result_trend.html", context)


def _of_all(actor: Actor, first: dt.date, last: dt.date) -> list[dict[str, object]]:
    """Surveys of the whole community about these days; they stand by themselves."""
    results = community_results(actor.community, from_on=first, to_on=last)
    return [
        {
            "survey": one.survey,
            "answered": responses_words(one),
            "why_not": ratings_words(one),
            **figures_of(actor, one.ratings, rules_of(one.survey), name=f"all-{place}"),
        }
        for place, one in enumerate(results, 1)
        if one.survey
    ]


def _chosen_or_404(
    request: HttpRequest, listed: list[Questionnaire]
) -> tuple[Questionnaire, Statement]:
    """The statement asked for, or the first there is."""
    found = {(one.code, item.key): (one, item) for one in listed for item in one.statements}
    code, key = next(iter(found))
    wanted = (request.GET.get("asked", code), request.GET.get("statement", key))
    if wanted not in found:
        raise Http404
    return found[wanted]
