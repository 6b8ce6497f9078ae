"""Jobs of the outbox."""

from celery import shared_task

from cop.post import services


@shared_task(name="post.send_message")
def send_message(message_id: int) -> None:
    """One message, as soon as it is queued."""
    services.send_message(message_id=message_id)


@shared_task(name="post.send_waiting")
def send_waiting() -> None:
    """Every few minutes: what a worker missed or a mail server refused for the moment."""
    services.send_waiting()
    services.erase_undelivered()
