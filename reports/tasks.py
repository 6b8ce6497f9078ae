"""Jobs of the room: ids in, one service called."""

from celery import shared_task

from reports import services


@shared_task(name="reports.render")
def render(rendering_id: int) -> None:
    """Make the files of a waiting rendering."""
    services.render_report(rendering_id=rendering_id)


@shared_task(name="reports.tend_renderings")
def tend_renderings() -> None:
    """Give up what was lost, ask again for what was forgotten, delete what was handed out."""
    services.tend_renderings()
    services.tend_sheets()


@shared_task(name="reports.make_sheet")
def make_sheet(sheet_id: str) -> None:
    """Make a page of paper."""
    services.make_sheet(sheet_id=sheet_id)
