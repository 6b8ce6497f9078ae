"""A sign of life: beat asks for it, a worker gives it, the health page reads it."""

import time

from celery import shared_task
from django.core.cache import cache

HEARTBEAT = "heartbeat"


@shared_task(name="core.heartbeat")
def heartbeat() -> None:
    """Note that beat and a worker are at work."""
    cache.set(HEARTBEAT, int(time.time()), timeout=None)
