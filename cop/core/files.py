"""Files that leave: rows as a spreadsheet, and the answer that hands a file to the browser."""

import csv
import io
from collections.abc import Iterable
from pathlib import PurePosixPath

from django.http import HttpResponse

from cop.core.workbooks import write_workbook

CONTENT_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
SPREADSHEETS = ("csv", "xlsx")
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int


def as_file(extension: str, rows: Iterable[Iterable[Cell]], *, sheet: str = "table") -> bytes:
    """The rows as "csv" or "xlsx"; no text in it is taken for a formula.

    CSV begins with a byte order mark, without which spreadsheet programs misread "é".
    """
    neutral = ([neutral_cell(cell) for cell in row] for row in rows)
    if extension == "xlsx":
        return write_workbook(sheet, neutral)
    written = io.StringIO()
    csv.writer(written).writerows(neutral)
    return written.getvalue().encode("utf-8-sig")


def neutral_cell(value: Cell) -> Cell:
    """A cell no spreadsheet program takes for a formula: an apostrophe stands before such text."""
    if isinstance(value, str) and value.startswith(FORMULA_BEGINS):
        return f"'{value}"
    return value


def file_response(content: bytes, name: str) -> HttpResponse:
    """A file to be saved under the name, kept by no cache on the way and taken for nothing else."""
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[PurePosixPath(name).suffix],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
