"""Reminding everybody who came, whoever has answered: nothing here reads papers or envelopes."""

import datetime as dt
import logging
from uuid import UUID

from django.db import transaction

from cop.core import clock
from cop.core.errors import Refused
from cop.members.selectors import wants
from cop.post.services import post_letter
from feedback.enums import SurveyState
from feedback.letters import write_reminder
from feedback.models import Survey
from feedback.rules import is_open, reminder_days
from feedback.services.announcing import who_is_told

MORNING = range(8, 12)

logger = logging.getLogger(__name__)


def remind_due() -> int:
    """Send today's reminders where it is morning; returns how many mails were queued.

    A morning nobody ran this in is left out: the days are fixed.
    """
    open_surveys = Survey.objects.filter(state=SurveyState.OPEN).select_related("community")
    return sum(_remind(survey.pk) for survey in open_surveys if _is_due(survey))


def _is_due(survey: Survey) -> bool:
    here = clock.local(clock.now(), survey.community.time_zone)
    today = here.date()
    return (
        is_open(survey)
        and here.hour in MORNING
        and today in reminder_days(survey.opens_on, survey.closes_on)
        and survey.reminded_on != today
    )


def _remind(survey_id: UUID) -> int:
    try:
        with transaction.atomic():
            return _remind_once(survey_id)
    except Refused:
        logger.warning("The reminder of survey %s may not leave.", survey_id)
        return 0


def _remind_once(survey_id: UUID) -> int:
    """The mails and the note that they went stand or fall together; two at once take turns."""
    survey = (
        Survey.objects.select_for_update(of=("self",), no_key=True)
        .select_related("community", "session")
        .get(pk=survey_id)
    )
    if not _is_due(survey):
        return 0
    survey.reminded_on = _today(survey)
    survey.save(update_fields=["reminded_on"])
    wanted = wants(who_is_told(survey), "feedback_reminder")
    posted = post_letter(
        community_id=survey.community_id,
        kind="feedback_reminder",
        recipients=[(member.email, member.name) for member in wanted],
        letter=write_reminder(survey),
    )
    return len(posted)


def _today(survey: Survey) -> dt.date:
    return clock.today(survey.community.time_zone)
