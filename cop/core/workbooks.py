"""XLSX files, read cell by cell without trusting them: bounded, and no formula is believed.

A formula shows a number its file remembers and nobody has checked; it is refused with its place.
"""

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Self
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from cop.core.errors import Refused

LARGEST_WORKBOOK = 10_000_000  # bytes as it is sent
LARGEST_UNPACKED = 100_000_000  # bytes of all that is read of it
LARGEST_PART = 2_000_000  # bytes of a part that holds no cells
MOST_ROWS = 20_000
LAST_ROW = 100_000  # cells below are a slip of the hand
LAST_OF_ALL = 1_048_576  # the format knows no row below
MOST_COLUMNS = 100
READ = (".xml", ".rels")  # pictures and the like are never opened, whatever the others say of them
PROLOGUE = 64 * 1024  # bytes within which a part's first element begins
HOLDS_CELLS = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,  # a password
    SyntaxError,  # what the parsers of XML raise
    TypeError,
    ValueError,
)

Row = tuple[int, list[str]]


class Unreadable(str):
    """The text of a cell that may not be read; ``why`` says what to do."""

    __slots__ = ("why",)
    why: str

    def __new__(cls, text: str, why: str) -> Self:
        made = super().__new__(cls, text)
        made.why = why
        return made


class _BegunError(Exception):
    """The first element has begun, so no declaration can follow."""


def read_workbook(content: bytes) -> tuple[str, list[str], Iterator[Row]]:
    """The first visible sheet: its name, the names of sheets left unread, and its rows.

    Rows are read as they are asked for; blank ones are left out. Cells are text: dates as
    "2026-01-31", with a time "2026-01-31T13:00", whole numbers without a point. Raises Refused
    for what is no such file or too large, at once or on the way.
    """
    _check_archive(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of looks and rules that are not read
            book = _opened(content)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except BROKEN:
        raise Refused(_why_broken()) from None
    if not visible:
        raise Refused(_("The workbook has no visible sheet. Show the sheet that is to be read."))
    first, *_rest = visible
    others = [sheet.title for sheet in book.worksheets if sheet is not first]
    return first.title, others, _rows(first)


def _opened(content: bytes) -> Workbook:
    """The workbook of a checked archive, to whose reader the parts that were not are not there."""
    reader = ExcelReader(io.BytesIO(content), read_only=True, keep_links=False)
    archive = reader.archive
    archive.filelist = [part for part in archive.infolist() if _is_read(part.filename)]
    archive.NameToInfo = {part.filename: part for part in archive.filelist}
    reader.valid_files = archive.namelist()
    reader.read()
    return reader.wb


def _is_read(name: str) -> bool:
    return name.lower().endswith(READ)


def _rows(sheet: Any) -> Iterator[Row]:
    """The rows that hold something, with their numbers."""
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    found = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cells = sheet.iter_rows()
        number, seen, blank = 0, 0, None
        while True:
            try:
                row = next(cells, None)
                if row is None:
                    return
                number += 1
                _check_size(found, number, 0, seen)
                if row is blank:  # a gap is filled with one and the same row
                    continue
                seen += len(row)
                texts = [
                    "" if cell.value is None else _as_text(cell, number, place)
                    for place, cell in enumerate(row, start=1)
                ]
            except BROKEN:
                raise Refused(_why_broken()) from None
            while texts and not texts[-1].strip():
                texts.pop()
            blank = blank if texts else row
            found += bool(texts)
            _check_size(found, number, len(texts), seen)
            if not texts:
                continue
            yield number, texts


def _check_size(found: int, number: int, width: int, seen: int) -> None:
    if found > MOST_ROWS + 1 or number > (LAST_ROW if width else LAST_OF_ALL):
        raise Refused(
            _("The sheet has more than %d rows. Split it, or delete what stands below the list.")
            % MOST_ROWS
        )
    if width > MOST_COLUMNS or seen > MOST_ROWS * MOST_COLUMNS:
        raise Refused(
            _("The sheet has more than %d columns. Delete those that are not needed.")
            % MOST_COLUMNS
        )


def _as_text(cell: Any, row: int, column: int) -> str:
    value = cell.value
    if cell.data_type == "f":
        return Unreadable("=", _why_formula(f"{get_column_letter(column)}{row}"))
    if cell.data_type == "e":
        return Unreadable(
            str(value),
            _("Cell %(cell)s holds the error %(error)s. Type what should stand there.")
            % {"cell": f"{get_column_letter(column)}{row}", "error": value},
        )
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return _moment_as_text(value)
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _moment_as_text(value: dt.datetime) -> str:
    """A spreadsheet keeps moments as fractions of days, a hair beside the minute."""
    near = (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    if near.time() == dt.time():
        return near.date().isoformat()
    return near.isoformat(timespec="seconds" if near.second else "minutes")


def _why_formula(cell: str) -> str:
    return (
        _(
            "Cell %s holds a formula. Copy the column, paste it back as values only, and save the "
            "file again."
        )
        % cell
    )


def _why_broken() -> str:
    return _(
        "This is no XLSX file that can be read. Open it in a spreadsheet and save it as “Excel "
        "workbook (.xlsx)”, without a password, or as “CSV UTF-8”."
    )


def _check_archive(content: bytes) -> None:
    """Refuse what is too large packed or unpacked, and parts that declare entities."""
    if len(content) > LARGEST_WORKBOOK:
        raise Refused(
            _("The file is over %d MB. Split it, or save the sheet alone as “CSV UTF-8”.")
            % (LARGEST_WORKBOOK // 1_000_000)
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if _is_read(part.filename)]
            # No more than a part declares is ever unpacked of it.
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED or any(
                part.file_size > LARGEST_PART
                for part in parts
                if not HOLDS_CELLS.fullmatch(part.filename)
            ):
                raise Refused(
                    _("Unpacked, the file is too large. Copy the list alone into a new workbook.")
                )
            for part in parts:
                with archive.open(part) as stream:
                    _check_declarations(stream.read(PROLOGUE))
    except BROKEN:
        raise Refused(_why_broken()) from None


def _check_declarations(beginning: bytes) -> None:
    """Refuse a document type, which alone could define entities, and an endless prologue."""

    def refuse(*_anything: Any) -> None:
        raise ValueError

    def begin(*_anything: Any) -> None:
        raise _BegunError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    try:
        parser.Parse(beginning, False)
    except _BegunError:
        return
    except expat.ExpatError:
        raise ValueError from None
    raise ValueError


def write_workbook(sheet: str, rows: Iterator[list[str | int]]) -> bytes:
    """A workbook of one sheet whose first row is a heading. Text is text, never a formula."""
    book = Workbook(write_only=True)
    made = book.create_sheet(sheet)
    made.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(made, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        made.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
