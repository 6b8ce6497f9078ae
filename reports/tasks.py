"""Jobs of the room: ids in, one service called."""

from celery import shared_task

from reports import services


@shared_task(name="reports.render")
def render(rendering_id: int) -> None:
    services.render_report(rendering_id=rendering_id)


@shared_task(name="reports.give_up_stalled")
def give_up_stalled() -> None:
    services.give_up_stalled()
