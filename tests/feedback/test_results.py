"""Who may read what was released, and at what cost in queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.disclosure import NotAsked
from feedback.models import Released, Survey
from feedback.policies import can_import_responses, can_view_results
from feedback.selectors import period_results, survey_results, year_rows
from sessions_app.enums import SessionState
from tests.feedback.ballots import opened, session_with

EVERYBODY = ("amara", "tom", "bilal", "rosa", "ines", "nkechi", "okafor", "dana", "grace", "sam")


def test_members_read_results_when_their_community_chose(cast):
    may = {name for name in EVERYBODY if can_view_results(cast.actor(name))}
    assert may == set(EVERYBODY) - {"grace", "sam"}
    cast.community.results_moment = "edition"
    cast.community.save()
    may = {name for name in EVERYBODY if can_view_results(cast.actor(name))}
    assert may == set(EVERYBODY) - {"grace", "sam", "rosa"}


def test_no_person_imports(cast):
    assert not any(can_import_responses(cast.actor(name)) for name in EVERYBODY)


def released_session(community, number: int) -> None:
    survey = opened(community, [], key=f"S{number}")
    for cell in ("racially_minoritised", "white"):
        Released.objects.bulk_create(
            Released(
                survey=survey,
                questionnaire=survey.questionnaire,
                cell=cell,
                item=item,
                kind="exact",
                n=6,
                value={"low": 2, "mid": 2, "high": 2},
            )
            for item in "gfedcba"
        )
    Survey.objects.filter(pk=survey.pk).update(
        state="counted", present=12, could_answer=12, responses=12
    )


@pytest.mark.parametrize("sessions", [1, 10])
def test_results_cost_the_same_for_one_session_and_for_ten(cast, sessions):
    cast.community.figures_rhythm = cast.community.comments_rhythm = "session"
    cast.community.save()
    for number in range(sessions):
        released_session(cast.community, number)
    with CaptureQueriesContext(connection) as queries:
        results = survey_results(cast.community)
    assert len(queries) == 2
    assert len(results) == sessions
    assert list(results[0].ratings.cells[0].items) == list("abcdefg")
    with CaptureQueriesContext(connection) as queries:
        assert period_results(cast.community) == []
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        year_rows(cast.community, from_on=dt.date(2000, 1, 1), to_on=dt.date(2100, 1, 1))
    assert len(queries) == 3


def test_sessions_without_a_survey_were_not_asked_and_cancelled_ones_are_left_out(cast):
    session_with(cast.community, [cast.members["rosa"]])
    cancelled = session_with(cast.community, [], key="S2")
    cancelled.state = SessionState.CANCELLED
    cancelled.save()
    [result] = survey_results(cast.community)
    assert (result.responses, result.ratings, result.attended) == (NotAsked(), NotAsked(), 1)
