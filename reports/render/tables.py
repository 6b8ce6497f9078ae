"""The tables of a frozen report as a template prints them."""

import re
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.render import words
from reports.schema import NOT_STATED, Cell, ReportData


@dataclass(eq=False)
class NoteView:
    """An endnote. Numbered last: notes of what people wrote stand among those of the tables."""

    text: SafeString | str = ""
    number: int = 0
    is_called: bool = False  # from one place in the text, to which it leads back

    @property
    def mark(self) -> str:
        """What stands in the text."""
        return _("note %d") % self.number


@dataclass(frozen=True)
class FigureView:
    """A drawing with its number and caption; its sentence and its table stand beside it."""

    number: int
    caption: str
    svg: SafeString

    @property
    def id(self) -> str:
        return f"figure-{self.number}"


@dataclass(frozen=True)
class CellView:
    text: str
    numeric: bool = False
    detail: str = ""  # a second, quieter line
    more: tuple[str, ...] = ()  # further lines like the first

    @property
    def lines(self) -> int:
        return 1 + len(self.more) + bool(self.detail)


@dataclass(frozen=True)
class RowView:
    head: CellView
    cells: list[CellView]
    total: bool = False

    @property
    def lines(self) -> int:
        return max(cell.lines for cell in (self.head, *self.cells))


@dataclass(frozen=True)
class TableView:
    caption: str
    columns: list[CellView]
    rows: list[RowView]
    notes: list[str]
    number: int = 0
    is_tall: bool = False  # cells of long words: it may go on over the page
    even: bool = False  # columns of words: the first narrow, the others alike
    key: str = ""  # what authors call it, as in "see table.attendance_by_session"

    @property
    def short(self) -> bool:
        return sum(row.lines for row in self.rows) <= SHORT and not self.is_tall

    def numbered(self, number: int) -> "TableView":
        return replace(self, number=number)


# Columns of numbers and shares, which line up on the right; the first column is 0.
NUMERIC: dict[str, tuple[int, ...]] = {
    "members_by_organisation": (1, 2),
    "members_by_profession": (1, 2),
    "members_by_joining": (1, 2),
    "attendance_by_session": (3,),
    "attendance_frequency": (1, 2),
    "responses_by_session": (1, 2, 3),
}
SHORT = 16  # lines up to which a table is kept on one page


def table_from(data: ReportData, key: str) -> TableView | None:
    """The frozen table `key`, or None where it has no rows: the section says so in a sentence."""
    table = data["tables"].get(key)
    if not table or not table["rows"]:
        return None
    numeric = NUMERIC[key]
    dates = {session["key"]: words.day(session["date"]) for session in data["sessions"]}
    columns = [
        CellView(str(label), numeric=at in numeric) for at, label in enumerate(table["columns"])
    ]
    rows = [_row(cells, numeric, dates) for cells in table["rows"]]
    return TableView(table["title"], columns, rows, list(table["notes"]), key=key)


def _row(cells: list[Cell], numeric: tuple[int, ...], dates: dict[str, str]) -> RowView:
    first = str(cells[0])
    total = first == "Total"
    made = [
        CellView(_in_words(cell, dates.get(first)), numeric=at in numeric)
        for at, cell in enumerate(cells)
    ]
    printed = {"Total": _("Total"), NOT_STATED: _("Not stated")}
    head = CellView(printed[first]) if first in printed else made[0]
    return RowView(head, made[1:], total)


def _in_words(cell: Cell, date: str | None) -> str:
    """A session's date is frozen as an ISO date and printed in words."""
    if date is not None and isinstance(cell, str) and re.match(r"\d{4}-\d\d-\d\d", cell):
        return date
    return str(cell)
