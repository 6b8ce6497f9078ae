"""The files of a report: asked for, made by a worker, tended."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core.policy import Actor, require
from cop.core.queue import enqueue
from reports.content import content_of, current_digest, digest_of
from reports.enums import FileFormat, RenderingState
from reports.models import Edition, RenderedFile, Rendering, Report
from reports.policies import can_render_report
from reports.render.pdf import Progress
from reports.services.making import give_up_lost, make, tend


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


def render_report(*, rendering_id: int) -> None:
    """Make the files of a waiting rendering."""
    make(Rendering.objects.filter(pk=rendering_id), _drawn)


def _drawn(rendering: Rendering, progress: Progress) -> str:
    from reports.render.pdf import render_pdf  # noqa: PLC0415  a web process never draws

    data = content_of(rendering.report, rendering.edition)
    pdf = render_pdf(data, progress)
    with transaction.atomic():
        rendering.files.all().delete()
        RenderedFile.objects.create(
            rendering=rendering,
            format=FileFormat.PDF,
            body=pdf,
            digest=hashlib.sha256(pdf).hexdigest(),
        )
    return digest_of(data)


def tend_renderings() -> None:
    """Give up what was lost, ask again for what was forgotten. Run every few minutes."""
    tend(Rendering.objects.all(), "reports.render", "rendering_id")
