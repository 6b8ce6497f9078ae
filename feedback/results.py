"""What was released: figures as types of their own, numbers of responses, the year added up.

Nothing here reads an answer, a slip or an atom. A figure that may not be shown does not exist; why
it is missing is told by the type beside it. Callers ask ``policies.can_view_results`` first.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from cop.core.figures import Count as People
from cop.core.figures import Rough
from cop.members.models import Community
from feedback.disclosure import (
    CellRelease,
    NoAnswers,
    NotAsked,
    Nothing,
    Release,
    ResponseCount,
    ResponseTotal,
    Rhythm,
    YearRow,
    annual_figures,
    count_from_store,
    figure_from_value,
    stands_in_report,
    total_responses,
)
from feedback.enums import PeriodState, SurveyState
from feedback.models import Period, Released, Survey
from feedback.questionnaire import LATEST, questionnaire
from feedback.rules import SurveyRules, rules_of
from sessions_app.enums import SessionState
from sessions_app.models import Session


@dataclass(frozen=True, slots=True)
class NotCounted:
    """There is a survey or a period, and its count lies ahead."""


@dataclass(frozen=True, slots=True)
class WithPeriod:
    """The figures of this survey are released with its period, never alone."""


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """What one session's survey shows. ``attended`` is N, whose denominator every rate names.

    ``ratings`` is NotAsked and NoAnswers exactly where ``responses`` is.
    """

    session: Session
    survey: Survey | None
    attended: People
    responses: ResponseCount | NotCounted
    ratings: Release | Nothing | WithPeriod | NotCounted | NotAsked | NoAnswers


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """What a period shows. ``destroyed_unread``: purposes whose comments did not meet their bar."""

    from_on: dt.date
    to_on: dt.date
    surveys: int
    ratings: Release | Nothing | NotCounted
    destroyed_unread: tuple[str, ...]


def survey_results(
    community: Community, *, from_on: dt.date | None = None, to_on: dt.date | None = None
) -> list[SurveyResult]:
    """One result for every session held from–to (both days included), asked or not, in date order.

    Cancelled sessions are left out. A fixed number of queries.
    """
    sessions = Session.objects.filter(community=community).exclude(state=SessionState.CANCELLED)
    if from_on is not None:
        sessions = sessions.filter(held_on__gte=from_on)
    if to_on is not None:
        sessions = sessions.filter(held_on__lte=to_on)
    found = sessions.select_related("survey", "community").annotate(came=Count("attendances"))
    listed = list(found.order_by("held_on", "starts_at", "pk"))
    surveys = [survey for session in listed if (survey := _survey_of(session))]
    released = _releases(Released.objects.filter(survey__in=surveys), "survey_id")
    return [_survey_result(session, released) for session in listed]


def survey_result(session: Session) -> SurveyResult:
    """The result of one session."""
    survey = _survey_of(session)
    session.came = session.attendances.count()  # type: ignore[attr-defined]  # as annotated above
    figures = Released.objects.filter(survey=survey) if survey else Released.objects.none()
    return _survey_result(session, _releases(figures, "survey_id"))


def period_results(
    community: Community, *, from_on: dt.date | None = None, to_on: dt.date | None = None
) -> list[PeriodResult]:
    """The periods with figures of their own that lie wholly inside from–to, in date order.

    ``surveys`` counts those whose figures are released with the period: a community may choose
    to release them by session, and such surveys leave nothing here but their comments.
    """
    released_here = Q(surveys__parameters__figures=Rhythm.PERIOD.value)
    periods = [
        period
        for period in Period.objects.filter(community=community, is_pool=False)
        .annotate(asked=Count("surveys", filter=released_here))
        .filter(asked__gt=0)
        .order_by("from_on")
        if stands_in_report(
            period.from_on,
            period.to_on,
            report_first=from_on or dt.date.min,
            report_last=to_on or dt.date.max,
        )
    ]
    released = _releases(Released.objects.filter(period__in=periods), "period_id")
    return [
        PeriodResult(
            period.from_on,
            period.to_on,
            period.asked,
            released.get(period.pk, Nothing())
            if period.state == PeriodState.COUNTED
            else NotCounted(),
            tuple(period.destroyed_unread),
        )
        for period in periods
    ]


def year_rows(community: Community, *, from_on: dt.date, to_on: dt.date) -> tuple[YearRow, ...]:
    """The figures of a report's dates, from releases alone; empty where there is nothing to show.

    One release of a period is returned as released, several are added up.
    """
    by_period = [
        result.ratings for result in period_results(community, from_on=from_on, to_on=to_on)
    ]
    by_session = [
        result.ratings for result in survey_results(community, from_on=from_on, to_on=to_on)
    ]
    return annual_figures([one for one in (*by_period, *by_session) if isinstance(one, Release)])


def response_total(results: Iterable[SurveyResult]) -> ResponseTotal | None:
    """Responses and attendances over the sessions whose number is shown; None where none is."""
    return total_responses(
        (result.responses, result.attended)
        for result in results
        if not isinstance(result.responses, NotCounted)
    )


def _survey_of(session: Session) -> Survey | None:
    try:
        return session.survey
    except Survey.DoesNotExist:
        return None


def _survey_result(session: Session, released: dict[object, Release]) -> SurveyResult:
    survey = _survey_of(session)
    came = session.came_with(session.came)  # type: ignore[attr-defined]  # annotated by both callers
    if survey is None:
        return SurveyResult(session, None, came, NotAsked(), NotAsked())
    # A rough number is never frozen as an exact one.
    attended = came
    if survey.present is not None and not isinstance(came, Rough):
        attended = survey.present
    if survey.state != SurveyState.COUNTED:
        return SurveyResult(session, survey, attended, NotCounted(), NotCounted())
    rules = rules_of(survey)
    responses = count_from_store(
        survey.responses, could_answer=survey.could_answer or 0, parameters=rules.parameters
    )
    ratings = _ratings(survey, rules, responses, released)
    return SurveyResult(session, survey, attended, responses, ratings)


def _ratings(
    survey: Survey,
    rules: SurveyRules,
    responses: ResponseCount,
    released: dict[object, Release],
) -> Release | Nothing | WithPeriod | NoAnswers:
    if isinstance(responses, NoAnswers):
        return responses
    if rules.figures is Rhythm.PERIOD:
        return WithPeriod()
    return released.get(survey.pk, Nothing())


def _releases(figures: QuerySet[Released], unit: str) -> dict[object, Release]:
    """Releases by the id of their survey or period, items in the questionnaire's order."""
    order = {item: place for place, item in enumerate(questionnaire(LATEST).items)}
    rhythm = Rhythm.SESSION if unit == "survey_id" else Rhythm.PERIOD
    cells: dict[object, dict[str, CellRelease]] = {}
    for row in sorted(figures, key=lambda one: (one.cell, order[one.item])):
        held = cells.setdefault(getattr(row, unit), {})
        before = held[row.cell].items if row.cell in held else {}
        figure = figure_from_value(row.value, row.n)
        held[row.cell] = CellRelease(row.cell, row.n, {**before, row.item: figure})
    return {key: Release(rhythm, tuple(held.values())) for key, held in cells.items()}
