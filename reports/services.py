"""Writes of reports: begin, write, freeze, make the PDF, publish."""

import datetime as dt
import hashlib
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.core.queue import enqueue
from reports.compile import compile_report
from reports.enums import OrganisationsShown, RenderingState
from reports.models import Rendering, Report
from reports.policies import can_edit_report, can_edit_reports, can_publish_report
from reports.render.html import render_html_file
from reports.schema import ReportData

logger = logging.getLogger(__name__)

HEARTBEAT = dt.timedelta(seconds=2)
SILENCE = dt.timedelta(seconds=20)  # a making not heard of for so long has lost its worker


@transaction.atomic
def begin_report(
    *,
    actor: Actor,
    title: str,
    from_on: dt.date,
    to_on: dt.date,
    organisations: str = OrganisationsShown.GROUPED,
) -> Report:
    """Begin a report over a span of days and freeze its figures as they are now."""
    require(can_edit_reports(actor))
    if to_on < from_on:
        raise Refused(_("The last day must not lie before the first."))
    report = Report.objects.create(
        community=actor.community,
        title=title,
        from_on=from_on,
        to_on=to_on,
        organisations=organisations,
    )
    record(actor=actor, verb="create", target=report)
    return freeze_report(actor=actor, report=report)


@transaction.atomic
def write_report(
    *, actor: Actor, report: Report, introduction: str, recommendations: str
) -> Report:
    """Keep what the authors wrote around the figures, as Markdown."""
    require(can_edit_report(actor, report))
    report.introduction = introduction
    report.recommendations = recommendations
    report.save(update_fields=["introduction", "recommendations"])
    record(actor=actor, verb="change", target=report, fields=["introduction", "recommendations"])
    return report


@transaction.atomic
def freeze_report(*, actor: Actor, report: Report) -> Report:
    """Compile the figures and keep them; rendering reads only what is kept here."""
    require(can_edit_report(actor, report))
    report.data = compile_report(
        actor.community,
        report.from_on,
        report.to_on,
        organisations=report.organisations,
    )
    report.frozen_at = clock.now()
    report.save(update_fields=["data", "frozen_at"])
    record(actor=actor, verb="freeze", target=report)
    return report


@transaction.atomic
def publish_report(*, actor: Actor, report: Report) -> Report:
    """Open the report to everybody in the community; it does not change after that."""
    require(can_publish_report(actor, report))
    report.published_at = clock.now()
    report.save(update_fields=["published_at"])
    record(actor=actor, verb="publish", target=report)
    return report


@transaction.atomic
def start_rendering(*, actor: Actor, report: Report) -> Rendering:
    """Ask a worker for the PDF. One that is being made already is returned instead."""
    require(can_edit_report(actor, report))
    if report.data is None:
        raise Refused(_("Freeze the figures first, then make the PDF."))
    Report.objects.select_for_update().get(pk=report.pk)
    going = report.renderings.filter(
        state__in=[RenderingState.WAITING, RenderingState.RUNNING]
    ).first()
    if going is not None and not give_up_if_stalled(going):
        return going
    rendering = Rendering.objects.create(report=report, step=_("Waiting for a worker"))
    record(actor=actor, verb="render", target=report)
    enqueue("reports.render", rendering_id=rendering.pk)
    return rendering


def render_report(*, rendering_id: int) -> None:
    """Make the PDF of a waiting rendering; what happens is read from its row as it happens.

    A rendering that is not waiting any more is left alone, so that a job delivered twice does
    nothing the second time.
    """
    from reports.render.pdf import render_pdf  # noqa: PLC0415  a web process never draws

    taken = Rendering.objects.filter(pk=rendering_id, state=RenderingState.WAITING).update(
        state=RenderingState.RUNNING, heartbeat_at=clock.now()
    )
    if not taken:
        return
    rendering = Rendering.objects.select_related("report__community").get(pk=rendering_id)

    def progress(done: int, total: int, step: str) -> None:
        running = Rendering.objects.filter(pk=rendering_id, state=RenderingState.RUNNING)
        running.update(done=done, total=total, step=step, heartbeat_at=clock.now())

    with _heartbeat(rendering_id):
        try:
            pdf = render_pdf(report_data(rendering.report), progress)
        except Exception:
            logger.exception("rendering %s failed", rendering_id)
            Rendering.objects.filter(pk=rendering_id).update(
                state=RenderingState.FAILED,
                problem=_("The PDF could not be made. Try again; if it fails again, tell support."),
            )
            raise
    Rendering.objects.filter(pk=rendering_id, state=RenderingState.RUNNING).update(
        state=RenderingState.DONE, pdf=pdf, checksum=hashlib.sha256(pdf).hexdigest()
    )


def report_data(report: Report) -> ReportData:
    """The frozen figures together with the report's title and what its authors wrote."""
    data = cast(ReportData, dict(report.data or {}))
    data["title"] = report.title
    data["authored"] = {
        "introduction_md": report.introduction,
        "recommendations_md": report.recommendations,
    }
    return data


@transaction.atomic
def export_report(
    *,
    actor: Actor,
    from_on: dt.date,
    to_on: dt.date,
    kind: str,
    organisations: str = OrganisationsShown.GROUPED,
) -> bytes:
    """The report as a file of the kind "pdf", "html" or "json", without keeping it.

    Words written for a report of the same days are in it. Raises Refused for dates the wrong way
    round.
    """
    require(can_edit_reports(actor))
    if to_on < from_on:
        raise Refused(_("The last day must not lie before the first."))
    written = Report.objects.filter(community=actor.community, from_on=from_on, to_on=to_on).first()
    report = written or Report(
        community=actor.community, title=_("Annual report"), from_on=from_on, to_on=to_on
    )
    report.data = compile_report(actor.community, from_on, to_on, organisations=organisations)
    record(actor=actor, verb="export", target=actor.community)
    return _as_file(report_data(report), kind)


def _as_file(data: ReportData, kind: str) -> bytes:
    if kind == "json":
        kept = {key: data[key] for key in ("community", "period", "so_far", "tables")}  # type: ignore[literal-required]
        return json.dumps(kept, ensure_ascii=False, indent=2).encode()
    if kind == "html":
        return render_html_file(data).encode()
    from reports.render.pdf import render_pdf  # noqa: PLC0415  as above

    return render_pdf(data)


def give_up_if_stalled(rendering: Rendering) -> bool:
    """Mark a making whose worker went silent as failed, in words; True if it was."""
    running = Rendering.objects.filter(pk=rendering.pk)
    return bool(_give_up(running))


def give_up_stalled() -> int:
    """The same for every making there is; returns how many were given up."""
    return _give_up(Rendering.objects.all())


def _give_up(renderings: QuerySet[Rendering]) -> int:
    silent = Q(state=RenderingState.RUNNING, heartbeat_at__lt=clock.now() - SILENCE)
    return renderings.filter(silent).update(
        state=RenderingState.FAILED,
        problem=_("The worker stopped before the PDF was finished. Nothing is lost: try again."),
    )


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
