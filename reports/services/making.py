"""Files are made by a worker; their row says how far it is and what went wrong."""

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused
from cop.core.queue import enqueue
from reports.enums import RenderingState
from reports.models import Making
from reports.render.progress import Progress

logger = logging.getLogger(__name__)

HEARTBEAT = dt.timedelta(seconds=2)
ASK_AGAIN = dt.timedelta(minutes=1)  # the broker keeps nothing on disk


class Stopped(Exception):
    """Somebody pressed Stop, or what is being made is wanted no more."""


Keep = Callable[[], None]


def make(row: QuerySet[Any], draw: Callable[[Any, Progress], tuple[str, Keep]]) -> None:
    """Make what a waiting row asks for; what happens is read from the row as it happens.

    ``draw`` gets the row and answers with the digest of what it is made of and with what keeps the
    files; they are kept in the moment in which the row is done, or not at all. A row that is not
    waiting any more is left alone, so that a job delivered twice does nothing the second time. One
    that was stopped notices when it next says how far it is.
    """
    taken = row.filter(state=RenderingState.WAITING).update(
        state=RenderingState.RUNNING, heartbeat_at=clock.now()
    )
    if not taken:
        return
    running = row.filter(state=RenderingState.RUNNING)

    def progress(done: int, total: int, step: str) -> None:
        if not running.update(done=done, total=total, step=step, heartbeat_at=clock.now()):
            raise Stopped

    with _heartbeat(row):
        try:
            content, keep = draw(row.get(), progress)
            with transaction.atomic():
                if running.update(state=RenderingState.DONE, content=content):
                    keep()
        except Stopped:
            return
        except Refused as refused:
            running.update(state=RenderingState.FAILED, problem=refused.message)
        except Exception:
            logger.exception("%s failed", row.model.__name__)
            running.update(
                state=RenderingState.FAILED,
                problem=_("It could not be made. Try again; if it fails again, tell support."),
            )
            raise


def tend(rows: QuerySet[Any], task: str, argument: str) -> None:
    """Give up makings whose worker went silent, and ask again for those no worker has taken.

    A broker that was restarted has forgotten what it was asked.
    """
    give_up_lost(rows)
    before = clock.now() - ASK_AGAIN
    waiting = rows.filter(state=RenderingState.WAITING, heartbeat_at__lt=before)
    for pk in waiting.values_list("pk", flat=True):
        enqueue(task, **{argument: str(pk)})


def give_up_lost(rows: QuerySet[Any]) -> None:
    """Say of those whose worker went silent that they failed."""
    silent = clock.now() - Making.SILENCE
    rows.filter(state=RenderingState.RUNNING, heartbeat_at__lt=silent).update(
        state=RenderingState.FAILED, problem=lost_words()
    )


def lost_words() -> str:
    """What people read where a worker was lost."""
    return _("The worker stopped before it was finished. Nothing is lost: try again.")


@contextmanager
def _heartbeat(row: QuerySet[Any]) -> Iterator[None]:
    """Say every few seconds that this worker is alive, however long one step takes."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(HEARTBEAT.total_seconds()):
                row.all().update(heartbeat_at=clock.now())
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
