"""Reads of surveys, and the door to what was released (``feedback.results``).

No selector says who has collected a paper or answered, how many envelopes there are before the
count, or what is in one.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from caucus.models import Caucus
from cop.core import clock
from cop.core.policy import Actor
from feedback.box import keys
from feedback.box.count import is_due
from feedback.disclosure import Parameters, Rhythm
from feedback.enums import PeriodState, SurveyState
from feedback.models import Eligibility, Period, Survey
from feedback.policies import can_view_survey
from feedback.questionnaire import LATEST, Question, Questionnaire, questionnaire
from feedback.results import (
    NotCounted,
    PeriodResult,
    SurveyResult,
    WithPeriod,
    period_results,
    response_total,
    survey_result,
    survey_results,
    year_rows,
)
from feedback.rules import rules_of
from feedback.services.envelopes import encode
from feedback.services.surveys import DAYS_OPEN
from sessions_app.models import Session

__all__ = [
    "BallotForm",
    "CaucusChoice",
    "NotCounted",
    "PeriodResult",
    "Questionnaire",
    "SurveyCard",
    "SurveyResult",
    "WithPeriod",
    "ballot_form",
    "get_public_survey_or_404",
    "get_survey_or_404",
    "is_open",
    "may_collect",
    "open_surveys_asking",
    "overdue_keys",
    "period_results",
    "questionnaire_of",
    "response_total",
    "survey_card",
    "survey_of",
    "survey_result",
    "survey_results",
    "year_rows",
]

LONGEST_AFTER = 1
"""Days a key may outlive its survey or period before somebody must look."""


@dataclass(frozen=True, slots=True)
class SurveyCard:
    """What everybody may know of a survey before and while it is open.

    ``present`` is N: members who came, final once the register is closed. ``added`` is how many
    were added to the survey after it opened. Keys are base64url.
    """

    survey: Survey
    session: Session
    is_open: bool
    closes_on: dt.date
    present: int
    present_is_final: bool
    added: int
    parameters: Parameters
    figures_rhythm: Rhythm
    comments_rhythm: Rhythm
    period: tuple[dt.date, dt.date]
    fingerprint: str
    paper_public_key_b64: str
    box_public_key_b64: str


@dataclass(frozen=True, slots=True)
class CaucusChoice:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class BallotForm:
    """The form, the same for everybody. ``questions`` are the open questions asked."""

    questionnaire: Questionnaire
    questions: tuple[Question, ...]
    caucuses: tuple[CaucusChoice, ...]


def survey_of(session: Session) -> Survey | None:
    """The survey of a session, open or not."""
    return Survey.objects.filter(session=session).first()


def open_surveys_asking(actor: Actor) -> list[Survey]:
    """Open surveys that ask the actor, before and after they answered; one query."""
    if actor.member is None:
        return []
    found = Survey.objects.filter(
        community=actor.community, state=SurveyState.OPEN, eligibilities__member=actor.member
    )
    return [one for one in found.select_related("session", "community") if is_open(one)]


def is_open(survey: Survey) -> bool:
    """Whether the survey gives out papers and takes envelopes today."""
    return survey.state == SurveyState.OPEN and not is_due(survey)


def get_survey_or_404(actor: Actor, survey_id: UUID) -> Survey:
    """Door: a survey of the actor's community; guests are not asked."""
    survey = _surveys().filter(pk=survey_id, community=actor.community).first()
    if survey is None or not can_view_survey(actor, survey):
        raise Http404
    return survey


def get_public_survey_or_404(survey_id: UUID) -> Survey:
    """Door of the landing page and the form, which everybody with the address may open."""
    survey = _surveys().filter(pk=survey_id).exclude(state=SurveyState.DRAFT).first()
    if survey is None:
        raise Http404
    return survey


def survey_card(survey: Survey) -> SurveyCard:
    """The facts beside the promise; for everybody with the address."""
    rules = rules_of(survey)
    final = survey.present is not None
    return SurveyCard(
        survey=survey,
        session=survey.session,
        is_open=is_open(survey),
        closes_on=survey.closes_on,
        present=survey.present if survey.present is not None else _came(survey),
        present_is_final=final,
        added=survey.added,
        parameters=rules.parameters,
        figures_rhythm=rules.figures,
        comments_rhythm=rules.comments,
        period=(survey.period.from_on, survey.period.to_on),
        fingerprint=survey.fingerprint,
        paper_public_key_b64=encode(bytes(survey.paper_public_key)),
        box_public_key_b64=encode(bytes(survey.box_public_key)),
    )


def questionnaire_of(survey: Survey | None = None) -> Questionnaire:
    """The questionnaire a survey was opened with; without one, the latest."""
    return questionnaire(survey.questionnaire) if survey else questionnaire(LATEST)


def ballot_form(survey: Survey) -> BallotForm:
    """What the form asks. Caucuses are those of the opening, in the community's order."""
    rules = rules_of(survey)
    asked = questionnaire(survey.questionnaire)
    names = dict(Caucus.objects.filter(community=survey.community_id).values_list("key", "name"))
    return BallotForm(
        questionnaire=asked,
        questions=tuple(one for one in asked.questions if one.key in rules.questions),
        caucuses=tuple(CaucusChoice(key, names.get(key, key)) for key in rules.caucuses),
    )


def may_collect(actor: Actor, survey: Survey) -> bool:
    """Whether this survey asks the actor. The same before and after they answered."""
    if actor.member is None or not is_open(survey):
        return False
    return Eligibility.objects.filter(survey=survey, member=actor.member).exists()


def overdue_keys() -> list[str]:
    """Alarm: keys that outlive their survey or period by a day, and keys of nothing known."""
    overdue = []
    for kept in keys.kept():
        limit = _last_day(kept.owner)
        if limit is None:
            late = kept.days > LONGEST_AFTER
        else:
            late = clock.today() > limit + dt.timedelta(days=LONGEST_AFTER)
        if late:
            overdue.append(str(kept.owner))
    return overdue


def _last_day(owner: UUID) -> dt.date | None:
    survey = Survey.objects.filter(pk=owner).first()
    if survey is not None:
        return survey.closes_on
    period = Period.objects.filter(pk=owner).first()
    if period is None:
        return None
    if period.state == PeriodState.COUNTED:
        return period.to_on
    return period.to_on + dt.timedelta(days=DAYS_OPEN)


def _surveys() -> QuerySet[Survey]:
    return Survey.objects.select_related("community", "session", "period")


def _came(survey: Survey) -> int:
    return survey.session.attendances.count()
