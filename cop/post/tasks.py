"""Jobs of the outbox."""

from celery import shared_task

from cop.post import services


@shared_task(name="post.send_waiting")
def send_waiting() -> None:
    """When mail is queued, and every minute: what a worker missed or a mail server put off."""
    services.send_waiting()
    services.erase_undelivered()
