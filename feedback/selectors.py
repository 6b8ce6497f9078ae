"""Reads of surveys, and the door to what was released (``feedback.results``).

No selector says who has collected a paper or answered, how many envelopes there are before the
count, or what is in one.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from caucus.selectors import caucuses_of
from cop.core import clock
from cop.core.figures import Count
from cop.core.policy import Actor
from cop.members.models import Community
from feedback.asked import eligibilities_of, everybody_asked
from feedback.box import keys, receipts
from feedback.box.base64url import encode
from feedback.disclosure import Parameters, Rhythm
from feedback.enums import PeriodState, SurveyState
from feedback.models import NextSteps, Period, Survey, Told
from feedback.policies import can_view_survey
from feedback.questionnaire import USUAL, Question, Questionnaire, parse, questionnaire
from feedback.results import (
    NotCounted,
    PeriodResult,
    SessionResult,
    SurveyResult,
    WithPeriod,
    community_results,
    period_results,
    pools_unread,
    response_total,
    survey_result,
    survey_results,
    year_rows,
)
from feedback.review.names import holds_a_name
from feedback.reviewed import (
    quotable_comments,
    review_numbers,
    topics_of,
)
from feedback.rules import is_open, last_day_after, rules_of
from sessions_app.models import Session
from sessions_app.policies import DAYS_AFTER

__all__ = [
    "BallotForm",
    "NotCounted",
    "PeriodResult",
    "Questionnaire",
    "SessionResult",
    "SurveyCard",
    "SurveyResult",
    "WithPeriod",
    "ballot_form",
    "boxes_not_opened",
    "boxes_too_full",
    "caucus_names",
    "community_results",
    "get_public_survey_or_404",
    "get_survey_or_404",
    "holds_a_name",
    "may_collect",
    "next_steps_of",
    "number_told",
    "open_surveys_asking",
    "overdue_keys",
    "own_mark",
    "period_results",
    "pools_unread",
    "questionnaire_for",
    "questionnaire_of",
    "questions_asked",
    "quotable_comments",
    "response_total",
    "review_numbers",
    "survey_card",
    "survey_of",
    "survey_result",
    "survey_results",
    "topics_of",
    "year_rows",
]

LONGEST_AFTER = 1
"""Days a key may outlive its survey or period before somebody must look."""
REMEMBERED = 30
"""Days after a count for which a box that was too full is an alarm; the page says it always."""


@dataclass(frozen=True, slots=True)
class SurveyCard:
    """What everybody may know of a survey before and while it is open.

    ``days`` are those it asks about, a session's twice. ``present`` is N: members who came, final
    once the register is closed. ``added`` is how many were added to the survey after it opened.
    ``headcount`` stands for N where no names are known.
    Keys are base64url.
    """

    survey: Survey
    session: Session | None
    name: str
    days: tuple[dt.date, dt.date]
    is_open: bool
    has_counted_list: bool
    closes_on: dt.date
    present: int
    headcount: Count | None
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
    found = Survey.objects.filter(
        community=actor.community,
        state=SurveyState.OPEN,
        pk__in=eligibilities_of(actor).values("survey"),
    )
    return [one for one in found.select_related("session", "community") if is_open(one)]


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
        name=survey.name,
        days=survey.days,
        is_open=is_open(survey),
        has_counted_list=receipts.is_published(survey),
        closes_on=survey.closes_on,
        headcount=survey.session.headcount_known if survey.session else None,
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
    """The questionnaire a survey was opened with; without one, the usual."""
    return parse(survey.asked) if survey else questionnaire(USUAL)


def questionnaire_for(session: Session) -> str:
    """The code of what the session's format asks; "" where it asks nothing."""
    return session.questionnaire


def ballot_form(survey: Survey) -> BallotForm:
    """What the form asks. Caucuses are those of the opening, in the community's order."""
    rules = rules_of(survey)
    asked = rules.asked
    names = caucus_names(survey.community)
    return BallotForm(
        questionnaire=asked,
        questions=tuple(one for one in asked.questions if one.key in rules.questions),
        caucuses=tuple(CaucusChoice(key, names.get(key, key)) for key in rules.caucuses),
    )


def questions_asked(asked: Questionnaire, surveys: Iterable[Survey | None]) -> list[Question]:
    """The open questions that any of these surveys put; there are none without an evaluator."""
    put = [one for one in surveys if one is not None and one.questionnaire == asked.code]
    keys = {key for one in put for key in rules_of(one).questions}
    return [question for question in asked.questions if question.key in keys]


def caucus_names(community: Community) -> dict[str, str]:
    """The caucuses' names by their keys, in the community's order."""
    return {one.key: one.name for one in caucuses_of(community)}


def next_steps_of(survey: Survey) -> str:
    """What those who asked say they will do; "" where they have not."""
    found = NextSteps.objects.filter(survey=survey)
    return found.values_list("text", flat=True).first() or ""


def may_collect(actor: Actor, survey: Survey) -> bool:
    """Whether this survey asks the actor. The same before and after they answered."""
    return own_mark(actor, survey) is not None


def own_mark(actor: Actor, survey: Survey) -> str | None:
    """What tells the actor's unused paper from somebody else's in one browser; None: not asked.

    It says nothing else, and a browser never sends it.
    """
    if not is_open(survey):
        return None
    own = eligibilities_of(actor).filter(survey=survey)
    return own.values_list("mark", flat=True).first()


def number_told(survey: Survey) -> int:
    """How many of those who came have had the survey's mail."""
    return Told.objects.filter(survey=survey).count()


def overdue_keys() -> list[str]:
    """Alarm: keys that outlive their survey or period by a day, and keys of nothing known."""
    kept = keys.kept()
    limits = _last_days([one.owner for one in kept])
    today, longest = clock.today(settings.TIME_ZONE), dt.timedelta(days=LONGEST_AFTER)
    return [
        str(one.owner)
        for one in kept
        if (
            today > limits[one.owner] + longest if one.owner in limits else one.days > LONGEST_AFTER
        )
    ]


def boxes_not_opened() -> int:
    """Alarm: surveys and periods counted a day late, because a key is lost or no worker runs.

    A period that only waits for one of its surveys is not late itself.
    """
    before = clock.today(settings.TIME_ZONE) - dt.timedelta(days=LONGEST_AFTER)
    surveys = Survey.objects.exclude(state=SurveyState.COUNTED)
    late = surveys.filter(closes_on__lt=before).count()
    over = before - dt.timedelta(days=DAYS_AFTER)
    periods = Period.objects.filter(state=PeriodState.OPEN, to_on__lt=over)
    return late + periods.exclude(pk__in=surveys.values("period")).count()


def boxes_too_full() -> int:
    """Alarm: surveys of late in whose box lay more answers than papers had been given out."""
    since = clock.today(settings.TIME_ZONE) - dt.timedelta(days=REMEMBERED)
    return Survey.objects.filter(is_overfull=True, counted_on__gte=since).count()


def _last_days(owners: list[UUID]) -> dict[UUID, dt.date]:
    """The day after which each key has served, in two queries whatever their number."""
    surveys = Survey.objects.filter(pk__in=owners).values_list("pk", "closes_on")
    periods = Period.objects.filter(pk__in=owners).values_list("pk", "to_on", "state")
    return dict(surveys) | {
        pk: to_on if state == PeriodState.COUNTED else last_day_after(to_on)
        for pk, to_on, state in periods
    }


def _surveys() -> QuerySet[Survey]:
    return Survey.objects.select_related("community", "session", "period")


def _came(survey: Survey) -> int:
    if survey.session is None:
        return everybody_asked(survey).count()
    return survey.session.attendances.count()
