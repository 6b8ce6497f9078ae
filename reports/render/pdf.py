"""A frozen report as a PDF. WeasyPrint is imported when one is made, never before."""

import logging
import mimetypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from reports.render.document import Document, build_document
from reports.render.html import paper_page
from reports.render.pdfua import mend, structure_marked
from reports.render.progress import TOTAL, Progress, ignore_progress
from reports.schema import ReportData

WRITTEN, LAID_OUT, DRAWN = 5, 70, 85
# Nothing answers at this address: it only gives relative addresses something to be relative to.
ORIGIN = "https://report.invalid"
SERVED = {".css", ".woff2", ".ttf", ".svg"}


class NotServed(ValueError):
    """The document asked for something that is not one of the project's static files."""


def render_pdf(data: ReportData, on_progress: Progress = ignore_progress) -> bytes:
    """The report as a tagged PDF (PDF/UA-1).

    `on_progress(done, total, step)` is called as the work goes on; `step` is a sentence.
    """
    on_progress(0, TOTAL, _("Writing the text"))
    return pdf_file(build_document(data), on_progress)


def pdf_file(document: Document, on_progress: Progress = ignore_progress) -> bytes:
    """The document as a tagged PDF."""
    text = paper_page(document)
    on_progress(WRITTEN, TOTAL, _("Laying out the pages"))
    with _layout_followed(on_progress):
        pages = lay_out(text)
    return draw(pages, on_progress)


def lay_out(text: str) -> Any:
    """A document of the project's own, on pages. It may ask for static files and nothing else."""
    from weasyprint import HTML  # noqa: PLC0415 - needs Pango: a web process never loads it

    page = HTML(string=text, base_url=f"{ORIGIN}/", url_fetcher=fetch_static)
    return page.render(pdf_variant="pdf/ua-1")


def draw(document: Any, on_progress: Progress = ignore_progress) -> bytes:
    """The pages as a tagged PDF."""
    on_progress(LAID_OUT, TOTAL, _("Drawing the pages"))
    with structure_marked():
        drawn = document.write_pdf(pdf_variant="pdf/ua-1")
    on_progress(DRAWN, TOTAL, _("Making it readable by screen readers"))
    made = mend(drawn)
    on_progress(TOTAL, TOTAL, _("Ready"))
    return bytes(made)


def fetch_static(url: str) -> Any:
    """Answer a request of the document's: the project's own static files and nothing else.

    Raises NotServed for every other address, on the network or on this machine.
    """
    from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415 - as above

    path = static_path(url)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def static_path(url: str) -> Path:
    """The static file behind an address of the document. Raises NotServed."""
    prefix = f"{ORIGIN}/{settings.STATIC_URL.strip('/')}/"
    name = unquote(urlsplit(url).path)[len(urlsplit(prefix).path) :]
    if not url.startswith(prefix) or Path(name).suffix not in SERVED or ".." in name:
        raise NotServed(url)
    found = finders.find(name)
    if not isinstance(found, str):
        raise NotServed(url)
    return Path(found)


class _Pages(logging.Handler):
    """Turns the layout's own messages ("… - Page 12") into progress."""

    def __init__(self, on_progress: Progress) -> None:
        super().__init__(logging.INFO)
        self._on_progress = on_progress
        self._seen = 0

    def emit(self, record: logging.LogRecord) -> None:
        page = re.search(r"layout - Page (\d+)", record.getMessage())
        if page and int(page[1]) > self._seen:
            self._seen = int(page[1])
            # The number of pages is unknown until the end: come nearer without arriving.
            share = self._seen / (self._seen + 10)
            done = WRITTEN + round((LAID_OUT - WRITTEN) * share)
            self._on_progress(done, TOTAL, _("Laying out page %(page)d") % {"page": self._seen})


@contextmanager
def _layout_followed(on_progress: Progress) -> Iterator[None]:
    logger = logging.getLogger("weasyprint.progress")
    handler, level, propagate = _Pages(on_progress), logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate
