"""Asking everybody who came at least once in some days, and not about one session alone."""

import datetime as dt

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cop.audit.enums import Verb
from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.services import refuse_if_shut
from cop.members.models import Community
from cop.post.services import check_letter
from feedback.asked import everybody_asked, freeze_numbers
from feedback.box import keys
from feedback.disclosure import Rhythm, named_caucuses
from feedback.enums import SurveyState
from feedback.letters import write_survey_letter
from feedback.models import Period, Survey
from feedback.policies import can_open_community_survey
from feedback.questionnaire import Questionnaire, questionnaire
from feedback.rules import SurveyRules, parameters_of
from feedback.services.announcing import tell_who_came
from feedback.services.overlap import period_shared
from feedback.services.periods import lock_periods
from feedback.services.surveys import caucus_keys, prepare_survey, questions_asked, sync_rows

LONGEST_OPEN = 42
"""Days a survey of the whole community may be open."""


def open_community_survey(
    *,
    actor: Actor,
    title: str,
    from_on: dt.date,
    to_on: dt.date,
    closes_on: dt.date,
    asked: str,
) -> Survey:
    """Ask every member who came from–to; who is asked is settled here, and so is N.

    It is released by itself, or with the period of the surveys it could be compared with. Raises
    Refused where days or people do not fit, where it would have to be released with what is
    released already, and where a word of the mail may not leave.
    """
    require(can_open_community_survey(actor))
    refuse_if_shut(actor, Stage.LISTEN)
    community = actor.community
    with keys.undone_on_failure(), transaction.atomic():
        lock_periods(community)
        survey = Survey(
            community=community, title=title, from_on=from_on, to_on=to_on, closes_on=closes_on
        )
        why_not = why_not_openable(survey)
        if why_not:
            raise Refused(why_not)
        content = questionnaire(asked)
        period = period_shared(survey, content)
        prepare_survey(
            survey,
            _rules(community, content, Rhythm.PERIOD if period else Rhythm.SESSION),
            opens_on=clock.today(community.time_zone),
            closes_on=closes_on,
            period=period,
        )
        sync_rows(survey)
        survey.state = SurveyState.OPEN
        freeze_numbers(survey)
        survey.save(update_fields=["state", "present", "could_answer"])
        tell_who_came(survey)
        record(actor=actor, verb=Verb.OPEN, target=survey)
    return survey


def plan_community_survey(
    *,
    actor: Actor,
    title: str,
    from_on: dt.date,
    to_on: dt.date,
    closes_on: dt.date,
    asked: str,
) -> str:
    """What stands against it, as Refused, before anybody confirms; nothing is stored.

    Returns when its figures come, if that is not at its own count.
    """
    require(can_open_community_survey(actor))
    survey = Survey(
        community=actor.community, title=title, from_on=from_on, to_on=to_on, closes_on=closes_on
    )
    why_not = why_not_openable(survey)
    if why_not:
        raise Refused(why_not)
    period = period_shared(survey, questionnaire(asked))
    check_letter(community_id=actor.community.pk, letter=write_survey_letter(survey))
    return why_with_period(period) if period else ""


def why_not_openable(survey: Survey) -> str:
    """The reason why these days and these people cannot be asked, or ""."""
    today = clock.today(survey.community.time_zone)
    from_on, to_on = survey.days
    if to_on < from_on:
        return _("The last day must not lie before the first.")
    if to_on > today:
        return _("Ask about days that are over: the last one is today at the latest.")
    if not today <= survey.closes_on <= today + dt.timedelta(days=LONGEST_OPEN):
        return _("Choose a last day for answers from today on, within %d days.") % LONGEST_OPEN
    parameters = parameters_of(survey.community)
    if everybody_asked(survey).count() < parameters.t:
        return (
            _("Fewer than %d members came in these days, so nothing could be shown.") % parameters.t
        )
    return ""


def _rules(community: Community, asked: Questionnaire, rhythm: Rhythm) -> SurveyRules:
    """No headcount belongs to many sessions, so every caucus is named."""
    parameters, caucuses = parameters_of(community), caucus_keys(community)
    return SurveyRules(
        parameters=parameters,
        figures=rhythm,
        comments=rhythm,
        named=named_caucuses(None, caucuses, parameters),
        caucuses=caucuses,
        questions=questions_asked(community, asked),
        asked=asked,
    )


def why_with_period(period: Period) -> str:
    """The sentence for whoever opens a survey that shares its release."""
    return _(
        "Its figures are counted with those of the sessions, after %s: the same questions were "
        "asked there, and two releases beside one another would show too much."
    ) % date_format(period.to_on, "j F Y")
