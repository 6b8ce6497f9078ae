"""Jobs of the room: ids in, one service called."""

from celery import shared_task

from reports import services


@shared_task(name="reports.render")
def render(rendering_id: int) -> None:
    """Make a PDF."""
    services.render_report(rendering_id=rendering_id)


@shared_task(name="reports.give_up_stalled")
def give_up_stalled() -> None:
    """Say so where a worker was lost."""
    services.give_up_stalled()
