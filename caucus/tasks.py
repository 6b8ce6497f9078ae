"""What runs by itself."""

from celery import shared_task

from caucus import services


@shared_task(name="caucus.close_overdue_spaces")
def close_overdue_spaces() -> None:
    """Hourly: forget what outlived its session, and names whose role has ended."""
    services.forget_what_is_over()
