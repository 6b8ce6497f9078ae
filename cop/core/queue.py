"""Handing work to Celery, by name, once the transaction has committed."""

from typing import Any

from celery import current_app
from django.db import transaction


def enqueue(task: str, **arguments: Any) -> None:
    """Send the named task with plain arguments (ids only) after the transaction commits."""
    transaction.on_commit(lambda: current_app.send_task(task, kwargs=arguments))
