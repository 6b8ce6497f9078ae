"""Counting what is due. Safe to run twice, at once, and after a run that was cut short."""

import logging
from collections.abc import Callable
from uuid import UUID

from feedback.box import collected, count, keys, period_count
from feedback.enums import PeriodState, SurveyState
from feedback.models import Period, Survey
from feedback.rules import is_due
from feedback.selectors import overdue_keys
from feedback.services.confirming import finish_release

logger = logging.getLogger(__name__)


def count_due() -> None:
    """Count every survey and every period that is due, and finish what was cut short.

    One that fails does not hold up the others.
    """
    for survey in Survey.objects.exclude(state=SurveyState.COUNTED).select_related("community"):
        if survey.state == SurveyState.COUNTING or is_due(survey):
            _alone(count.count_survey, survey.pk)
    for period in Period.objects.exclude(state=PeriodState.COUNTED).select_related("community"):
        if period_count.is_ready(period):
            _alone(period_count.count_period, period.pk)
    clear_up_counted()
    collected.wipe()
    finish_release()
    warn_of_overdue_keys()


def count_survey(*, survey_id: UUID) -> None:
    """Count one survey, if it is due."""
    count.count_survey(survey_id)


def count_period(*, period_id: UUID) -> None:
    """Count one period, if it is over and all its surveys are counted."""
    period_count.count_period(period_id)


def clear_up_counted() -> None:
    """Destroy keys that a count, killed after its commit, has left behind."""
    owners = [kept.owner for kept in keys.kept()]
    for pk in Survey.objects.filter(pk__in=owners, state=SurveyState.COUNTED).values_list("pk"):
        count.clear_up(*pk)
    for pk in Period.objects.filter(pk__in=owners, state=PeriodState.COUNTED).values_list("pk"):
        period_count.clear_up(*pk)


def warn_of_overdue_keys() -> None:
    """Alarm: a key that is still there could still open what it sealed."""
    overdue = overdue_keys()
    if overdue:
        logger.warning("keys overdue: %d (%s)", len(overdue), ", ".join(overdue))


def _alone(action: Callable[[UUID], None], owner: UUID) -> None:
    try:
        action(owner)
    except Exception as problem:  # noqa: BLE001  whatever it is, the others must be counted
        # The type alone: message and frames could hold what was being counted.
        kind = type(problem).__name__
        logger.error("%s of %s failed: %s", action.__name__, owner, kind)  # noqa: TRY400
