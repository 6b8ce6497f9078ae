"""What is wrong with a spreadsheet, each with its place, so that all is mended at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.errors import Refused


@dataclass(frozen=True)
class Problem:
    """Something to mend. ``row`` counts as the spreadsheet does; 0 is the whole file."""

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
