"""Jobs of the room: ids in, one service called."""

from celery import shared_task

from reports import services


@shared_task(name="reports.render")
def render(rendering_id: int) -> None:
    """Make a PDF."""
    services.render_report(rendering_id=rendering_id)


@shared_task(name="reports.tend_renderings")
def tend_renderings() -> None:
    """Give up what was lost, ask again for what was forgotten."""
    services.tend_renderings()
