"""Jobs of the room: ids in, one service called."""

from celery import shared_task

from sessions_app import services


@shared_task(name="sessions_app.apply_upload")
def apply_upload(upload_id: str) -> None:
    """Take over a confirmed spreadsheet."""
    services.apply_upload(upload_id=upload_id)


@shared_task(name="sessions_app.tend_uploads")
def tend_uploads() -> None:
    """Ask again for what was forgotten, erase what is old."""
    services.tend_uploads()


@shared_task(name="sessions_app.remind_due")
def remind_due() -> None:
    """Write to members about sessions."""
    services.remind_due()


@shared_task(name="sessions_app.fill_places")
def fill_places() -> None:
    """Give away places that somebody left without a word."""
    services.fill_all_places()


@shared_task(name="sessions_app.withdraw_from_who_left")
def withdraw_from_who_left() -> None:
    """Hourly: sessions go from calendars of those the roster says have left."""
    services.withdraw_from_who_left()
