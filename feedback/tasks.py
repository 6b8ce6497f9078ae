"""Work that beat starts: one service called."""

from celery import shared_task

from feedback import services


@shared_task(name="feedback.count_due")
def count_due() -> None:
    """Every quarter of an hour."""
    services.count_due()


@shared_task(name="feedback.remind_due")
def remind_due() -> None:
    """Every half hour, so that it is morning everywhere once."""
    services.remind_due()


@shared_task(name="feedback.prove_anonymity")
def prove_anonymity() -> None:
    """Asked hourly, done weekly: what was missed is made up for."""
    services.keep_due()
