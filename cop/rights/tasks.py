"""What runs by itself."""

from celery import shared_task

from cop.rights.services import retention


@shared_task(name="rights.retain")
def retain() -> None:
    """Look at each community once a day.

    Asked hourly: days begin at different hours, and what was missed is made up for.
    """
    retention.retain_due()
