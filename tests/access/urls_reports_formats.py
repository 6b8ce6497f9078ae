"""Who gets what from the pages of a report's files."""

from typing import Any

from reports.content import current_digest
from reports.enums import FileFormat, RenderingState
from reports.models import Edition, Rendering, Report
from tests.access.matrix import BELONGING, page
from tests.access.urls_reports import READERS, draft, published
from tests.people import Cast

BEGINS = {
    "pdf": b"%PDF-1.7",
    "html": b"<!doctype html>",
    "docx": b"PK",
    "zip": b"PK",
    "briefing": b"%PDF-1.7",
}


def with_files(rendering: Rendering) -> None:
    for file_format in FileFormat.values:
        rendering.files.create(format=file_format, body=BEGINS[file_format], digest="")


def made(cast: Cast) -> dict[str, Any]:
    """A draft whose files are ready."""
    world = draft(cast)
    report = Report.objects.get(pk=world["report_id"])
    with_files(
        Rendering.objects.create(
            report=report, state=RenderingState.DONE, content=current_digest(report)
        )
    )
    return world


def going(cast: Cast) -> dict[str, Any]:
    """A draft whose files are being made."""
    world = draft(cast)
    report = Report.objects.get(pk=world["report_id"])
    Rendering.objects.create(
        report=report,
        state=RenderingState.RUNNING,
        content=current_digest(report),
        done=41,
        step="Laying out page 12",
    )
    return world


def edition_made(cast: Cast) -> dict[str, Any]:
    """A published report whose files are ready."""
    world = published(cast)
    rendering = Rendering.objects.get(edition__isnull=False)
    Rendering.objects.update(state=RenderingState.DONE)
    with_files(rendering)
    return world


def of_an_edition(cast: Cast) -> dict[str, Any]:
    world = edition_made(cast)
    return world | {"number": Edition.objects.get().number, "file_format": "docx"}


MATRIX = [
    page("reports:rendering_detail", READERS, world=made),
    page("reports:rendering_detail", READERS, world=going),
    page("reports:rendering_detail", BELONGING, world=edition_made),
    page("reports:rendering_detail", {"bilal"}, method="post", world=draft).redirecting(),
    page("reports:rendering_stop", {"bilal"}, method="post", world=going).redirecting(),
    page(
        "reports:rendering_file",
        READERS,
        world=lambda cast: made(cast) | {"file_format": "zip"},
        looks=False,
    ),
    page(
        "reports:rendering_file",
        BELONGING,
        world=lambda cast: edition_made(cast) | {"file_format": "html"},
        looks=False,
    ),
    page("reports:report_newsletter", BELONGING, world=published),
    page("reports:edition_file", BELONGING, world=of_an_edition, looks=False),
]
