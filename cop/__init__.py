"""Practice Circle: the composition root and the rooms every community needs."""

from cop.celery import app as celery_app

__all__ = ["celery_app"]
