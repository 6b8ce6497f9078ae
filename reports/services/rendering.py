"""The files of a report: asked for, made by a worker, tended."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.policy import Actor, require
from cop.core.queue import enqueue
from reports.content import content_of, current_digest, digest_of
from reports.enums import RenderingState
from reports.models import Edition, RenderedFile, Rendering, Report
from reports.policies import can_render_report
from reports.render.progress import TOTAL, Progress
from reports.services.making import Keep, give_up_lost, make, tend

GOING = (RenderingState.WAITING, RenderingState.RUNNING)


@transaction.atomic
def start_rendering(*, actor: Actor, report: Report, edition: Edition | None = None) -> Rendering:
    """Ask a worker for the files. A making that is going already is returned instead."""
    require(can_render_report(actor, report))
    record(actor=actor, verb="render", target=report)
    return ask_for_rendering(report, edition)


def ask_for_rendering(report: Report, edition: Edition | None = None) -> Rendering:
    """The rendering of an edition, or of the draft as it is now: finished, going, or asked for."""
    Report.objects.select_for_update().get(pk=report.pk)
    content = edition.digest if edition else current_digest(report)
    give_up_lost(report.renderings.all())
    usable = report.renderings.exclude(state__in=[RenderingState.FAILED, RenderingState.CANCELLED])
    same = usable.filter(edition=edition, content=content).first()
    if same is not None:
        return same
    usable.exclude(state=RenderingState.DONE).update(
        state=RenderingState.FAILED, problem=_("The report has changed since.")
    )
    rendering = Rendering.objects.create(
        report=report, edition=edition, content=content, step=_("Waiting for a worker")
    )
    enqueue("reports.render", rendering_id=rendering.pk)
    return rendering


@transaction.atomic
def stop_rendering(*, actor: Actor, report: Report) -> None:
    """Stop what is being made, if anything is; finished files stay."""
    require(can_render_report(actor, report))
    going = report.renderings.filter(state__in=GOING)
    if going.update(state=RenderingState.CANCELLED, step=""):
        record(actor=actor, verb="cancel", target=report)


def render_report(*, rendering_id: int) -> None:
    """Make the files of a waiting rendering."""
    make(Rendering.objects.filter(pk=rendering_id), _drawn)


def _drawn(rendering: Rendering, progress: Progress) -> tuple[str, Keep]:
    from reports.render.files import render_files  # noqa: PLC0415  a web process never draws

    progress(0, TOTAL, _("Gathering what was written and counted"))
    data = content_of(rendering.report, rendering.edition)
    files = render_files(data, progress)

    def keep() -> None:
        RenderedFile.objects.bulk_create(
            RenderedFile(
                rendering=rendering,
                format=file_format,
                body=body,
                digest=hashlib.sha256(body).hexdigest(),
            )
            for file_format, body in files.items()
        )
        _drop_older(rendering)

    return digest_of(data), keep


def _drop_older(rendering: Rendering) -> None:
    """What these files replace: older drafts, or other tries at the same edition."""
    same = rendering.report.renderings.filter(edition=rendering.edition)
    same.exclude(pk=rendering.pk).exclude(state__in=GOING).delete()


def tend_renderings() -> None:
    """Give up what was lost, ask again for what was forgotten."""
    tend(Rendering.objects.all(), "reports.render", "rendering_id")
