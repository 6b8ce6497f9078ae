"""The PDF of a report: asked for, made by a worker, tended."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.policy import Actor, require
from cop.core.queue import enqueue
from reports.content import content_digest, report_data
from reports.enums import RenderingState
from reports.models import Rendering, Report
from reports.policies import can_render_report
from reports.render.pdf import Progress
from reports.services.making import give_up_lost, make, tend


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
    give_up_lost(report.renderings.all())
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
    """Make the PDF of a waiting rendering."""
    make(Rendering.objects.filter(pk=rendering_id), _drawn)


def _drawn(rendering: Rendering, progress: Progress) -> tuple[bytes, str]:
    from reports.render.pdf import render_pdf  # noqa: PLC0415  a web process never draws

    content = content_digest(rendering.report)
    return render_pdf(report_data(rendering.report), progress), content


def tend_renderings() -> None:
    """Give up what was lost, ask again for what was forgotten. Run every few minutes."""
    tend(Rendering.objects.all(), "reports.render", "rendering_id")
