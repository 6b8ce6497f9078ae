"""Handing work to Celery, by name, once the transaction has committed."""

import logging
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(task: str, **arguments: Any) -> None:
    """Send the named task with plain arguments (ids only) after the transaction commits.

    What was written stands even where the queue does not answer: the page says so, and the jobs
    that come round every few minutes find what was left.
    """
    transaction.on_commit(lambda: _send(task, arguments), robust=True)


def _send(task: str, arguments: dict[str, Any]) -> None:
    try:
        current_app.send_task(task, kwargs=arguments)
    except (OperationalError, OSError) as problem:
        # Neither arguments nor the address of the queue, which may hold a password.
        logger.warning("%s waits, the queue did not answer: %s", task, type(problem).__name__)
