"""The PDF is made by a worker; its row says how far it is and what went wrong."""

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.policy import Actor, require
from cop.core.queue import enqueue
from reports.content import content_digest, report_data
from reports.enums import RenderingState
from reports.models import Rendering, Report
from reports.policies import can_render_report

logger = logging.getLogger(__name__)

HEARTBEAT = dt.timedelta(seconds=2)
ASK_AGAIN = dt.timedelta(minutes=1)  # the broker keeps nothing on disk


@transaction.atomic
def start_rendering(*, actor: Actor, report: Report) -> Rendering:
    """Ask a worker for the PDF. One that is being made already is returned instead."""
    require(can_render_report(actor, report))
    record(actor=actor, verb="render", target=report)
    return ask_for_rendering(report)


def ask_for_rendering(report: Report) -> Rendering:
    """The rendering of the report as it is now: finished, going, or newly asked for."""
    Report.objects.select_for_update().get(pk=report.pk)
    content = content_digest(report)
    _give_up_lost(report.renderings.all())
    usable = report.renderings.exclude(state=RenderingState.FAILED).defer("pdf")
    same = usable.filter(content=content).first()
    if same is not None:
        return same
    usable.exclude(state=RenderingState.DONE).update(
        state=RenderingState.FAILED, problem=_("The report has changed since.")
    )
    rendering = Rendering.objects.create(
        report=report, content=content, step=_("Waiting for a worker")
    )
    enqueue("reports.render", rendering_id=rendering.pk)
    return rendering


def render_report(*, rendering_id: int) -> None:
    """Make the PDF of a waiting rendering; what happens is read from its row as it happens.

    A rendering that is not waiting any more is left alone, so that a job delivered twice does
    nothing the second time.
    """
    from reports.render.pdf import render_pdf  # noqa: PLC0415  a web process never draws

    row = Rendering.objects.filter(pk=rendering_id)
    taken = row.filter(state=RenderingState.WAITING).update(
        state=RenderingState.RUNNING, heartbeat_at=clock.now()
    )
    if not taken:
        return
    report = row.select_related("report__community").get().report
    running = row.filter(state=RenderingState.RUNNING)

    def progress(done: int, total: int, step: str) -> None:
        running.update(done=done, total=total, step=step, heartbeat_at=clock.now())

    with _heartbeat(rendering_id):
        try:
            content = content_digest(report)
            pdf = render_pdf(report_data(report), progress)
        except Exception:
            logger.exception("rendering %s failed", rendering_id)
            running.update(
                state=RenderingState.FAILED,
                problem=_("The PDF could not be made. Try again; if it fails again, tell support."),
            )
            raise
    running.update(state=RenderingState.DONE, pdf=pdf, content=content)


def tend_renderings() -> None:
    """Give up makings whose worker went silent, and ask again for those no worker has taken.

    Run every few minutes: a broker that was restarted has forgotten what it was asked.
    """
    _give_up_lost(Rendering.objects.all())
    before = clock.now() - ASK_AGAIN
    for rendering in Rendering.objects.filter(
        state=RenderingState.WAITING, heartbeat_at__lt=before
    ).defer("pdf"):
        enqueue("reports.render", rendering_id=rendering.pk)


def _give_up_lost(renderings: QuerySet[Rendering]) -> None:
    silent = clock.now() - Rendering.SILENCE
    renderings.filter(state=RenderingState.RUNNING, heartbeat_at__lt=silent).update(
        state=RenderingState.FAILED, problem=lost_words()
    )


def lost_words() -> str:
    """What people read where a worker was lost."""
    return _("The worker stopped before the PDF was finished. Nothing is lost: try again.")


@contextmanager
def _heartbeat(rendering_id: int) -> Iterator[None]:
    """Say every few seconds that this worker is alive, however long one step takes."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(HEARTBEAT.total_seconds()):
                Rendering.objects.filter(pk=rendering_id).update(heartbeat_at=clock.now())
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
