"""A frozen report as HTML: for a page of the site, for the PDF, and as one file to keep."""

import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from reports.render.document import Document, build_document
from reports.schema import ReportData


def document_context(data: ReportData) -> dict[str, Any]:
    """What `templates/reports/report_read.html` and the document's own templates need."""
    return {"document": build_document(data)}


def render_html(data: ReportData) -> str:
    """The whole document; its style sheet is a link into the static files."""
    return paper_page(build_document(data))


def render_html_file(data: ReportData) -> str:
    """One file to keep or send: it carries its style sheet and asks the network for nothing."""
    return html_file(build_document(data))


def paper_page(document: Document) -> str:
    """The document as it goes on paper."""
    return render_to_string("reports/document/pdf.html", {"document": document})


def html_file(document: Document) -> str:
    """The document as one file."""
    page = render_to_string("reports/document/file.html", {"document": document})
    style_sheet = f"<style>\n{_style_sheet()}</style>\n  </head>"
    return page.replace("</head>", style_sheet, 1)


def _style_sheet() -> str:
    path = finders.find("css/report.css")
    if not isinstance(path, str):
        raise FileNotFoundError("css/report.css is not among the static files")
    text = Path(path).read_text(encoding="utf-8")
    # Fonts and the cover's picture lie outside the file; without them the text is set in the
    # reader's own typeface.
    return re.sub(r"\burl\([^)]*\)[^;]*", "", text)
