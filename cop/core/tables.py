"""Spreadsheets saved as CSV, read strictly: whatever is wrong is listed with its place.

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
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.errors import Refused
from cop.core.names import clean_line

T = TypeVar("T")
LARGEST_FILE = 50_000_000  # bytes
SPREADSHEET_OR_DOCUMENT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"{\\rtf")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# What "surrogateescape" makes of a byte that is no UTF-8.
FOREIGN_BYTE = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True)
class Problem:
    """Something to mend. ``row`` counts from the header, which is row 1; 0 is the whole file."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place = _("%(file)s, row %(row)s") % {"file": place, "row": self.row}
        if self.column:
            place = _("%(place)s, column %(column)s") % {"place": place, "column": self.column}
        return f"{place}: {self.message}"


class ImportProblems(Refused):
    """An import was refused; ``problems`` is the complete list and nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        heading = ngettext(
            "%d problem was found. Nothing was imported.",
            "%d problems were found. Nothing was imported.",
            len(self.problems),
        ) % len(self.problems)
        super().__init__("\n".join([heading, *map(str, self.problems)]))


@dataclass
class Problems:
    """The problems found so far, in every file of one import."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, message: str, *, row: int = 0, column: str = "") -> None:
        self.found.append(Problem(file, row, column, message))

    def raise_if_any(self) -> None:
        """Raise ImportProblems with all of them."""
        if self.found:
            raise ImportProblems(self.found)


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
    """Read a UTF-8 CSV file, with or without a byte order mark, whose first row is the header.

    Cells lose surrounding spaces and are otherwise kept as they are. What cannot be read is added
    to ``problems``, and the other rows are returned. Columns nobody asked for are named in
    ``warnings``.
    """
    file = Path(path).name
    text = _read_text(Path(path), file, problems)
    if text is None:
        return Table(file, is_readable=False)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
    except csv.Error as error:
        problems.add(file, _why_unreadable(error), row=1)
        return Table(file, is_readable=False)
    columns, warnings = _read_header(header, file, problems, required, optional)
    if columns is None:
        return Table(file, is_readable=False)
    table = Table(file, frozenset(filter(None, columns)), [], warnings)
    _read_rows(reader, columns, table, problems)
    return table


def _read_text(path: Path, file: str, problems: Problems) -> str | None:
    """The file's text, foreign bytes escaped so that each can be named with its cell."""
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
    if content.startswith(UTF_16):
        problems.add(file, _("The file is UTF-16, not UTF-8. Save it as “CSV UTF-8”."))
        return None
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    is_binary = content.startswith(SPREADSHEET_OR_DOCUMENT)
    if is_binary or ("\x00" in text and FOREIGN_BYTE.search(text)):
        problems.add(
            file,
            _("This is a binary file, not text. Open it in a spreadsheet, save as “CSV UTF-8”."),
        )
        return None
    if not text.strip():
        problems.add(
            file, _("The file is empty. Its first row must be the header, with the columns’ names.")
        )
        return None
    return text


def _read_header(
    cells: list[str],
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
        problems.add(file, _("The header names this column twice. Keep one."), row=1, column=column)
    for column in required:
        if column not in names:
            problems.add(file, _why_missing(names, known), row=1, column=column)
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
    reader: Iterator[list[str]], columns: list[str | None], table: Table, problems: Problems
) -> None:
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # Where a quotation ends is unknown from here on, so no later row can be trusted.
            problems.add(table.file, _why_unreadable(error), row=number)
            return
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
        if not cell.isascii() and FOREIGN_BYTE.search(cell):
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


FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def neutral_cell(value: str | int) -> str | int:
    """A cell no spreadsheet program takes for a formula: an apostrophe stands before such text."""
    if isinstance(value, str) and value.startswith(FORMULA_BEGINS):
        return f"'{value}"
    return value
