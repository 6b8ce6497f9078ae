"""All the files of a report, made one after the other from one document."""

from django.utils.translation import gettext as _

from cop.core.errors import Refused
from reports.enums import FileFormat
from reports.render.briefing import briefing_pdf
from reports.render.citations import unhurried
from reports.render.document import Document, build_document
from reports.render.html import html_file
from reports.render.pack import data_pack
from reports.render.pdf import pdf_file
from reports.render.progress import TOTAL, Progress, ignore_progress
from reports.render.proof import prove_html, prove_pack, prove_pdf, prove_word
from reports.render.word import word_file
from reports.schema import ReportData

# Steps of a hundred: where each part begins.
FIGURES, PAGES, CHECK, HTML, WORD, PACK, BRIEFING = 2, 6, 76, 80, 82, 94, 96


def printable(data: ReportData) -> Document:
    """The document. Raises Refused where its works cannot be cited: a file stays as it is made."""
    with unhurried():
        document = build_document(data)
    if document.refusal:
        raise Refused(document.refusal)
    return document


def render_files(
    data: ReportData, on_progress: Progress = ignore_progress
) -> dict[FileFormat, bytes]:
    """The files by format. Raises where one of them is not as it should be."""

    def part(done: int, total: int, step: str) -> None:
        on_progress(PAGES + (CHECK - PAGES) * done // total, TOTAL, step)

    on_progress(FIGURES, TOTAL, _("Drawing the figures"))
    document = printable(data)
    pdf = pdf_file(document, part)
    on_progress(CHECK, TOTAL, _("Checking the pages"))
    prove_pdf(pdf, document)
    on_progress(HTML, TOTAL, _("Writing one HTML file"))
    html = html_file(document)
    prove_html(html, document)
    on_progress(WORD, TOTAL, _("Making the Word file"))
    word = word_file(document)
    prove_word(word, document)
    on_progress(PACK, TOTAL, _("Packing the data"))
    pack = data_pack(data, document)
    prove_pack(pack, document)
    files = {
        FileFormat.PDF: pdf,
        FileFormat.HTML: html.encode(),
        FileFormat.WORD: word,
        FileFormat.DATA: pack,
    }
    if "edition" in data:  # leaders read what was published, and no draft
        on_progress(BRIEFING, TOTAL, _("Writing the briefing for leaders"))
        files[FileFormat.BRIEFING] = briefing_pdf(data)
    on_progress(TOTAL, TOTAL, _("Ready"))
    return files


def render_file(
    data: ReportData, file_format: str, on_progress: Progress = ignore_progress
) -> bytes:
    """One of the files."""
    document = printable(data)
    if file_format == FileFormat.PDF:
        return pdf_file(document, on_progress)
    if file_format == FileFormat.WORD:
        return word_file(document)
    if file_format == FileFormat.DATA:
        return data_pack(data, document)
    return html_file(document).encode()
