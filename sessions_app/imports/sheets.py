"""An uploaded spreadsheet as cells: read once, kept packed until it is taken over."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from cop.core.errors import Refused
from cop.core.names import clean_line
from cop.core.tables import OTHER_DOCUMENTS, UTF_16, WORKBOOK, Problems, cells_of_csv
from cop.core.workbooks import (
    LARGEST_WORKBOOK,
    MOST_COLUMNS,
    MOST_ROWS,
    Unreadable,
    read_workbook,
)
from sessions_app.enums import UploadKind
from sessions_app.imports.columns import guess, is_of_race, session_of_heading
from sessions_app.models import Session

HEADINGS_WITHIN = 10  # rows: titles and notes may stand above the headings
LONGEST_CELL = 2000


@dataclass
class Sheet:
    """Headings and rows as text. ``unreadable`` says why a cell may not be read: "row:place"."""

    name: str  # the sheet's, "" in a text file
    headings: list[str]
    heading_row: int
    rows: list[tuple[int, list[str]]]
    unreadable: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def heading(self, place: int) -> str:
        """What a column is called: by its heading, or by its letter."""
        return self.headings[place] or _("Column %s") % get_column_letter(place + 1)

    def pack(self) -> bytes:
        """The cells as few bytes; ``unpack`` reads them."""
        return zlib.compress(json.dumps(self.__dict__, ensure_ascii=False).encode())


def unpack(packed: bytes) -> Sheet:
    """A sheet that was packed."""
    held: dict[str, Any] = json.loads(zlib.decompress(packed))
    return Sheet(**held | {"rows": [(number, cells) for number, cells in held["rows"]]})


def read_sheet(content: bytes, kind: str, sessions: Sequence[Session] = ()) -> Sheet:
    """The cells of a CSV or XLSX file. Raises Refused with what to do where it cannot be read.

    Headings are looked for in the first rows. Cells of columns that seem to tell of race are
    dropped here, before anything is kept. In a list of attendance a column may be called as one
    of the ``sessions``.
    """
    if len(content) > LARGEST_WORKBOOK:
        raise Refused(_("The file is over 10 MB. Split it, or save the sheet alone as CSV."))
    name, remarks = "", []
    if content.startswith(WORKBOOK):
        name, others, found = read_workbook(content)
        if others:
            remarks.append(
                _("Only the first visible sheet was read, “%(sheet)s”. Not read: %(others)s.")
                % {"sheet": name, "others": ", ".join(others)}
            )
        rows = list(found)
    else:
        rows = list(_rows_of_text(content, remarks))
    if not rows:
        raise Refused(_("The file is empty. Its first row must say what the columns hold."))
    named = sessions if kind == UploadKind.ATTENDANCE else ()
    return _sheet(name, rows, remarks, kind, named)


def _sheet(
    name: str,
    rows: list[tuple[int, list[str]]],
    remarks: list[str],
    kind: str,
    sessions: Sequence[Session],
) -> Sheet:
    at = _place_of_headings(rows, kind, sessions)
    number, headings = rows[at]
    width = max(len(cells) for _number, cells in rows[at:])
    headings = [clean_line(cell)[:200] for cell in [*headings, *[""] * (width - len(headings))]]
    if at:
        remarks.append(_("The headings were found in row %d; rows above were not read.") % number)
    sheet = Sheet(name, headings, number, [], remarks=remarks)
    dropped = {
        place
        for place, heading in enumerate(headings)
        if is_of_race(heading) and session_of_heading(heading, sessions) is None
    }
    for row, cells in rows[at + 1 :]:
        kept = []
        for place, cell in enumerate(cells):
            if isinstance(cell, Unreadable) and place not in dropped:
                sheet.unreadable[f"{row}:{place}"] = cell.why
            kept.append("" if place in dropped else str(cell)[:LONGEST_CELL])
        sheet.rows.append((row, [*kept, *[""] * (width - len(kept))]))
    return sheet


def _place_of_headings(
    rows: list[tuple[int, list[str]]], kind: str, sessions: Sequence[Session]
) -> int:
    """The row, among the first, whose cells are most often headings that are known."""
    scores = [
        sum(
            bool(guess(kind, cell, sessions)) or is_of_race(cell)
            for cell in cells
            if len(cell) < 60
        )
        for _number, cells in rows[:HEADINGS_WITHIN]
    ]
    best = max(scores)
    if best:
        return scores.index(best)
    filled = [sum(bool(cell.strip()) for cell in cells) for _n, cells in rows[:HEADINGS_WITHIN]]
    return next((place for place, number in enumerate(filled) if number > 1), 0)


def _rows_of_text(content: bytes, remarks: list[str]) -> Iterator[tuple[int, list[str]]]:
    text = text_of(content, remarks)
    problems = Problems()
    beginning = text[:5000].partition("\n")[0]
    delimiter = max(",;\t", key=beginning.count)
    found = 0
    for number, cells in cells_of_csv(text, "", problems, delimiter):
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        found += 1
        if found > MOST_ROWS + 1:
            raise Refused(_("The file has more than %d rows. Split it.") % MOST_ROWS)
        if len(cells) > MOST_COLUMNS:
            raise Refused(_("Row %d has more than 100 cells. Check the file.") % number)
        yield number, cells
    for problem in problems.found:
        raise Refused(_("Row %(row)d: %(what)s") % {"row": problem.row, "what": problem.message})


def text_of(content: bytes, remarks: list[str]) -> str:
    """The file's text, in whichever encoding it is. Raises Refused for another document."""
    if content.startswith(OTHER_DOCUMENTS):
        raise Refused(_("This is no list. Save it as “Excel workbook (.xlsx)” or as CSV."))
    try:
        if content.startswith(UTF_16):
            text = content.decode("utf-16")
        else:
            text = content.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError:
        if b"\x00" in content:
            raise Refused(
                _("This is no list. Save it as “Excel workbook (.xlsx)” or as CSV.")
            ) from None
        text = content.decode("cp1252", "replace")
        remarks.append(
            _("The file is in an older encoding. Check accented letters in what is shown here.")
        )
    return text.replace("\x00", "")


def tidy_name(name: str) -> str:
    """The file's own name, without folders, as one line."""
    return clean_line(PurePath(name.replace("\\", "/")).name)[:200] or _("spreadsheet")
