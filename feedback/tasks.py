"""Work that beat starts: ids in, one service called."""

from uuid import UUID

from celery import shared_task

from feedback import services


@shared_task(name="feedback.count_due")
def count_due() -> None:
    """Every quarter of an hour."""
    services.count_due()


@shared_task(name="feedback.count_survey")
def count_survey(survey_id: str) -> None:
    """One survey, if it is due."""
    services.count_survey(survey_id=UUID(survey_id))


@shared_task(name="feedback.count_period")
def count_period(period_id: str) -> None:
    """One period, if it is over and all its surveys are counted."""
    services.count_period(period_id=UUID(period_id))


@shared_task(name="feedback.remind_due")
def remind_due() -> None:
    """Every half hour, so that it is morning everywhere once."""
    services.remind_due()


@shared_task(name="feedback.prove_anonymity")
def prove_anonymity() -> None:
    """Asked hourly, done weekly: what was missed is made up for."""
    services.keep_due()
