"""What runs by itself."""

from celery import shared_task

from caucus import services


@shared_task(name="caucus.close_overdue_spaces")
def close_overdue_spaces() -> None:
    """Hourly: forget what outlived its session, and names whose role has ended."""
    services.forget_what_is_over()


@shared_task(name="caucus.tell_of_overdue")
def tell_of_overdue() -> None:
    """Hourly: write to those who answer for what is past its day, once a week at most."""
    services.tell_of_overdue()
