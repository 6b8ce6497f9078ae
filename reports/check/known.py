"""The numbers a report's tables give, by what they count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from reports.schema import Cell, ReportData, Table

TOTAL = "Total"
# A box that was opened: somebody could answer there, however few did.
COUNTED = {"released", "too_few", "with_period"}


def rows_of(table: Table | None) -> list[list[Cell]]:
    """The rows, without the total."""
    return [row for row in table["rows"] if row and row[0] != TOTAL] if table else []


def total_row(table: Table | None) -> list[Cell] | None:
    """The last row, where it is a total."""
    rows = table["rows"] if table else []
    return rows[-1] if rows and rows[-1] and rows[-1][0] == TOTAL else None


def numbers_in(cells: Iterable[Any]) -> list[int]:
    """Those that are exact."""
    return [cell for cell in cells if isinstance(cell, int)]


def _runs(numbers: Sequence[int]) -> set[int]:
    """Every number, and the sums of neighbours: three sessions together, twice or more."""
    return {total for at in range(len(numbers)) for total in accumulate(numbers[at:])}


@dataclass(frozen=True)
class Known:
    """What may be said of members, sessions, attendances and responses.

    A total is None where it is not known exactly; nothing is then held against anybody.
    """

    data: ReportData

    def _table(self, key: str) -> Table | None:
        return self.data["tables"].get(key)

    @property
    def members(self) -> int | None:
        """On the register."""
        table = self._table("members_by_organisation")
        return table["total"] or None if table else None

    @property
    def sessions(self) -> int:
        return len(self.data["sessions"])

    @property
    def attendances(self) -> int | None:
        table = self._table("attendance_by_session")
        return table["total"] or None if table else None

    @property
    def responses(self) -> int | None:
        table = self._table("responses_by_session")
        return table["total"] or None if table else None

    @property
    def by_name(self) -> bool:
        """No session is known by a headcount alone."""
        table = self._table("attendance_by_session")
        return bool(table) and not table["notes"] and not self.data.get("headcounts")  # type: ignore[index]

    @property
    def persons(self) -> int | None:
        """Who came at all."""
        table = self._table("attendance_frequency")
        return table["total"] or None if table and self.by_name else None

    @cached_property
    def came(self) -> list[int]:
        """To each session."""
        return numbers_in(row[-1] for row in rows_of(self._table("attendance_by_session")))

    @cached_property
    def frequency(self) -> dict[int, int]:
        """Members by how often they came."""
        rows = rows_of(self._table("attendance_frequency"))
        return {row[0]: row[1] for row in rows if _two_numbers(row)}  # type: ignore[misc]

    @cached_property
    def response_pairs(self) -> set[tuple[int, int]]:
        """Responses and members who came, of each session and of all together."""
        table = self._table("responses_by_session")
        rows = table["rows"] if table else []
        return {(row[1], row[2]) for row in rows if _two_numbers(row[1:])}  # type: ignore[misc]

    @cached_property
    def answered(self) -> tuple[int, int] | None:
        """Responses of all sessions whose number is known, and members who came to these."""
        row = total_row(self._table("responses_by_session"))
        return (row[1], row[2]) if row and _two_numbers(row[1:]) else None  # type: ignore[return-value]

    @cached_property
    def coverage(self) -> set[int]:
        """Sessions from which there is feedback: with those too few to print, and without them."""
        rows = rows_of(self._table("responses_by_session"))
        states = {one["session"]: one["state"] for one in self.data["ratings"]["by_session"]}
        printed = [isinstance(row[1], int) for row in rows]
        counted = [states.get(str(row[0])) in COUNTED for row in rows]
        return {sum(printed), sum(map(max, zip(printed, counted, strict=True)))}

    @cached_property
    def of_people(self) -> set[int]:
        """Every number of members a table gives, or two of its rows together."""
        members = rows_of(self._table("members_by_organisation"))
        times = list(self.frequency.values())
        found = {self.members or 0, self.persons or 0, *self.came, *_runs(times)}
        found |= {number for row in members for number in numbers_in(row[1:2])}
        whole = (self.members, self.persons)
        return found | {total - part for total in whole if total for part in found}

    @cached_property
    def of_attendances(self) -> set[int]:
        return {self.attendances or 0, *_runs(self.came)}

    @cached_property
    def of_responses(self) -> set[int]:
        rows = rows_of(self._table("responses_by_session"))
        return {self.responses or 0, *_runs([row[1] for row in rows if isinstance(row[1], int)])}


def _two_numbers(cells: Sequence[Any]) -> bool:
    return len(numbers_in(cells[:2])) == 2
