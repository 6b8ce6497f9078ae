"""Papers of one page: the summary of a session, and what somebody took part in.

They say what their words say and read nothing else. WeasyPrint is imported when one is drawn.
"""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from reports.enums import SheetKind
from reports.render.pdf import draw, lay_out
from reports.render.progress import Progress, ignore_progress

TEMPLATES = {
    SheetKind.SUMMARY: "summary",
    SheetKind.LEADERS: "leaders",
    SheetKind.CERTIFICATE: "certificate",
    SheetKind.YEAR: "year",
}
SIZES = ("", "sheet--small", "sheet--smallest")


def sheet_html(kind: str, words: Mapping[str, Any], size: str = "") -> str:
    """The paper as HTML; its style sheet is a link into the static files."""
    template = f"reports/sheets/{TEMPLATES[SheetKind(kind)]}.html"
    return render_to_string(template, {"words": words, "size": size})


def sheet_pdf(
    kind: str, words: Mapping[str, Any], on_progress: Progress = ignore_progress
) -> bytes:
    """The paper as a tagged PDF, in the largest letters in which it is one page."""
    document = None
    for size in SIZES:
        document = lay_out(sheet_html(kind, words, size))
        if len(document.pages) == 1:
            break
    return draw(document, on_progress)
