"""What was released: figures as types of their own, numbers of responses, the year added up.

Nothing here reads an answer, a slip or an atom. A figure that may not be shown does not exist; why
it is missing is told by the type beside it. Callers ask ``policies.can_view_results`` first.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from cop.core.figures import Count as People
from cop.core.figures import Rough
from cop.members.models import Community
from feedback.disclosure import (
    CellRelease,
    FewerThan,
    Figure,
    Items,
    Lost,
    NoAnswers,
    NotAsked,
    Nothing,
    Purpose,
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
from feedback.questionnaire import USUAL, Questionnaire, parse
from feedback.rules import SurveyRules, rules_of
from sessions_app.enums import SessionState
from sessions_app.models import Session

Rows = dict[tuple[UUID | None, str], list[Released]]


@dataclass(frozen=True, slots=True)
class NotCounted:
    """There is a survey or a period, and its count lies ahead."""


@dataclass(frozen=True, slots=True)
class WithPeriod:
    """The figures of this survey are released with its period, never alone."""


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """What one survey shows. ``attended`` is N, whose denominator every rate names.

    ``ratings`` is NotAsked and NoAnswers exactly where ``responses`` is. ``planning`` is what was
    released of choices for planning, None where there are none or too few answers.
    """

    survey: Survey | None
    attended: People
    responses: ResponseCount | NotCounted
    ratings: Release | Nothing | WithPeriod | NotCounted | NotAsked | NoAnswers | Lost
    planning: Release | None = None

    @property
    def asked(self) -> Questionnaire | None:
        return parse(self.survey.asked) if self.survey else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResult(SurveyResult):
    """The same of one session, asked about or not."""

    session: Session


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """What a period shows of one questionnaire.

    ``surveys`` counts all of them, ``whole`` names those of the whole community among them.
    ``destroyed_unread``: purposes whose comments did not meet their bar.
    """

    asked: Questionnaire
    from_on: dt.date
    to_on: dt.date
    surveys: int
    ratings: Release | Nothing | NotCounted | Lost
    destroyed_unread: tuple[str, ...]
    whole: tuple[str, ...] = ()
    is_caucused: bool = True

    @property
    def sessions(self) -> int:
        return self.surveys - len(self.whole)


def survey_results(
    community: Community, *, from_on: dt.date | None = None, to_on: dt.date | None = None
) -> list[SessionResult]:
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
    released = _by_unit(Released.objects.filter(survey__in=surveys))
    return [
        _session_result(session, session.came_with(session.came), released) for session in listed
    ]


def community_results(
    community: Community, *, from_on: dt.date | None = None, to_on: dt.date | None = None
) -> list[SurveyResult]:
    """The results of surveys about no single session, by the last of their days.

    Only those whose days lie wholly inside from–to.
    """
    surveys = Survey.objects.filter(community=community, session=None)
    if from_on is not None:
        surveys = surveys.filter(from_on__gte=from_on)
    if to_on is not None:
        surveys = surveys.filter(to_on__lte=to_on)
    listed = list(surveys.select_related("period").order_by("to_on", "opens_on"))
    released = _by_unit(Released.objects.filter(survey__in=listed))
    return [_survey_result(survey, survey.present or 0, released) for survey in listed]


def survey_result(survey: Survey) -> SurveyResult:
    """The result of one survey."""
    released = _by_unit(Released.objects.filter(survey=survey))
    if survey.session is None:
        return _survey_result(survey, survey.present or 0, released)
    came = survey.session.came_with(survey.session.attendances.count())
    return _survey_result(survey, came, released)


def period_results(
    community: Community, *, from_on: dt.date | None = None, to_on: dt.date | None = None
) -> list[PeriodResult]:
    """What periods wholly inside from–to release, one for each questionnaire, in date order.

    ``surveys`` counts those whose figures are released with the period: a community may choose
    to release them by session, and such surveys leave nothing here but their comments.
    """
    asked: dict[tuple[Period, str], list[Survey]] = {}
    surveys = Survey.objects.filter(
        period__community=community,
        period__is_pool=False,
        parameters__figures=Rhythm.PERIOD.value,
    )
    for survey in surveys.select_related("period").order_by("period__from_on", "questionnaire"):
        if stands_in_report(
            survey.period.from_on,
            survey.period.to_on,
            report_first=from_on or dt.date.min,
            report_last=to_on or dt.date.max,
        ):
            asked.setdefault((survey.period, survey.questionnaire), []).append(survey)
    released = _by_unit(Released.objects.filter(period__in={period for period, _code in asked}))
    return [
        _period_result(period, own, released.get((period.pk, code), []))
        for (period, code), own in asked.items()
    ]


def pools_unread(community: Community) -> list[Period]:
    """Pools of comments that wait beside figures by session, where some were destroyed unread."""
    pools = Period.objects.filter(community=community, is_pool=True, state=PeriodState.COUNTED)
    return list(pools.exclude(destroyed_unread=[]).order_by("-to_on"))


def _period_result(period: Period, surveys: list[Survey], released: list[Released]) -> PeriodResult:
    asked = parse(surveys[0].asked)
    ratings: Release | Nothing | NotCounted | Lost = NotCounted()
    if period.is_lost:
        ratings = Lost()
    elif period.state == PeriodState.COUNTED:
        items = asked.items_for(Purpose.FINDINGS)
        ratings = _release(released, items, Rhythm.PERIOD) or Nothing()
    return PeriodResult(
        asked,
        period.from_on,
        period.to_on,
        len(surveys),
        ratings,
        tuple(period.destroyed_unread),
        tuple(one.title for one in surveys if one.session_id is None),
        any(rules_of(one).is_caucused for one in surveys),
    )


def year_rows(
    community: Community, *, from_on: dt.date, to_on: dt.date, asked: str = USUAL
) -> tuple[YearRow, ...]:
    """The figures of a report's dates for one questionnaire's code, from releases alone.

    Empty where there is nothing to show. One release of a period is returned as released, several
    are added up; another code is another series.
    """
    return rows_of(
        asked,
        survey_results(community, from_on=from_on, to_on=to_on),
        period_results(community, from_on=from_on, to_on=to_on),
    )


def rows_of(
    asked: str, sessions: Iterable[SessionResult], periods: Iterable[PeriodResult]
) -> tuple[YearRow, ...]:
    """The same of results that are at hand."""
    by_period = [result.ratings for result in periods if result.asked.code == asked]
    by_session = [
        result.ratings
        for result in sessions
        if result.survey and result.survey.questionnaire == asked
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


def _session_result(session: Session, came: People, released: Rows) -> SessionResult:
    survey = _survey_of(session)
    if survey is None:
        return SessionResult(None, came, NotAsked(), NotAsked(), session=session)
    shown = _survey_result(survey, came, released)
    return SessionResult(
        shown.survey,
        shown.attended,
        shown.responses,
        shown.ratings,
        shown.planning,
        session=session,
    )


def _survey_result(survey: Survey, came: People, released: Rows) -> SurveyResult:
    # A rough number is never frozen as an exact one.
    attended = came
    if survey.present is not None and not isinstance(came, Rough):
        attended = survey.present
    if survey.state != SurveyState.COUNTED:
        return SurveyResult(survey, attended, NotCounted(), NotCounted())
    if survey.is_lost:
        return SurveyResult(survey, attended, Lost(), Lost())
    rules = rules_of(survey)
    responses = count_from_store(
        survey.responses, could_answer=survey.could_answer or 0, parameters=rules.parameters
    )
    rows = released.get((survey.pk, survey.questionnaire), [])
    ratings = _ratings(rules, responses, rows)
    planning = _release(rows, rules.asked.items_for(Purpose.PLANNING), Rhythm.SESSION)
    return SurveyResult(survey, attended, responses, ratings, planning)


def _ratings(
    rules: SurveyRules, responses: ResponseCount, rows: list[Released]
) -> Release | Nothing | WithPeriod | NoAnswers:
    if isinstance(responses, NoAnswers):
        return responses
    if isinstance(responses, FewerThan):
        return Nothing()  # by period too: they enter none of its figures
    if rules.figures is Rhythm.PERIOD:
        return WithPeriod()
    items = rules.asked.items_for(Purpose.FINDINGS)
    return _release(rows, items, Rhythm.SESSION) or Nothing()


def _by_unit(figures: Iterable[Released]) -> Rows:
    """Released rows by their survey or period, and by what was asked."""
    found: Rows = {}
    for row in figures:
        found.setdefault((row.survey_id or row.period_id, row.questionnaire), []).append(row)
    return found


def _release(rows: Iterable[Released], items: Items, rhythm: Rhythm) -> Release | None:
    """The cells of these items, in the order they were asked; None where nothing was released."""
    order = {item: place for place, item in enumerate(items)}
    held: dict[str, dict[str, Figure]] = {}
    numbers: dict[str, int] = {}
    own = [row for row in rows if row.item in items]
    for row in sorted(own, key=lambda one: (one.cell, order[one.item])):
        figure = figure_from_value(row.value, row.n, items[row.item])
        held.setdefault(row.cell, {})[row.item] = figure
        numbers[row.cell] = row.n
    cells = tuple(CellRelease(cell, numbers[cell], given) for cell, given in held.items())
    return Release(rhythm, cells) if cells else None
