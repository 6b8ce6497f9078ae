"""The feedback part of a report: released figures, as tables and as numbers for charts."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cop.members.models import Community
from feedback import selectors as feedback
from feedback.disclosure import (
    BANDS,
    AtLeast,
    Band,
    CellRelease,
    Exact,
    Lost,
    NoAnswers,
    NotAsked,
    Release,
    Responses,
    YearFigure,
    YearRow,
)
from reports import figures
from reports.schema import Band as BandName
from reports.schema import (
    Figure,
    PeriodRatings,
    Questionnaire,
    RatingCell,
    Ratings,
    SessionRatings,
    Shown,
    Table,
)
from reports.sentences import coverage_sentence
from sessions_app.models import Session

BAND_NAMES: dict[Band, BandName] = {Band.LOW: "low", Band.MID: "mid", Band.HIGH: "high"}


@dataclass(frozen=True)
class FeedbackPart:
    """What feedback gives to a report. ``coverage`` is empty where there was no session."""

    coverage: str
    rhythm: Literal["session", "period"]
    tables: dict[str, Table]
    ratings: Ratings
    questionnaire: Questionnaire


def feedback_part(
    community: Community, sessions: Sequence[Session], *, from_on: dt.date, to_on: dt.date
) -> FeedbackPart:
    """Everything released for these sessions and days."""
    held = {session.pk for session in sessions}
    results = [
        result
        for result in feedback.survey_results(community, from_on=from_on, to_on=to_on)
        if result.session.pk in held
    ]
    asked = _asked_most(results)
    year = feedback.year_rows(community, from_on=from_on, to_on=to_on, asked=asked.code)
    periods = [
        one
        for one in feedback.period_results(community, from_on=from_on, to_on=to_on)
        if one.asked.code == asked.code
    ]
    by_session = [
        (result.session.key, row)
        for result in results
        if isinstance(result.ratings, Release) and _was_asked(result, asked)
        for row in _rows(result.ratings.cells)
    ]
    responses = [
        figures.SessionResponses(one.session.key, one.responses, one.attended) for one in results
    ]
    return FeedbackPart(
        coverage=_coverage(responses),
        rhythm="session" if by_session else _usual_rhythm(community),
        tables={
            "responses_by_session": figures.responses_by_session(responses),
            "ratings_by_session": figures.ratings_by_session(by_session),
            "ratings_by_period": figures.ratings_by_period(year),
        },
        ratings={
            "by_session": [_session_ratings(result, asked) for result in results],
            "period": _period_ratings(year, results, periods),
        },
        questionnaire=_questionnaire(asked, results),
    )


def _coverage(responses: Sequence[figures.SessionResponses]) -> str:
    """What there is no number of is told by its reason; none of them is 0."""
    if not responses:
        return ""
    others: dict[str, list[str]] = {}
    for one in responses:
        if not isinstance(one.count, Responses):
            others.setdefault(figures.count_words(one.count), []).append(one.key)
    counted = sum(isinstance(one.count, Responses) for one in responses)
    return coverage_sentence(counted, len(responses), others)


def _asked_most(results: Sequence[feedback.SessionResult]) -> feedback.Questionnaire:
    """The usual questionnaire if any session was asked it, or the one most were asked."""
    found = [result.asked for result in results if result.asked is not None]
    usual = feedback.questionnaire_of()
    codes = Counter(one.code for one in found)
    if not codes or usual.code in codes:
        return next((one for one in found if one.code == usual.code), usual)
    [(most, _times)] = codes.most_common(1)
    return next(one for one in found if one.code == most)


def _was_asked(result: feedback.SessionResult, asked: feedback.Questionnaire) -> bool:
    return result.survey is None or result.survey.questionnaire == asked.code


def _usual_rhythm(community: Community) -> Literal["session", "period"]:
    return "session" if community.figures_rhythm == "session" else "period"


def _rows(cells: Sequence[CellRelease]) -> list[YearRow]:
    return [
        YearRow(cell.cell, cell.n, item, figure)
        for cell in cells
        for item, figure in cell.items.items()
    ]


def _session_ratings(
    result: feedback.SessionResult, asked: feedback.Questionnaire
) -> SessionRatings:
    """Figures stand under the words they answer; other questions are on the results page."""
    cells: list[RatingCell] = []
    if not _was_asked(result, asked):
        return {"session": result.session.key, "state": "other_questions", "cells": cells}
    if isinstance(result.ratings, Release):
        cells = _cells(_rows(result.ratings.cells))
    return {"session": result.session.key, "state": _state(result.ratings), "cells": cells}


def _state(ratings: object) -> Shown:
    """Why there are no cells, if there are none: different things, and none of them is 0."""
    match ratings:
        case Release():
            return "released"
        case NotAsked():
            return "not_asked"
        case NoAnswers():
            return "no_answers"
        case feedback.NotCounted():
            return "not_counted"
        case feedback.WithPeriod():
            return "with_period"
        case Lost():
            return "lost"
        case _:
            return "too_few"


def _period_ratings(
    year: Sequence[YearRow],
    results: Sequence[feedback.SurveyResult],
    periods: Sequence[feedback.PeriodResult],
) -> PeriodRatings:
    released = [one for one in periods if isinstance(one.ratings, Release)]
    state: Shown = "released"
    if not year:
        asked = [result for result in results if not isinstance(result.responses, NotAsked)]
        if not asked:
            state = "not_asked"
        elif any(one == feedback.NotCounted() for one in _ratings_of(results, periods)):
            state = "not_counted"
        elif any(isinstance(one.ratings, Lost) for one in periods):
            state = "lost"
        else:
            state = "too_few"
    source: Literal["release", "sum"] = "release" if len(released) == 1 else "sum"
    return {"state": state, "source": source, "cells": _cells(year)}


def _ratings_of(
    results: Sequence[feedback.SurveyResult], periods: Sequence[feedback.PeriodResult]
) -> list[object]:
    return [*(one.ratings for one in periods), *(one.ratings for one in results)]


def _cells(rows: Sequence[YearRow]) -> list[RatingCell]:
    """Rows put together by cell; n is the largest of its items, which are the same in a release."""
    cells: dict[str, RatingCell] = {}
    for row in rows:
        if row.figure.bands != BANDS:
            continue  # choices stand on the results page
        cell = cells.setdefault(row.cell, {"cell": row.cell, "n": row.n, "figures": []})
        cell["n"] = max(cell["n"], row.n)
        cell["figures"].append(_figure(row.item, row.figure))
    return list(cells.values())


def _figure(item: str, figure: YearFigure) -> Figure:
    match figure:
        case Exact((low, mid, high)):
            return {"item": item, "kind": "exact", "low": low, "mid": mid, "high": high}
        case AtLeast(band, at_least, _n):
            named = BAND_NAMES[Band(band)]
            return {"item": item, "kind": "at_least", "band": named, "at_least": at_least}
        case interval:
            return {
                "item": item,
                "kind": "interval",
                "low": list(interval.bounds(Band.LOW)),
                "mid": list(interval.bounds(Band.MID)),
                "high": list(interval.bounds(Band.HIGH)),
            }


def _questionnaire(
    asked: feedback.Questionnaire, results: Sequence[feedback.SessionResult]
) -> Questionnaire:
    return {
        "code": asked.code,
        "title": asked.title,
        "stem": asked.stem,
        "items": [
            {
                "key": statement.key,
                "text": statement.text,
                "polarity": "negative" if statement.polarity == "negative" else "positive",
            }
            for statement in asked.statements
        ],
        "scale": [asked.min_label, asked.max_label],
        "questions": [
            {"key": question.key, "text": question.text}
            for question in feedback.questions_asked(asked, (one.survey for one in results))
        ],
    }
