"""How long a count takes, in both rhythms."""

import datetime as dt
import time
from collections.abc import Callable
from uuid import UUID

from bench import cpu, world
from bench.gates import Results
from cop.core import clock
from cop.members.models import Community
from feedback.enums import PeriodState, SurveyState
from feedback.models import Atom, Period, Survey
from feedback.services import count_period, count_survey
from tests.feedback import ballots
from tests.people import Cast

RHYTHMS = ("session", "period")


def measure(cast: Cast, results: Results) -> None:
    """60 responses to a session's survey, 2,000 to one of the whole community."""
    for rhythm in RHYTHMS:
        world.choose_rhythm(cast.community, rhythm)
        _session(cast.community, 60, rhythm, results)
    _period(cast.community, results)
    world.choose_rhythm(cast.community, "session")
    _everybody(cast.community, 2000, results)
    world.choose_rhythm(cast.community, "period")
    _large_period(cast.community, 2000, results)


def _session(community: Community, number: int, rhythm: str, results: Results) -> None:
    key = f"C{rhythm[0]}"
    came = world.crowd(community, number, key=key)
    survey = world.survey_with(community, came, key=key, filled=number)
    _count(f"count of {number}, released by {rhythm}", survey, 5, results)


def _everybody(community: Community, number: int, results: Results) -> None:
    began = time.perf_counter()
    survey = world.whole_community_survey(community, number, key="E")
    results.tell(f"opening for {number:,}, and filling the box", _seconds(began))
    _count(f"count of {number:,}, of the whole community", survey, 60, results)


def _large_period(community: Community, number: int, results: Results) -> None:
    came = world.crowd(community, number, key="L")
    survey = world.survey_with(community, came, key="L", filled=number)
    _count(f"count of {number:,}, released by period", survey, 60, results)
    _period(community, results)


def _period(community: Community, results: Results) -> None:
    """Every open period of the community, as if it were over."""
    for period in community.periods.filter(state=PeriodState.OPEN, is_pool=False):
        number = Atom.objects.filter(period=period).count()
        if number:
            _let_be_over(period)
            _timed(
                f"count of a period of {number:,} atoms",
                count_period,
                "period_id",
                period.pk,
                60,
                results,
            )


def _let_be_over(period: Period) -> None:
    """As if it had been one day, before those that were counted here."""
    before = period.community.periods.filter(state=PeriodState.COUNTED).count()
    day = clock.today(period.community.time_zone) - dt.timedelta(days=3 + before)
    Period.objects.filter(pk=period.pk).update(from_on=day, to_on=day)


def _count(what: str, survey: Survey, most: float, results: Results) -> None:
    ballots.close(survey)
    _timed(what, count_survey, "survey_id", survey.pk, most, results)
    survey.refresh_from_db()
    if survey.state != SurveyState.COUNTED:
        raise RuntimeError(f"{what}: it is not counted")


def _timed(
    what: str, count: Callable[..., None], name: str, owner: UUID, most: float, results: Results
) -> None:
    cost = cpu.once(lambda: count(**{name: owner}))
    results.cost(what, cost, None)
    results.gate(what, cost.walls[0] / 1000, most, " s")


def _seconds(began: float) -> str:
    return f"{time.perf_counter() - began:.1f} s"
