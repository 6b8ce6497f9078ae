"""Spreadsheets saved as CSV or XLSX, read strictly: whatever is wrong is listed with its place.

A caller keeps one list of problems for all its files, so that a person can mend everything at
once::

    problems = Problems()
    table = read_table(path, problems, required=("member_id",), optional=("name",))
    for row in table.rows:
        if not row["name"]:
            problems.add(table.file, _("Enter a name."), row=row.number, column="name")
    problems.raise_if_any()
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from cop.core.errors import Refused
from cop.core.names import clean_line
from cop.core.problems import ImportProblems, Problem, Problems
from cop.core.workbooks import Unreadable, read_workbook

__all__ = [
    "Change",
    "ImportProblems",
    "Problem",
    "Problems",
    "Row",
    "RowCheck",
    "Table",
    "cells_of_csv",
    "read_table",
    "text_of_csv",
]

T = TypeVar("T")
LARGEST_FILE = 50_000_000  # bytes
WORKBOOK = b"PK\x03\x04"
OTHER_DOCUMENTS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"{\\rtf")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What "surrogateescape" makes of a byte that is no UTF-8.
FOREIGN_BYTE = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True)
class Change:
    """What an import does to a field of something known already; old and new as people read it."""

    kind: str
    key: str
    field: str
    old: str
    new: str

    def __str__(self) -> str:
        return _("%(kind)s %(key)s: %(field)s %(old)s → %(new)s") % {
            "kind": self.kind,
            "key": self.key,
            "field": self.field,
            "old": f"“{self.old}”" if self.old else _("(empty)"),
            "new": f"“{self.new}”" if self.new else _("(empty)"),
        }


@dataclass(frozen=True)
class Row:
    """One row. ``row["name"]`` is the cell, "" where it is empty or the column is absent."""

    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True)
class Table:
    """The readable rows of a file, without blank ones.

    ``columns`` are the known columns the header names. A table that ``is_readable`` is False has
    no rows, and what other files say of it cannot be checked.
    """

    file: str
    columns: frozenset[str] = frozenset()
    rows: list[Row] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    is_readable: bool = True


def read_table(
    path: str | Path,
    problems: Problems,
    *,
    required: Sequence[str],
    optional: Sequence[str] = (),
) -> Table:
    """Read a CSV file (UTF-8, with or without a byte order mark) or an XLSX file.

    The first row is the header. Cells lose surrounding spaces and are otherwise kept as they are.
    What cannot be read is added to ``problems``, and the other rows are returned. Columns nobody
    asked for are named in ``warnings``.
    """
    file = Path(path).name
    content = _content(Path(path), file, problems)
    if content is None:
        return Table(file, is_readable=False)
    if content.startswith(WORKBOOK):
        return _read_workbook_table(content, file, problems, required, optional)
    text = text_of_csv(content, file, problems)
    if text is None:
        return Table(file, is_readable=False)
    return _table(cells_of_csv(text, file, problems), file, problems, required, optional)


def _read_workbook_table(
    content: bytes, file: str, problems: Problems, required: Sequence[str], optional: Sequence[str]
) -> Table:
    """The first visible sheet as a table, named with the sheet."""
    try:
        sheet, others, rows = read_workbook(content)
        named = _("%(file)s, sheet “%(sheet)s”") % {"file": file, "sheet": sheet}
        table = _table(_as_wide_as_the_first(rows), named, problems, required, optional)
    except Refused as refused:
        problems.add(file, refused.message)
        return Table(file, is_readable=False)
    if not table.is_readable or not others:
        return table
    warning = _("%(table)s was read. These sheets were not: %(others)s.") % {
        "table": named,
        "others": ", ".join(others),
    }
    return replace(table, warnings=[*table.warnings, warning])


def _as_wide_as_the_first(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """A workbook leaves out cells that are empty; what stands right of the header is a remark."""
    width = 0
    for number, cells in rows:
        width = width or len(cells)
        yield number, [*cells, *[""] * (width - len(cells))][:width]


def _table(
    rows: Iterator[tuple[int, list[str]]],
    file: str,
    problems: Problems,
    required: Sequence[str],
    optional: Sequence[str],
) -> Table:
    """The rows as a table, by the columns the first one names."""
    before = len(problems.found)
    number, header = next(rows, (0, []))
    if len(problems.found) > before:
        return Table(file, is_readable=False)
    if not number:
        problems.add(file, _why_empty())
        return Table(file, is_readable=False)
    columns, warnings = _read_header(header, number, file, problems, required, optional)
    if columns is None:
        return Table(file, is_readable=False)
    table = Table(file, frozenset(filter(None, columns)), [], warnings)
    _read_rows(rows, columns, table, problems)
    return table


def _content(path: Path, file: str, problems: Problems) -> bytes | None:
    try:
        if not path.is_file():
            problems.add(file, _("There is no such file. Check the path: %s") % path)
            return None
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        problems.add(file, _("The file cannot be opened (%s).") % (error.strerror or error))
        return None
    if len(content) > LARGEST_FILE:
        problems.add(
            file, _("The file is over 50 MB. Split it, or check that it is the right one.")
        )
        return None
    return content


def text_of_csv(content: bytes, file: str, problems: Problems) -> str | None:
    """The file's text, foreign bytes escaped so that each can be named with its cell."""
    if content.startswith(UTF_16):
        problems.add(file, _("The file is UTF-16, not UTF-8. Save it as “CSV UTF-8”."))
        return None
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    is_binary = content.startswith(OTHER_DOCUMENTS)
    if is_binary or ("\x00" in text and FOREIGN_BYTE.search(text)):
        problems.add(
            file,
            _(
                "This is a binary file, not text. Open it in a spreadsheet, save as “Excel "
                "workbook (.xlsx)” or “CSV UTF-8”."
            ),
        )
        return None
    if not text.strip():
        problems.add(file, _why_empty())
        return None
    return text


def _why_empty() -> str:
    return _("The file is empty. Its first row must be the header, with the columns’ names.")


def cells_of_csv(
    text: str, file: str, problems: Problems, delimiter: str = ","
) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number, until one cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # Where a quotation ends is unknown from here on, so no later row can be trusted.
            problems.add(file, _why_unreadable(error), row=number)
            return


def _read_header(
    cells: list[str],
    number: int,
    file: str,
    problems: Problems,
    required: Sequence[str],
    optional: Sequence[str],
) -> tuple[list[str | None] | None, list[str]]:
    """The known column behind each cell (None: not read) and warnings; None without a header."""
    names = [cell.strip().lower() for cell in cells]
    known = [*required, *optional]
    before = len(problems.found)
    for column in sorted({name for name in names if names.count(name) > 1 and name in known}):
        problems.add(
            file, _("The header names this column twice. Keep one."), row=number, column=column
        )
    for column in required:
        if column not in names:
            problems.add(file, _why_missing(names, known), row=number, column=column)
    if len(problems.found) > before:
        return None, []
    unknown = [
        FOREIGN_BYTE.sub("\N{REPLACEMENT CHARACTER}", cell.strip())
        or _("number %d, which has no name") % number
        for number, (cell, name) in enumerate(zip(cells, names, strict=True), start=1)
        if name not in known
    ]
    warnings = []
    if unknown:
        warnings.append(
            _("%(file)s: these columns are unknown and were not read: %(columns)s.")
            % {"file": file, "columns": ", ".join(unknown)}
        )
    return [name if name in known else None for name in names], warnings


def _why_missing(names: list[str], known: list[str]) -> str:
    wanted = ", ".join(known)
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        return _("Cells must be separated by commas. Save as “CSV UTF-8 (comma delimited)”.")
    if not set(names) & set(known):
        return (
            _("The header is missing. The first row must name the columns; known are: %s.") % wanted
        )
    return _("The header does not name this column, which is required. Known are: %s.") % wanted


def _read_rows(
    rows: Iterator[tuple[int, list[str]]],
    columns: list[str | None],
    table: Table,
    problems: Problems,
) -> None:
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            problems.add(
                table.file,
                _(
                    "The row has %(cells)d cells and the header has %(columns)d. Put text that "
                    "holds a comma in quotation marks."
                )
                % {"cells": len(cells), "columns": len(columns)},
                row=number,
            )
            continue
        values = _read_cells(cells, columns, number, table.file, problems)
        if values is not None:
            table.rows.append(Row(number, values))


def _read_cells(
    cells: list[str], columns: list[str | None], number: int, file: str, problems: Problems
) -> dict[str, str] | None:
    """The row's known cells, or None if one of them is no text."""
    values: dict[str, str] = {}
    is_text = True
    for column, cell in zip(columns, cells, strict=True):
        if column is None:
            continue
        if isinstance(cell, Unreadable):
            message = cell.why
        elif not cell.isascii() and FOREIGN_BYTE.search(cell):
            message = _("The text is not UTF-8. Save the file as “CSV UTF-8”.")
        elif "\x00" in cell:
            message = _("The cell holds a NUL character, which no text has. Type the cell again.")
        else:
            values[column] = unicodedata.normalize("NFC", cell.strip())
            continue
        problems.add(file, message, row=number, column=column)
        is_text = False
    return values if is_text else None


def _why_unreadable(error: csv.Error) -> str:
    if "field limit" in str(error):
        return _(
            "A cell holds more than 131,072 characters. A quotation mark may not be closed. The "
            "rows below were not read."
        )
    return _(
        "A quotation mark is not closed, or stands in the middle of a cell. Write it twice inside "
        "quoted text. The rows below were not read."
    )


class RowCheck:
    """Reads the cells of one row, and keeps in mind whether anything was wrong with them."""

    def __init__(self, table: Table, row: Row, problems: Problems) -> None:
        self.table, self.row, self.problems = table, row, problems
        self.is_fine = True

    def refuse(self, column: str, message: str) -> None:
        self.problems.add(self.table.file, message, row=self.row.number, column=column)
        self.is_fine = False

    def text(self, column: str, *, longest: int) -> str:
        """The cell as one clean line, which may have so many characters."""
        value = clean_line(self.row[column])
        if len(value) > longest:
            self.refuse(column, _("Shorten this to at most %d characters.") % longest)
        return value

    def once(self, column: str, value: str, rows: dict[str, int]) -> None:
        """Refuse a value that an earlier row has; ``rows`` remembers where each one stands."""
        if value and rows.setdefault(value, self.row.number) != self.row.number:
            self.refuse(
                column,
                _("“%(value)s” stands in row %(row)d already. Keep one of them.")
                % {"value": value, "row": rows[value]},
            )

    def read(self, column: str, reader: Callable[[str], T]) -> T | None:
        """What ``reader`` makes of the cell; None for an empty one and where it was Refused."""
        if not self.row[column]:
            return None
        try:
            return reader(self.row[column])
        except Refused as refused:
            self.refuse(column, refused.message)
            return None
